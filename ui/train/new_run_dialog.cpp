// Choices, report and options of a new run.
#include "ui/train/new_run_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>
#include <stdexcept>

#include "core/jobs/training/training_service.h"
#include "core/palette/palette_library.h"
#include "ui/theme/theme.h"
#include "ui/train/dataset_view.h"
#include "ui/train/options_form.h"

namespace tessera::ui {

namespace {
constexpr int kWidth = 560;
constexpr int kMoreHeight = 260;
const QString kFolderKey = QStringLiteral("train/folder");
}  // namespace

NewRunDialog::NewRunDialog(TrainingService& service,
                           const PaletteLibrary& palettes,
                           QWidget* parent)
    : QDialog(parent), service_(service) {
    setWindowTitle(tr("New run"));
    setMinimumWidth(kWidth);
    view_ = new DatasetView;
    layout_ = new QComboBox;
    palette_ = new QComboBox;
    for (const auto& [name, title] : datasetLayouts()) {
        layout_->addItem(title, name);
    }
    for (const Palette& palette : palettes.palettes()) {
        palette_->addItem(palette.title(), palette.id());
    }
    preset_ = new QComboBox;
    preset_->addItems(trainingPresets());
    describe(preset_,
             tr("Preset"),
             tr("realtime paints as you draw; paper is the full network; "
                "cross-view starts from a source photo; sean takes a style a region from photos"));
    name_ = new QLineEdit;
    describe(name_, tr("Name"), tr("Of the run, its folder and its model"));
    problem_ = new QLabel;
    problem_->setWordWrap(true);
    problem_->hide();
    setRole(problem_, Role::Problem);

    auto* form = new QFormLayout;
    form->setVerticalSpacing(12);
    form->setHorizontalSpacing(16);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Pictures"), createFolder());
    qobject_cast<QLabel*>(form->labelForField(form->itemAt(0, QFormLayout::FieldRole)->widget()))
        ->setBuddy(folder_);
    form->addRow(QString(), view_);
    form->addRow(QString(), createReading());
    form->addRow(tr("P&reset"), preset_);
    form->addRow(tr("&Name"), name_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    create_ = buttons->addButton(tr("Start training"), QDialogButtonBox::AcceptRole);
    create_->setDefault(true);
    create_->setEnabled(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->setSizeConstraint(QLayout::SetMinimumSize);  // the report grows
    column->addLayout(form);
    column->addWidget(createMore(), 1);
    column->addWidget(problem_);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&inspector_, &DatasetInspector::reported, this, &NewRunDialog::receive);
    connect(preset_, &QComboBox::currentTextChanged, options_, &OptionsForm::setPreset);
    connect(preset_, &QComboBox::currentTextChanged, this, &NewRunDialog::suggestName);
    connect(name_, &QLineEdit::textEdited, this, [this] { named_ = true; });
    options_->setPreset(preset_->currentText());
}

QWidget* NewRunDialog::createFolder() {
    folder_ = new QLineEdit;
    folder_->setPlaceholderText(tr("Folder of photos and label maps"));
    describe(folder_, tr("Pictures"), tr("The folder of a dataset, or of your paintings"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    describe(choose, tr("Choose the folder"));
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(folder_, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &NewRunDialog::chooseFolder);
    connect(folder_, &QLineEdit::editingFinished, this, [this] {
        if (folder_->text() != report_.folder) {
            setFolder(folder_->text());
        }
    });
    return widget;
}

// How the folder is read; found out, and shown to be put right.
QWidget* NewRunDialog::createReading() {
    describe(layout_, tr("Layout"), tr("How the dataset's folders are laid out"));
    describe(palette_, tr("Palette"), tr("What the numbers in the label maps mean"));
    reading_ = new QWidget;
    auto* row = new QHBoxLayout(reading_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(layout_, 3);
    row->addWidget(palette_, 2);
    reading_->hide();
    for (QComboBox* box : {layout_, palette_}) {
        connect(box, &QComboBox::activated, this, [this] {
            report_.complete = false;
            inspector_.inspect(report_.folder,
                               layout_->currentData().toString(),
                               palette_->currentData().toString());
        });
    }
    return reading_;
}

QWidget* NewRunDialog::createMore() {
    auto* toggle = new QToolButton;
    toggle->setText(tr("More"));
    toggle->setCheckable(true);
    toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toggle->setIconSize({12, 12});
    setRole(toggle, Role::Heading);
    describe(toggle, tr("More options"), tr("All have defaults that work"));
    options_ = new OptionsForm;
    start_ = new QLineEdit;
    start_->setPlaceholderText(tr("A model to begin with: none"));
    describe(start_, tr("Start from a model"), tr("Path of a model file of the same shape"));
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(start_);
    inside->addWidget(options_);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumHeight(kMoreHeight);
    scroll->hide();
    auto* more = new QWidget;
    auto* column = new QVBoxLayout(more);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(toggle, 0, Qt::AlignLeft);
    column->addWidget(scroll, 1);
    const auto show = [this, toggle, scroll](bool shown) {
        toggle->setIcon(icon(shown ? Icon::ChevronDown : Icon::ChevronRight, colours().textMuted));
        scroll->setVisible(shown);
        adjustSize();
    };
    connect(toggle, &QToolButton::toggled, this, show);
    toggle->setIcon(icon(Icon::ChevronRight, colours().textMuted));
    return more;
}

void NewRunDialog::chooseFolder() {
    const QString last = QSettings().value(kFolderKey).toString();
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder of photos and label maps"), last);
    if (!folder.isEmpty()) {
        QSettings().setValue(kFolderKey, QFileInfo(folder).absolutePath());
        setFolder(folder);
    }
}

void NewRunDialog::setFolder(const QString& folder) {
    folder_->setText(folder);
    report_ = {};
    report_.folder = folder;
    view_->show(report_);
    create_->setEnabled(false);
    say({});
    if (folder.isEmpty()) {
        inspector_.cancel();
    } else {
        inspector_.inspect(folder);
    }
}

void NewRunDialog::receive(const DatasetReport& report) {
    report_ = report;
    view_->show(report);
    reading_->setVisible(!report.layout.isEmpty() || report.complete);
    layout_->setCurrentIndex(std::max(0, layout_->findData(report.layout)));
    palette_->setCurrentIndex(std::max(0, palette_->findData(report.palette)));
    create_->setEnabled(report.pairs > 0 && report.refusal.isEmpty());
    if (report.hasSource && preset_->currentText() != QLatin1String("cross-view")) {
        preset_->setCurrentText(QStringLiteral("cross-view"));
    }
    suggestName();
}

void NewRunDialog::suggestName() {
    if (named_ || report_.folder.isEmpty()) {
        return;
    }
    const QString stem = QFileInfo(report_.folder).fileName();
    QString name = preset_->currentIndex() == 0
                       ? stem
                       : QStringLiteral("%1, %2").arg(stem, preset_->currentText());
    const QString first = name;
    for (int number = 2; service_.find(name); ++number) {
        name = QStringLiteral("%1 %2").arg(first).arg(number);
    }
    name_->setText(name);
}

QString NewRunDialog::name() const {
    return name_->text().trimmed();
}

void NewRunDialog::say(const QString& problem) {
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
}

void NewRunDialog::accept() {
    NewRun run;
    run.name = name();
    run.data = report_.folder;
    run.layout = layout_->currentData().toString();
    run.palette = palette_->currentData().toString();
    run.preset = preset_->currentText();
    run.options = options_->changed();
    if (!start_->text().trimmed().isEmpty()) {
        run.start = QStringList{start_->text().trimmed()};
    }
    try {
        service_.create(run);
        QDialog::accept();
    } catch (const std::exception& error) {
        say(QString::fromUtf8(error.what()));
    }
}

}  // namespace tessera::ui
