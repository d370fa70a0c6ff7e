// Peak resident memory of a large render, measured by the kernel on a child process of its own.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <QCoreApplication>
#include <QImage>
#include <QTemporaryDir>
#include <stdexcept>
#include <string>

#include "app/benchmark/engine_rows.h"

extern char** environ;

namespace tessera {
namespace {

constexpr double kMostMiB = 700;

/// Runs a command to its end; its peak resident memory in MiB. Throws where it fails.
double peakMemory(std::vector<std::string> command) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& word : command) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error(command[0] + ": cannot be started");
    }
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error(command[0] +
                                 ": the render whose memory was to be measured failed");
    }
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

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
        const double mebibytes = peakMemory({QCoreApplication::applicationFilePath().toStdString(),
                                             "render",
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
