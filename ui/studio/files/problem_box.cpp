// Shows the dialog once the window is there.
#include "ui/studio/files/problem_box.h"

#include <QMessageBox>

namespace tessera::ui {

void showProblem(QWidget& window,
                 const QString& title,
                 const QString& reason,
                 const QString& kept) {
    auto* box = new QMessageBox(QMessageBox::Warning, title, reason, QMessageBox::Ok, &window);
    box->setInformativeText(kept);
    box->setAttribute(Qt::WA_DeleteOnClose);
    // Later: a file named at the start fails before its window shows.
    QMetaObject::invokeMethod(box, &QDialog::open, Qt::QueuedConnection);
}

}  // namespace tessera::ui
