// Small random model files for tests that do not know the engine.
#pragma once

#include <QString>

namespace tessera::testing {

/// What such a model can do. Its palette is "tiny": road, sky, tree.
struct TinyModelKind {
    bool style = true;         ///< vectors of 4 values, and texture noise; else neither
    bool styleEncoder = true;  ///< only with style
    bool inside = true;        ///< a local branch and SAU; else neither
    bool source = false;       ///< translates a source photo
};

void writeTinyModel(const QString& file, const TinyModelKind& kind = {});

/// A published network: "gaugan", "lggan-synthesis", "sean" or "maskgan".
void writeTinyPublished(const QString& file, const QString& architecture);

/// A segmenter with random weights of the classes of `palette`: road, sky, tree.
void writeTinySegmenter(const QString& file, const QString& palette = QStringLiteral("tiny"));

}  // namespace tessera::testing
