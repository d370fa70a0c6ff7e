// Puts the studio together; each part does its own work in a file of its own.
#include "ui/studio/studio_window.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>
#include <stdexcept>

#include "ui/canvas/canvas_view.h"
#include "ui/crossview/source_panel.h"
#include "ui/crossview/translation.h"
#include "ui/inspect/inspect_bar.h"
#include "ui/palette/palette_panel.h"
#include "ui/photo/photo_panel.h"
#include "ui/studio/actions/edit_commands.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/actions/view_commands.h"
#include "ui/studio/bars/menu_row.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/bars/options_bar.h"
#include "ui/studio/bars/status_line.h"
#include "ui/studio/bars/tool_column.h"
#include "ui/studio/bars/workspace_switch.h"
#include "ui/studio/change_commands.h"
#include "ui/studio/cross_view_desk.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/files/file_drops.h"
#include "ui/studio/files/label_import.h"
#include "ui/studio/files/model_choice.h"
#include "ui/studio/files/photo_tracing.h"
#include "ui/studio/files/picture_exports.h"
#include "ui/studio/files/problem_box.h"
#include "ui/studio/help.h"
#include "ui/studio/inspect_desk.h"
#include "ui/studio/menus.h"
#include "ui/studio/panel_docks.h"
#include "ui/studio/render_link.h"
#include "ui/studio/session_start.h"
#include "ui/studio/studio_panels.h"
#include "ui/studio/training_desk.h"
#include "ui/studio/workspaces.h"
#include "ui/style/style_panel.h"
#include "ui/tools/toolbox.h"
#include "ui/train/train_page.h"

namespace tessera::ui {

namespace {
constexpr QSize kFirstSize(1600, 1000);
const QString kPaintWorkspace = QStringLiteral("paint");
const QString kInspectWorkspace = QStringLiteral("inspect");
const QString kCrossViewWorkspace = QStringLiteral("crossview");
const QString kTrainWorkspace = QStringLiteral("train");
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kRenderTopic = QStringLiteral("render");
}  // namespace

StudioWindow::StudioWindow(const StudioOptions& options, QWidget* parent)
    : QMainWindow(parent),
      session_(std::make_unique<Session>(options.trainer)),
      actions_(new StudioActions(*this)),
      canvas_(new CanvasView),
      toolbox_(new Toolbox({session_->painting, session_->classes, session_->options}, this)),
      notices_(new NoticeBar(canvas_)),
      files_(new DocumentFiles(*session_, *actions_, *notices_, *this)),
      tracing_(new PhotoTracing(*session_, *actions_, *files_, *canvas_, *notices_, *this)),
      exports_(new PictureExports(*session_, *actions_, *files_, *notices_, *this)),
      models_(new ModelChoice(*session_, *actions_, *notices_, *this)),
      changes_(new ChangeCommands(*session_, *actions_, *files_, *canvas_, *notices_, *this)),
      docks_(new PanelDocks(*this)),
      training_(new TrainingDesk(*session_, *models_, *this)),
      inspect_(new InspectDesk(*session_, *canvas_, *toolbox_, *this)),
      crossView_(new CrossViewDesk(*session_, *files_, *exports_, *notices_, *this)),
      panels_(std::make_unique<StudioPanels>()) {
    session_->options.load();
    new RenderLink(session_->painting, session_->renders, *canvas_, this);
    canvas_->setPainting(&session_->painting);
    canvas_->setTool(toolbox_);
    buildDocks();
    buildBars();
    connectDocument();
    connectRenders();
    connectCommands();
    connectPanels();
    connectWorkspaces();
    connectDigits();
    restoreLayout();

    models_->start(options.model, options.render);
    openFirstPainting(*session_, *files_, options.file);
    if (options.greet) {
        offerRecovery(*session_, *files_, *notices_);
        showFirstTip(*this);
    }
}

StudioWindow::~StudioWindow() {
    // The panels and the canvas look at the session, which is destroyed before child widgets are.
    canvas_->setTool(nullptr);
    canvas_->setPainting(nullptr);
    delete takeCentralWidget();
    qDeleteAll(docks_->docks());
}

Painting& StudioWindow::painting() const {
    return session_->painting;
}

RenderService& StudioWindow::renders() const {
    return session_->renders;
}

void StudioWindow::buildDocks() {
    docks_->setWorkspace(kPaintWorkspace);
    *panels_ = addPanels(*docks_, *session_);
    connectClasses(*panels_, *session_);
    docks_->setWorkspace(kInspectWorkspace);
    docks_->share(QStringLiteral("palette"));
    inspect_->addPanels(*docks_);
    docks_->setWorkspace(kCrossViewWorkspace);
    docks_->share(QStringLiteral("palette"));
    crossView_->addPanels(*docks_);
    docks_->setWorkspace(kTrainWorkspace);
    training_->addPanels(*docks_);
}

void StudioWindow::buildBars() {
    auto* tools = new ToolColumn(*toolbox_);
    addToolBar(Qt::LeftToolBarArea, tools);

    auto* row = new MenuRow;
    const StudioMenus menus = buildMenus(row->menus(), *actions_, tools->toolActions());
    files_->setRecentMenu(menus.recent);
    models_->fill(*menus.model);
    menus.model->addAction(&(*actions_)[Command::OpenModel]);
    menus.model->addAction(&(*actions_)[Command::ModelCard]);
    row->setModelMenu(menus.model);
    for (QDockWidget* dock : docks_->docks()) {
        menus.panels->addAction(dock->toggleViewAction());
    }
    menus.panels->addSeparator();
    menus.panels->addAction(&(*actions_)[Command::ResetPanels]);
    setMenuWidget(row);
    connect(&session_->renders, &RenderService::modelOpened, row, [row](const ModelInfo& info) {
        row->setModel(info.title, info.cardLines);
    });

    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(
        new OptionsBar(*toolbox_, session_->options, session_->painting, *actions_, *canvas_));
    column->addWidget(&inspect_->bar());
    column->addWidget(canvas_, 1);
    auto* pages = new QStackedWidget;
    setCentralWidget(pages);
    workspaces_ = new Workspaces(row->workspaces(), *pages, *docks_);
    workspaces_->add({kPaintWorkspace, tr("Paint"), middle, {tools}});
    workspaces_->add({kInspectWorkspace, tr("Inspect"), middle, {tools, &inspect_->bar()}});
    workspaces_->add({kCrossViewWorkspace, tr("Cross-view"), middle, {tools}});
    workspaces_->add({kTrainWorkspace, tr("Train"), &training_->page(), {}});

    status_ = new StatusLine(session_->painting);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(status_, 1);
}

void StudioWindow::connectDocument() {
    Painting& painting = session_->painting;
    connectEditCommands(*actions_, *session_);
    connectViewCommands(*actions_, *canvas_);
    connectHelp(*this);
    connect(&(*actions_)[Command::Quit], &QAction::triggered, this, &QWidget::close);
    connect(&(*actions_)[Command::FullScreen], &QAction::triggered, this, [this](bool full) {
        setWindowState(windowState().setFlag(Qt::WindowFullScreen, full));
    });
    connect(&(*actions_)[Command::ResetPanels], &QAction::triggered, docks_, &PanelDocks::reset);

    connect(files_, &DocumentFiles::opened, models_, &ModelChoice::openFor);
    connect(files_, &DocumentFiles::saved, status_, &StatusLine::setSaved);
    connect(&session_->autosave, &Autosave::saved, status_, &StatusLine::setAutosaved);
    connect(&session_->autosave, &Autosave::failed, this, [this](const QString& reason) {
        notices_->show(NoticeKind::Warning, QStringLiteral("autosave"), reason);
    });
    connect(&painting, &Painting::modifiedChanged, this, &QWidget::setWindowModified);
    for (const auto signal : {&Painting::fileNameChanged, &Painting::replaced}) {
        connect(&painting, signal, this, &StudioWindow::showTitle);
    }
    connect(&painting, &Painting::replaced, this, &StudioWindow::forgetPhoto);
    connect(canvas_, &CanvasView::pointerMoved, status_, &StatusLine::setPointer);
    connect(canvas_, &CanvasView::pointerLeft, status_, &StatusLine::clearPointer);
    const auto showHint = [this] { canvas_->setHint(toolbox_->current().facts().hint); };
    connect(toolbox_, &Toolbox::taken, this, showHint);
    showHint();

    auto* drops = new FileDrops(*this);
    connect(drops, &FileDrops::modelDropped, models_, &ModelChoice::openFile);
    connect(drops, &FileDrops::pictureDropped, this, &StudioWindow::takePicture);
}

void StudioWindow::connectRenders() {
    RenderService& renders = session_->renders;
    connect(&renders, &RenderService::rendered, this, &StudioWindow::showPhoto);
    connect(&renders, &RenderService::modelOpened, status_, &StatusLine::setModel);
    connect(models_, &ModelChoice::opening, status_, &StatusLine::setOpening);
    connect(&renders, &RenderService::modelFailed, status_, [this] {
        if (!session_->renders.model()) {
            status_->setRenderFailed();
        }
    });
    connect(&renders, &RenderService::failed, this, [this](const QString& reason) {
        status_->setRenderFailed();
        notices_->show(NoticeKind::Problem, kRenderTopic, reason, crossView_->remedies());
        panels_->photo->setProblem(reason);
    });
}

void StudioWindow::showPhoto(const RenderedPhoto& photo) {
    if (!inspect_->replacesPhoto() && !canvas_->setPhoto(photo.image, photo.revision)) {
        return;
    }
    panels_->photo->setPhoto(photo.image);
    exports_->setPhoto(photo.image);
    changes_->setPhoto(photo.image);
    status_->setRendered(photo.milliseconds);
    panels_->photo->setProblem({});
    notices_->withdraw(kRenderTopic);
    if (photo.note != renderNote_) {
        renderNote_ = photo.note;
        notices_->withdraw(QStringLiteral("note"));
        if (!photo.note.isEmpty()) {
            notices_->show(NoticeKind::Warning, QStringLiteral("note"), photo.note);
        }
    }
}

// The photo of another painting is no longer offered.
void StudioWindow::forgetPhoto() {
    exports_->setPhoto({});
    changes_->setPhoto({});
}

void StudioWindow::connectCommands() {
    StylePanel* style = panels_->style;
    PhotoPanel* photo = panels_->photo;
    const auto on = [this](Command command, auto* receiver, auto act) {
        connect(&(*actions_)[command], &QAction::triggered, receiver, act);
    };
    on(Command::RollStyle, style, [style] { style->roll(Roll::Both); });
    on(Command::RollTexture, style, [style] { style->roll(Roll::NoiseOnly); });
    on(Command::StyleFromPhoto, style, [style] { style->chooseFromPhoto(); });
    on(Command::FloatPhoto, photo, [photo] { photo->floatLive(); });
    on(Command::FindClass, panels_->palette, [this] { panels_->palette->startSearch(); });
    on(Command::SourcePhoto, crossView_, [this] { crossView_->chooseSource(); });
    const auto showMany = [this, style] {
        style->showMany(files_->proposedPath(QStringLiteral("-styles.png")));
    };
    on(Command::ManyStyles, style, showMany);
    connect(style, &StylePanel::manyRequested, this, showMany);
}

void StudioWindow::connectPanels() {
    StylePanel* style = panels_->style;
    PhotoPanel* photo = panels_->photo;
    const auto showAvailability = [this, style] {
        (*actions_)[Command::RollStyle].setEnabled(style->whyNoRoll().isEmpty());
        (*actions_)[Command::RollTexture].setEnabled(style->whyNoRoll().isEmpty());
        (*actions_)[Command::ManyStyles].setEnabled(style->whyNoRoll().isEmpty());
        (*actions_)[Command::SourcePhoto].setEnabled(whyNoTranslation(session_->renders).isEmpty());
        (*actions_)[Command::StyleFromPhoto].setEnabled(style->whyNoEncoder().isEmpty());
    };
    connect(style, &StylePanel::availabilityChanged, this, showAvailability);
    showAvailability();
    connect(tracing_, &PhotoTracing::traced, style, [style](const QString& file) {
        if (style->whyNoEncoder().isEmpty()) {
            style->takeFromPhoto(file);
        }
    });
    connect(style, &StylePanel::failed, this, [this](const QString& reason) {
        notices_->show(NoticeKind::Problem, QStringLiteral("style"), reason);
    });
    PalettePanel* palette = panels_->palette;
    connect(palette, &PalettePanel::replaceRequested, changes_, &ChangeCommands::replace);
    connect(palette, &PalettePanel::insertRequested, changes_, &ChangeCommands::insert);
    connect(palette, &PalettePanel::beforeAfterRequested, changes_, &ChangeCommands::compare);
    connect(photo, &PhotoPanel::exportRequested, exports_, &PictureExports::exportPhoto);
    connect(photo, &PhotoPanel::copyRequested, exports_, &PictureExports::copyPhoto);
}

void StudioWindow::connectWorkspaces() {
    connect(workspaces_, &Workspaces::entered, inspect_, [this](const QString& id) {
        inspect_->setActive(id == kInspectWorkspace);
    });
    connect(&inspect_->service(),
            &InspectionService::inspected,
            this,
            [this](const InspectionResult& result) {
                if (result.problem.isEmpty()) {
                    notices_->withdraw(kInspectWorkspace);
                } else {
                    notices_->show(NoticeKind::Warning, kInspectWorkspace, result.problem);
                }
            });
    connect(crossView_, &CrossViewDesk::wanted, this, [this] {
        workspaces_->choose(kCrossViewWorkspace);
    });
    training_->showIn(*status_);
    connect(training_, &TrainingDesk::painting, this, [this] {
        workspaces_->choose(kPaintWorkspace);
        canvas_->setFocus();
    });
}

void StudioWindow::connectDigits() {
    for (int digit = 0; digit <= 9; ++digit) {
        auto* key = new QShortcut(QKeySequence(Qt::Key_0 + digit), this);
        connect(key, &QShortcut::activated, this, [this, digit] {
            panels_->palette->chooseKey(digit);
        });
    }
}

void StudioWindow::takeFile(const QString& file) {
    findChild<FileDrops*>()->take(file);
}

void StudioWindow::takePicture(const QString& file) {
    try {
        if (isPhoto(file, session_->palettes)) {
            workspaces_->current() == kCrossViewWorkspace ? crossView_->source().takeFile(file)
                                                          : takePhoto(file);
        } else {
            files_->openFile(file);
        }
    } catch (const std::exception& error) {
        showProblem(*this,
                    tr("Not opened"),
                    QString::fromUtf8(error.what()),
                    tr("The open painting stays as it is."));
    }
}

void StudioWindow::takePhoto(const QString& file) {
    const bool lends = panels_->style->whyNoEncoder().isEmpty();
    if (lends || !tracing_->isPossible()) {
        panels_->style->takeFromPhoto(file);
    }
    if (tracing_->isPossible()) {
        notices_->show(NoticeKind::Info,
                       QStringLiteral("drop"),
                       lends ? tr("The painting takes the style of this photo.") : tr("A photo."),
                       {{tr("Trace it"), [this, file] { tracing_->trace(file); }}});
    }
}

void StudioWindow::showTitle() {
    setWindowTitle(tr("%1[*] – Tessera").arg(files_->documentName()));
    setWindowFilePath(session_->painting.fileName());
    setWindowModified(session_->painting.isModified());
}

bool StudioWindow::event(QEvent* event) {
    // Menus say their tips beside themselves; the status line keeps saying what it says.
    return event->type() == QEvent::StatusTip || QMainWindow::event(event);
}

void StudioWindow::closeEvent(QCloseEvent* event) {
    if (!files_->confirmLoss() || !training_->confirmLeave()) {
        event->ignore();
        return;
    }
    saveLayout();
    session_->options.save();
    event->accept();
}

void StudioWindow::saveLayout() {
    QSettings().setValue(kGeometryKey, saveGeometry());
    docks_->save();
}

void StudioWindow::restoreLayout() {
    docks_->rememberFirst();
    const QByteArray geometry = QSettings().value(kGeometryKey).toByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        resize(kFirstSize.boundedTo(screen()->availableSize()));
    }
    docks_->restore();
}

}  // namespace tessera::ui
