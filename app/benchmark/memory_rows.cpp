// Peak resident memory of a large render, measured by the kernel on a child process of its own.
#include <QImage>
#include <QTemporaryDir>
#include <stdexcept>

#include "app/benchmark/child_memory.h"
#include "app/benchmark/engine_rows.h"

namespace tessera {
namespace {

constexpr double kMostMiB = 700;

QString writeLabels(const QString& folder, int64_t side) {
    const int width = static_cast<int>(side);
    QImage image(width, width, QImage::Format_Grayscale8);
    const std::vector<uint16_t> labels = blobs(side, side, 6);
    auto next = labels.begin();
    for (int y = 0; y < width; ++y) {
        for (int x = 0; x < width; ++x) {
            image.scanLine(y)[x] = static_cast<uchar>(*next++);
        }
    }
    const QString file = folder + QStringLiteral("/labels.png");
    if (!image.save(file)) {
        throw std::runtime_error(file.toStdString() + ": cannot be written");
    }
    return file;
}

}  // namespace

void measureMemory(const BenchmarkOptions& options) {
    const QTemporaryDir folder;
    const QString labels = writeLabels(folder.path(), 1024);
    for (const char* precision : {"float32", "bfloat16"}) {
        const double mebibytes = peakMemory({"render",
                                             labels.toStdString(),
                                             "-o",
                                             (folder.path() + "/photo.png").toStdString(),
                                             "--palette",
                                             "scenes",
                                             "--model",
                                             options.modelFile.toStdString(),
                                             "--precision",
                                             precision});
        options.report(withTarget(
            {QStringLiteral("peak memory, render 1024² %1").arg(precision), mebibytes, "MiB"},
            "value",
            "<=",
            kMostMiB));
    }
}

}  // namespace tessera
