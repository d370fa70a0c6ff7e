// The painting: one write path, strokes, style, one history, bounded memory, signals.
#include "core/document/painting.h"

#include <QSignalSpy>
#include <QTest>
#include <random>

#include "tests/core/testing.h"

using namespace tessera;

class PaintingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void strokeIsOneEntry();
    void emptyStrokeLeavesNoEntry();
    void applyAloneIsAStroke();
    void cancelPutsBack();
    void undoInsideAStrokeCancels();
    void scopeCancelsOnException();
    void styleSharesTheHistory();
    void equalStyleChangesNothing();
    void sourcePhotosShareTheHistory();
    void palettesShareTheHistory();
    void newChangeForgetsRedo();
    void goesAnywhere();
    void tellsAnyStateFromAnywhere();
    void randomWalkThroughHistory();
    void memoryIsBounded();
    void redoMemoryIsBounded();
    void oldestNameMovesUp();
    void modifiedFollowsTheSavedState();
    void resetBeginsAnew();
    void revisionOnlyGrows();
    void tellsChangedRectangles();

private:
    std::unique_ptr<Painting> painting_;
};

namespace {

PaintOperation square(int x, int y, int side, uint16_t label) {
    return {RectangleShape{QRectF(x, y, side, side), 0}, label, {}};
}

/// A map that no run-length code makes smaller.
LabelMap noise(QSize size, unsigned seed) {
    std::mt19937 random(seed);
    LabelMap map(size, 0);
    for (int y = 0; y < map.height(); ++y) {
        uint16_t* row = map.writableScanLine(y);
        std::generate_n(row, map.width(), [&] { return static_cast<uint16_t>(random() % 9); });
    }
    return map;
}

}  // namespace

void PaintingTest::init() {
    painting_ = std::make_unique<Painting>();
    painting_->reset(
        {LabelMap(200, 150, 0), testing::numbered(9), {}, {}}, {}, QStringLiteral("Open: street"));
}

void PaintingTest::strokeIsOneEntry() {
    const LabelMap before = painting_->labels();
    painting_->beginStroke(QStringLiteral("Brush: sky"));
    QVERIFY(painting_->inStroke());
    for (int i = 0; i < 20; ++i) {
        painting_->apply(square(7 * i, 5 * i, 20, 3));
        painting_->apply(square(7 * i + 3, 5 * i, 9, 4));
    }
    painting_->endStroke();
    const LabelMap after = painting_->labels();
    QCOMPARE(painting_->history(), (QStringList{"Open: street", "Brush: sky"}));
    QCOMPARE(painting_->historyPosition(), 1);
    QCOMPARE(painting_->undoName(), QStringLiteral("Brush: sky"));
    QVERIFY(painting_->canUndo() && !painting_->canRedo());
    painting_->undo();
    QCOMPARE(painting_->labels(), before);
    QCOMPARE(painting_->redoName(), QStringLiteral("Brush: sky"));
    QVERIFY(!painting_->canUndo() && painting_->canRedo());
    painting_->undo();
    QCOMPARE(painting_->historyPosition(), 0);
    painting_->redo();
    QCOMPARE(painting_->labels(), after);
    painting_->redo();
    QCOMPARE(painting_->historyPosition(), 1);
}

void PaintingTest::emptyStrokeLeavesNoEntry() {
    const quint64 revision = painting_->revision();
    painting_->beginStroke(QStringLiteral("Brush"));
    QCOMPARE(painting_->apply(square(5, 5, 9, 0)), QRect());
    painting_->endStroke();
    painting_->endStroke();
    QCOMPARE(painting_->history().size(), 1);
    QCOMPARE(painting_->revision(), revision);
    QVERIFY(!painting_->isModified());
}

void PaintingTest::applyAloneIsAStroke() {
    QCOMPARE(painting_->apply({BucketFill{{3, 3}, true}, 2, {}}), QRect(0, 0, 200, 150));
    QVERIFY(!painting_->inStroke());
    QCOMPARE(painting_->undoName(), QStringLiteral("Fill: c2"));
    painting_->applyWhole(square(0, 0, 4, 5), QStringLiteral("Corner"));
    QCOMPARE(painting_->undoName(), QStringLiteral("Corner"));
    painting_->undo();
    painting_->undo();
    QCOMPARE(painting_->labels(), LabelMap(200, 150, 0));
}

void PaintingTest::cancelPutsBack() {
    painting_->apply(square(10, 10, 50, 3));
    const LabelMap before = painting_->labels();
    QSignalSpy spy(painting_.get(), &Painting::labelsChanged);
    painting_->beginStroke(QStringLiteral("Brush"));
    painting_->apply(square(0, 0, 100, 5));
    painting_->apply(square(100, 70, 50, 6));
    painting_->cancelStroke();
    QCOMPARE(painting_->labels(), before);
    QCOMPARE(painting_->history().size(), 2);
    QCOMPARE(spy.size(), 3);
    QCOMPARE(spy.last().first().toRect(), QRect(0, 0, 150, 120));
    painting_->cancelStroke();
    QCOMPARE(spy.size(), 3);
}

void PaintingTest::undoInsideAStrokeCancels() {
    painting_->apply(square(10, 10, 50, 3));
    const LabelMap before = painting_->labels();
    painting_->beginStroke(QStringLiteral("Brush"));
    painting_->apply(square(0, 0, 100, 5));
    QVERIFY(painting_->canUndo());
    painting_->undo();
    QVERIFY(!painting_->inStroke());
    QCOMPARE(painting_->labels(), before);
    QCOMPARE(painting_->historyPosition(), 1);
}

void PaintingTest::scopeCancelsOnException() {
    const LabelMap before = painting_->labels();
    try {
        const StrokeScope scope(*painting_, QStringLiteral("Set"));
        painting_->apply(square(0, 0, 100, 5));
        painting_->apply({SetLabels{LabelMap(3, 3)}, 0, {}});
        QFAIL("a map of another size was taken");
    } catch (const std::runtime_error&) {
    }
    QVERIFY(!painting_->inStroke());
    QCOMPARE(painting_->labels(), before);
    QCOMPARE(painting_->history().size(), 1);
}

void PaintingTest::styleSharesTheHistory() {
    const Style first = painting_->style();
    const Style second{{0.5F, -1.25F}, 7, 8, QStringLiteral("overcast")};
    QSignalSpy styles(painting_.get(), &Painting::styleChanged);
    painting_->apply(square(0, 0, 9, 1));
    painting_->setStyle(second, QStringLiteral("Style: overcast"));
    painting_->apply(square(9, 9, 9, 2));
    const LabelMap labels = painting_->labels();
    painting_->undo();
    QCOMPARE(painting_->style(), second);
    painting_->undo();
    QCOMPARE(painting_->style(), first);
    QCOMPARE(painting_->labels().at(0, 0), uint16_t{1});
    painting_->undo();
    QCOMPARE(painting_->labels(), LabelMap(200, 150, 0));
    painting_->goTo(3);
    QCOMPARE(painting_->style(), second);
    QCOMPARE(painting_->labels(), labels);
    QCOMPARE(styles.size(), 3);
}

void PaintingTest::equalStyleChangesNothing() {
    painting_->setStyle(painting_->style(), QStringLiteral("Style"));
    QCOMPARE(painting_->history().size(), 1);
}

void PaintingTest::sourcePhotosShareTheHistory() {
    QImage image(200, 150, QImage::Format_RGB888);
    image.fill(Qt::red);
    const SourcePhoto source{image, QStringLiteral("above")};
    QSignalSpy changed(painting_.get(), &Painting::sourceChanged);
    painting_->setSource(source, QStringLiteral("Source: above"));
    const qint64 bytes = painting_->historyBytes();
    painting_->setSource(source, QStringLiteral("Source: above"));  // the same
    QCOMPARE(changed.size(), 1);
    QCOMPARE(painting_->undoName(), QStringLiteral("Source: above"));
    QVERIFY(painting_->isModified());
    QVERIFY(painting_->dataAt(0).source.image.isNull());
    painting_->undo();
    QVERIFY(painting_->source().image.isNull());
    QVERIFY(!painting_->isModified());
    QVERIFY(painting_->historyBytes() >= bytes + image.sizeInBytes());
    QCOMPARE(painting_->dataAt(1).source, source);
    painting_->redo();
    QCOMPARE(painting_->source(), source);
    QCOMPARE(painting_->source().image.cacheKey(), image.cacheKey());
    QCOMPARE(changed.size(), 3);
}

void PaintingTest::palettesShareTheHistory() {
    painting_->apply(square(10, 10, 30, 7));
    const PaintingData before = painting_->data();
    const Palette smaller = testing::numbered(5);
    QSignalSpy replaced(painting_.get(), &Painting::replaced);
    painting_->beginStroke(QStringLiteral("Brush"));  // is ended first
    painting_->apply(square(0, 0, 5, 2));
    painting_->setPalette(smaller, LabelMap(200, 150, 4), QStringLiteral("Palette: five"));
    painting_->apply(square(50, 50, 20, 1));
    const PaintingData after = painting_->data();
    QCOMPARE(after.palette, smaller);
    QCOMPARE(
        painting_->history(),
        (QStringList{"Open: street", "Rectangle: c7", "Brush", "Palette: five", "Rectangle: c1"}));
    QCOMPARE(replaced.size(), 1);
    QVERIFY(painting_->historyBytes() >= 200 * 150 * 2);
    QCOMPARE(painting_->dataAt(1), before);

    const quint64 revision = painting_->revision();
    painting_->goTo(1);
    QCOMPARE(painting_->data(), before);
    QCOMPARE(replaced.size(), 2);
    QVERIFY(painting_->revision() > revision);
    QCOMPARE(painting_->dataAt(4), after);
    painting_->goTo(4);
    QCOMPARE(painting_->data(), after);
    QCOMPARE(replaced.size(), 3);
}

void PaintingTest::newChangeForgetsRedo() {
    painting_->apply(square(0, 0, 9, 1));
    painting_->apply(square(0, 0, 9, 2));
    painting_->undo();
    painting_->applyWhole(square(0, 0, 9, 3), QStringLiteral("Other"));
    QCOMPARE(painting_->history(), (QStringList{"Open: street", "Rectangle: c1", "Other"}));
    QVERIFY(!painting_->canRedo());
}

void PaintingTest::goesAnywhere() {
    std::vector<LabelMap> states{painting_->labels()};
    for (uint16_t i = 1; i < 8; ++i) {
        painting_->apply(square(11 * i, 7 * i, 60, i));
        states.push_back(painting_->labels());
    }
    QSignalSpy spy(painting_.get(), &Painting::historyChanged);
    for (const int to : {3, 0, 7, 5, 5, -9, 99}) {
        painting_->goTo(to);
        const int reached = std::clamp(to, 0, 7);
        QCOMPARE(painting_->historyPosition(), reached);
        QCOMPARE(painting_->labels(), states[reached]);
    }
    QCOMPARE(spy.size(), 6);
}

void PaintingTest::tellsAnyStateFromAnywhere() {
    std::vector<PaintingData> states{painting_->data()};
    for (uint16_t i = 1; i < 5; ++i) {
        painting_->apply(square(11 * i, 7 * i, 60, i));
        states.push_back(painting_->data());
        painting_->setStyle({{}, i, i, {}}, QStringLiteral("style"));
        states.push_back(painting_->data());
    }
    QSignalSpy spy(painting_.get(), &Painting::labelsChanged);
    for (const int at : {8, 3, 0}) {
        painting_->goTo(at);
        const quint64 revision = painting_->revision();
        spy.clear();
        for (int to = 0; to < 9; ++to) {
            QCOMPARE(painting_->dataAt(to), states[to]);
        }
        QCOMPARE(painting_->data(), states[at]);
        QCOMPARE(painting_->revision(), revision);
        QCOMPARE(spy.size(), 0);
    }
    // What a stroke under way has painted is no state yet.
    painting_->beginStroke(QStringLiteral("stroke"));
    painting_->apply(square(0, 0, 90, 7));
    QCOMPARE(painting_->dataAt(0), states[0]);
    QCOMPARE(painting_->dataAt(4), states[4]);
}

void PaintingTest::randomWalkThroughHistory() {
    std::mt19937 random(5);
    std::vector<PaintingData> states{painting_->data()};
    int position = 0;
    for (int i = 0; i < 400; ++i) {
        const int what = static_cast<int>(random() % 5);
        if (what < 2) {
            const QPointF from(random() % 200, random() % 150);
            const QPointF to(random() % 200, random() % 150);
            const BrushSegment brush{{{from, random() % 40 + 1.0}, {to, 3}}, {}};
            if (!painting_->apply({brush, static_cast<uint16_t>(random() % 9), {}}).isEmpty()) {
                states.resize(position + 1);
                states.push_back(painting_->data());
                ++position;
            }
        } else if (what == 2) {
            states.resize(position + 1);
            painting_->setStyle({{}, i + 1U, 0, {}}, QStringLiteral("Style"));
            states.push_back(painting_->data());
            ++position;
        } else {
            position = static_cast<int>(random() % states.size());
            painting_->goTo(position);
        }
        QCOMPARE(painting_->historyPosition(), position);
        QVERIFY(painting_->data() == states[position]);
        const size_t other = random() % states.size();
        QVERIFY(painting_->dataAt(static_cast<int>(other)) == states[other]);
    }
}

void PaintingTest::memoryIsBounded() {
    const qint64 limit = 300'000;
    painting_->setHistoryLimit(limit);
    QCOMPARE(painting_->historyLimit(), limit);
    std::vector<LabelMap> states{painting_->labels()};
    for (unsigned i = 0; i < 20; ++i) {
        painting_->apply({SetLabels{noise(QSize(200, 150), i)}, 0, {}});
        states.push_back(painting_->labels());
        QVERIFY(painting_->historyBytes() <= limit);
    }
    // 60,000 bytes a state: the last few are there, the oldest are gone, what is there works.
    const int kept = static_cast<int>(painting_->history().size()) - 1;
    QVERIFY2(kept >= 3 && kept <= 5, qPrintable(QString::number(kept)));
    for (int i = 1; i <= kept; ++i) {
        painting_->undo();
        QCOMPARE(painting_->labels(), states[states.size() - 1 - i]);
        QVERIFY(painting_->historyBytes() <= limit);
    }
    QVERIFY(!painting_->canUndo());
    painting_->setHistoryLimit(0);
    QCOMPARE(painting_->historyBytes(), 0);
    QCOMPARE(painting_->history().size(), 1);
    painting_->apply(square(0, 0, 20, 7));
    QVERIFY(!painting_->canUndo());
    QCOMPARE(painting_->labels().at(0, 0), uint16_t{7});
}

void PaintingTest::redoMemoryIsBounded() {
    // Flat before, noise after: undoing makes the entry larger than the limit allows.
    painting_->setHistoryLimit(40'000);
    painting_->apply({SetLabels{noise(QSize(200, 150), 1)}, 0, {}});
    QVERIFY(painting_->canUndo());
    painting_->undo();
    QCOMPARE(painting_->labels(), LabelMap(200, 150, 0));
    QVERIFY(painting_->historyBytes() <= 40'000);
    QVERIFY(!painting_->canRedo());
}

void PaintingTest::oldestNameMovesUp() {
    painting_->applyWhole(square(0, 0, 90, 1), QStringLiteral("first"));
    painting_->applyWhole(square(0, 0, 90, 2), QStringLiteral("second"));
    painting_->setHistoryLimit(painting_->historyBytes() - 1);
    QCOMPARE(painting_->history(), (QStringList{"first", "second"}));
    QCOMPARE(painting_->historyPosition(), 1);
}

void PaintingTest::modifiedFollowsTheSavedState() {
    QSignalSpy spy(painting_.get(), &Painting::modifiedChanged);
    painting_->beginStroke(QStringLiteral("Brush"));
    QVERIFY(!painting_->isModified());
    painting_->apply(square(0, 0, 9, 1));
    QVERIFY(painting_->isModified());
    painting_->endStroke();
    painting_->undo();
    QVERIFY(!painting_->isModified());
    painting_->redo();
    painting_->markSaved(QStringLiteral("/tmp/a.png"));
    QVERIFY(!painting_->isModified());
    QCOMPARE(painting_->fileName(), QStringLiteral("/tmp/a.png"));
    painting_->undo();
    QVERIFY(painting_->isModified());
    // Another branch of as many steps is not the saved state.
    painting_->apply(square(0, 0, 9, 2));
    QVERIFY(painting_->isModified());
    QList<bool> told;
    for (const auto& call : spy) {
        told << call.first().toBool();
    }
    QCOMPARE(told, (QList<bool>{true, false, true, false, true}));
}

void PaintingTest::resetBeginsAnew() {
    painting_->apply(square(0, 0, 9, 1));
    painting_->beginStroke(QStringLiteral("Brush"));
    QSignalSpy spy(painting_.get(), &Painting::replaced);
    painting_->reset(
        {LabelMap(7, 5, 2), testing::numbered(3), {{1.5F}, 1, 2, {}}, QStringLiteral("m")},
        QStringLiteral("/x.png"),
        QStringLiteral("Open: x"),
        true);
    QCOMPARE(spy.size(), 1);
    QVERIFY(!painting_->inStroke());
    QVERIFY(painting_->isModified());
    QCOMPARE(painting_->history(), QStringList{"Open: x"});
    QCOMPARE(painting_->labels(), LabelMap(7, 5, 2));
    QCOMPARE(painting_->modelName(), QStringLiteral("m"));
    painting_->markSaved(QStringLiteral("/x.png"));
    QVERIFY(!painting_->isModified());
}

void PaintingTest::revisionOnlyGrows() {
    quint64 last = painting_->revision();
    const auto grew = [&] { return std::exchange(last, painting_->revision()) < last; };
    painting_->apply(square(0, 0, 9, 1));
    QVERIFY(grew());
    painting_->setStyle({{}, 4, 0, {}}, QStringLiteral("Style"));
    QVERIFY(grew());
    painting_->undo();
    QVERIFY(grew());
    painting_->undo();
    QVERIFY(grew());
    painting_->redo();
    QVERIFY(grew());
    painting_->beginStroke({});
    painting_->apply(square(0, 0, 9, 5));
    QVERIFY(grew());
    painting_->cancelStroke();
    QVERIFY(grew());
    painting_->reset(painting_->data());
    QVERIFY(grew());
}

void PaintingTest::tellsChangedRectangles() {
    QSignalSpy spy(painting_.get(), &Painting::labelsChanged);
    painting_->apply(square(20, 30, 10, 1));
    painting_->undo();
    QCOMPARE(spy.size(), 2);
    QCOMPARE(spy[0].first().toRect(), QRect(20, 30, 10, 10));
    QCOMPARE(spy[1].first().toRect(), QRect(20, 30, 10, 10));
}

QTEST_GUILESS_MAIN(PaintingTest)
#include "painting_test.moc"
