// Tiles are made and removed at the end alone.
#include "ui/inspect/tile_grid.h"

#include "ui/inspect/picture_tile.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

TileGrid::TileGrid(QWidget* parent) : QWidget(parent) {
    auto* flow = new FlowLayout(this);
    flow->setContentsMargins(12, 12, 12, 12);
    flow->setSpacing(Metrics::unit);
}

void TileGrid::setTiles(qsizetype count, const std::function<void(qsizetype, PictureTile&)>& fill) {
    while (tiles_.size() > count) {
        delete tiles_.takeLast();
    }
    while (tiles_.size() < count) {
        tiles_ << newTile(tiles_.size());
    }
    for (qsizetype i = 0; i < count; ++i) {
        fill(i, *tiles_[i]);
    }
}

void TileGrid::setTileWidth(int width) {
    tileWidth_ = width;
    for (PictureTile* tile : std::as_const(tiles_)) {
        tile->setPreferredWidth(width);
    }
}

PictureTile* TileGrid::newTile(qsizetype index) {
    auto* tile = new PictureTile;
    tile->setPreferredWidth(tileWidth_);
    layout()->addWidget(tile);
    connect(tile, &QAbstractButton::clicked, this, [this, index] { Q_EMIT clicked(index); });
    connect(
        tile, &PictureTile::muteRequested, this, [this, index] { Q_EMIT muteRequested(index); });
    connect(tile, &PictureTile::removeRequested, this, [this, index] {
        Q_EMIT removeRequested(index);
    });
    return tile;
}

}  // namespace tessera::ui
