// A run's snapshot goes the way of all models: a file in the user's folder, opened by its name.
#include "ui/studio/training_desk.h"

#include <QFileDialog>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

#include "ui/studio/actions/session.h"
#include "ui/studio/bars/status_line.h"
#include "ui/studio/files/model_choice.h"
#include "ui/studio/panel_docks.h"
#include "ui/train/new_run_dialog.h"
#include "ui/train/run_panel.h"
#include "ui/train/runs_panel.h"
#include "ui/train/train_page.h"

namespace tessera::ui {

namespace {
constexpr QSize kRunsSize(420, 380);
constexpr QSize kRunSize(420, 500);
constexpr int kMinute = 60000;  // milliseconds
const QString kExportKey = QStringLiteral("train/exportFolder");
}  // namespace

TrainingDesk::TrainingDesk(Session& session, ModelChoice& models, QMainWindow& window)
    : QObject(&window),
      session_(session),
      models_(models),
      window_(window),
      page_(new TrainPage(session.training, session.painting)),
      runs_(new RunsPanel(session.training)),
      run_(new RunPanel(session.training)) {
    connect(&session_.renders,
            &RenderService::busyChanged,
            &session_.training,
            &TrainingService::setRenderPending);
    connect(runs_, &RunsPanel::newRunRequested, this, &TrainingDesk::startRun);
    connect(runs_, &RunsPanel::paintRequested, this, &TrainingDesk::paintWith);
    connect(runs_, &RunsPanel::exportRequested, this, &TrainingDesk::exportModel);
    connect(runs_, &RunsPanel::compareRequested, page_, &TrainPage::compareWith);
    const auto show = [this](const QString& name) {
        page_->setRun(name);
        run_->setRun(name);
    };
    connect(runs_, &RunsPanel::currentChanged, this, show);
    show(runs_->current());
    connect(
        &session_.training, &TrainingService::snapshotWritten, this, [this](const QString& run) {
            if (run == wanted_ || paintsWith(run)) {
                publish(run);
            }
        });
    connect(&session_.training, &TrainingService::modelExported, this, &TrainingDesk::receiveModel);
    connect(&session_.training,
            &TrainingService::exportFailed,
            this,
            [this](const QString&, const QString& reason) { runs_->say(reason); });
    minute_.setInterval(kMinute);
    connect(&minute_, &QTimer::timeout, this, &TrainingDesk::followMinute);
    minute_.start();
}

void TrainingDesk::addPanels(PanelDocks& docks) {
    docks.add(QStringLiteral("runs"),
              tr("Runs"),
              runs_,
              runs_->header(),
              Qt::LeftDockWidgetArea,
              kRunsSize);
    docks.add(
        QStringLiteral("run"), tr("Run"), run_, run_->header(), Qt::LeftDockWidgetArea, kRunSize);
}

void TrainingDesk::showIn(StatusLine& status) {
    const auto show = [this, &status] {
        const TrainingRun* run = session_.training.training();
        status.setTraining(run != nullptr, run ? run->stepsPerSecond : 0);
    };
    connect(&session_.training, &TrainingService::runsChanged, &status, show);
    show();
}

void TrainingDesk::startRun() {
    NewRunDialog dialog(session_.training, session_.palettes, &window_);
    if (dialog.exec() == QDialog::Accepted) {
        runs_->choose(dialog.name());
    }
}

void TrainingDesk::exportModel(const QString& run) {
    const QString folder = QSettings().value(kExportKey, QDir::homePath()).toString();
    const QString file =
        QFileDialog::getSaveFileName(&window_,
                                     tr("Export the model"),
                                     QDir(folder).filePath(run + QStringLiteral(".safetensors")),
                                     tr("Models (*.safetensors)"));
    if (!file.isEmpty()) {
        QSettings().setValue(kExportKey, QFileInfo(file).absolutePath());
        session_.training.exportModel(run, file);
    }
}

QString TrainingDesk::modelOf(const QString& run) const {
    return ModelLibrary::userFolder() + QLatin1Char('/') + run + QStringLiteral(".safetensors");
}

bool TrainingDesk::paintsWith(const QString& run) const {
    const auto model = session_.renders.model();
    return model && model->file == QFileInfo(modelOf(run)).absoluteFilePath();
}

void TrainingDesk::paintWith(const QString& run) {
    wanted_ = run;
    if (!session_.training.modelFile(run).isEmpty()) {
        publish(run);
    }
    session_.training.requestSnapshot(run);
}

void TrainingDesk::publish(const QString& run) {
    session_.training.exportModel(run, modelOf(run));
}

void TrainingDesk::receiveModel(const QString& run, const QString& file) {
    if (file != modelOf(run) || (run != wanted_ && !paintsWith(run))) {
        return;  // exported to somewhere, or another model was chosen meanwhile
    }
    models_.add(file);
    models_.use(file);
    if (run == wanted_) {
        wanted_.clear();
        Q_EMIT painting();
    }
}

void TrainingDesk::followMinute() {
    const TrainingRun* run = session_.training.training();
    if (run && paintsWith(run->name)) {
        session_.training.requestSnapshot(run->name);
    }
}

bool TrainingDesk::confirmLeave() {
    const TrainingRun* run = session_.training.training();
    if (!run || run->state != RunState::Running) {
        return true;
    }
    QMessageBox box(QMessageBox::NoIcon,
                    tr("A run is training"),
                    tr("“%1” is training. Stop it with a checkpoint, or let it go on in the "
                       "background?")
                        .arg(run->name),
                    QMessageBox::Cancel,
                    &window_);
    box.setInformativeText(tr("The next start finds it either way."));
    QPushButton* goOn = box.addButton(tr("Go on in the background"), QMessageBox::AcceptRole);
    QPushButton* stop = box.addButton(tr("Stop with a checkpoint"), QMessageBox::DestructiveRole);
    box.setDefaultButton(goOn);
    box.exec();
    if (box.clickedButton() == stop) {
        session_.training.pauseAll();
    }
    return box.clickedButton() == stop || box.clickedButton() == goOn;
}

}  // namespace tessera::ui
