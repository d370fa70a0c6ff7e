// What one can do with any picture of the Inspect workspace: look at it large, copy it, save it.
#pragma once

#include <QImage>

class QMenu;
class QWidget;

namespace tessera::ui {

/// In a window of its own, which stays as it is while painting goes on.
void openLarge(const QImage& picture, const QString& title, const QWidget& from);
void copyPicture(const QImage& picture);

/// Adds all three to a menu that does not outlive `from`.
void addPictureActions(QMenu& menu, const QImage& picture, const QString& title, QWidget& from);

}  // namespace tessera::ui
