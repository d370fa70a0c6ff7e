// A tile a variant, as a picture or as its difference from the whole network's.
#include "ui/inspect/ablation_panel.h"

#include <QToolButton>
#include <algorithm>

#include "core/jobs/inspection/colour_map.h"
#include "ui/inspect/picture_tile.h"
#include "ui/inspect/tile_grid.h"

namespace tessera::ui {

namespace {
constexpr float kMostDifference = 0.5F;  // of the colours: from here on all is as bright
}

AblationPanel::AblationPanel(QWidget* parent)
    : InspectPanel(tr("Ablation"), parent), grid_(new TileGrid) {
    differences_ = header()->addButton(
        tr("Differences"), tr("Δ: from the whole network's photo, 0 to 0.5 of the colours"));
    differences_->setCheckable(true);
    setBody(grid_);
    offerFigure(
        [](const FigureSubjects& shown, const InspectionWish&) { return ablationFigure(shown); });
    connect(differences_, &QToolButton::toggled, this, &AblationPanel::fill);
}

QString AblationPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::ClassOutputs);
}

void AblationPanel::addTo(InspectionWish& wish) const {
    wish.ablation = true;
}

void AblationPanel::showResult(const InspectionResult& result) {
    if (result.ablation) {
        found_ = *result.ablation;
        fill();
    }
}

void AblationPanel::showNothing() {
    found_ = {};
    fill();
}

void AblationPanel::fill() {
    grid_->setTiles(
        static_cast<qsizetype>(found_.variants.size()), [this](qsizetype i, PictureTile& tile) {
            const AblationFindings::Variant& one = found_.variants[static_cast<size_t>(i)];
            const bool whole = one.difference.values.empty();
            tile.setPicture(
                differences_->isChecked() && !whole ? heatImage(one.difference, 0, kMostDifference)
                                                    : one.picture,
                whole ? one.name : tr("%1 · Δ %2").arg(one.name, shortNumber(one.mean)));
        });
}

}  // namespace tessera::ui
