// What a canvas compares and keeps; photos themselves are the render service's tests.
#include "core/jobs/live_canvas.h"

#include <QTest>

using namespace tessera;

class LiveCanvasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatDiffers_data() {
        QTest::addColumn<QList<QPoint>>("changed");
        QTest::addColumn<QRect>("area");
        QTest::newRow("nothing") << QList<QPoint>{} << QRect();
        QTest::newRow("a pixel") << QList<QPoint>{{3, 5}} << QRect(3, 5, 1, 1);
        QTest::newRow("corners") << QList<QPoint>{{0, 0}, {8, 6}} << QRect(0, 0, 9, 7);
        QTest::newRow("across") << QList<QPoint>{{7, 1}, {2, 4}, {4, 2}} << QRect(2, 1, 6, 4);
    }

    void findsWhatDiffers() {
        QFETCH(QList<QPoint>, changed);
        QFETCH(QRect, area);
        const LabelMap before(9, 7, 1);
        LabelMap after = before;
        for (const QPoint& at : changed) {
            after.writableScanLine(at.y())[at.x()] = 2;
        }
        QCOMPARE(differingArea(before, after), area);
    }

    void anotherSourceIsAnotherPhoto() {
        QImage source(4, 4, QImage::Format_RGB888);
        source.fill(Qt::red);
        RenderInput one;
        one.labels = LabelMap(4, 4, 1);
        one.source = source;
        RenderInput other = one;
        QVERIFY(one.shows(other));
        other.source.fill(Qt::blue);
        QVERIFY(!one.matches(other));
        other.source = {};
        QVERIFY(!one.matches(other));
        KeptPhotos kept;
        kept.keep(one, {});
        QVERIFY(kept.find(one) != nullptr);
        QVERIFY(kept.find(other) == nullptr);
    }

    void keepsTheLastPhotosWithinItsBounds() {
        KeptPhotos kept;
        const auto input = [](int side, quint32 seed) {
            RenderInput one;
            one.labels = LabelMap(side, side, 1);
            one.noiseSeed = seed;
            return one;
        };
        for (quint32 seed = 0; seed <= KeptPhotos::kMost; ++seed) {
            LivePhoto photo;
            photo.milliseconds = seed;
            kept.keep(input(4, seed), photo);
        }
        QVERIFY(kept.find(input(4, 0)) == nullptr);
        QCOMPARE(kept.find(input(4, 1))->milliseconds, 1.0);
        LabelMap other(4, 4, 1);
        other.writableScanLine(2)[2] = 0;
        RenderInput changed = input(4, 1);
        changed.labels = other;
        QVERIFY(kept.find(changed) == nullptr);
        kept.keep(input(4000, 1), {});  // 76 of 96 MiB
        kept.keep(input(4000, 2), {});
        QVERIFY(kept.find(input(4000, 1)) == nullptr);
        QVERIFY(kept.find(input(4000, 2)) != nullptr);
    }
};

QTEST_GUILESS_MAIN(LiveCanvasTest)
#include "live_canvas_test.moc"
