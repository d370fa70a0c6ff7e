// Photo in, labels and their agreement out.
#include "core/jobs/reading_service.h"

#include "core/images/image_files.h"

namespace tessera {

void ReadingService::read(const Inspection& inspection) {
    answer_.ask([this, inspection] { return readingOf(inspection); },
                [this](const Reading& reading) { Q_EMIT finished(reading); },
                [this](const QString& reason) { Q_EMIT failed(reason); });
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
