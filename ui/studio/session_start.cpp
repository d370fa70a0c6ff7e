// First painting and recovery.
#include "ui/studio/session_start.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <stdexcept>

#include "core/document/painting_file.h"
#include "core/jobs/resources.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/session.h"

namespace tessera::ui {

namespace {

const QString kFirstScene = QStringLiteral("scenes/street.png");
constexpr QSize kBlankSize(512, 384);

QString tr(const char* text) {
    return QCoreApplication::translate("SessionStart", text);
}

void openScene(Session& session) {
    PaintingData data;
    try {
        data = openPainting(findResource(kFirstScene));
    } catch (const std::exception&) {
        // Without its resources the program still paints.
        data.palette = session.palettes.find(ModelLibrary::kDefaultName);
        data.labels = LabelMap(kBlankSize);
    }
    session.painting.reset(data, {}, tr("Open: street"));
}

}  // namespace

void openFirstPainting(Session& session, DocumentFiles& files, const QString& file) {
    if (!file.isEmpty() && files.openFile(file)) {
        return;
    }
    const QStringList recent = session.recent.files();
    if (file.isEmpty() && !recent.isEmpty() && files.openFile(recent.first())) {
        return;
    }
    openScene(session);
}

void offerRecovery(Session& session, DocumentFiles& files, NoticeBar& notices) {
    const auto left = session.autosave.recoverable();
    if (left.empty()) {
        return;
    }
    const RecoverablePainting newest = left.front();
    const QString name = newest.originalFile.isEmpty() ? tr("A painting")
                                                       : QFileInfo(newest.originalFile).fileName();
    const auto recover = [&session, &files, &notices, newest] {
        if (!files.confirmLoss()) {
            offerRecovery(session, files, notices);
            return;
        }
        try {
            session.autosave.recover(newest);
        } catch (const std::exception& error) {
            notices.show(
                NoticeKind::Problem, QStringLiteral("recovery"), QString::fromUtf8(error.what()));
        }
    };
    notices.show(NoticeKind::Warning,
                 QStringLiteral("recovery"),
                 tr("%1 from %2 was not saved before the program ended.")
                     .arg(name, QLocale().toString(newest.time, QLocale::ShortFormat)),
                 {{tr("Recover"), recover},
                  {tr("Discard"), [&session, newest] { session.autosave.discard(newest); }}});
}

}  // namespace tessera::ui
