// Photo in, labels and their agreement out.
#include "core/jobs/reading_service.h"

#include <stdexcept>

#include "core/images/image_files.h"

namespace tessera {

void ReadingService::read(const Inspection& inspection) {
    job_.push([this, inspection, number = ++newest_] {
        const auto answer = [this, number](const auto& signal) {
            const auto unlessOlder = [this, number, signal] {
                if (number == newest_) {
                    signal();
                }
            };
            QMetaObject::invokeMethod(this, unlessOlder, Qt::QueuedConnection);
        };
        try {
            answer([this, reading = readingOf(inspection)] { Q_EMIT finished(reading); });
        } catch (const std::exception& error) {
            answer([this, reason = QString::fromUtf8(error.what())] { Q_EMIT failed(reason); });
        }
    });
}

Reading ReadingService::readingOf(const Inspection& inspection) {
    const Palette& palette = inspection.palette();
    if (!reader_ || reader_->palette().id() != palette.id()) {
        reader_ = std::make_unique<LabelReader>(palette);
    }
    const LabelMap labels = reader_->read(inspection.photo());
    return {colorImage(labels, palette),
            agreementOf(inspection.labelMap(), labels, palette.size()),
            palette};
}

}  // namespace tessera
