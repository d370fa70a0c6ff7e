// Exports and what is said after them.
#include "ui/studio/files/picture_exports.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <stdexcept>

#include "core/images/image_files.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/files/problem_box.h"

namespace tessera::ui {

namespace {

const QString kTopic = QStringLiteral("export");

}  // namespace

PictureExports::PictureExports(const Session& session,
                               const StudioActions& actions,
                               const DocumentFiles& files,
                               NoticeBar& notices,
                               QWidget& window)
    : QObject(&window),
      session_(session),
      actions_(actions),
      files_(files),
      notices_(notices),
      window_(window) {
    const auto exports = [this](Command command, LabelFormat format) {
        connect(&actions_[command], &QAction::triggered, this, [this, format] {
            exportLabels(format);
        });
    };
    exports(Command::ExportIds, LabelFormat::Ids);
    exports(Command::ExportIndexed, LabelFormat::Indexed);
    exports(Command::ExportColours, LabelFormat::Colors);
    connect(
        &actions_[Command::ExportPhoto], &QAction::triggered, this, &PictureExports::exportPhoto);
    connect(&actions_[Command::CopyPhoto], &QAction::triggered, this, &PictureExports::copyPhoto);
    setPhoto({});
}

void PictureExports::setPhoto(const QImage& photo) {
    photo_ = photo;
    actions_[Command::ExportPhoto].setEnabled(!photo.isNull());
    actions_[Command::CopyPhoto].setEnabled(!photo.isNull());
}

void PictureExports::exportLabels(LabelFormat format) {
    const QString file =
        askFor(tr("Export the labels"), QStringLiteral("-labels.png"), tr("PNG pictures (*.png)"));
    if (!file.isEmpty()) {
        writeLabelsTo(file, format);
    }
}

void PictureExports::exportPhoto() {
    const QString file = askFor(tr("Export the photo"),
                                QStringLiteral("-photo.png"),
                                tr("PNG pictures (*.png);;JPEG pictures (*.jpg *.jpeg)"));
    if (!file.isEmpty()) {
        writePhotoTo(file);
    }
}

void PictureExports::exportPicture(const QString& title,
                                   const QString& suffix,
                                   const std::function<void(const QString& file)>& write) {
    const QString file = askFor(title, suffix, tr("PNG pictures (*.png)"));
    if (!file.isEmpty()) {
        writeAndTell(file, [&] { write(file); });
    }
}

void PictureExports::copyPhoto() {
    QGuiApplication::clipboard()->setImage(photo_);
    notices_.show(NoticeKind::Info, kTopic, tr("The photo is on the clipboard."));
}

void PictureExports::writeLabelsTo(const QString& file, LabelFormat format) {
    const Painting& painting = session_.painting;
    writeAndTell(file, [&] { writeLabels(painting.labels(), painting.palette(), file, format); });
}

void PictureExports::writePhotoTo(const QString& file) {
    writeAndTell(file, [&] { writePhoto(photo_, file); });
}

void PictureExports::writeAndTell(const QString& file, const std::function<void()>& write) {
    try {
        write();
    } catch (const std::exception& error) {
        showProblem(window_,
                    tr("Not written"),
                    QString::fromUtf8(error.what()),
                    tr("Export it under another name or in another folder."));
        return;
    }
    notices_.show(NoticeKind::Info, kTopic, tr("Written: %1").arg(file));
}

QString PictureExports::askFor(const QString& title, const QString& suffix, const QString& filter) {
    QString chosen;
    QString file =
        QFileDialog::getSaveFileName(&window_, title, files_.proposedPath(suffix), filter, &chosen);
    if (!file.isEmpty() && QFileInfo(file).suffix().isEmpty()) {
        file += chosen.contains(QLatin1String("*.jpg")) ? QStringLiteral(".jpg")
                                                        : QStringLiteral(".png");
    }
    return file;
}

}  // namespace tessera::ui
