// The live photo at the right, and a second one that can float on another screen.
#pragma once

#include <QImage>
#include <QPointer>
#include <QWidget>

class QToolButton;

namespace tessera::ui {

class FloatingPhoto;
class PhotoView;
class SectionHeader;

class PhotoPanel : public QWidget {
    Q_OBJECT

public:
    explicit PhotoPanel(QWidget* parent = nullptr);
    ~PhotoPanel() override;

    /// Shows the newest photo, here and in the floating window.
    void setPhoto(const QImage& photo);
    const QImage& photo() const;

    /// Says over the photo what is wrong and what to do; an empty text takes it away.
    void setProblem(const QString& text);

    /// "PHOTO … FLOAT LIVE". It heads the panel until it is made a dock's title bar.
    SectionHeader* header() const { return header_; }

    /// Opens the floating window, or brings it to the front.
    void floatLive();
    FloatingPhoto* floating() const;

Q_SIGNALS:
    void exportRequested();
    void copyRequested();

private:
    void updateButtons();

    SectionHeader* header_;
    PhotoView* view_;
    QToolButton* copy_;
    QToolButton* export_;
    QPointer<FloatingPhoto> floating_;
};

}  // namespace tessera::ui
