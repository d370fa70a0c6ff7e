// Many photos of one painting, each in another style, to choose from.
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/document/painting_data.h"

class QComboBox;
class QPushButton;
class QScrollArea;

namespace tessera {
class Painting;
class RenderService;
}  // namespace tessera

namespace tessera::ui {

class PictureTile;
class PreviewRun;
class TileGrid;

/// A window that follows the painting: the first photo is of the style that it had, the others are
/// rolled, and all are drawn in the background, anew where the labels changed. Closing deletes it.
class ManyStyles : public QWidget {
    Q_OBJECT

public:
    static constexpr int kStill = 800;  ///< milliseconds that a painting rests before it is drawn

    ManyStyles(Painting& painting, RenderService& renders, QWidget* parent = nullptr);

    void setCount(int count);  ///< 4, 9, 16 or 25
    /// Other styles; the first becomes the painting's.
    void roll();
    const QList<PictureTile*>& tiles() const;
    const std::vector<Style>& styles() const { return styles_; }
    bool isComplete() const;  ///< all are drawn

    /// Where the file dialog starts.
    void setProposedFile(const QString& file) { proposedFile_ = file; }
    /// Asks for a file and writes all photos on one sheet.
    void exportSheet();
    /// Throws std::runtime_error("file: reason").
    void writeSheet(const QString& file) const;

Q_SIGNALS:
    void picked(const tessera::Style& style);
    void failed(const QString& reason);  ///< one line to show
    void completed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* createBar();
    void connectSources();
    void redraw();
    void showAll();
    void showPicture(qsizetype index, const QImage& picture);
    void showProblem(qsizetype index, const QString& reason);
    void markCurrent();
    void fitTiles();
    void updateButtons();
    int columns() const;

    Painting& painting_;
    RenderService& renders_;
    PreviewRun* run_;
    QComboBox* count_ = nullptr;
    QPushButton* roll_ = nullptr;
    QPushButton* export_ = nullptr;
    TileGrid* grid_;
    QScrollArea* scroll_;
    std::vector<Style> styles_;
    QList<QImage> pictures_;  // one a style; null: not drawn yet
    QTimer still_;
    QString proposedFile_;
};

}  // namespace tessera::ui
