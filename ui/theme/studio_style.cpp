// The shapes of small controls.
#include "ui/theme/studio_style.h"

#include <QAbstractSpinBox>
#include <QMenu>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <optional>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

constexpr int kTextInset = 4;  // of combo and spin boxes, beyond Fusion's

/// Antialiased painting for the length of a scope.
class SmoothPainting {
public:
    explicit SmoothPainting(QPainter* painter) : painter_(painter) {
        painter_->save();
        painter_->setRenderHint(QPainter::Antialiasing);
    }
    ~SmoothPainting() { painter_->restore(); }
    SmoothPainting(const SmoothPainting&) = delete;
    SmoothPainting& operator=(const SmoothPainting&) = delete;

private:
    QPainter* painter_;
};

bool enabled(const QStyleOption* option) {
    return option->state & QStyle::State_Enabled;
}
bool hovered(const QStyleOption* option) {
    return option->state & QStyle::State_MouseOver;
}
bool focused(const QStyleOption* option) {
    return option->state & QStyle::State_HasFocus;
}

/// A filled shape with a hairline that lies inside it.
void drawSurface(
    QPainter* painter, const QRectF& rect, const QColor& fill, const QColor& edge, qreal radius) {
    const SmoothPainting smooth(painter);
    painter->setPen(edge);
    painter->setBrush(fill);
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void drawIcon(QPainter* painter, Icon which, const QRect& area, int size, const QColor& tint) {
    QRect box(0, 0, size, size);
    box.moveCenter(area.center());
    icon(which, tint).paint(painter, box);
}

void drawCheckBox(const QStyleOption* option, QPainter* painter) {
    const Colours& c = colours();
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor fill = on && enabled(option) ? c.accent : on ? c.outline : c.field;
    const QColor edge = focused(option) || hovered(option) ? c.accentLine : on ? fill : c.outline;
    drawSurface(painter, option->rect, fill, edge, 3);
    const QColor tint = enabled(option) ? c.onAccent : c.textFaint;
    if (option->state & QStyle::State_On) {
        drawIcon(painter, Icon::Check, option->rect, option->rect.width() - 2, tint);
    } else if (on) {
        painter->fillRect(option->rect.adjusted(4, 7, -4, -7), tint);
    }
}

void drawRadioButton(const QStyleOption* option, QPainter* painter) {
    const Colours& c = colours();
    const bool on = option->state & QStyle::State_On;
    const QColor edge = focused(option) || hovered(option) ? c.accentLine : c.outline;
    const qreal radius = option->rect.width() / 2.0;
    drawSurface(painter, option->rect, on ? c.accent : c.field, edge, radius);
    if (on) {
        const SmoothPainting smooth(painter);
        painter->setPen(Qt::NoPen);
        painter->setBrush(enabled(option) ? c.onAccent : c.textFaint);
        painter->drawEllipse(QRectF(option->rect).center(), 2.5, 2.5);
    }
}

std::optional<Icon> arrowOf(QStyle::PrimitiveElement element) {
    switch (element) {
        case QStyle::PE_IndicatorArrowDown:
        case QStyle::PE_IndicatorSpinDown:
            return Icon::ChevronDown;
        case QStyle::PE_IndicatorArrowUp:
        case QStyle::PE_IndicatorSpinUp:
            return Icon::ChevronUp;
        case QStyle::PE_IndicatorArrowRight:
            return Icon::ChevronRight;
        default:
            return std::nullopt;
    }
}

}  // namespace

StudioStyle::StudioStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void StudioStyle::drawPrimitive(PrimitiveElement element,
                                const QStyleOption* option,
                                QPainter* painter,
                                const QWidget* widget) const {
    if (const std::optional<Icon> arrow = arrowOf(element)) {
        const QColor tint = enabled(option) ? colours().textMuted : colours().textFaint;
        drawIcon(painter, *arrow, option->rect, 14, tint);
        return;
    }
    switch (element) {
        case PE_IndicatorCheckBox:
        case PE_IndicatorMenuCheckMark:
        case PE_IndicatorItemViewItemCheck:
            drawCheckBox(option, painter);
            return;
        case PE_IndicatorRadioButton:
            drawRadioButton(option, painter);
            return;
        case PE_FrameFocusRect:  // rings and hairlines show the focus
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void StudioStyle::drawComplexControl(ComplexControl control,
                                     const QStyleOptionComplex* option,
                                     QPainter* painter,
                                     const QWidget* widget) const {
    switch (control) {
        case CC_Slider:
            drawSlider(option, painter, widget);
            return;
        case CC_ComboBox:
            drawCombo(option, painter, widget);
            return;
        case CC_SpinBox:
            drawSpin(option, painter, widget);
            return;
        default:
            QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

void StudioStyle::drawSlider(const QStyleOptionComplex* option,
                             QPainter* painter,
                             const QWidget* widget) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    const Colours& c = colours();
    const QRectF handle = subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const bool lying = slider->orientation == Qt::Horizontal;
    QRectF groove(option->rect);
    lying ? groove.adjust(2, groove.height() / 2 - 1.5, -2, 1.5 - groove.height() / 2)
          : groove.adjust(groove.width() / 2 - 1.5, 2, 1.5 - groove.width() / 2, -2);
    const SmoothPainting smooth(painter);
    painter->setPen(Qt::NoPen);
    painter->setBrush(c.outline);
    painter->drawRoundedRect(groove, 1.5, 1.5);

    // From the end that stands for the smallest value to the handle.
    QRectF filled = groove;
    if (lying) {
        slider->upsideDown ? filled.setLeft(handle.center().x())
                           : filled.setRight(handle.center().x());
    } else {
        slider->upsideDown ? filled.setTop(handle.center().y())
                           : filled.setBottom(handle.center().y());
    }
    const QColor tint = enabled(option) ? c.accentLine : c.textFaint;
    painter->setBrush(tint);
    painter->drawRoundedRect(filled, 1.5, 1.5);
    if (focused(option)) {
        QColor ring = tint;
        ring.setAlphaF(0.3f);
        painter->setBrush(ring);
        painter->drawEllipse(handle.center(), 8, 8);
        painter->setBrush(tint);
    }
    painter->drawEllipse(handle.center(), 6, 6);
}

void StudioStyle::drawCombo(const QStyleOptionComplex* option,
                            QPainter* painter,
                            const QWidget* widget) const {
    const Colours& c = colours();
    const QColor fill = enabled(option) && hovered(option) ? c.raisedHover : c.raised;
    drawSurface(
        painter, option->rect, fill, focused(option) ? c.accentLine : fill, Metrics::radius);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    drawIcon(painter, Icon::ChevronDown, arrow, 14, enabled(option) ? c.textMuted : c.textFaint);
}

void StudioStyle::drawSpin(const QStyleOptionComplex* option,
                           QPainter* painter,
                           const QWidget* widget) const {
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    const Colours& c = colours();
    drawSurface(painter,
                option->rect,
                c.field,
                focused(option) ? c.accentLine : c.fieldEdge,
                Metrics::radius);
    if (spin->buttonSymbols == QAbstractSpinBox::NoButtons) {
        return;
    }
    const auto arrow = [&](SubControl part, Icon which, QAbstractSpinBox::StepEnabledFlag step) {
        const bool usable = enabled(option) && (spin->stepEnabled & step);
        const bool under = usable && (spin->activeSubControls & part);
        drawIcon(painter,
                 which,
                 subControlRect(CC_SpinBox, option, part, widget),
                 12,
                 under    ? c.accentLine
                 : usable ? c.textMuted
                          : c.outline);
    };
    arrow(SC_SpinBoxUp, Icon::ChevronUp, QAbstractSpinBox::StepUpEnabled);
    arrow(SC_SpinBoxDown, Icon::ChevronDown, QAbstractSpinBox::StepDownEnabled);
}

int StudioStyle::pixelMetric(PixelMetric metric,
                             const QStyleOption* option,
                             const QWidget* widget) const {
    switch (metric) {
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
        case PM_SliderThickness:
        case PM_SliderControlThickness:
        case PM_SliderLength:
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_ListViewIconSize:
            return Metrics::smallIcon;
        case PM_ToolBarIconSize:
            return Metrics::iconSize;
        case PM_LayoutLeftMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutBottomMargin:
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing:
        case PM_CheckBoxLabelSpacing:
            return Metrics::unit;
        case PM_DefaultFrameWidth:
            return 1;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
        case PM_MenuPanelWidth:
            return 0;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint,
                           const QStyleOption* option,
                           const QWidget* widget,
                           QStyleHintReturn* answer) const {
    switch (hint) {
        case SH_Slider_AbsoluteSetButtons:  // a click goes there
            return Qt::LeftButton;
        case SH_UnderlineShortcut:  // the menu bar is quiet, its menus say their keys
            return qobject_cast<const QMenu*>(widget) != nullptr;
        case SH_ComboBox_Popup:
        case SH_EtchDisabledText:
        case SH_DialogButtonBox_ButtonsHaveIcons:
            return 0;
        default:
            return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

QRect StudioStyle::subControlRect(ComplexControl control,
                                  const QStyleOptionComplex* option,
                                  SubControl part,
                                  const QWidget* widget) const {
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const bool text = (control == CC_ComboBox && part == SC_ComboBoxEditField) ||
                      (control == CC_SpinBox && part == SC_SpinBoxEditField);
    return text ? rect.adjusted(kTextInset, 0, 0, 0) : rect;
}

QSize StudioStyle::sizeFromContents(ContentsType type,
                                    const QStyleOption* option,
                                    const QSize& size,
                                    const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox || type == CT_SpinBox) {
        result = QSize(result.width() + kTextInset, Metrics::rowHeight);
    }
    return result;
}

QIcon StudioStyle::standardIcon(StandardPixmap which,
                                const QStyleOption* option,
                                const QWidget* widget) const {
    switch (which) {
        case SP_TitleBarCloseButton:
        case SP_DockWidgetCloseButton:
        case SP_LineEditClearButton:
            return icon(Icon::Close, colours().textMuted);
        case SP_TitleBarNormalButton:
            return icon(Icon::Float, colours().textMuted);
        case SP_ToolBarHorizontalExtensionButton:
        case SP_ToolBarVerticalExtensionButton:
            return icon(Icon::More);
        case SP_MessageBoxWarning:
        case SP_MessageBoxCritical:
            return icon(Icon::Warning, colours().warning);
        default:
            return QProxyStyle::standardIcon(which, option, widget);
    }
}

}  // namespace tessera::ui
