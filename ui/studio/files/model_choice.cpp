// The Model menu.
#include "ui/studio/files/model_choice.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QUrl>
#include <stdexcept>
#include <utility>

#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/problem_box.h"

namespace tessera::ui {

namespace {
const QString kTopic = QStringLiteral("model");
const QString kFileKey = QStringLiteral("model/file");
const QString kDeviceKey = QStringLiteral("model/device");
const QString kPrecisionKey = QStringLiteral("model/precision");
const QString kAuto = QStringLiteral("auto");
}  // namespace

ModelChoice::ModelChoice(Session& session,
                         const StudioActions& actions,
                         NoticeBar& notices,
                         QWidget& window)
    : QObject(&window), session_(session), notices_(notices), window_(window) {
    connect(&actions[Command::OpenModel], &QAction::triggered, this, &ModelChoice::chooseFile);
    connect(&actions[Command::ModelCard], &QAction::triggered, this, &ModelChoice::showCard);
    connect(&session_.renders, &RenderService::modelOpened, this, &ModelChoice::modelOpened);
    connect(&session_.renders, &RenderService::modelFailed, this, &ModelChoice::modelFailed);
    models_ = new QActionGroup(this);
}

void ModelChoice::fill(QMenu& menu) {
    listModels(menu);
    menu.addSeparator();
    menu.addMenu(choiceMenu(tr("&Device"),
                            {{kAuto, tr("&Automatic")},
                             {QStringLiteral("cpu"), tr("&CPU")},
                             {QStringLiteral("cuda"), tr("&NVIDIA GPU (CUDA)")}},
                            &RenderSettings::device));
    menu.addMenu(choiceMenu(tr("&Precision"),
                            {{kAuto, tr("&Automatic")},
                             {QStringLiteral("float32"), tr("&Exact (float32)")},
                             {QStringLiteral("bfloat16"), tr("&Fast (bfloat16)")}},
                            &RenderSettings::precision));
}

void ModelChoice::listModels(QMenu& menu) {
    menu_ = &menu;
    for (const ModelEntry& entry : session_.models.models()) {
        menu.addAction(modelAction(entry.title, entry.file));
    }
    afterModels_ = menu.addAction(tr("Open the &folder of your models"));
    connect(afterModels_, &QAction::triggered, this, [] {
        QDir().mkpath(ModelLibrary::userFolder());
        QDesktopServices::openUrl(QUrl::fromLocalFile(ModelLibrary::userFolder()));
    });
}

QAction* ModelChoice::modelAction(const QString& title, const QString& file) {
    auto* action = new QAction(title, this);
    action->setToolTip(file);
    action->setData(file);
    action->setCheckable(true);
    models_->addAction(action);
    connect(action, &QAction::triggered, this, [this, file] { openFile(file); });
    return action;
}

void ModelChoice::add(const QString& file) {
    const QString path = QFileInfo(file).absoluteFilePath();
    for (const QAction* action : models_->actions()) {
        if (action->data().toString() == path) {
            return;
        }
    }
    session_.models = ModelLibrary::load();
    for (const ModelEntry& entry : session_.models.models()) {
        if (menu_ && entry.file == path) {
            menu_->insertAction(afterModels_, modelAction(entry.title, path));
        }
    }
}

QMenu* ModelChoice::choiceMenu(const QString& title,
                               const QList<QPair<QString, QString>>& choices,
                               QString RenderSettings::*field) {
    auto* menu = new QMenu(title, &window_);
    auto* group = new QActionGroup(this);
    for (const auto& [value, text] : choices) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(value);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, field, chosen = value] {
            settings_.*field = chosen;
            chosen_ = true;
            reopen();
        });
    }
    choices_.append(group);
    checkSettings();
    return menu;
}

void ModelChoice::checkSettings() {
    const QStringList values{settings_.device, settings_.precision};
    for (qsizetype i = 0; i < choices_.size(); ++i) {
        for (QAction* action : choices_[i]->actions()) {
            action->setChecked(action->data().toString() == values[i]);
        }
    }
}

void ModelChoice::start(const QString& pathOrName, const RenderSettings& settings) {
    const QSettings memory;
    settings_ = settings;
    if (settings_.device == kAuto) {
        settings_.device = memory.value(kDeviceKey, kAuto).toString();
    }
    if (settings_.precision == kAuto) {
        settings_.precision = memory.value(kPrecisionKey, kAuto).toString();
    }
    checkSettings();
    const QString last = memory.value(kFileKey).toString();
    try {
        const bool useLast = pathOrName.isEmpty() && QFileInfo::exists(last);
        use(useLast ? last : session_.models.find(pathOrName));
    } catch (const std::exception& error) {
        modelFailed(QString::fromUtf8(error.what()), file_);
    }
}

void ModelChoice::openFile(const QString& file) {
    chosen_ = true;
    use(file);
}

void ModelChoice::use(const QString& file) {
    file_ = QFileInfo(file).absoluteFilePath();
    reopen();
}

void ModelChoice::openFor(const QString& modelName) {
    const auto current = session_.renders.model();
    if (modelName.isEmpty() || QFileInfo(file_).completeBaseName() == modelName) {
        if (current) {
            session_.painting.setModelName(QFileInfo(current->file).completeBaseName());
        }
        return;
    }
    try {
        use(session_.models.find(modelName));
    } catch (const std::exception&) {
        notices_.show(NoticeKind::Warning,
                      kTopic,
                      tr("The painting was made with the model “%1”, which is not here. Put its "
                         "file into the folder of your models, or open it.")
                          .arg(modelName),
                      {{tr("Open model…"), [this] { chooseFile(); }}});
    }
}

void ModelChoice::reopen() {
    if (file_.isEmpty()) {
        return;
    }
    Q_EMIT opening(QFileInfo(file_).completeBaseName());
    session_.renders.openModel(file_, settings_);
}

void ModelChoice::modelOpened(const ModelInfo& info) {
    working_ = settings_;
    chosen_ = chosen_ && info.file != file_;
    notices_.withdraw(kTopic);
    session_.painting.setModelName(QFileInfo(info.file).completeBaseName());
    for (QAction* action : models_->actions()) {
        action->setChecked(action->data().toString() == info.file);
    }
    QSettings memory;
    memory.setValue(kFileKey, info.file);
    memory.setValue(kDeviceKey, settings_.device);
    memory.setValue(kPrecisionKey, settings_.precision);
    checkSettings();
}

void ModelChoice::modelFailed(const QString& reason, const QString& file) {
    if (file != file_) {
        return;  // another one was chosen meanwhile, and is being opened
    }
    const auto current = session_.renders.model();
    if (current) {
        // The old model and its settings stay in use.
        settings_ = working_;
        file_ = current->file;
    }
    checkSettings();
    const bool chosen = std::exchange(chosen_, false);
    if (chosen) {
        showProblem(window_,
                    tr("Model not opened"),
                    reason,
                    current ? tr("The model before it stays in use.") : QString());
    }
    if (!chosen || !current) {
        notices_.show(
            NoticeKind::Problem, kTopic, reason, {{tr("Open model…"), [this] { chooseFile(); }}});
    }
}

void ModelChoice::chooseFile() {
    const QString folder = file_.isEmpty() ? ModelLibrary::userFolder() : file_;
    const QString file = QFileDialog::getOpenFileName(
        &window_, tr("Open a model"), folder, tr("Models (*.safetensors)"));
    if (!file.isEmpty()) {
        openFile(file);
    }
}

void ModelChoice::showCard() {
    const auto model = session_.renders.model();
    const QString text = model ? model->cardLines.join(QLatin1Char('\n')) : tr("No model is open.");
    QMessageBox card(QMessageBox::NoIcon,
                     tr("Model card"),
                     model ? model->title : QString(),
                     QMessageBox::Close,
                     &window_);
    card.setInformativeText(text);
    card.exec();
}

}  // namespace tessera::ui
