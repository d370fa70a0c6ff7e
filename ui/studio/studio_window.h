// The window: canvas in the middle, bars and docks around it, one painting in it.
#pragma once

#include <QMainWindow>
#include <memory>

#include "core/jobs/render_service.h"

namespace tessera {
class Painting;
}

namespace tessera::ui {

class CanvasView;
class ChangeCommands;
class CrossViewDesk;
class DocumentFiles;
class FileDrops;
class InspectDesk;
class ModelChoice;
class NoticeBar;
class PanelDocks;
class PictureExports;
class StatusLine;
class StudioActions;
class PhotoTracing;
class Toolbox;
class TrainingDesk;
class Workspaces;
struct Session;
struct StudioPanels;

/// How to open the studio.
struct StudioOptions {
    QString file;   ///< painting or labels to open; empty: the last one, at first a scene
    QString model;  ///< path or name; empty: the last one, at first the default
    RenderSettings render;
    QString trainer;    ///< program that trains; empty: this one
    bool greet = true;  ///< tip at the first start, unsaved work of a crash; off for measurements
};

class StudioWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit StudioWindow(const StudioOptions& options, QWidget* parent = nullptr);
    ~StudioWindow() override;

    Painting& painting() const;
    RenderService& renders() const;
    CanvasView& canvas() const { return *canvas_; }  ///< emits photoShown(revision)
    Toolbox& toolbox() const { return *toolbox_; }
    const StudioActions& actions() const { return *actions_; }
    DocumentFiles& files() const { return *files_; }
    NoticeBar& notices() const { return *notices_; }
    Session& session() const { return *session_; }
    PanelDocks& docks() const { return *docks_; }
    Workspaces& workspaces() const { return *workspaces_; }
    InspectDesk& inspection() const { return *inspect_; }
    CrossViewDesk& crossView() const { return *crossView_; }

    /// As a drop does: labels open, a photo lends its style (and can be traced instead) or, in the
    /// Cross-view workspace, is the source, a model is used.
    void takeFile(const QString& file);

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void buildBars();
    void buildDocks();
    void connectDocument();
    void connectRenders();
    void connectPanels();
    void connectCommands();
    void connectWorkspaces();
    void connectDigits();
    void takePicture(const QString& file);
    void takePhoto(const QString& file);
    void showTitle();
    void showPhoto(const RenderedPhoto& photo);
    void forgetPhoto();
    void saveLayout();
    void restoreLayout();

    std::unique_ptr<Session> session_;
    StudioActions* actions_;
    CanvasView* canvas_;
    Toolbox* toolbox_;
    NoticeBar* notices_;
    DocumentFiles* files_;
    PhotoTracing* tracing_;
    PictureExports* exports_;
    ModelChoice* models_;
    ChangeCommands* changes_;
    StatusLine* status_ = nullptr;
    PanelDocks* docks_;
    TrainingDesk* training_;
    InspectDesk* inspect_;
    CrossViewDesk* crossView_;
    Workspaces* workspaces_ = nullptr;
    std::unique_ptr<StudioPanels> panels_;
    QString renderNote_;  // said once
};

}  // namespace tessera::ui
