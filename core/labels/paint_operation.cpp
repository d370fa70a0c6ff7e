#include "core/labels/paint_operation.h"

#include <QCoreApplication>
#include <algorithm>
#include <stdexcept>

#include "core/labels/label_writer.h"
#include "core/labels/shapes.h"
#include "core/palette/palette.h"

namespace tessera {
namespace {

/// Fills what hangs together with the seed by edges, a row's run at a time.
void floodFill(LabelWriter& writer, QPoint seed, uint16_t label) {
    const uint16_t target = writer.labels().at(seed);
    const int width = writer.canvas().width();
    std::vector<QPoint> open{seed};
    while (!open.empty()) {
        const QPoint p = open.back();
        open.pop_back();
        const uint16_t* row = writer.labels().scanLine(p.y());
        if (row[p.x()] != target) {
            continue;  // filled from another side meanwhile
        }
        int first = p.x();
        int last = p.x() + 1;
        while (first > 0 && row[first - 1] == target) {
            --first;
        }
        while (last < width && row[last] == target) {
            ++last;
        }
        writer.fill(p.y(), first, last, label);
        for (const int y : {p.y() - 1, p.y() + 1}) {
            if (y < 0 || y >= writer.canvas().height()) {
                continue;
            }
            const uint16_t* neighbour = writer.labels().scanLine(y);
            for (int x = first; x < last; ++x) {
                if (neighbour[x] == target && (x == first || neighbour[x - 1] != target)) {
                    open.emplace_back(x, y);
                }
            }
        }
    }
}

void replaceEverywhere(LabelWriter& writer, uint16_t from, uint16_t label) {
    for (int y = 0; y < writer.canvas().height(); ++y) {
        writer.replace(y, 0, writer.canvas().width(), from, label);
    }
}

/// Where each target column (or row) comes from, in the region's own coordinates.
std::vector<int> sourcePositions(
    int first, int count, int targetSize, int regionSize, bool flipped) {
    std::vector<int> positions(count);
    for (int i = 0; i < count; ++i) {
        const qint64 position = (2 * qint64{first + i} + 1) * regionSize / (2 * qint64{targetSize});
        positions[i] = static_cast<int>(flipped ? regionSize - 1 - position : position);
    }
    return positions;
}

/// Applies one shape; a struct of overloads for std::visit.
struct Painter {
    LabelWriter& writer;
    const PaintOperation& operation;

    auto filler() const {
        return [this](int y, int first, int last) { writer.fill(y, first, last, operation.label); };
    }

    void operator()(const BrushSegment& brush) const {
        const std::vector<BrushPoint>& points = brush.points;
        if (points.size() == 1) {
            capsuleSpans(points[0], points[0], brush.tip, writer.canvas(), filler());
        }
        for (size_t i = 1; i < points.size(); ++i) {
            capsuleSpans(points[i - 1], points[i], brush.tip, writer.canvas(), filler());
        }
    }

    void operator()(const LineShape& line) const {
        const double radius = line.width / 2;
        capsuleSpans(
            {line.from, radius}, {line.to, radius}, BrushTip::Round, writer.canvas(), filler());
    }

    void operator()(const RectangleShape& rectangle) const {
        rectangleSpans(rectangle.box, rectangle.outline, writer.canvas(), filler());
    }

    void operator()(const EllipseShape& ellipse) const {
        ellipseSpans(ellipse.box, ellipse.outline, writer.canvas(), filler());
    }

    void operator()(const PolygonShape& polygon) const {
        polygonSpans(polygon.points, writer.canvas(), filler());
    }

    void operator()(const BucketFill& bucket) const {
        if (!writer.labels().contains(bucket.seed)) {
            return;
        }
        const uint16_t target = writer.labels().at(bucket.seed);
        if (target == operation.label || (operation.onlyOn && *operation.onlyOn != target)) {
            return;
        }
        if (bucket.contiguous) {
            floodFill(writer, bucket.seed, operation.label);
        } else {
            replaceEverywhere(writer, target, operation.label);
        }
    }

    void operator()(const ReplaceClass& replace) const {
        if (!replace.within) {
            replaceEverywhere(writer, replace.from, operation.label);
            return;
        }
        polygonSpans(*replace.within, writer.canvas(), [&](int y, int first, int last) {
            writer.replace(y, first, last, replace.from, operation.label);
        });
    }

    void operator()(const InsertRegion& insert) const {
        const QRect& target = insert.target;
        const QRect region =
            insert.region.isNull() ? insert.source.rect() : insert.region & insert.source.rect();
        const QRect visible = target & writer.canvas();
        if (region.isEmpty() || visible.isEmpty()) {
            return;
        }
        const std::vector<int> columns = sourcePositions(visible.left() - target.left(),
                                                         visible.width(),
                                                         target.width(),
                                                         region.width(),
                                                         insert.flipHorizontally);
        const std::vector<int> rows = sourcePositions(visible.top() - target.top(),
                                                      visible.height(),
                                                      target.height(),
                                                      region.height(),
                                                      insert.flipVertically);
        std::vector<uint16_t> values(columns.size());
        for (int y = 0; y < visible.height(); ++y) {
            const uint16_t* from = insert.source.scanLine(region.top() + rows[y]) + region.left();
            std::transform(
                columns.begin(), columns.end(), values.begin(), [from](int x) { return from[x]; });
            writer.copy(visible.top() + y, visible.left(), values.data(), visible.width(), true);
        }
    }

    void operator()(const FillAll&) const {
        for (int y = 0; y < writer.canvas().height(); ++y) {
            writer.fill(y, 0, writer.canvas().width(), operation.label);
        }
    }

    void operator()(const SetLabels& set) const {
        if (set.labels.size() != writer.canvas().size()) {
            throw std::runtime_error(
                QCoreApplication::translate("PaintOperation", "the label map has another size")
                    .toStdString());
        }
        for (int y = 0; y < writer.canvas().height(); ++y) {
            writer.copy(y, 0, set.labels.scanLine(y), writer.canvas().width(), false);
        }
    }
};

struct Namer {
    Q_DECLARE_TR_FUNCTIONS(PaintOperation)

public:
    const QString label;
    const Palette& palette;

    QString operator()(const BrushSegment&) const { return tr("Brush: %1").arg(label); }
    QString operator()(const LineShape&) const { return tr("Line: %1").arg(label); }
    QString operator()(const RectangleShape&) const { return tr("Rectangle: %1").arg(label); }
    QString operator()(const EllipseShape&) const { return tr("Ellipse: %1").arg(label); }
    QString operator()(const PolygonShape&) const { return tr("Lasso: %1").arg(label); }
    QString operator()(const BucketFill&) const { return tr("Fill: %1").arg(label); }
    QString operator()(const ReplaceClass& replace) const {
        return tr("Replace: %1 by %2").arg(palette.nameOf(replace.from), label);
    }
    QString operator()(const InsertRegion&) const { return tr("Insert"); }
    QString operator()(const FillAll&) const { return tr("Fill all: %1").arg(label); }
    QString operator()(const SetLabels&) const { return tr("Replace labels"); }
};

}  // namespace

QString operationName(const PaintOperation& operation, const Palette& palette) {
    return std::visit(Namer{palette.nameOf(operation.label), palette}, operation.shape);
}

QRect paint(LabelMap& labels, const PaintOperation& operation, LabelRecorder* recorder) {
    LabelWriter writer(labels, recorder, operation.onlyOn);
    std::visit(Painter{writer, operation}, operation.shape);
    return writer.changed();
}

}  // namespace tessera
