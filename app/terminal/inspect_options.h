// What `tessera inspect` was asked for, checked before anything is read.
#pragma once

#include <QPoint>
#include <QStringList>
#include <optional>
#include <vector>

#include "app/terminal/drawing_options.h"

namespace tessera {

enum class FigureKind { Kernels, Classes, Weights, Features, Purity, Segmentation, Codes };

struct InspectOptions {
    QStringList labels;
    FigureKind kind = FigureKind::Kernels;
    QStringList files;           ///< to write; empty: purity, which is printed
    std::vector<QPoint> pixels;  ///< one to five for kernels
    QStringList classes;         ///< names, or empty
    std::vector<int> channels;   ///< in order, each once, or empty
    bool commonScale = false;
    QString decoder;  ///< name, or empty for the first
    DrawingOptions drawing;
};

/// None when help was asked for and shown. Throws UsageError.
std::optional<InspectOptions> parseInspectOptions(const QStringList& arguments);

}  // namespace tessera
