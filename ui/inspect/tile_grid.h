// Tiles in rows, which keeps those that it has from render to render.
#pragma once

#include <QWidget>
#include <functional>

namespace tessera::ui {

class PictureTile;

class TileGrid : public QWidget {
    Q_OBJECT

public:
    explicit TileGrid(QWidget* parent = nullptr);

    /// That many tiles; `fill` sets up each.
    void setTiles(qsizetype count, const std::function<void(qsizetype, PictureTile&)>& fill);
    /// Of every tile, where there is room.
    void setTileWidth(int width);
    const QList<PictureTile*>& tiles() const { return tiles_; }  ///< those that show

Q_SIGNALS:
    void clicked(qsizetype index);
    void muteRequested(qsizetype index);
    void removeRequested(qsizetype index);

private:
    PictureTile* newTile(qsizetype index);

    QList<PictureTile*> tiles_;
    int tileWidth_ = 152;
};

}  // namespace tessera::ui
