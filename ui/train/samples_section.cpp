// Sheets are decoded on other threads; a slider picks one.
#include "ui/train/samples_section.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QSlider>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/section_header.h"
#include "ui/train/picture_row.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {
constexpr int kMostExamples = 12;  // that can be chosen
}  // namespace

SamplesSection::SamplesSection(QWidget* parent) : QWidget(parent) {
    auto* header = new SectionHeader(tr("Validation pictures through time"));
    header->setLineAbove(true);
    choice_ = new QWidget;
    auto* choices = new QHBoxLayout(choice_);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(0);
    examples_ = new QButtonGroup(this);
    header->layout()->addWidget(choice_);
    static_cast<QHBoxLayout*>(header->layout())->addSpacing(Metrics::unit);
    step_ = new QLabel;
    setRole(step_, Role::Heading);
    header->layout()->addWidget(step_);

    none_ = new QLabel(tr("The first pictures come with the first sample."));
    none_->setAlignment(Qt::AlignCenter);
    setRole(none_, Role::Muted);
    row_ = new PictureRow;
    time_ = new QSlider(Qt::Horizontal);
    describe(time_, tr("Time"), tr("Pictures of an earlier step; at the right end, of now"));
    from_ = new QLabel;
    auto* now = new QLabel(tr("now"));
    setRole(from_, Role::Muted);
    setRole(now, Role::Muted);
    auto* slider = new QHBoxLayout;
    slider->setContentsMargins(12, Metrics::half, 12, Metrics::unit);
    slider->setSpacing(12);
    slider->addWidget(from_);
    slider->addWidget(time_, 1);
    slider->addWidget(now);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(none_, 1);
    column->addWidget(row_, 1);
    column->addLayout(slider);
    connect(time_, &QSlider::valueChanged, this, [this](int at) {
        atNow_ = at == time_->maximum();
        load();
    });
    connect(examples_, &QButtonGroup::idClicked, this, [this](int example) {
        example_ = example;
        showExample();
    });
    setRun({}, cells_, false);
}

void SamplesSection::setRun(const QString& folder, int cells, bool hasSource) {
    folder_ = folder;
    cells_ = cells;
    hasSource_ = hasSource;
    files_.clear();
    wanted_.clear();
    sheet_ = {};
    atNow_ = true;
    example_ = 0;
    showExample();
    update();
}

void SamplesSection::update() {
    const QDir folder(folder_ + QStringLiteral("/samples"));
    QStringList files;
    if (!folder_.isEmpty()) {
        for (const QString& name :
             folder.entryList({QStringLiteral("step-*.png")}, QDir::Files, QDir::Name)) {
            if (!name.endsWith(QStringLiteral(".part.png"))) {
                files << folder.filePath(name);
            }
        }
    }
    if (files != files_ || files.isEmpty()) {
        files_ = files;
        const QSignalBlocker quiet(time_);
        time_->setRange(0, std::max<int>(0, static_cast<int>(files_.size()) - 1));
        time_->setEnabled(files_.size() > 1);
        if (atNow_) {
            time_->setValue(time_->maximum());
        }
        from_->setText(files_.isEmpty() ? QString()
                                        : tr("step %1").arg(countText(stepOf(files_.first()))));
    }
    load();
}

void SamplesSection::load() {
    const QString file = files_.value(time_->value());
    if (file == wanted_) {
        return;
    }
    wanted_ = file;
    const QPointer<SamplesSection> self(this);
    QThreadPool::globalInstance()->start([self, file] {
        const QImage sheet = QImage(file).convertToFormat(QImage::Format_RGB32);
        QMetaObject::invokeMethod(
            qApp,
            [self, file, sheet] {
                if (self) {
                    self->showSheet(file, sheet);
                }
            },
            Qt::QueuedConnection);
    });
}

void SamplesSection::showSheet(const QString& file, const QImage& sheet) {
    if (file == wanted_) {  // else another one was asked for meanwhile
        sheet_ = sheet;
        showExample();
    }
}

void SamplesSection::showExample() {
    const int side = sheet_.width() / cells_;
    const int count = side > 0 ? std::min(sheet_.height() / side, kMostExamples) : 0;
    while (examples_->buttons().size() < count) {
        auto* button = new QToolButton;
        const auto number = static_cast<int>(examples_->buttons().size());
        button->setText(QString::number(number + 1));
        button->setCheckable(true);
        setRole(button, Role::Heading);
        describe(button, tr("Validation picture %1").arg(number + 1));
        examples_->addButton(button, number);
        choice_->layout()->addWidget(button);
    }
    for (QAbstractButton* button : examples_->buttons()) {
        button->setVisible(examples_->id(button) < count);
        button->setChecked(examples_->id(button) == example_);
    }
    example_ = std::min(example_, std::max(count - 1, 0));
    none_->setVisible(count == 0);
    row_->setVisible(count > 0);
    step_->setText(count == 0 ? QString() : tr("Step %1").arg(countText(stepOf(wanted_))));
    if (count > 0) {
        QList<QImage> pictures;
        for (int i = 0; i < cells_; ++i) {
            pictures << sheet_.copy(i * side, example_ * side, side, side);
        }
        row_->setPictures(pictures, captions());
    }
}

QStringList SamplesSection::captions() const {
    QStringList names = {tr("labels")};
    if (hasSource_) {
        names << tr("source");
    }
    names << tr("drawn");
    if (cells_ - names.size() > 1) {
        names << tr("in the photo's style");
    }
    return names << tr("photo");
}

qint64 SamplesSection::stepOf(const QString& file) const {
    return QFileInfo(file).completeBaseName().section(QLatin1Char('-'), 1).toLongLong();
}

}  // namespace tessera::ui
