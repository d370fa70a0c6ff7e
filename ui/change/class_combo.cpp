// Fills the choice.
#include "ui/change/class_combo.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPixmap>

#include "core/labels/label_map.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

QIcon swatch(const QColor& colour) {
    constexpr int kScale = 2;  // sharp at 200 %
    QPixmap pixmap(QSize(Metrics::swatch, Metrics::swatch) * kScale);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(kScale);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(1, 1, Metrics::swatch - 2, Metrics::swatch - 2), 4, 4);
    return QIcon(pixmap);
}

}  // namespace

ClassCombo::ClassCombo(QWidget* parent) : QComboBox(parent) {
    constexpr int kRows = 18;
    setMaxVisibleItems(kRows);
    connect(this, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT labelChosen(label()); });
}

bool ClassCombo::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = !(key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
        if (plain && !key->text().isEmpty() && key->text().front().isPrint()) {
            event->accept();
            return true;
        }
    }
    return QComboBox::event(event);
}

void ClassCombo::addLabel(uint16_t label, const QColor& colour, const QString& name) {
    addItem(swatch(colour), name, label);
}

void ClassCombo::setLabels(const Palette& palette, const std::vector<uint16_t>& labels) {
    const uint16_t before = label();
    {
        const QSignalBlocker quiet(this);
        clear();
        for (uint16_t offered : labels) {
            addLabel(offered, palette.colorOf(offered), palette.nameOf(offered));
        }
        setLabel(before);
    }
    if (label() != before) {
        Q_EMIT labelChosen(label());
    }
}

void ClassCombo::setPalette(const Palette& palette, const QString& nothing) {
    const QSignalBlocker quiet(this);
    clear();
    if (!nothing.isEmpty()) {
        addLabel(kVoid, palette.voidColor(), nothing);
    }
    for (int i = 0; i < palette.size(); ++i) {
        const PaletteClass& shown = palette.classes()[i];
        addLabel(static_cast<uint16_t>(i), shown.color, shown.name);
    }
}

uint16_t ClassCombo::label() const {
    return currentIndex() < 0 ? kVoid : static_cast<uint16_t>(currentData().toUInt());
}

void ClassCombo::setLabel(uint16_t label) {
    if (const int row = findData(label); row >= 0) {
        setCurrentIndex(row);
    }
}

}  // namespace tessera::ui
