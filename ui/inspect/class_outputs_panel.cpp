// Tiles by area; global and local picture last.
#include "ui/inspect/class_outputs_panel.h"

#include <QLocale>
#include <QToolButton>
#include <algorithm>

#include "ui/inspect/picture_tile.h"
#include "ui/inspect/tile_grid.h"

namespace tessera::ui {

ClassOutputsPanel::ClassOutputsPanel(QWidget* parent)
    : InspectPanel(tr("Class outputs"), parent), grid_(new TileGrid) {
    masked_ = header()->addButton(tr("Masked"), tr("Each class's own pixels alone"));
    masked_->setCheckable(true);
    masked_->setChecked(true);
    grid_->setToolTip(tr("Click: alone on the canvas · M, or the menu: leave it out of the photo"));
    setBody(grid_);
    offerFigure([](const FigureSubjects& shown, const InspectionWish& wish) {
        return classesFigure(shown, wish.masked);
    });
    connect(masked_, &QToolButton::toggled, this, &InspectPanel::wishChanged);
    connect(grid_, &TileGrid::clicked, this, &ClassOutputsPanel::solo);
    connect(grid_, &TileGrid::muteRequested, this, &ClassOutputsPanel::mute);
}

QString ClassOutputsPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::ClassOutputs);
}

void ClassOutputsPanel::addTo(InspectionWish& wish) const {
    wish.classOutputs = true;
    wish.branches = true;
    wish.masked = masked_->isChecked();
    wish.muted = muted_;
    wish.solo = solo_;
}

void ClassOutputsPanel::showResult(const InspectionResult& result) {
    channels_.clear();
    for (const ClassTile& tile : result.tiles) {
        channels_.push_back(tile.of.channel);
    }
    const auto classes = static_cast<qsizetype>(result.tiles.size());
    const qsizetype branches = result.globalPicture.isNull() ? 0 : 2;
    grid_->setTiles(classes + branches, [&](qsizetype i, PictureTile& tile) {
        tile.setCheckable(i < classes);
        tile.offerMute(i < classes);
        if (i >= classes) {
            tile.setMuted(false);
            tile.setPicture(i == classes ? result.globalPicture : result.localPicture,
                            i == classes ? tr("global") : tr("local, all classes"));
            return;
        }
        const ClassTile& one = result.tiles[static_cast<size_t>(i)];
        tile.setPicture(
            one.picture,
            tr("%1 · %2 %").arg(one.of.name, QLocale().toString(100 * one.of.share, 'f', 1)),
            one.of.color);
        tile.setChecked(solo_ == one.of.channel);
        tile.setMuted(std::find(muted_.begin(), muted_.end(), one.of.channel) != muted_.end());
    });
}

void ClassOutputsPanel::showNothing() {
    grid_->setTiles(0, {});
    channels_.clear();
    muted_.clear();
    solo_.reset();
}

void ClassOutputsPanel::solo(qsizetype index) {
    if (static_cast<size_t>(index) < channels_.size()) {
        const quint16 channel = channels_[static_cast<size_t>(index)];
        solo_ = solo_ == channel ? std::nullopt : std::optional(channel);
        if (solo_) {
            Q_EMIT tookCanvas();
        }
        Q_EMIT wishChanged();
    }
}

void ClassOutputsPanel::leaveCanvas() {
    solo_.reset();
}

void ClassOutputsPanel::mute(qsizetype index) {
    if (static_cast<size_t>(index) >= channels_.size()) {
        return;
    }
    const quint16 channel = channels_[static_cast<size_t>(index)];
    const auto at = std::find(muted_.begin(), muted_.end(), channel);
    if (at == muted_.end()) {
        muted_.push_back(channel);
    } else {
        muted_.erase(at);
    }
    Q_EMIT wishChanged();
}

}  // namespace tessera::ui
