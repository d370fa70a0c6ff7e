// The photo of the other view, beside the canvas.
#pragma once

#include <QPointer>
#include <QWidget>

#include "core/document/painting_data.h"
#include "core/images/label_files.h"

class QButtonGroup;
class QLabel;
class QPushButton;

namespace tessera {
class Painting;
class RenderService;
}  // namespace tessera

namespace tessera::ui {

class PhotoView;
class SectionHeader;

/// Shows the painting's source photo and changes it, as one undoable step: from a file, or from one
/// that is dropped here. A photo of another size is refused and offered to be fitted.
class SourcePanel : public QWidget {
    Q_OBJECT

public:
    SourcePanel(Painting& painting, RenderService& renders, QWidget* parent = nullptr);

    SectionHeader* header() const { return header_; }

    /// Which view is painted: what is taken of cross-view strips.
    void setPainted(StripTile tile);

    /// Asks for a photo.
    void choose();
    /// A photo, or a strip, whose photo of the view that is not painted counts.
    void takeFile(const QString& file);
    /// The photo that was refused, or the one that stopped fitting, scaled and cut.
    void fit();
    void remove();

    /// What is wrong and shown; empty: nothing.
    const QString& problem() const { return problem_; }

Q_SIGNALS:
    void paintedChosen(tessera::StripTile tile);  ///< by the switch; setPainted() confirms it

protected:
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* createSwitch();
    QWidget* createButtons();
    void connectSources();
    void adopt();
    void showName();
    QString whatIsWrong() const;
    void say();
    void updateButtons();
    void use(const SourcePhoto& source);

    Painting& painting_;
    RenderService& renders_;
    SectionHeader* header_;
    QButtonGroup* directions_ = nullptr;
    PhotoView* view_;
    QLabel* name_;
    QLabel* line_;
    QPushButton* open_ = nullptr;
    QPushButton* fit_ = nullptr;
    QPushButton* remove_ = nullptr;
    StripTile painted_ = StripTile::Ground;
    SourcePhoto refused_;  // of another size; null: none
    QString failure_;      // of the last file
    QString problem_;
};

}  // namespace tessera::ui
