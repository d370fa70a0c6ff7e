// The second live photo: a window of its own, on any screen, or all of it.
#pragma once

#include <QWidget>

#include "ui/photo/photo_view.h"

class QScreen;

namespace tessera::ui {

/// Full screen and back: F11, Enter, double click. Esc leaves full screen, then closes. Comes back
/// where it was.
class FloatingPhoto : public QWidget {
    Q_OBJECT

public:
    explicit FloatingPhoto(QWidget* parent);

    void setPhoto(const QImage& photo) { view_->setPhoto(photo); }
    const QImage& photo() const { return view_->photo(); }

    void toggleFullScreen();
    void fill(QScreen* screen);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void restorePlace();

    PhotoView* view_;
};

}  // namespace tessera::ui
