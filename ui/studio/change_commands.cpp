// One dialog or window for each command.
#include "ui/studio/change_commands.h"

#include <QFileInfo>
#include <stdexcept>

#include "ui/canvas/canvas_view.h"
#include "ui/change/insert_dialog.h"
#include "ui/change/placing.h"
#include "ui/change/replace_dialog.h"
#include "ui/photo/before_after.h"
#include "ui/photo/compare_view.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/files/label_import.h"
#include "ui/studio/files/problem_box.h"

namespace tessera::ui {

ChangeCommands::ChangeCommands(Session& session,
                               const StudioActions& actions,
                               DocumentFiles& files,
                               CanvasView& canvas,
                               NoticeBar& notices,
                               QWidget& window)
    : QObject(&window),
      session_(session),
      actions_(actions),
      files_(files),
      canvas_(canvas),
      notices_(notices),
      window_(window) {
    connect(&actions[Command::ReplaceClass], &QAction::triggered, this, [this] {
        replace(session_.classes.current());
    });
    connect(&actions[Command::Insert], &QAction::triggered, this, &ChangeCommands::insert);
    connect(&actions[Command::BeforeAfter], &QAction::triggered, this, &ChangeCommands::compare);
    connect(&actions[Command::ExportPair], &QAction::triggered, this, &ChangeCommands::exportPair);
    setPhoto({});
}

void ChangeCommands::setPhoto(const QImage& photo) {
    photo_ = photo;
    actions_[Command::BeforeAfter].setEnabled(!photo.isNull());
    actions_[Command::ExportPair].setEnabled(!photo.isNull());
}

void ChangeCommands::replace(int fromClass) {
    if (!replaceDialog_) {
        canvas_.cancelPainting();
        replaceDialog_ = new ReplaceDialog(session_.painting, canvas_, &window_);
        replaceDialog_->setAttribute(Qt::WA_DeleteOnClose);
    }
    replaceDialog_->setFrom(static_cast<uint16_t>(fromClass));
    replaceDialog_->show();
    replaceDialog_->activateWindow();
}

void ChangeCommands::insert() {
    const QString file = files_.askForPicture(tr("Insert from a painting or a label map"));
    if (!file.isEmpty()) {
        insertFrom(file);
    }
}

void ChangeCommands::insertFrom(const QString& file) {
    OpenedFile other;
    try {
        other = readPaintingOrLabels(file, session_.painting.palette(), session_.palettes);
    } catch (const std::exception& error) {
        showProblem(window_,
                    tr("Not inserted"),
                    QString::fromUtf8(error.what()),
                    tr("The open painting stays as it is."));
        return;
    }
    const QString name = QFileInfo(file).completeBaseName();
    InsertDialog dialog(other.data, name, session_.painting.palette(), &window_);
    if (dialog.exec() == QDialog::Accepted) {
        new Placing(session_.painting, canvas_, dialog.source());
    }
}

void ChangeCommands::compare() {
    if (!beforeAfter_) {
        beforeAfter_ = new BeforeAfterWindow(session_.painting, session_.renders, photo_, &window_);
        beforeAfter_->setProposedFile(files_.proposedPath(QStringLiteral("-before-after.png")));
        connect(beforeAfter_, &BeforeAfterWindow::failed, this, [this](const QString& reason) {
            notices_.show(NoticeKind::Problem, QStringLiteral("compare"), reason);
        });
    }
    beforeAfter_->show();
    beforeAfter_->activateWindow();
}

void ChangeCommands::exportPair() {
    compare();
    if (!beforeAfter_->view().before().isNull()) {
        beforeAfter_->exportPair();
        return;
    }
    // The photo of before is still being made.
    connect(beforeAfter_,
            &BeforeAfterWindow::pairChanged,
            beforeAfter_,
            &BeforeAfterWindow::exportPair,
            Qt::SingleShotConnection);
}

}  // namespace tessera::ui
