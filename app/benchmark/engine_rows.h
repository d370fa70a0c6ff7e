// Whole renders and the kernels alone, ours against the straightforward version in the same
// process.
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "app/benchmark/rows.h"
#include "model/inference/engine.h"

namespace tessera {

/// What a benchmark run is to use.
struct BenchmarkOptions {
    QString modelFile;     ///< the shipped model, or the user's
    EngineOptions engine;  ///< device, threads; precision is varied by the rows
    bool quick = false;    ///< fewer and smaller measurements, a minute instead of many
    /// Called with each row as soon as it is known.
    std::function<void(const BenchmarkRow&)> report;
};

/// p50 and p95 of whole renders: shipped model and full-size LGGAN++, three sizes, both precisions.
void measureRenders(const BenchmarkOptions& options);

/// A dab on a kept canvas against whole renders, and on a large canvas against a small one.
void measureStrokes(const BenchmarkOptions& options);

/// The memory of ten thousand strokes.
void measureEndurance(const BenchmarkOptions& options);

/// A render step by step: what each took, and as its peer what it could take (LayerTime::limit).
void measureProfile(const BenchmarkOptions& options);

/// Whole renders of the shipped model against the sum of their convolutions alone.
void measureAgainstConvolutions(const BenchmarkOptions& options);

/// SAFU, local generator, class-adaptive norm and stem alone against their references.
void measureKernels(const BenchmarkOptions& options);

/// What 182 classes cost against 6 on the same picture.
void measureClassCounts(const BenchmarkOptions& options);

/// A training step of the realtime preset, part by part.
void measureTraining(const BenchmarkOptions& options);

/// Peak resident memory of a 1024 x 1024 render, in a process of its own.
void measureMemory(const BenchmarkOptions& options);

/// "256²".
QString sizeName(int64_t side);

/// A picture of blobs of all the model's classes.
RenderRequest benchmarkRequest(const Engine& engine, int64_t side);

/// A label map of blobs of `classes` classes, a pure function of its arguments.
std::vector<uint16_t> blobs(int64_t height, int64_t width, int classes);

}  // namespace tessera
