// Facts, options, notes.
#include "ui/train/run_panel.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/column_scroll.h"
#include "ui/theme/section_header.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {
constexpr int kNotesHeight = 72;
constexpr int kTyping = 800;  // milliseconds until notes are kept
}  // namespace

RunPanel::RunPanel(TrainingService& service, QWidget* parent) : QWidget(parent), service_(service) {
    header_ = new SectionHeader(tr("Run"));
    header_->setLineAbove(true);
    auto* form = new QFormLayout;
    form->setContentsMargins(12, 10, 12, 10);
    form->setVerticalSpacing(Metrics::unit);
    form->setHorizontalSpacing(Metrics::unit * 3);
    data_ = addRow(*form, tr("data"));
    size_ = addRow(*form, tr("size"));
    length_ = addRow(*form, tr("length"));
    speed_ = addRow(*form, tr("speed"));
    checkpoint_ = addRow(*form, tr("checkpoint"));
    notes_ = new QPlainTextEdit;
    notes_->setPlaceholderText(tr("Notes"));
    notes_->setFixedHeight(kNotesHeight);
    notes_->setTabChangesFocus(true);
    describe(notes_, tr("Notes"), tr("Kept with the run"));
    more_ = new QToolButton;
    more_->setText(tr("Options"));
    more_->setCheckable(true);
    more_->setIconSize({12, 12});
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setRole(more_, Role::Heading);
    describe(more_, tr("Options of this run"));
    options_ = new QLabel;
    options_->setContentsMargins(12, 0, 12, 12);
    options_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(options_, Role::Muted);
    options_->hide();

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(form);
    auto* notesRow = new QVBoxLayout;
    notesRow->setContentsMargins(12, 0, 12, 8);
    notesRow->addWidget(notes_);
    notesRow->addWidget(more_, 0, Qt::AlignLeft);
    column->addLayout(notesRow);
    column->addWidget(options_);
    column->addStretch();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(header_);
    all->addWidget(newColumnScroll(content), 1);

    typing_.setSingleShot(true);
    typing_.setInterval(kTyping);
    connect(&typing_, &QTimer::timeout, this, &RunPanel::keepNotes);
    connect(notes_, &QPlainTextEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(more_, &QToolButton::toggled, this, [this](bool shown) {
        more_->setIcon(icon(shown ? Icon::ChevronDown : Icon::ChevronRight, colours().textMuted));
        options_->setVisible(shown);
    });
    more_->setIcon(icon(Icon::ChevronRight, colours().textMuted));
    connect(&service_, &TrainingService::runsChanged, this, &RunPanel::showFacts);
    setRun({});
}

RunPanel::~RunPanel() {
    keepNotes();
}

QWidget* RunPanel::header() const {
    return header_;
}

QLabel* RunPanel::addRow(QFormLayout& form, const QString& title) {
    auto* name = new QLabel(title);
    setRole(name, Role::Muted);
    auto* value = new QLabel;
    value->setWordWrap(true);
    value->setAccessibleName(title);
    form.addRow(name, value);
    return value;
}

void RunPanel::setRun(const QString& name) {
    if (name != name_) {
        keepNotes();
        name_ = name;
        const TrainingRun* run = service_.find(name);
        const QSignalBlocker quiet(notes_);
        notes_->setPlainText(run ? run->notes : QString());
        showOptions();
    }
    notes_->setEnabled(!name_.isEmpty());
    more_->setVisible(!name_.isEmpty());
    showFacts();
}

void RunPanel::showFacts() {
    const TrainingRun* run = service_.find(name_);
    if (!run) {
        for (QLabel* label : {data_, size_, length_, speed_, checkpoint_}) {
            label->setText(QStringLiteral("–"));
        }
        return;
    }
    data_->setText(tr("%1 · %2 · %n class(es)", nullptr, run->classes)
                       .arg(QFileInfo(run->data).fileName(), run->layout));
    data_->setToolTip(run->data);
    size_->setText(tr("%1 → %2 pixels, batches of %3 → %4")
                       .arg(run->option(QStringLiteral("crop")),
                            run->option(QStringLiteral("late_crop")),
                            run->option(QStringLiteral("batch")),
                            run->option(QStringLiteral("late_batch"))));
    length_->setText(tr("%1 of %2 steps").arg(countText(run->step), countText(run->steps)));
    speed_->setText(
        run->stepsPerSecond > 0
            ? tr("%1 steps/s, below normal priority").arg(run->stepsPerSecond, 0, 'f', 1)
            : QStringLiteral("–"));
    const auto age = static_cast<double>(run->checkpoint.secsTo(QDateTime::currentDateTime()));
    checkpoint_->setText(run->checkpoint.isValid() ? tr("%1 ago").arg(durationText(age))
                                                   : tr("none yet"));
}

void RunPanel::showOptions() {
    const TrainingRun* run = service_.find(name_);
    QStringList lines;
    for (const auto& [name, value] : run ? run->options : QList<QPair<QString, QString>>()) {
        if (!value.isEmpty()) {
            lines << name + QStringLiteral("  ") + value;
        }
    }
    options_->setText(lines.join(QLatin1Char('\n')));
}

void RunPanel::keepNotes() {
    typing_.stop();
    const TrainingRun* run = service_.find(name_);
    if (run && run->notes != notes_->toPlainText()) {
        try {
            service_.setNotes(name_, notes_->toPlainText());
            notes_->setToolTip({});
        } catch (const std::exception& error) {
            notes_->setToolTip(QString::fromUtf8(error.what()));
        }
    }
}

}  // namespace tessera::ui
