// Asks renders to keep what panels show, and reads it off on a thread of its own.
#include "core/jobs/inspection/inspection_service.h"

#include <stdexcept>

#include "model/networks/keep.h"

namespace tessera {

InspectionService::InspectionService(RenderService& renders, QObject* parent)
    : QObject(parent), renders_(renders) {
    connect(&renders_, &RenderService::rendered, this, &InspectionService::take);
    connect(&renders_, &RenderService::modelOpened, this, &InspectionService::forget);
}

InspectionService::~InspectionService() {
    cancelSensitivity();
}

void InspectionService::setWish(const InspectionWish& wish) {
    if (wish == wish_) {
        return;
    }
    wish_ = wish;
    ++generation_;
    panels_.forget();
    renders_.setKept(wish.parts());
    if (wish.parts()) {
        renew();
    } else {
        inspection_ = {};
    }
}

void InspectionService::take(const RenderedPhoto& photo) {
    if (!wish_.parts()) {
        return;
    }
    const bool fits = !inspection_.isNull() && inspection_.size() == photo.image.size();
    if (photo.inspection.isNull() && !photo.exact && fits) {
        return;  // a draft between two that kept something
    }
    if (!inspection_.isNull() && (photo.inspection.isNull() || !fits)) {
        forget();
    }
    if (photo.inspection.isNull()) {
        return;  // it was asked for before the wish, or memory was too small
    }
    inspection_ = photo.inspection;
    renew();
}

void InspectionService::forget() {
    inspection_ = {};
    ++generation_;
    panels_.forget();
    cancelSensitivity();
    Q_EMIT cleared();
}

void InspectionService::renew() {
    if (inspection_.isNull() || !keptEnough(inspection_, wish_.parts())) {
        return;
    }
    panels_.push([this, wish = wish_, inspection = inspection_, generation = generation_] {
        const auto answer = [this, generation, result = inspect(inspection, wish)] {
            if (generation == generation_) {
                Q_EMIT inspected(result);
            }
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

void InspectionService::cancelSensitivity() {
    if (unwanted_) {
        *unwanted_ = true;
    }
    sensitivity_.forget();
}

void InspectionService::findSensitivity(QPoint pixel) {
    cancelSensitivity();
    if (inspection_.isNull() || !inspection_.contains(pixel)) {
        Q_EMIT sensitivityFailed(tr("Nothing is rendered there yet"));
        return;
    }
    unwanted_ = std::make_shared<std::atomic<bool>>(false);
    sensitivity_.push([this, pixel, inspection = inspection_, unwanted = unwanted_] {
        const auto answer = [&](const auto& signal) {
            const auto unlessUnwanted = [unwanted, signal] {
                if (!*unwanted) {
                    signal();
                }
            };
            QMetaObject::invokeMethod(this, unlessUnwanted, Qt::QueuedConnection);
        };
        try {
            answer([this, found = inspection.sensitivity(pixel, unwanted.get())] {
                Q_EMIT sensitivityFound(found);
            });
        } catch (const Cancelled&) {
        } catch (const std::exception& error) {
            answer([this, reason = QString::fromUtf8(error.what())] {
                Q_EMIT sensitivityFailed(reason);
            });
        }
    });
}

}  // namespace tessera
