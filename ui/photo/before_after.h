// The photo of an earlier state beside the photo of now.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/document/painting_data.h"

class QComboBox;
class QPushButton;

namespace tessera {
class Painting;
class RenderService;
struct RenderedPhoto;
}  // namespace tessera

namespace tessera::ui {

class CompareView;

/// Both photos side by side, as they are exported: before at the left, a gap, after at the right.
QImage pairImage(const QImage& before, const QImage& after);

/// A window that follows the painting: "after" is always the newest photo, "before" that of the
/// chosen state of the history. Closing deletes it.
class BeforeAfterWindow : public QWidget {
    Q_OBJECT

public:
    /// `now` is the newest photo; later ones come from `renders`.
    BeforeAfterWindow(Painting& painting,
                      RenderService& renders,
                      const QImage& now,
                      QWidget* parent = nullptr);

    /// A position in the painting's history.
    void setState(int position);
    int state() const;
    CompareView& view() const { return *view_; }

    /// Where the file dialog starts: "/home/me/street before and after.png".
    void setProposedFile(const QString& file) { proposedFile_ = file; }

    /// Asks for a file and writes the pair.
    void exportPair();
    /// Throws std::runtime_error("file: reason").
    void writePair(const QString& file) const;

Q_SIGNALS:
    void failed(const QString& reason);  ///< one line to show
    void pairChanged();                  ///< one of the photos is a new one

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* createBar();
    void listStates();
    void startAnew();
    void requestBefore();
    void receivePreview(int token, const QImage& photo);
    void receivePhoto(const RenderedPhoto& photo);
    void updateExport();

    Painting& painting_;
    RenderService& renders_;
    CompareView* view_;
    QComboBox* states_ = nullptr;
    QPushButton* export_ = nullptr;
    PaintingData shown_;  // what "before" is or will be a photo of
    int token_ = 0;       // of the preview under way; 0: none
    QString proposedFile_;
};

}  // namespace tessera::ui
