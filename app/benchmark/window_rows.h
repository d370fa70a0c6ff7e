// From a brush event to the photo's pixels on the canvas, through the real window.
#pragma once

#include "app/benchmark/engine_rows.h"

namespace tessera {

/// Paints a recorded stroke in the studio's window and times each dab until its photo is drawn, and
/// the longest time that the window's event loop was not served meanwhile. Needs a QApplication.
void measureWindow(const BenchmarkOptions& options);

/// The same stroke with every panel of the Inspect workspace open against none, how long after a
/// photo its panels follow, what each of them costs, and what a move of the pointer does.
void measureInspect(const BenchmarkOptions& options);

/// The same stroke while a run of the preset "realtime" trains in the background, against itself
/// alone.
void measureBackground(const BenchmarkOptions& options);

}  // namespace tessera
