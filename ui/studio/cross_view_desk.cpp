// Its two panels, and the files that they ask for.
#include "ui/studio/cross_view_desk.h"

#include <QFileInfo>
#include <QMainWindow>
#include <stdexcept>

#include "ui/crossview/source_panel.h"
#include "ui/crossview/translation.h"
#include "ui/crossview/viewpoint_strip.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/files/label_import.h"
#include "ui/studio/files/picture_exports.h"
#include "ui/studio/panel_docks.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {
constexpr QSize kSourceSize(400, 560);
constexpr QSize kViewpointsSize(800, 260);
}  // namespace

CrossViewDesk::CrossViewDesk(Session& session,
                             DocumentFiles& files,
                             PictureExports& exports,
                             NoticeBar& notices,
                             QMainWindow& window)
    : QObject(&window),
      session_(session),
      files_(files),
      notices_(notices),
      window_(window),
      source_(new SourcePanel(session.painting, session.renders)),
      strip_(new ViewpointStrip(session.painting, session.renders)) {
    connect(source_, &SourcePanel::paintedChosen, &files_, &DocumentFiles::setStripTile);
    connect(&files_, &DocumentFiles::stripTileChanged, source_, &SourcePanel::setPainted);
    connectStrip(exports);
}

void CrossViewDesk::addPanels(PanelDocks& docks) {
    docks.add(QStringLiteral("source"),
              tr("Source photo"),
              source_,
              source_->header(),
              Qt::RightDockWidgetArea,
              kSourceSize);
    docks.add(QStringLiteral("viewpoints"),
              tr("Viewpoints"),
              strip_,
              strip_->header(),
              Qt::BottomDockWidgetArea,
              kViewpointsSize);
}

void CrossViewDesk::connectStrip(PictureExports& exports) {
    connect(strip_, &ViewpointStrip::picked, this, [this](const Viewpoint& viewpoint) {
        files_.openLabels(viewpoint.labels, viewpoint.palette, viewpoint.name);
    });
    connect(strip_, &ViewpointStrip::filesRequested, this, &CrossViewDesk::askForViewpoints);
    connect(strip_, &ViewpointStrip::filesDropped, this, &CrossViewDesk::addViewpoints);
    connect(strip_, &ViewpointStrip::paintingRequested, this, [this] {
        session_.painting.endStroke();
        strip_->add(
            {session_.painting.labels(), session_.painting.palette(), files_.documentName()});
    });
    connect(strip_, &ViewpointStrip::exportRequested, this, [this, &exports] {
        exports.exportPicture(tr("Export the strip"),
                              QStringLiteral("-viewpoints.png"),
                              [this](const QString& file) { strip_->writeSheet(file); });
    });
}

QList<NoticeChoice> CrossViewDesk::remedies() {
    if (!whyNoTranslation(session_.renders).isEmpty() || whyNoSource(session_.painting).isEmpty()) {
        return {};
    }
    QList<NoticeChoice> choices{{tr("Choose a photo…"), [this] { chooseSource(); }}};
    if (!session_.painting.source().image.isNull()) {
        choices.prepend({tr("Scale and crop"), [this] { source_->fit(); }});
    }
    return choices;
}

void CrossViewDesk::chooseSource() {
    Q_EMIT wanted();
    source_->choose();
}

void CrossViewDesk::askForViewpoints() {
    addViewpoints(files_.askForPictures(tr("Add label maps of other viewpoints")));
}

void CrossViewDesk::addViewpoints(const QStringList& files) {
    QStringList problems;
    for (const QString& file : files) {
        try {
            const OpenedFile opened = readPaintingOrLabels(
                file, session_.painting.palette(), session_.palettes, files_.stripTile());
            strip_->add(
                {opened.data.labels, opened.data.palette, QFileInfo(file).completeBaseName()});
        } catch (const std::exception& error) {
            problems << QString::fromUtf8(error.what());
        }
    }
    const QString topic = QStringLiteral("viewpoints");
    notices_.withdraw(topic);
    if (!problems.isEmpty()) {
        notices_.show(NoticeKind::Problem, topic, problems.join(QLatin1Char('\n')));
    }
}

}  // namespace tessera::ui
