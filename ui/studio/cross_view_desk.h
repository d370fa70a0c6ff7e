// The Cross-view workspace: a source photo beside the canvas, a strip of viewpoints below it.
#pragma once

#include <QList>
#include <QObject>
#include <QStringList>

class QMainWindow;

namespace tessera::ui {

class DocumentFiles;
class NoticeBar;
class PanelDocks;
class PictureExports;
class SourcePanel;
class ViewpointStrip;
struct NoticeChoice;
struct Session;

class CrossViewDesk : public QObject {
    Q_OBJECT

public:
    CrossViewDesk(Session& session,
                  DocumentFiles& files,
                  PictureExports& exports,
                  NoticeBar& notices,
                  QMainWindow& window);

    void addPanels(PanelDocks& docks);
    SourcePanel& source() const { return *source_; }
    ViewpointStrip& strip() const { return *strip_; }

    /// What helps where the model wants another source photo than there is; else nothing.
    QList<NoticeChoice> remedies();
    /// Asks for the source photo, in this workspace.
    void chooseSource();
    /// Label maps and paintings join the strip; those that cannot be read are named.
    void addViewpoints(const QStringList& files);

Q_SIGNALS:
    void wanted();  ///< this workspace is to show

private:
    void connectStrip(PictureExports& exports);
    void askForViewpoints();

    Session& session_;
    DocumentFiles& files_;
    NoticeBar& notices_;
    QMainWindow& window_;
    SourcePanel* source_;
    ViewpointStrip* strip_;
};

}  // namespace tessera::ui
