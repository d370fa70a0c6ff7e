// Every paint operation against an obvious picture of what it should do.
#include <QTest>
#include <cmath>
#include <functional>

#include "core/labels/label_patch.h"
#include "core/labels/paint_operation.h"
#include "tests/core/testing.h"

using namespace tessera;

class PaintTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapesMatchTheirDefinition_data();
    void shapesMatchTheirDefinition();
    void singlePixelBrush();
    void strokesHaveNoGaps_data();
    void strokesHaveNoGaps();
    void roundDabsAreSymmetric_data();
    void roundDabsAreSymmetric();
    void tellsTheSmallestRectangle();
    void clipsToTheCanvas();
    void ignoresWhatIsNotFinite();
    void fillsContiguously();
    void fillsASnake();
    void fillsEverywhere();
    void replacesAClass();
    void inserts();
    void setsAll();
    void onlyOn_data();
    void onlyOn();
    void recordsWhatItChanges();
    void doesNotDetachForNothing();
    void names();
};

namespace {

using Inside = std::function<bool(double, double)>;  ///< is this pixel centre inside the shape?

LabelMap painted(QSize size, const PaintShape& shape, uint16_t label = 1) {
    LabelMap map(size, 0);
    paint(map, {shape, label, {}});
    return map;
}

QPoint firstDifference(const LabelMap& map, const Inside& inside) {
    for (int y = 0; y < map.height(); ++y) {
        for (int x = 0; x < map.width(); ++x) {
            if ((map.at(x, y) == 1) != inside(x + 0.5, y + 0.5)) {
                return {x, y};
            }
        }
    }
    return {-1, -1};
}

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF ab = b - a;
    const double length = QPointF::dotProduct(ab, ab);
    const double t =
        length > 0 ? std::clamp(QPointF::dotProduct(p - a, ab) / length, 0.0, 1.0) : 0.0;
    const QPointF d = p - a - ab * t;
    return std::hypot(d.x(), d.y());
}

/// Inside the hull of two discs: in one of the discs whose centre and radius go linearly from the
/// one to the other. Radius less distance is concave along the way, so its peak is found by thirds.
bool insideHull(QPointF p, const BrushPoint& a, const BrushPoint& b) {
    const auto depth = [&](double t) {
        const QPointF d = p - (a.position + (b.position - a.position) * t);
        return a.radius + (b.radius - a.radius) * t - std::hypot(d.x(), d.y());
    };
    double low = 0;
    double high = 1;
    for (int i = 0; i < 80; ++i) {
        const double third = (high - low) / 3;
        if (depth(low + third) < depth(high - third)) {
            low += third;
        } else {
            high -= third;
        }
    }
    return depth((low + high) / 2) > 0;
}

int count(const LabelMap& map, uint16_t label) {
    return static_cast<int>(map.classAreas(label + 1)[label]);
}

/// Pixels of label 1 that hang together with the first one, sides and corners counted.
int connected(const LabelMap& map) {
    LabelMap rest = map;
    std::vector<QPoint> open;
    for (int i = 0; i < map.width() * map.height() && open.empty(); ++i) {
        if (map.at(i % map.width(), i / map.width()) == 1) {
            open.emplace_back(i % map.width(), i / map.width());
        }
    }
    int found = 0;
    while (!open.empty()) {
        const QPoint p = open.back();
        open.pop_back();
        if (!rest.contains(p) || rest.at(p) != 1) {
            continue;
        }
        rest.writableScanLine(p.y())[p.x()] = 0;
        ++found;
        for (int i = 0; i < 9; ++i) {
            open.push_back(p + QPoint(i % 3 - 1, i / 3 - 1));
        }
    }
    return found;
}

LabelMap fromText(const QStringList& rows) {
    LabelMap map(rows[0].size(), rows.size(), 0);
    for (int y = 0; y < map.height(); ++y) {
        for (int x = 0; x < map.width(); ++x) {
            const QChar c = rows[y][x];
            map.writableScanLine(y)[x] = c == u'.' ? kVoid : static_cast<uint16_t>(c.digitValue());
        }
    }
    return map;
}

}  // namespace

void PaintTest::shapesMatchTheirDefinition_data() {
    QTest::addColumn<int>("row");
    for (int i = 0; i < 13; ++i) {
        QTest::addRow("shape %d", i) << i;
    }
}

void PaintTest::shapesMatchTheirDefinition() {
    QFETCH(int, row);
    const QPointF a(20.3, 30.7);
    const QPointF b(70.9, 51.2);
    const BrushPoint thick{a, 14.4};
    const BrushPoint thin{b, 3.1};
    const BrushPoint within{a + QPointF(2, 1), 5};
    const QRectF box(10.2, 20.4, 61.3, 40.9);
    const QRectF inner = box.adjusted(5, 5, -5, -5);
    const QPolygonF star({{50, 5}, {65, 70}, {10.5, 25.5}, {89.5, 30.5}, {30, 75}});
    const auto ellipse = [](const QRectF& e, double x, double y) {
        const double u = (x - e.center().x()) / (e.width() / 2);
        const double v = (y - e.center().y()) / (e.height() / 2);
        return u * u + v * v < 1;
    };
    const auto rectangle = [](const QRectF& r, double x, double y) {
        return x >= r.left() && x < r.right() && y >= r.top() && y < r.bottom();
    };
    const std::vector<std::pair<PaintShape, Inside>> shapes{
        {BrushSegment{{{a, 12.5}}, {}},
         [&](double x, double y) { return std::hypot(x - a.x(), y - a.y()) < 12.5; }},
        {BrushSegment{{{a, 8.0}, {b, 8.0}}, {}},
         [&](double x, double y) {
             return distanceToSegment({x, y}, a, b) < 8;
         }},
        {BrushSegment{{thick, thin}, {}},
         [&](double x, double y) {
             return insideHull({x, y}, thick, thin);
         }},
        {BrushSegment{{thin, thick}, {}},
         [&](double x, double y) {
             return insideHull({x, y}, thick, thin);
         }},
        {BrushSegment{{thick, within}, {}},
         [&](double x, double y) { return std::hypot(x - a.x(), y - a.y()) < 14.4; }},
        {BrushSegment{{{a, 6.0}}, BrushTip::Square},
         [&](double x, double y) {
             return rectangle(QRectF(a - QPointF(6, 6), QSizeF(12, 12)), x, y);
         }},
        {LineShape{a, b, 9.3},
         [&](double x, double y) {
             return distanceToSegment({x, y}, a, b) < 4.65;
         }},
        {RectangleShape{box, 0}, [&](double x, double y) { return rectangle(box, x, y); }},
        {RectangleShape{box, 5},
         [&](double x, double y) { return rectangle(box, x, y) && !rectangle(inner, x, y); }},
        {RectangleShape{box, 500}, [&](double x, double y) { return rectangle(box, x, y); }},
        {EllipseShape{box, 0}, [&](double x, double y) { return ellipse(box, x, y); }},
        {EllipseShape{box, 5},
         [&](double x, double y) { return ellipse(box, x, y) && !ellipse(inner, x, y); }},
        {PolygonShape{star},
         [&](double x, double y) {
             return star.containsPoint({x, y}, Qt::OddEvenFill);
         }},
    };
    const auto& [shape, inside] = shapes[row];
    const LabelMap map = painted(QSize(100, 80), shape);
    QVERIFY(count(map, 1) > 100);
    QCOMPARE(firstDifference(map, inside), QPoint(-1, -1));
}

void PaintTest::singlePixelBrush() {
    for (const double radius : {0.0, 0.2, 0.5, 0.7}) {
        for (const QPointF p : {QPointF(3, 4), QPointF(3.5, 4.5), QPointF(3.99, 4.99)}) {
            const LabelMap map = painted(QSize(8, 8), BrushSegment{{{p, radius}}, {}});
            QCOMPARE(count(map, 1), 1);
            QCOMPARE(map.at(3, 4), uint16_t{1});
        }
    }
    for (const QPointF p : {QPointF(3, 4), QPointF(3.4, 4.4)}) {
        const LabelMap map = painted(QSize(8, 8), BrushSegment{{{p, 0.5}}, BrushTip::Square});
        QCOMPARE(count(map, 1), 1);
    }
}

void PaintTest::strokesHaveNoGaps_data() {
    QTest::addColumn<double>("radius");
    QTest::addColumn<bool>("square");
    for (const double radius : {0.3, 0.5, 0.7, 0.71, 0.8, 1.0, 1.5, 2.2}) {
        QTest::addRow("round %g", radius) << radius << false;
        QTest::addRow("square %g", radius) << radius << true;
    }
}

void PaintTest::strokesHaveNoGaps() {
    QFETCH(double, radius);
    QFETCH(bool, square);
    const BrushTip tip = square ? BrushTip::Square : BrushTip::Round;
    for (int degrees = 0; degrees < 360; degrees += 7) {
        const double angle = degrees * M_PI / 180;
        const QPointF centre(40.37, 40.81);
        const QPointF end = centre + 35 * QPointF(std::cos(angle), std::sin(angle));
        // One long piece, and the same in pieces as a hand would make them.
        const LabelMap once =
            painted(QSize(80, 80), BrushSegment{{{centre, radius}, {end, radius}}, tip});
        QCOMPARE(connected(once), count(once, 1));
        QCOMPARE(once.at(40, 40), uint16_t{1});
        BrushSegment pieces{{}, tip};
        for (int i = 0; i <= 13; ++i) {
            pieces.points.push_back({centre + (end - centre) * i / 13, radius + (i % 3) * 0.1});
        }
        const LabelMap many = painted(QSize(80, 80), pieces);
        QCOMPARE(connected(many), count(many, 1));
    }
}

void PaintTest::roundDabsAreSymmetric_data() {
    QTest::addColumn<QPointF>("centre");
    QTest::newRow("pixel's centre") << QPointF(20.5, 20.5);
    QTest::newRow("pixels' corner") << QPointF(20, 20);
}

void PaintTest::roundDabsAreSymmetric() {
    QFETCH(QPointF, centre);
    const int side = centre.x() == 20.5 ? 41 : 40;
    for (double radius = 1; radius < 15; radius += 0.5) {
        const LabelMap map = painted(QSize(side, side), BrushSegment{{{centre, radius}}, {}});
        QCOMPARE(map.mirrored(true, false), map);
        QCOMPARE(map.mirrored(false, true), map);
    }
}

void PaintTest::tellsTheSmallestRectangle() {
    LabelMap map(50, 50, 0);
    const RectangleShape shape{QRectF(10, 12, 5, 6), 0};
    QCOMPARE(paint(map, {shape, 3, {}}), QRect(10, 12, 5, 6));
    QCOMPARE(paint(map, {shape, 3, {}}), QRect());
    QCOMPARE(paint(map, {RectangleShape{QRectF(8, 12, 7, 6), 0}, 3, {}}), QRect(8, 12, 2, 6));
    QCOMPARE(paint(map, {FillAll{}, 3, {}}), QRect(0, 0, 50, 50));
}

void PaintTest::clipsToTheCanvas() {
    for (const QPointF p : {QPointF(-3, 5), QPointF(0, 0), QPointF(63, 63), QPointF(30, 70)}) {
        const LabelMap map = painted(QSize(64, 64), BrushSegment{{{p, 10}}, {}});
        QCOMPARE(
            firstDifference(
                map, [&](double x, double y) { return std::hypot(x - p.x(), y - p.y()) < 10; }),
            QPoint(-1, -1));
    }
    const BrushSegment across{{{QPointF(-1e7, 32), 0.4}, {QPointF(1e7, 32), 0.4}}, {}};
    QCOMPARE(count(painted(QSize(64, 64), across), 1), 64);
    QCOMPARE(count(painted(QSize(64, 64), RectangleShape{QRectF(-1e6, -1e6, 2e6, 2e6), 0}), 1),
             4096);
    QCOMPARE(count(painted(QSize(64, 64), EllipseShape{QRectF(100, 100, 50, 50), 0}), 1), 0);
    LabelMap none;
    QCOMPARE(paint(none, {FillAll{}, 1, {}}), QRect());
    QCOMPARE(paint(none, {BucketFill{{0, 0}, true}, 1, {}}), QRect());
}

void PaintTest::ignoresWhatIsNotFinite() {
    const double bad = std::nan("");
    const double far = INFINITY;
    for (const double v : {bad, far, -far}) {
        QCOMPARE(count(painted(QSize(9, 9), BrushSegment{{{QPointF(v, 3), 2}}, {}}), 1), 0);
        QCOMPARE(count(painted(QSize(9, 9), LineShape{QPointF(1, 1), QPointF(3, v), 2}), 1), 0);
        QCOMPARE(count(painted(QSize(9, 9), EllipseShape{QRectF(0, 0, v, 5), 0}), 1), 0);
        QCOMPARE(count(painted(QSize(9, 9), RectangleShape{QRectF(v, 0, 5, 5), 0}), 1), 0);
        QCOMPARE(count(painted(QSize(9, 9),
                               PolygonShape{QPolygonF(QList<QPointF>{{0, 0}, {5, v}, {5, 0}})}),
                       1),
                 0);
    }
    QCOMPARE(count(painted(QSize(9, 9), BrushSegment{{{QPointF(4, 4), bad}}, {}}), 1), 0);
    QCOMPARE(
        count(painted(QSize(9, 9), PolygonShape{QPolygonF(QList<QPointF>{{0, 0}, {5, 5}})}), 1), 0);
    QCOMPARE(count(painted(QSize(9, 9), BrushSegment{}), 1), 0);
}

void PaintTest::fillsContiguously() {
    LabelMap map = fromText({"00100", "01100", "10010", "00001"});
    QCOMPARE(paint(map, {BucketFill{{0, 0}, true}, 7, {}}), QRect(0, 0, 2, 2));
    QCOMPARE(map, fromText({"77100", "71100", "10010", "00001"}));
    QCOMPARE(paint(map, {BucketFill{{4, 0}, true}, 7, {}}), QRect(3, 0, 2, 3));
    QCOMPARE(map, fromText({"77177", "71177", "10017", "00001"}));
    QCOMPARE(paint(map, {BucketFill{{0, 0}, true}, 7, {}}), QRect());
    QCOMPARE(paint(map, {BucketFill{{9, 9}, true}, 3, {}}), QRect());
}

void PaintTest::fillsASnake() {
    // Walls at every second row, open at alternate ends: one long corridor.
    LabelMap map(301, 201, 0);
    for (int y = 1; y < map.height(); y += 2) {
        std::fill_n(map.writableScanLine(y) + (y % 4 == 1 ? 0 : 1), map.width() - 1, 1);
    }
    const int corridor = count(map, 0);
    paint(map, {BucketFill{{150, 0}, true}, 5, {}});
    QCOMPARE(count(map, 5), corridor);
}

void PaintTest::fillsEverywhere() {
    LabelMap map = fromText({"010", "101"});
    QCOMPARE(paint(map, {BucketFill{{0, 0}, false}, kVoid, {}}), QRect(0, 0, 3, 2));
    QCOMPARE(map, fromText({".1.", "1.1"}));
    paint(map, {BucketFill{{0, 0}, false}, 4, {}});
    QCOMPARE(map, fromText({"414", "141"}));
}

void PaintTest::replacesAClass() {
    LabelMap map = fromText({"0120", "2002", "0220"});
    paint(map, {ReplaceClass{2, {}}, 5, {}});
    QCOMPARE(map, fromText({"0150", "5005", "0550"}));
    const QPolygonF left({{0, 0}, {2, 0}, {2, 3}, {0, 3}});
    QCOMPARE(paint(map, {ReplaceClass{5, left}, 3, {}}), QRect(0, 1, 2, 2));
    QCOMPARE(map, fromText({"0150", "3005", "0350"}));
    QCOMPARE(paint(map, {ReplaceClass{5, {}}, 3, uint16_t{1}}), QRect());
}

void PaintTest::inserts() {
    const LabelMap source = fromText({"12.", "345"});
    LabelMap map(6, 4, 0);
    QCOMPARE(paint(map, {InsertRegion{source, {}, QRect(1, 1, 3, 2), false, false}, 9, {}}),
             QRect(1, 1, 3, 2));
    QCOMPARE(map, fromText({"000000", "012000", "034500", "000000"}));
    map = LabelMap(6, 4, 0);
    paint(map, {InsertRegion{source, {}, QRect(1, 1, 3, 2), true, true}, 9, {}});
    QCOMPARE(map, fromText({"000000", "054300", "002100", "000000"}).copy(map.rect()));
    map = LabelMap(6, 4, 0);
    paint(map, {InsertRegion{source, QRect(0, 0, 2, 2), QRect(-2, 0, 4, 4), false, false}, 9, {}});
    QCOMPARE(map, fromText({"220000", "220000", "440000", "440000"}));
    map = LabelMap(6, 4, 0);
    paint(map, {InsertRegion{map, {}, QRect(0, 0, 6, 4), false, false}, 9, {}});
    QCOMPARE(map, LabelMap(6, 4, 0));
    QCOMPARE(
        paint(map,
              {InsertRegion{source, QRect(9, 9, 2, 2), QRect(0, 0, 2, 2), false, false}, 9, {}}),
        QRect());
    QCOMPARE(paint(map, {InsertRegion{source, {}, QRect(0, 0, 0, 5), false, false}, 9, {}}),
             QRect());
    QCOMPARE(paint(map, {InsertRegion{{}, {}, QRect(0, 0, 5, 5), false, false}, 9, {}}), QRect());
}

void PaintTest::setsAll() {
    LabelMap map = fromText({"012", "345"});
    const LabelMap other = fromText({"0.2", "346"});
    QCOMPARE(paint(map, {SetLabels{other}, 0, {}}), QRect(1, 0, 2, 2));
    QCOMPARE(map, other);
    QVERIFY_THROWS(paint(map, {SetLabels{LabelMap(2, 2)}, 0, {}}), QLatin1String("another size"));
    QCOMPARE(map, other);
}

void PaintTest::onlyOn_data() {
    QTest::addColumn<int>("row");
    for (int i = 0; i < 8; ++i) {
        QTest::addRow("shape %d", i) << i;
    }
}

/// A restricted operation equals the free one, kept where the old label was the right one.
void PaintTest::onlyOn() {
    QFETCH(int, row);
    LabelMap before(90, 70, 0);
    paint(before, {EllipseShape{QRectF(10, 10, 60, 40), 0}, 2, {}});
    paint(before, {RectangleShape{QRectF(40, 30, 40, 30), 0}, kVoid, {}});
    LabelMap noise(90, 70, 4);
    paint(noise, {LineShape{QPointF(0, 0), QPointF(90, 70), 30}, 6, {}});
    const std::vector<PaintShape> shapes{
        BrushSegment{{{QPointF(20, 20), 15}, {QPointF(70, 50), 9}}, {}},
        RectangleShape{QRectF(15, 15, 50, 50), 0},
        EllipseShape{QRectF(0, 0, 90, 70), 12},
        PolygonShape{QPolygonF(QList<QPointF>{{5, 5}, {80, 10}, {40, 65}})},
        FillAll{},
        BucketFill{{40, 20}, true},
        InsertRegion{noise, {}, QRect(10, 5, 70, 60), true, false},
        SetLabels{noise},
    };
    for (const uint16_t only : {uint16_t{0}, uint16_t{2}, kVoid}) {
        LabelMap free = before;
        paint(free, {shapes[row], 5, {}});
        LabelMap restricted = before;
        paint(restricted, {shapes[row], 5, only});
        for (int y = 0; y < before.height(); ++y) {
            for (int x = 0; x < before.width(); ++x) {
                QCOMPARE(restricted.at(x, y),
                         before.at(x, y) == only ? free.at(x, y) : before.at(x, y));
            }
        }
    }
}

void PaintTest::recordsWhatItChanges() {
    const LabelMap before(300, 200, 0);
    LabelMap map = before;
    LabelRecorder recorder(map.size());
    QRect changed;
    for (int i = 0; i < 40; ++i) {
        const QPointF p(7.0 * i, 100 + 80 * std::sin(i * 0.4));
        changed |=
            paint(map, {BrushSegment{{{p, 12}}, {}}, static_cast<uint16_t>(i), {}}, &recorder);
    }
    changed |= paint(map, {BucketFill{{299, 0}, true}, 3, {}}, &recorder);
    const LabelMap after = map;
    LabelPatch patch = recorder.take();
    const QRect undone = patch.exchange(map);
    QVERIFY(changed.contains(undone));
    QCOMPARE(map, before);
    patch.exchange(map);
    QCOMPARE(map, after);
}

void PaintTest::doesNotDetachForNothing() {
    LabelMap map(100, 100, 1);
    const LabelMap copy = map;
    LabelRecorder recorder(map.size());
    QCOMPARE(paint(map, {FillAll{}, 1, {}}, &recorder), QRect());
    QVERIFY(recorder.isEmpty());
    QCOMPARE(std::as_const(map).scanLine(0), copy.scanLine(0));
}

void PaintTest::names() {
    const Palette palette = testing::numbered(4);
    QCOMPARE(operationName({BrushSegment{}, 2, {}}, palette), QStringLiteral("Brush: c2"));
    QCOMPARE(operationName({ReplaceClass{1, {}}, kVoid, {}}, palette),
             QStringLiteral("Replace: c1 by void"));
    for (const PaintShape& shape : {PaintShape(LineShape{}),
                                    PaintShape(RectangleShape{}),
                                    PaintShape(EllipseShape{}),
                                    PaintShape(PolygonShape{}),
                                    PaintShape(BucketFill{}),
                                    PaintShape(InsertRegion{}),
                                    PaintShape(FillAll{}),
                                    PaintShape(SetLabels{})}) {
        QVERIFY(!operationName({shape, 0, {}}, palette).isEmpty());
    }
}

QTEST_GUILESS_MAIN(PaintTest)
#include "paint_test.moc"
