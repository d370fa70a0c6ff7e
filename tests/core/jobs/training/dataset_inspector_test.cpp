// What a folder is said to hold.
#include "core/jobs/training/dataset_inspector.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/core/jobs/training/fake_processes.h"

using namespace tessera;

namespace {

constexpr int kPatience = 60000;  // milliseconds

DatasetReport inspected(const QString& folder,
                        const QString& layout = {},
                        const QString& palette = {}) {
    DatasetInspector inspector;
    DatasetReport last;
    QObject::connect(
        &inspector, &DatasetInspector::reported, &inspector, [&](const DatasetReport& report) {
            last = report;
        });
    inspector.inspect(folder, layout, palette);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(last.complete, kPatience); }();
    return last;
}

}  // namespace

class DatasetInspectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAndMeasures() {
        const QTemporaryDir folder;
        testing::writePairs(folder.filePath(QStringLiteral("scenes/train")), 5);
        testing::writePairs(folder.filePath(QStringLiteral("scenes/val")), 2);
        const DatasetReport report = inspected(folder.filePath(QStringLiteral("scenes")));
        QCOMPARE(report.refusal, QString());
        QCOMPARE(report.layout, QStringLiteral("pairs"));
        QCOMPARE(report.palette, QStringLiteral("scenes"));  // the folder is called so
        QVERIFY(report.paletteIsGuess);
        QCOMPARE(report.pairs, 5);
        QCOMPARE(report.heldOut, 2);
        QCOMPARE(report.checked, 5);
        QCOMPARE(report.smallest, QSize(40, 32));
        QCOMPARE(report.largest, QSize(40, 32));
        QCOMPARE(report.classes.size(), 2);
        QCOMPARE(report.classes[0].share, 0.5);
        QCOMPARE(report.problems, QStringList());
    }

    void namesWhatIsWrongWithWhichFile() {
        const QTemporaryDir folder;
        testing::writePairs(folder.path(), 4);
        testing::writeFile(folder.filePath(QStringLiteral("p1.jpg")), "no picture");
        QVERIFY(QImage(20, 32, QImage::Format_RGB888).save(folder.filePath("p2.jpg")));
        const DatasetReport report = inspected(folder.path(), {}, QStringLiteral("scenes"));
        QCOMPARE(report.checked, 4);
        QCOMPARE(report.problems.size(), 2);
        QVERIFY(report.problems.filter(QStringLiteral("p1.jpg")).size() == 1);
        QVERIFY(report.problems.filter(QStringLiteral("p2")).size() == 1);
    }

    void refusesAFolderWithoutPairs() {
        const QTemporaryDir folder;
        const DatasetReport report = inspected(folder.path());
        QVERIFY(report.refusal.contains(folder.path()));
        QCOMPARE(report.pairs, 0);
        QVERIFY(inspected(folder.path(), QStringLiteral("cityscapes"))
                    .refusal.contains(QStringLiteral("leftImg8bit")));
    }

    void aNewQuestionEndsTheOldOne() {
        const QTemporaryDir folder;
        testing::writePairs(folder.path());
        DatasetInspector inspector;
        QStringList folders;
        bool complete = false;
        connect(&inspector, &DatasetInspector::reported, this, [&](const DatasetReport& report) {
            folders << report.folder;
            complete = report.complete;
        });
        inspector.inspect(QStringLiteral("/nowhere"));
        inspector.inspect(folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(complete, kPatience);
        QVERIFY(!folders.contains(QStringLiteral("/nowhere")));
    }
};

QTEST_GUILESS_MAIN(DatasetInspectorTest)
#include "dataset_inspector_test.moc"
