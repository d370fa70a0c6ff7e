#include "core/labels/shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace tessera {
namespace {

/// Far outside every canvas, well inside an int.
constexpr double kFar = 1e8;

/// A round dab at least this wide holds a pixel's centre wherever it lies: more than sqrt(2) / 2.
constexpr double kSafeRadius = 0.7072;

/// The first pixel whose centre is at or right of x.
int pixelFrom(double x) {
    return static_cast<int>(std::ceil(std::clamp(x, -kFar, kFar) - 0.5));
}

/// The first pixel whose centre is right of x: with it, round shapes stay symmetric where their
/// edge goes through a centre.
int pixelAfter(double x) {
    return static_cast<int>(std::floor(std::clamp(x, -kFar, kFar) - 0.5)) + 1;
}

bool isFinite(const QPointF& p) {
    return std::abs(p.x()) < kFar && std::abs(p.y()) < kFar;  // false for NaN as well
}

struct Interval {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return low >= high; }
    void include(double x) {
        low = std::min(low, x);
        high = std::max(high, x);
    }
};

/// Widens `interval` to the row's part of the hull of `points`. All pairs are tried instead of
/// finding the hull's edges: they are at most eight points.
template <size_t N>
void includeHull(const std::array<QPointF, N>& points, double y, Interval& interval) {
    for (size_t i = 0; i < N; ++i) {
        for (size_t j = i + 1; j < N; ++j) {
            const QPointF& p = points[i];
            const QPointF& q = points[j];
            if ((p.y() <= y) != (q.y() <= y)) {
                interval.include(p.x() + (y - p.y()) / (q.y() - p.y()) * (q.x() - p.x()));
            }
        }
    }
}

void includeDisc(const QPointF& centre, double radius, double y, Interval& interval) {
    const double dy = y - centre.y();
    const double square = radius * radius - dy * dy;
    if (square > 0) {
        interval.include(centre.x() - std::sqrt(square));
        interval.include(centre.x() + std::sqrt(square));
    }
}

/// The four points where the two outer tangents touch the discs. With d the unit vector from a to b
/// and s = (ra - rb) / |ab|, the normals are s d +- sqrt(1 - s^2) d_perp. When one disc holds the
/// other, all four are the larger one's centre.
std::array<QPointF, 4> tangentPoints(const BrushPoint& a, const BrushPoint& b) {
    const QPointF ab = b.position - a.position;
    const double length = std::hypot(ab.x(), ab.y());
    if (length <= std::abs(a.radius - b.radius)) {
        const QPointF centre = a.radius >= b.radius ? a.position : b.position;
        return {centre, centre, centre, centre};
    }
    const QPointF d = ab / length;
    const double s = (a.radius - b.radius) / length;
    const QPointF across = QPointF(-d.y(), d.x()) * std::sqrt(1 - s * s);
    const QPointF left = d * s + across;
    const QPointF right = d * s - across;
    return {a.position + left * a.radius,
            b.position + left * b.radius,
            b.position + right * b.radius,
            a.position + right * a.radius};
}

void roundSpans(const BrushPoint& a, const BrushPoint& b, const QRect& canvas, const Span& span) {
    const std::array<QPointF, 4> sides = tangentPoints(a, b);
    const double top = std::min(a.position.y() - a.radius, b.position.y() - b.radius);
    const double bottom = std::max(a.position.y() + a.radius, b.position.y() + b.radius);
    const int end = std::min(pixelFrom(bottom), canvas.bottom() + 1);
    for (int y = std::max(pixelAfter(top), canvas.top()); y < end; ++y) {
        Interval interval;
        includeDisc(a.position, a.radius, y + 0.5, interval);
        includeDisc(b.position, b.radius, y + 0.5, interval);
        includeHull(sides, y + 0.5, interval);
        if (!interval.isEmpty()) {
            span(y, pixelAfter(interval.low), pixelFrom(interval.high));
        }
    }
}

void squareSpans(const BrushPoint& a, const BrushPoint& b, const QRect& canvas, const Span& span) {
    std::array<QPointF, 8> corners;
    size_t n = 0;
    for (const BrushPoint* p : {&a, &b}) {
        const double r = std::max(p->radius, 0.5);
        for (const QPointF& corner :
             {QPointF(-r, -r), QPointF(r, -r), QPointF(r, r), QPointF(-r, r)}) {
            corners[n++] = p->position + corner;
        }
    }
    const auto byHeight = [](const QPointF& p, const QPointF& q) { return p.y() < q.y(); };
    const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(), byHeight);
    const int end = std::min(pixelFrom(bottom->y()), canvas.bottom() + 1);
    for (int y = std::max(pixelFrom(top->y()), canvas.top()); y < end; ++y) {
        Interval interval;
        includeHull(corners, y + 0.5, interval);
        if (!interval.isEmpty()) {
            span(y, pixelFrom(interval.low), pixelFrom(interval.high));
        }
    }
}

/// The pixels under a line: both ends, and one for each column between them (for each row, where
/// the line is steep), taken where it crosses the column's middle.
void thinSpans(const QPointF& a, const QPointF& b, const QRect& canvas, const Span& span) {
    const auto put = [&](double x, double y) {
        const QPointF p(std::floor(x), std::floor(y));
        if (p.x() >= canvas.left() && p.x() <= canvas.right() && p.y() >= canvas.top() &&
            p.y() <= canvas.bottom()) {
            span(static_cast<int>(p.y()), static_cast<int>(p.x()), static_cast<int>(p.x()) + 1);
        }
    };
    put(a.x(), a.y());
    put(b.x(), b.y());
    const bool steep = std::abs(b.y() - a.y()) > std::abs(b.x() - a.x());
    const double u0 = steep ? a.y() : a.x();
    const double u1 = steep ? b.y() : b.x();
    const double v0 = steep ? a.x() : a.y();
    const double slope = u1 != u0 ? ((steep ? b.x() : b.y()) - v0) / (u1 - u0) : 0;
    const double low = std::max<double>(std::min(u0, u1), steep ? canvas.top() : canvas.left());
    const double high =
        std::min<double>(std::max(u0, u1), (steep ? canvas.bottom() : canvas.right()) + 1);
    for (double u = std::floor(low) + 0.5; u <= high; ++u) {
        const double v = v0 + (std::clamp(u, std::min(u0, u1), std::max(u0, u1)) - u0) * slope;
        put(steep ? v : u, steep ? u : v);
    }
}

/// A row of a ring: the outer interval without the inner one.
void ringSpan(
    int y, int outerFirst, int outerLast, int innerFirst, int innerLast, const Span& span) {
    if (innerFirst >= innerLast) {
        span(y, outerFirst, outerLast);
    } else {
        span(y, outerFirst, innerFirst);
        span(y, innerLast, outerLast);
    }
}

/// The row's part of the ellipse inscribed in `box`; empty outside of it.
Interval ellipseInterval(const QRectF& box, double y) {
    Interval interval;
    if (box.width() > 0 && box.height() > 0) {
        const double dy = (y - box.center().y()) / (box.height() / 2);
        if (std::abs(dy) < 1) {
            const double half = box.width() / 2 * std::sqrt(1 - dy * dy);
            interval.include(box.center().x() - half);
            interval.include(box.center().x() + half);
        }
    }
    return interval;
}

}  // namespace

void capsuleSpans(
    const BrushPoint& a, const BrushPoint& b, BrushTip tip, const QRect& canvas, const Span& span) {
    if (!isFinite(a.position) || !isFinite(b.position) || !(a.radius < kFar) ||
        !(b.radius < kFar)) {
        return;
    }
    const BrushPoint from{a.position, std::max(a.radius, 0.0)};
    const BrushPoint to{b.position, std::max(b.radius, 0.0)};
    if (tip == BrushTip::Square) {
        squareSpans(from, to, canvas, span);
        return;
    }
    if (std::max(from.radius, to.radius) >= kSafeRadius) {
        roundSpans(from, to, canvas, span);
    }
    if (std::min(from.radius, to.radius) < kSafeRadius) {
        thinSpans(from.position, to.position, canvas, span);
    }
}

void rectangleSpans(const QRectF& box, double outline, const QRect& canvas, const Span& span) {
    const QRectF outer = box.normalized();
    if (!isFinite(outer.topLeft()) || !isFinite(outer.bottomRight())) {
        return;
    }
    QRectF inner;
    if (outline > 0 && 2 * outline < std::min(outer.width(), outer.height())) {
        inner = outer.adjusted(outline, outline, -outline, -outline);
    }
    const int end = std::min(pixelFrom(outer.bottom()), canvas.bottom() + 1);
    for (int y = std::max(pixelFrom(outer.top()), canvas.top()); y < end; ++y) {
        const bool hollow = y >= pixelFrom(inner.top()) && y < pixelFrom(inner.bottom());
        ringSpan(y,
                 pixelFrom(outer.left()),
                 pixelFrom(outer.right()),
                 hollow ? pixelFrom(inner.left()) : 0,
                 hollow ? pixelFrom(inner.right()) : 0,
                 span);
    }
}

void ellipseSpans(const QRectF& box, double outline, const QRect& canvas, const Span& span) {
    const QRectF outer = box.normalized();
    if (!isFinite(outer.topLeft()) || !isFinite(outer.bottomRight())) {
        return;
    }
    const QRectF inner =
        outline > 0 ? outer.adjusted(outline, outline, -outline, -outline) : QRectF();
    const int end = std::min(pixelFrom(outer.bottom()), canvas.bottom() + 1);
    for (int y = std::max(pixelFrom(outer.top()), canvas.top()); y < end; ++y) {
        const Interval out = ellipseInterval(outer, y + 0.5);
        const Interval in = ellipseInterval(inner, y + 0.5);
        if (!out.isEmpty()) {
            ringSpan(y,
                     pixelAfter(out.low),
                     pixelFrom(out.high),
                     in.isEmpty() ? 0 : pixelAfter(in.low),
                     in.isEmpty() ? 0 : pixelFrom(in.high),
                     span);
        }
    }
}

void polygonSpans(const QPolygonF& points, const QRect& canvas, const Span& span) {
    if (points.size() < 3 || !std::all_of(points.begin(), points.end(), isFinite)) {
        return;
    }
    std::vector<std::vector<double>> crossings(canvas.height());  // of each row's centre line
    for (qsizetype i = 0; i < points.size(); ++i) {
        QPointF p = points[i];
        QPointF q = points[(i + 1) % points.size()];
        if (p.y() > q.y()) {
            std::swap(p, q);
        }
        const int end = std::min(pixelFrom(q.y()), canvas.bottom() + 1);
        for (int y = std::max(pixelFrom(p.y()), canvas.top()); y < end; ++y) {
            const double t = (y + 0.5 - p.y()) / (q.y() - p.y());
            crossings[y - canvas.top()].push_back(p.x() + t * (q.x() - p.x()));
        }
    }
    for (int row = 0; row < canvas.height(); ++row) {
        std::vector<double>& xs = crossings[row];
        std::sort(xs.begin(), xs.end());
        for (size_t i = 0; i + 1 < xs.size(); i += 2) {
            span(canvas.top() + row, pixelFrom(xs[i]), pixelFrom(xs[i + 1]));
        }
    }
}

}  // namespace tessera
