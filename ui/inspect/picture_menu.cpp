// A menu of three.
#include "ui/inspect/picture_menu.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <stdexcept>

#include "core/images/image_files.h"
#include "ui/photo/floating_photo.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(PictureMenu)
};

void save(const QImage& picture, const QString& title, QWidget& from) {
    const QString file = QFileDialog::getSaveFileName(&from,
                                                      Text::tr("Save the picture"),
                                                      title + QStringLiteral(".png"),
                                                      Text::tr("PNG pictures (*.png)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        writePhoto(picture, file);
    } catch (const std::exception& error) {
        QMessageBox::warning(&from, Text::tr("Not saved"), QString::fromUtf8(error.what()));
    }
}

}  // namespace

void openLarge(const QImage& picture, const QString& title, const QWidget& from) {
    auto* large = new FloatingPhoto(from.window());
    large->setAttribute(Qt::WA_DeleteOnClose);
    large->setWindowTitle(title);
    large->setPhoto(picture);
    large->show();
}

void copyPicture(const QImage& picture) {
    QGuiApplication::clipboard()->setImage(picture);
}

void addPictureActions(QMenu& menu, const QImage& picture, const QString& title, QWidget& from) {
    menu.addAction(
        icon(Icon::Float), Text::tr("Open large"), [=, &from] { openLarge(picture, title, from); });
    menu.addAction(icon(Icon::Copy), Text::tr("Copy"), [=] { copyPicture(picture); });
    menu.addAction(icon(Icon::Save), Text::tr("Save…"), [=, &from] { save(picture, title, from); });
}

}  // namespace tessera::ui
