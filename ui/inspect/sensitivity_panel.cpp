// A button, a map, a bar a class.
#include "ui/inspect/sensitivity_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <stdexcept>

#include "ui/inspect/bar_rows.h"
#include "ui/inspect/heat_view.h"
#include "ui/inspect/pins.h"

namespace tessera::ui {

namespace {
constexpr size_t kClasses = 8;  // the largest
}

SensitivityPanel::SensitivityPanel(InspectionService& service, const Pins& pins, QWidget* parent)
    : InspectPanel(tr("Sensitivity"), parent),
      service_(service),
      pins_(pins),
      state_(new QLabel),
      heat_(new HeatView),
      bars_(new BarRows) {
    find_ = header()->addButton(tr("Find"), tr("Find what the newest pin depends on"));
    state_->setWordWrap(true);
    setRole(state_, Role::Muted);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Metrics::unit);
    column->addWidget(state_);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(heat_, 1, Qt::AlignTop);
    row->addWidget(bars_, 1, Qt::AlignTop);
    column->addLayout(row);
    column->addStretch();
    setBody(body);
    offerFigure([this](const FigureSubjects& shown, const InspectionWish&) {
        if (shown_ == 0) {
            throw std::runtime_error(tr("Find what a pin depends on first").toStdString());
        }
        return sensitivityFigure(shown.front().name, photo_, found_);
    });
    heat_->hide();
    connect(find_, &QToolButton::clicked, this, &SensitivityPanel::start);
    connect(&pins_, &Pins::changed, this, &SensitivityPanel::showState);
    connect(&service_, &InspectionService::sensitivityFound, this, &SensitivityPanel::showFound);
    connect(&service_, &InspectionService::sensitivityFailed, state_, &QLabel::setText);
    showState();
}

void SensitivityPanel::start() {
    if (!pins_.all().isEmpty()) {
        service_.findSensitivity(pins_.all().last().pixel);
        state_->setText(tr("Going back through the network…"));
        find_->setEnabled(false);
    }
}

void SensitivityPanel::showState() {
    const bool pinned = !pins_.all().isEmpty();
    find_->setEnabled(pinned);
    state_->setText(pinned ? tr("Find shows which labels, repainted, would change the newest pin.")
                           : tr("Pin a pixel first (I)."));
}

void SensitivityPanel::showResult(const InspectionResult& result) {
    if (result.inspection.revision() != shown_ && shown_ != 0) {
        state_->setText(tr("The painting has changed since."));
        find_->setEnabled(!pins_.all().isEmpty());
    }
}

void SensitivityPanel::showNothing() {
    heat_->hide();
    heat_->setNothing();
    bars_->setBars({});
    shown_ = 0;
    showState();
}

void SensitivityPanel::showFound(const SensitivityFindings& found) {
    shown_ = found.revision;
    found_ = found;
    photo_ = service_.inspection().photo();
    find_->setEnabled(true);
    state_->setText(
        tr("What the pixel %1, %2 depends on").arg(found.pixel.x()).arg(found.pixel.y()));
    const auto& values = found.repaint.values;
    const float most = values.empty() ? 1 : *std::max_element(values.begin(), values.end());
    heat_->show();
    heat_->setMap(found.repaint, photo_, 0, most, tr("change by repainting"));
    QList<Bar> bars;
    for (size_t i = 0; i < std::min(kClasses, found.classes.size()); ++i) {
        const auto& one = found.classes[i];
        bars.append({one.name,
                     one.color,
                     one.magnitude / std::max(1e-12, found.classes.front().magnitude),
                     shortNumber(one.magnitude)});
    }
    bars_->setBars(bars);
}

}  // namespace tessera::ui
