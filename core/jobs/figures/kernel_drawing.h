// Kernels in print: over the photo, as cells, and composed through all levels.
#pragma once

#include "core/jobs/figures/page.h"
#include "core/jobs/inspection/inspection.h"

namespace tessera {

/// The window over the photo, the cell that is made, and arrows to the most attended places, each
/// of more than a uniform share.
void drawKernelOnPhoto(QPainter& painter,
                       const QRectF& area,
                       const Kernel& kernel,
                       const QImage& photo,
                       const QColor& color);

/// Every weight a square of heat with its percents, in a frame of its source cell's class.
void drawKernelCells(QPainter& painter,
                     const QRectF& area,
                     const Kernel& kernel,
                     const Inspection& inspection);

/// The composed kernel at the bottleneck over the darkened photo.
void drawTraceOnPhoto(QPainter& painter,
                      const QRectF& area,
                      const KernelTrace& trace,
                      const QImage& photo,
                      const QColor& color);

}  // namespace tessera
