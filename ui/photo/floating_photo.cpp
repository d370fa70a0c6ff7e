// Window, keys and screens of the floating photo.
#include "ui/photo/floating_photo.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
const QString kGeometryKey = QStringLiteral("floatingPhoto/geometry");
}

FloatingPhoto::FloatingPhoto(QWidget* parent) : QWidget(parent, Qt::Window) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Live photo"));
    setWindowIcon(icon(Icon::App));
    view_ = new PhotoView;
    view_->setRadius(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(view_);
    restorePlace();
}

void FloatingPhoto::restorePlace() {
    if (restoreGeometry(QSettings().value(kGeometryKey).toByteArray())) {
        return;
    }
    resize(768, 576);
    for (QScreen* other : QGuiApplication::screens()) {
        if (parentWidget() && other != parentWidget()->screen()) {
            move(other->availableGeometry().center() - rect().center());
            return;
        }
    }
}

void FloatingPhoto::toggleFullScreen() {
    isFullScreen() ? showNormal() : showFullScreen();
}

void FloatingPhoto::fill(QScreen* screen) {
    showNormal();
    setGeometry(screen->availableGeometry());
    showFullScreen();
}

void FloatingPhoto::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_F11:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            toggleFullScreen();
            break;
        case Qt::Key_Escape:
            isFullScreen() ? showNormal() : void(close());
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

void FloatingPhoto::mouseDoubleClickEvent(QMouseEvent*) {
    toggleFullScreen();
}

void FloatingPhoto::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu;
    for (QScreen* screen : QGuiApplication::screens()) {
        menu.addAction(tr("Fill %1").arg(screen->name()), this, [this, screen] { fill(screen); });
    }
    menu.addSeparator();
    if (isFullScreen()) {
        menu.addAction(tr("Leave full screen"), this, &QWidget::showNormal);
    }
    menu.addAction(tr("Close"), this, &QWidget::close);
    menu.exec(event->globalPos());
}

void FloatingPhoto::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), colours().canvas);
}

void FloatingPhoto::closeEvent(QCloseEvent* event) {
    if (!isFullScreen()) {
        QSettings().setValue(kGeometryKey, saveGeometry());
    }
    QWidget::closeEvent(event);
}

}  // namespace tessera::ui
