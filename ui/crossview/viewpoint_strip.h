// Several label maps, all drawn from one source photo.
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/jobs/render_service.h"

class QLabel;
class QScrollArea;
class QToolButton;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class PictureTile;
class PreviewRun;
class SectionHeader;
class TileGrid;

/// A view that the source photo is to be translated to.
struct Viewpoint {
    LabelMap labels;
    Palette palette;
    QString name;  ///< for people
};

/// Drawn in the background with the painting's source photo and style, anew when these change.
class ViewpointStrip : public QWidget {
    Q_OBJECT

public:
    ViewpointStrip(Painting& painting, RenderService& renders, QWidget* parent = nullptr);

    SectionHeader* header() const { return header_; }

    /// Adds it, unless there is one of the same labels.
    void add(const Viewpoint& viewpoint);
    void remove(qsizetype index);
    void clear();
    qsizetype count() const { return static_cast<qsizetype>(entries_.size()); }
    const QList<PictureTile*>& tiles() const;
    bool isComplete() const;  ///< there are some, and all are drawn

    /// The source photo, every map and its photo.
    QImage sheet() const;
    /// Throws std::runtime_error("file: reason").
    void writeSheet(const QString& file) const;

Q_SIGNALS:
    void picked(const tessera::ui::Viewpoint& viewpoint);  ///< it is to be painted on
    void filesRequested();                                 ///< maps from files are to be added
    void paintingRequested();                              ///< the open painting is to be added
    void filesDropped(const QStringList& files);
    void exportRequested();
    void completed();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct Entry {
        Viewpoint viewpoint;
        QImage map;
        QImage photo;       ///< null: not drawn yet
        RenderInput shows;  ///< what the photo is of
        QString problem;    ///< why there is none
    };

    void connectSources();
    QString whyEmpty() const;
    RenderInput inputFor(const Viewpoint& viewpoint) const;
    void forget();
    void redraw();
    void showTiles();
    void showTile(qsizetype index);
    void updateButtons();
    void receive(qsizetype index, const QImage& photo, const QString& problem);

    Painting& painting_;
    RenderService& renders_;
    SectionHeader* header_;
    QToolButton* addFiles_;
    QToolButton* addPainting_;
    QToolButton* clear_;
    QToolButton* export_;
    QLabel* reason_;
    TileGrid* grid_;
    QScrollArea* scroll_;
    PreviewRun* run_;
    std::vector<Entry> entries_;
    std::vector<size_t> asked_;  // entries that the run draws, in its order
    QTimer soon_;
};

}  // namespace tessera::ui
