// First painting and recovery.
#include "ui/studio/session_start.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <stdexcept>

#include "core/document/painting_file.h"
#include "core/jobs/resources.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"

namespace tessera::ui {

namespace {

const QString kFirstScene = QStringLiteral("scenes/street.png");
constexpr QSize kBlankSize(512, 384);

struct Text {
    Q_DECLARE_TR_FUNCTIONS(SessionStart)
};

void openScene(Session& session) {
    PaintingData data;
    try {
        data = openPainting(findResource(kFirstScene));
    } catch (const std::exception&) {
        // Without its resources the program still paints.
        data.palette = session.palettes.find(ModelLibrary::kDefaultName);
        data.labels = LabelMap(kBlankSize);
    }
    session.painting.reset(data, {}, Text::tr("Open: street"));
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
    const RecoverablePainting& newest = left.front();
    const QString name = newest.originalFile.isEmpty() ? Text::tr("A painting")
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
                 Text::tr("%1 from %2 was not saved before the program ended.")
                     .arg(name, QLocale().toString(newest.time, QLocale::ShortFormat)),
                 {{Text::tr("Recover"), recover},
                  {Text::tr("Discard"), [&session, newest] { session.autosave.discard(newest); }}});
}

}  // namespace tessera::ui
