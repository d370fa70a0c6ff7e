// Controls that read and write ToolOptions.
#include "ui/studio/bars/options_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <cmath>

#include "core/document/painting.h"
#include "ui/canvas/canvas_view.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/overflow_row.h"
#include "ui/tools/tool_options.h"
#include "ui/tools/toolbox.h"

namespace tessera::ui {

namespace {
constexpr int kHeight = 40;
constexpr int kSliderSteps = 200;
constexpr int kAnyClass = -1;  // item data of "only on"

// The slider runs by ratios: each step makes the brush larger by the same part.
double sizeAt(int step) {
    return ToolOptions::kSmallestSize *
           std::pow(ToolOptions::kLargestSize / ToolOptions::kSmallestSize,
                    static_cast<double>(step) / kSliderSteps);
}

int stepFor(double size) {
    return static_cast<int>(
        std::lround(kSliderSteps * std::log(size / ToolOptions::kSmallestSize) /
                    std::log(ToolOptions::kLargestSize / ToolOptions::kSmallestSize)));
}

QIcon swatch(const QColor& colour) {
    QPixmap pixmap(Metrics::swatch, Metrics::swatch);
    pixmap.fill(colour);
    return pixmap;
}
}  // namespace

OptionsBar::OptionsBar(Toolbox& toolbox,
                       ToolOptions& options,
                       const Painting& painting,
                       const StudioActions& actions,
                       const CanvasView& canvas,
                       QWidget* parent)
    : QWidget(parent), toolbox_(toolbox), options_(options), painting_(painting) {
    setAccessibleName(tr("Options of the tool"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::unit * 2 - 2, 0, Metrics::unit, 1);
    row->setSpacing(Metrics::unit);
    row->addWidget(buildOptions(), 1);
    row->addWidget(buildModes(actions));
    row->addWidget(buildZoom(actions, canvas));
    setFixedHeight(kHeight);

    connect(&toolbox_, &Toolbox::taken, this, &OptionsBar::showOptions);
    connect(&options_, &ToolOptions::changed, this, &OptionsBar::readOptions);
    connect(&painting_, &Painting::replaced, this, &OptionsBar::listClasses);
    listClasses();
    readOptions();
}

QWidget* OptionsBar::buildOptions() {
    row_ = new OverflowRow(this);
    name_ = new QLabel;
    tip_ = new QComboBox;
    tip_->addItems({tr("Round"), tr("Square")});
    describe(tip_, tr("Shape of the tip"), tr("Edges of labels are always hard"));
    pressure_ = new QCheckBox(tr("Pressure"));
    describe(pressure_, tr("Pressure"), tr("A pen's pressure scales the size"));
    filled_ = new QComboBox;
    filled_->addItems({tr("Filled"), tr("Outline")});
    describe(filled_, tr("Filled or outline"));
    contiguous_ = new QCheckBox(tr("Connected only"));
    describe(contiguous_, tr("Connected only"), tr("Off: fills the class everywhere"));
    onlyOn_ = new QComboBox;
    onlyOn_->setMinimumContentsLength(14);
    onlyOn_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    describe(onlyOn_, tr("Only on"), tr("Paints over this class and leaves the others alone"));
    for (QWidget* widget : std::initializer_list<QWidget*>{
             name_, buildSize(), tip_, pressure_, filled_, contiguous_, onlyOn_}) {
        row_->add(widget);
    }

    connect(tip_, &QComboBox::activated, this, [this](int index) {
        options_.setTip(index == 1 ? BrushTip::Square : BrushTip::Round);
    });
    connect(pressure_, &QCheckBox::toggled, &options_, &ToolOptions::setPressure);
    connect(filled_, &QComboBox::activated, this, [this](int index) {
        options_.setFilled(index == 0);
    });
    connect(contiguous_, &QCheckBox::toggled, &options_, &ToolOptions::setContiguous);
    connect(onlyOn_, &QComboBox::activated, this, &OptionsBar::chooseOnlyOn);
    return row_;
}

QWidget* OptionsBar::buildSize() {
    size_ = new QWidget(this);
    auto* row = new QHBoxLayout(size_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Metrics::unit);
    slider_ = new QSlider(Qt::Horizontal, size_);
    slider_->setRange(0, kSliderSteps);
    slider_->setFixedWidth(120);
    describe(slider_, tr("Size ([ and ])"), tr("Dragging with the right button sizes, too"));
    pixels_ = new QSpinBox(size_);
    pixels_->setRange(static_cast<int>(ToolOptions::kSmallestSize),
                      static_cast<int>(ToolOptions::kLargestSize));
    pixels_->setSuffix(tr(" px"));
    pixels_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    pixels_->setFixedWidth(64);
    describe(pixels_, tr("Size in pixels"));
    row->addWidget(slider_);
    row->addWidget(pixels_);
    connect(slider_, &QSlider::valueChanged, this, [this](int step) {
        options_.setSize(sizeAt(step));
    });
    connect(pixels_, &QSpinBox::valueChanged, this, [this](int size) { options_.setSize(size); });
    return size_;
}

QWidget* OptionsBar::buildModes(const StudioActions& actions) {
    auto* modes = new QWidget(this);
    modes->setAccessibleName(tr("View"));
    auto* row = new QHBoxLayout(modes);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    for (const Command command : {Command::ShowLabels, Command::ShowBoth, Command::ShowPhoto}) {
        QAction& action = actions[command];
        auto* button = new QToolButton(modes);
        button->setDefaultAction(&action);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        describe(button,
                 tr("%1 (%2)").arg(action.iconText(),
                                   action.shortcut().toString(QKeySequence::NativeText)),
                 action.toolTip());
        row->addWidget(button);
    }
    return modes;
}

QToolButton* OptionsBar::buildZoom(const StudioActions& actions, const CanvasView& canvas) {
    auto* zoom = new QToolButton(this);
    zoom->setPopupMode(QToolButton::InstantPopup);
    zoom->setFocusPolicy(Qt::TabFocus);
    zoom->setMinimumWidth(64);
    describe(zoom, tr("Zoom"), tr("The wheel zooms about the pointer"));
    auto* menu = new QMenu(zoom);
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut}) {
        menu->addAction(&actions[command]);
    }
    zoom->setMenu(menu);
    const auto show = [zoom](qreal value) {
        zoom->setText(tr("%1 %").arg(std::lround(value * 100)));
    };
    connect(&canvas, &CanvasView::zoomChanged, zoom, show);
    show(canvas.transform().zoom());
    return zoom;
}

void OptionsBar::listClasses() {
    const QSignalBlocker blocker(onlyOn_);
    onlyOn_->clear();
    onlyOn_->addItem(tr("Only on: any class"), kAnyClass);
    onlyOn_->addItem(tr("Only on: no class"), static_cast<int>(kVoid));
    int index = 0;
    for (const PaletteClass& entry : painting_.palette().classes()) {
        onlyOn_->addItem(swatch(entry.color), tr("Only on: %1").arg(entry.name), index++);
    }
    options_.setOnlyOn({});
}

void OptionsBar::chooseOnlyOn(int row) {
    const int value = onlyOn_->itemData(row).toInt();
    options_.setOnlyOn(value == kAnyClass ? std::nullopt
                                          : std::optional(static_cast<uint16_t>(value)));
}

void OptionsBar::showOptions() {
    const ToolFacts& facts = toolbox_.current().facts();
    name_->setText(facts.name);
    const bool noWidth = facts.settings.testFlag(ToolSetting::Filled) && options_.filled();
    row_->setShown(size_, facts.settings.testFlag(ToolSetting::Size) && !noWidth);
    row_->setShown(tip_, facts.settings.testFlag(ToolSetting::Tip));
    row_->setShown(pressure_, facts.settings.testFlag(ToolSetting::Pressure));
    row_->setShown(filled_, facts.settings.testFlag(ToolSetting::Filled));
    row_->setShown(contiguous_, facts.settings.testFlag(ToolSetting::Contiguous));
    row_->setShown(onlyOn_, facts.settings.testFlag(ToolSetting::OnlyOn));
}

void OptionsBar::readOptions() {
    const QSignalBlocker slider(slider_);
    const QSignalBlocker pixels(pixels_);
    slider_->setValue(stepFor(options_.size()));
    pixels_->setValue(static_cast<int>(options_.size()));
    tip_->setCurrentIndex(options_.tip() == BrushTip::Square ? 1 : 0);
    pressure_->setChecked(options_.pressure());
    filled_->setCurrentIndex(options_.filled() ? 0 : 1);
    contiguous_->setChecked(options_.contiguous());
    const int value = options_.onlyOn() ? *options_.onlyOn() : kAnyClass;
    onlyOn_->setCurrentIndex(onlyOn_->findData(value));
    showOptions();
}

void OptionsBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().panel);
    painter.fillRect(0, height() - 1, width(), 1, colours().line);
}

}  // namespace tessera::ui
