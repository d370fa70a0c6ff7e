// Three sections, one over the other.
#include "ui/train/train_page.h"

#include <QSplitter>
#include <QVBoxLayout>

#include "ui/train/charts_section.h"
#include "ui/train/live_section.h"
#include "ui/train/samples_section.h"

namespace tessera::ui {

namespace {
const QList<int> kHeights = {230, 400, 300};
}

TrainPage::TrainPage(TrainingService& service, const Painting& painting, QWidget* parent)
    : QWidget(parent),
      service_(service),
      charts_(new ChartsSection),
      samples_(new SamplesSection),
      live_(new LiveSection(service, painting)) {
    auto* sections = new QSplitter(Qt::Vertical);
    sections->setChildrenCollapsible(false);
    sections->setHandleWidth(1);
    sections->addWidget(charts_);
    sections->addWidget(samples_);
    sections->addWidget(live_);
    sections->setSizes(kHeights);
    for (int i = 0; i < sections->count(); ++i) {
        sections->setStretchFactor(i, kHeights[i]);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(sections);
    connect(&service_, &TrainingService::runsChanged, this, &TrainPage::update);
}

QString TrainPage::folderOf(const QString& name) const {
    const TrainingRun* run = service_.find(name);
    return run ? run->folder : QString();
}

void TrainPage::setRun(const QString& name) {
    name_ = name;
    const TrainingRun* run = service_.find(name);
    const bool styled = run && run->option(QStringLiteral("network.style")).toInt() > 0;
    const bool source = run && run->option(QStringLiteral("network.image_channels")).toInt() > 0;
    charts_->setRuns(folderOf(name_), folderOf(other_));
    samples_->setRun(folderOf(name_), 3 + (styled ? 1 : 0) + (source ? 1 : 0), source);
    live_->setRun(name_);
}

void TrainPage::compareWith(const QString& name) {
    other_ = name;
    charts_->setRuns(folderOf(name_), folderOf(other_));
}

// Nothing is read for a page that nobody sees.
void TrainPage::update() {
    if (isVisible()) {
        charts_->update();
        samples_->update();
    }
}

}  // namespace tessera::ui
