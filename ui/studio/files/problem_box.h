// What could not be read or written, in a dialog.
#pragma once

#include <QString>

class QWidget;

namespace tessera::ui {

/// For files and devices that the user chose. `reason` is one line that names them, `kept` says
/// what stays as it was. Returns at once; the dialog lies over `window` until it is closed.
void showProblem(QWidget& window, const QString& title, const QString& reason, const QString& kept);

}  // namespace tessera::ui
