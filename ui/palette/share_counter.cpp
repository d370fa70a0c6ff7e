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
    const LabelMap& labels = painting_->labels();
    const std::vector<qint64> areas = labels.classAreas(painting_->palette().size());
    timer_.setInterval(std::max<int>(kDelay, static_cast<int>(10 * clock.elapsed())));
    Q_EMIT counted(areas, qint64{labels.width()} * labels.height());
}

}  // namespace tessera::ui
