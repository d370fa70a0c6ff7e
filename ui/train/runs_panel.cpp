// List, buttons, and the line that says what went wrong.
#include "ui/train/runs_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <stdexcept>

#include "ui/theme/flow_layout.h"
#include "ui/theme/section_header.h"
#include "ui/train/run_delegate.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {
constexpr int kListHeight = 176;
}

RunsPanel::RunsPanel(TrainingService& service, QWidget* parent)
    : QWidget(parent), service_(service), model_(new RunModel(service, this)) {
    header_ = new SectionHeader(tr("Runs"));
    connect(header_->addButton(tr("New run"), tr("Start a run: pictures, preset, name")),
            &QToolButton::clicked,
            this,
            &RunsPanel::newRunRequested);
    list_ = new QTreeView;
    list_->setModel(model_);
    list_->setItemDelegate(new RunDelegate(list_));
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setMinimumHeight(kListHeight);
    list_->setAccessibleName(tr("Runs"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setStyleSheet(
        QStringLiteral("QTreeView::item { padding: 4px 8px; }"
                       "QHeaderView::section { padding: 4px 8px; font-size: 11px; }"));
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(RunModel::Name, QHeaderView::Stretch);
    empty_ =
        new QLabel(tr("No run yet. “New run” asks for a folder of photos with label maps, "
                      "and trains while you paint."));
    empty_->setWordWrap(true);
    empty_->setContentsMargins(12, 12, 12, 12);
    setRole(empty_, Role::Muted);
    problem_ = new QLabel;
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->setContentsMargins(12, Metrics::unit, 12, 0);
    setRole(problem_, Role::Problem);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(empty_);
    column->addWidget(list_, 1);
    column->addWidget(problem_);
    column->addWidget(createButtons());
    connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        said_.clear();
        showAvailability();
    });
    connect(&service_, &TrainingService::runsChanged, this, [this] {
        if (!list_->currentIndex().isValid() && model_->rowCount() > 0) {
            const TrainingRun* training = service_.training();
            choose(!chosen_.isEmpty() && model_->rowOf(chosen_) >= 0 ? chosen_
                   : training                                        ? training->name
                              : model_->nameAt(model_->rowCount() - 1));
        }
        showAvailability();
    });
    if (model_->rowCount() > 0) {
        const TrainingRun* training = service_.training();
        choose(training ? training->name : model_->nameAt(model_->rowCount() - 1));
    }
    showAvailability();
}

QWidget* RunsPanel::header() const {
    return header_;
}

QPushButton* RunsPanel::addButton(const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    describe(button, text, tip);
    button->setToolTip(tip);
    return button;
}

QWidget* RunsPanel::createButtons() {
    toggle_ = addButton(tr("Pause"), tr("Stop with a checkpoint, to go on later"));
    setRole(toggle_, Role::Primary);
    stop_ = addButton(tr("Stop"), tr("End the run with a checkpoint and a model"));
    duplicate_ = addButton(tr("Duplicate"), tr("Another run of the same data and options"));
    compare_ = addButton(tr("Compare"), tr("Draw another run on the same charts"));
    compare_->setMenu(new QMenu(compare_));
    remove_ = addButton(tr("Delete"), tr("Delete the run with all its files"));
    paint_ = addButton(tr("Paint with it"),
                       tr("Paint with the weights of now; they follow while the run trains"));
    setRole(paint_, Role::Primary);
    export_ = addButton(tr("Export model…"), tr("Write a model file with its card"));
    auto* buttons = new QWidget;
    auto* flow = new FlowLayout(buttons);
    flow->setContentsMargins(12, 10, 12, 12);
    for (QPushButton* button : {toggle_, stop_, duplicate_, compare_, remove_, paint_, export_}) {
        flow->addWidget(button);
    }
    connect(toggle_, &QPushButton::clicked, this, &RunsPanel::toggle);
    connect(stop_, &QPushButton::clicked, this, [this] { act(&TrainingService::stop); });
    connect(remove_, &QPushButton::clicked, this, &RunsPanel::askAndRemove);
    connect(duplicate_, &QPushButton::clicked, this, [this] {
        try {
            choose(service_.duplicate(current()));
        } catch (const std::exception& error) {
            say(QString::fromUtf8(error.what()));
        }
    });
    connect(compare_->menu(), &QMenu::aboutToShow, this, &RunsPanel::fillCompare);
    connect(paint_, &QPushButton::clicked, this, [this] { Q_EMIT paintRequested(current()); });
    connect(export_, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(current()); });
    return buttons;
}

QString RunsPanel::current() const {
    return model_->nameAt(list_->currentIndex().row());
}

void RunsPanel::choose(const QString& name) {
    list_->setCurrentIndex(model_->index(model_->rowOf(name), 0));
}

void RunsPanel::say(const QString& problem) {
    said_ = problem;
    showAvailability();
}

void RunsPanel::toggle() {
    const TrainingRun* run = service_.find(current());
    act(run && service_.canPause(*run) ? &TrainingService::pause : &TrainingService::start);
}

void RunsPanel::act(void (TrainingService::*method)(const QString&)) {
    try {
        said_.clear();
        (service_.*method)(current());
    } catch (const std::exception& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void RunsPanel::askAndRemove() {
    const QString name = current();
    const auto answer =
        QMessageBox::question(this,
                              tr("Delete the run"),
                              tr("Delete “%1” with its checkpoints, samples and notes?").arg(name),
                              QMessageBox::Discard | QMessageBox::Cancel,
                              QMessageBox::Cancel);
    if (answer == QMessageBox::Discard && name == current()) {
        act(&TrainingService::remove);
    }
}

void RunsPanel::fillCompare() {
    QMenu* menu = compare_->menu();
    menu->clear();
    const auto add = [&](const QString& title, const QString& name) {
        QAction* action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(name == compared_);
        connect(action, &QAction::triggered, this, [this, name] {
            compared_ = name;
            Q_EMIT compareRequested(name);
        });
    };
    add(tr("With none"), {});
    for (const TrainingRun& run : service_.runs()) {
        if (run.name != current()) {
            add(run.name, run.name);
        }
    }
}

void RunsPanel::showAvailability() {
    const TrainingRun* run = service_.find(current());
    const bool pauses = run && service_.canPause(*run);
    toggle_->setText(pauses || (run && hasProcess(run->state)) ? tr("Pause")
                     : run && run->step > 0                    ? tr("Resume")
                                                               : tr("Start"));
    toggle_->setEnabled(run && (pauses || service_.canStart(*run)));
    stop_->setEnabled(run && service_.canStop(*run));
    duplicate_->setEnabled(run);
    compare_->setEnabled(run && model_->rowCount() > 1);
    remove_->setEnabled(run && service_.canRemove(*run));
    const bool hasWeights = run && (run->snapshot.isValid() || hasProcess(run->state));
    paint_->setEnabled(hasWeights);
    export_->setEnabled(run && run->snapshot.isValid());
    empty_->setVisible(model_->rowCount() == 0);
    list_->setVisible(model_->rowCount() > 0);
    const QString own = !run ? QString()
                        : run->state == RunState::Elsewhere
                            ? tr("Another process is training in this run's folder")
                            : run->problem;
    problem_->setText(said_.isEmpty() ? own : said_);
    problem_->setVisible(!problem_->text().isEmpty());
    if (current() != chosen_) {
        chosen_ = current();
        if (compared_ == chosen_) {
            compared_.clear();
            Q_EMIT compareRequested({});
        }
        Q_EMIT currentChanged(chosen_);
    }
}

}  // namespace tessera::ui
