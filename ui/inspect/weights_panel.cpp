// Map, histogram, a bar a class.
#include "ui/inspect/weights_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/inspect/bar_rows.h"
#include "ui/inspect/heat_view.h"
#include "ui/inspect/histogram.h"

namespace tessera::ui {

namespace {
constexpr int kOpacity = 85;  // percent, at first
constexpr int kSlider = 72;
}  // namespace

WeightsPanel::WeightsPanel(QWidget* parent)
    : InspectPanel(tr("Weight maps"), parent),
      heat_(new HeatView),
      histogram_(new Histogram),
      bars_(new BarRows),
      pointed_(new QLabel),
      opacity_(new QSlider(Qt::Horizontal)) {
    setRole(pointed_, Role::Heading);
    header()->layout()->addWidget(pointed_);
    opacity_->setRange(0, 100);
    opacity_->setValue(kOpacity);
    opacity_->setFixedWidth(kSlider);
    describe(opacity_, tr("Opacity"), tr("Of the map over the photo"));
    header()->layout()->addWidget(opacity_);
    heat_->setOpacity(kOpacity / 100.0);
    connect(opacity_, &QSlider::valueChanged, heat_, [this](int percent) {
        heat_->setOpacity(percent / 100.0);
    });
    connect(heat_, &HeatView::pointed, pointed_, &QLabel::setText);

    auto* caption = new QLabel(tr("drawn by the local branch"));
    setRole(caption, Role::Muted);
    auto* numbers = new QVBoxLayout;
    numbers->setSpacing(Metrics::half);
    numbers->addWidget(caption);
    numbers->addWidget(bars_);
    numbers->addWidget(histogram_);
    numbers->addStretch();
    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(12, 12, 12, 12);
    row->setSpacing(12);
    row->addWidget(heat_, 1, Qt::AlignTop);
    row->addLayout(numbers, 1);
    setBody(body);
    offerFigure(
        [](const FigureSubjects& shown, const InspectionWish&) { return weightsFigure(shown); });
}

QString WeightsPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::Weights);
}

void WeightsPanel::addTo(InspectionWish& wish) const {
    wish.weights = true;
}

void WeightsPanel::showResult(const InspectionResult& result) {
    if (!result.weights) {
        return;
    }
    const WeightFindings& found = *result.weights;
    heat_->setMap(found.local, result.inspection.photo(), 0, 1, tr("W local"));
    histogram_->setBins(found.histogram, tr("pixels by W local"));
    QList<Bar> bars;
    for (const WeightFindings::OfClass& one : found.classes) {
        bars.append({one.of.name, one.of.color, one.mean, QLocale().toString(one.mean, 'f', 2)});
    }
    bars_->setBars(bars);
}

void WeightsPanel::showNothing() {
    heat_->setNothing();
    histogram_->setBins({}, {});
    bars_->setBars({});
}

}  // namespace tessera::ui
