// Schedules the counting.
#include "ui/palette/share_counter.h"

#include <QElapsedTimer>
#include <algorithm>

#include "core/document/painting.h"

namespace tessera::ui {

ShareCounter::ShareCounter(QObject* parent) : QObject(parent) {
    timer_.setSingleShot(true);
    timer_.setInterval(kDelay);
    connect(&timer_, &QTimer::timeout, this, &ShareCounter::count);
}

void ShareCounter::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting) {
        connect(painting, &Painting::labelsChanged, this, &ShareCounter::schedule);
        connect(painting, &Painting::replaced, this, &ShareCounter::count);
        count();
    }
}

void ShareCounter::schedule() {
    // Not restarted by later changes: shares follow a long stroke while it is made.
    if (!timer_.isActive()) {
        timer_.start();
    }
}

void ShareCounter::count() {
    timer_.stop();
    if (!painting_) {
        return;
    }
    QElapsedTimer clock;
    clock.start();
    countBands();
    timer_.setInterval(std::max<int>(kDelay, static_cast<int>(10 * clock.elapsed())));
    Q_EMIT counted(areas_, qint64{counted_.width()} * counted_.height());
}

void ShareCounter::countBands() {
    const LabelMap& labels = painting_->labels();
    const int classes = painting_->palette().size();
    const bool anew =
        labels.size() != counted_.size() || areas_.size() != static_cast<size_t>(classes);
    if (anew) {
        const int bands = (labels.height() + LabelMap::kBand - 1) / LabelMap::kBand;
        areas_.assign(static_cast<size_t>(classes), 0);
        bands_.assign(static_cast<size_t>(bands), areas_);
    }
    for (size_t band = 0; band < bands_.size(); ++band) {
        const int top = static_cast<int>(band) * LabelMap::kBand;
        if (!anew && labels.scanLine(top) == counted_.scanLine(top)) {
            continue;
        }
        const std::vector<qint64> now =
            labels.classAreas(classes, top, std::min(top + LabelMap::kBand, labels.height()));
        for (size_t i = 0; i < areas_.size(); ++i) {
            areas_[i] += now[i] - bands_[band][i];
        }
        bands_[band] = now;
    }
    counted_ = labels;
}

}  // namespace tessera::ui
