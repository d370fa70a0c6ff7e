// Photo in, labels out.
#include "core/jobs/trace_service.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/label_cleaning.h"
#include "core/jobs/label_reader.h"
#include "core/jobs/resources.h"

namespace tessera {
namespace {

constexpr int kLongest = 4;     // short sides of a photo
constexpr int kIslands = 1500;  // a region that is a smaller part of the picture is noise

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TraceService)
};

QImage smallPhoto(const QString& file) {
    const QImage photo = readImage(file);
    const auto [low, high] = std::minmax({photo.width(), photo.height()});
    if (high > kLongest * low) {
        fail(file,
             Text::tr("%1 x %2 is too long to be traced: at most %3 times as long as wide")
                 .arg(photo.width())
                 .arg(photo.height())
                 .arg(kLongest));
    }
    const QImage small = low <= kTracedSide ? photo
                                            : photo.scaled(kTracedSide,
                                                           kTracedSide,
                                                           Qt::KeepAspectRatioByExpanding,
                                                           Qt::SmoothTransformation);
    return small.convertToFormat(QImage::Format_RGB32);
}

}  // namespace

Tracing traced(const QString& photo, const Palette& palette) {
    const LabelReader reader(palette);
    Tracing tracing{photo, smallPhoto(photo), {}, palette};
    const LabelMap read = reader.read(tracing.photo);
    tracing.labels = withoutIslands(read, read.width() * read.height() / kIslands);
    return tracing;
}

std::vector<Palette> traceablePalettes(const PaletteLibrary& palettes) {
    std::vector<Palette> traceable;
    for (const Palette& palette : palettes.palettes()) {
        if (!segmenterFor(palette.id()).isEmpty()) {
            traceable.push_back(palette);
        }
    }
    return traceable;
}

void TraceService::trace(const QString& photo, const Palette& palette) {
    answer_.ask([photo, palette] { return traced(photo, palette); },
                [this](const Tracing& tracing) { Q_EMIT finished(tracing); },
                [this](const QString& reason) { Q_EMIT failed(reason); });
}

}  // namespace tessera
