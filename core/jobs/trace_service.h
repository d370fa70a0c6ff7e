// A photo becomes a label map to paint on: read by the segmenter of a palette, on a thread of its
// own.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include "core/jobs/latest_answer.h"
#include "core/labels/label_map.h"
#include "core/palette/palette.h"
#include "core/palette/palette_library.h"

namespace tessera {

/// What was read off a photo.
struct Tracing {
    QString file;     ///< of the photo
    QImage photo;     ///< of the labels' size, Format_RGB32
    LabelMap labels;  ///< without islands; short side at most kTracedSide
    Palette palette;  ///< that the labels are of
};

/// Pixels: what the models that ship have learnt from. A smaller photo keeps its size.
inline constexpr int kTracedSide = 256;

/// Reads `photo` with the segmenter that comes with the program for the palette. Throws
/// std::runtime_error, one line: a photo that can't be read or is more than four times as long
/// as wide, no segmenter for the palette, one of other classes than the palette's.
Tracing traced(const QString& photo, const Palette& palette);

/// Those with a segmenter.
std::vector<Palette> traceablePalettes(const PaletteLibrary& palettes);

/// All methods are called from the GUI thread and return at once; all signals arrive there. The
/// latest photo wins.
class TraceService : public QObject {
    Q_OBJECT

public:
    explicit TraceService(QObject* parent = nullptr) : QObject(parent) {}

    void trace(const QString& photo, const Palette& palette);

Q_SIGNALS:
    void finished(const tessera::Tracing& tracing);
    void failed(const QString& reason);

private:
    LatestAnswer answer_{*this};
};

}  // namespace tessera
