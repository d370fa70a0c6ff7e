// Asks for weights every minute, opens them when they come, renders when the painting rests.
#include "ui/train/live_section.h"

#include <QLabel>
#include <QVBoxLayout>

#include "core/document/painting.h"
#include "core/jobs/render_service.h"
#include "ui/canvas/label_picture.h"
#include "ui/theme/section_header.h"
#include "ui/train/picture_row.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {
constexpr int kMinute = 60000;  // milliseconds
constexpr int kRest = 400;      // of the painting, until it is rendered
}  // namespace

LiveSection::LiveSection(TrainingService& service, const Painting& painting, QWidget* parent)
    : QWidget(parent), service_(service), painting_(painting) {
    auto* header = new SectionHeader(tr("The open painting, by the weights of this minute"));
    header->setLineAbove(true);
    age_ = new QLabel;
    setRole(age_, Role::Heading);
    header->layout()->addWidget(age_);
    row_ = new PictureRow;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(row_, 1);

    minute_.setInterval(kMinute);
    soon_.setInterval(kRest);
    soon_.setSingleShot(true);
    connect(&minute_, &QTimer::timeout, this, &LiveSection::askForWeights);
    connect(&soon_, &QTimer::timeout, this, &LiveSection::request);
    connect(&service_, &TrainingService::snapshotWritten, this, [this](const QString& name) {
        if (name == name_) {
            openNewest();
        }
    });
    connect(&service_, &TrainingService::runsChanged, this, &LiveSection::showAge);
    const auto schedule = qOverload<>(&QTimer::start);
    connect(&painting_, &Painting::labelsChanged, &soon_, schedule);
    connect(&painting_, &Painting::styleChanged, &soon_, schedule);
    connect(&painting_, &Painting::replaced, &soon_, schedule);
}

LiveSection::~LiveSection() = default;

void LiveSection::setRun(const QString& name) {
    if (name == name_) {
        return;
    }
    name_ = name;
    file_.clear();
    photo_ = {};
    showPictures();
    row_->setProblem(name.isEmpty() ? QString() : tr("The run has no weights yet"));
    askForWeights();
    openNewest();
}

void LiveSection::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    minute_.start();
    askForWeights();
    openNewest();
    request();
}

void LiveSection::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    minute_.stop();
}

void LiveSection::askForWeights() {
    const TrainingRun* run = service_.find(name_);
    if (isVisible() && run && isInUse(run->state)) {
        service_.requestSnapshot(name_);
    }
}

void LiveSection::openNewest() {
    const TrainingRun* run = service_.find(name_);
    if (!isVisible() || !run || !run->snapshot.isValid() ||
        (file_ == service_.modelFile(name_) && opened_ == run->snapshot)) {
        return;
    }
    if (!renders_) {
        renders_ = std::make_unique<RenderService>();
        connect(renders_.get(), &RenderService::modelOpened, this, &LiveSection::adoptModel);
        connect(renders_.get(), &RenderService::rendered, this, &LiveSection::showPhoto);
        connect(renders_.get(), &RenderService::failed, row_, &PictureRow::setProblem);
        connect(renders_.get(), &RenderService::modelFailed, row_, &PictureRow::setProblem);
    }
    file_ = service_.modelFile(name_);
    opened_ = run->snapshot;
    renders_->openModel(file_);
}

void LiveSection::adoptModel(const ModelInfo& model) {
    const QStringList step = model.cardLines.filter(QStringLiteral("steps: "));
    step_ = step.value(0).section(QStringLiteral(": "), 1);
    request();
}

void LiveSection::request() {
    if (!isVisible()) {
        return;
    }
    showPictures();
    if (!renders_ || !renders_->model() || painting_.labels().isEmpty()) {
        return;
    }
    renders_->request(RenderInput::of(painting_.data(), painting_.revision()));
}

void LiveSection::showPictures() {
    LabelPicture labels;
    labels.reset(painting_.labels(), painting_.palette());
    row_->setPictures({labels.image(), photo_}, {tr("labels"), tr("drawn")});
}

void LiveSection::showPhoto(const RenderedPhoto& photo) {
    photo_ = photo.image;
    showPictures();
    row_->setProblem({});
    showAge();
}

void LiveSection::showAge() {
    const TrainingRun* run = service_.find(name_);
    if (!run || photo_.isNull()) {
        age_->clear();
        return;
    }
    const auto seconds = static_cast<double>(opened_.secsTo(QDateTime::currentDateTime()));
    age_->setText(tr("Step %1 · %2 ago").arg(countText(step_.toLongLong()), durationText(seconds)));
}

}  // namespace tessera::ui
