// Label maps out of photos, by the segmenters that come with the program.
#include "core/jobs/trace_service.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "core/images/image_files.h"
#include "core/jobs/label_reader.h"
#include "core/jobs/resources.h"
#include "tests/core/testing.h"

using namespace tessera;

class TraceServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        // The photo of a pair of the Facades dataset, larger than what is traced.
        const QImage pair = readImage(QStringLiteral(TESSERA_FIXTURES "/labels/facades_pair.jpg"));
        photo_ = folder_.filePath(QStringLiteral("facade.png"));
        writePhoto(pair.copy(0, 0, pair.width() / 2, pair.height()).scaled(600, 400), photo_);
        facades_ = PaletteLibrary::load({}).find(QStringLiteral("facades"));
        QVERIFY(!segmenterFor(facades_.id()).isEmpty());
    }

    void aPhotoBecomesLabelsOfItsShape() {
        const Tracing tracing = traced(photo_, facades_);
        QCOMPARE(tracing.labels.size(), QSize(384, 256));
        QCOMPARE(tracing.photo.size(), tracing.labels.size());
        QCOMPARE(tracing.palette.id(), facades_.id());
        const std::vector<qint64> areas = tracing.labels.classAreas(facades_.size());
        QCOMPARE(std::accumulate(areas.begin(), areas.end(), qint64{0}), qint64{384 * 256});
        const auto of = [&](const char* name) {
            return areas[static_cast<size_t>(facades_.indexOfName(QString::fromLatin1(name)))];
        };
        QVERIFY(of("window") > 384 * 256 / 50);
        QVERIFY(of("facade") > of("window"));
    }

    void smallPhotosKeepTheirSize() {
        const QString small = folder_.filePath(QStringLiteral("small.png"));
        writePhoto(readImage(photo_).scaled(90, 70), small);
        QCOMPARE(traced(small, facades_).labels.size(), QSize(90, 70));
    }

    void knowsWhatCanBeTraced() {
        std::set<QString> ids;
        for (const Palette& palette : traceablePalettes(PaletteLibrary::load({}))) {
            ids.insert(palette.id());
        }
        QVERIFY(ids.count(facades_.id()) == 1);
        QVERIFY(ids.count(QStringLiteral("cityscapes")) == 0);
    }

    void saysWhatIsWrong() {
        const Palette other = PaletteLibrary::load({}).find(QStringLiteral("cityscapes"));
        QVERIFY_THROWS(traced(photo_, other), QLatin1String("palette cityscapes"));
        QVERIFY_THROWS(traced(QStringLiteral("/none.jpg"), facades_), QLatin1String("/none.jpg"));
        const QString strip = folder_.filePath(QStringLiteral("strip.png"));
        writePhoto(readImage(photo_).scaled(500, 100), strip);
        QVERIFY_THROWS(traced(strip, facades_), QLatin1String("500 x 100"));
    }

    void refusesASegmenterOfOtherClasses() {
        QTemporaryDir resources;
        QDir(resources.path()).mkpath(QStringLiteral("segmenters"));
        const QString wrong =
            resources.filePath(QStringLiteral("segmenters/deepfashion.safetensors"));
        QVERIFY(QFile::copy(segmenterFor(facades_.id()), wrong));
        const Palette few(QStringLiteral("deepfashion"),
                          QStringLiteral("Few"),
                          {},
                          255,
                          {{3, QStringLiteral("door"), QColor(1, 1, 1), true, {}}});
        qputenv("TESSERA_RESOURCES", resources.path().toLocal8Bit());
        QVERIFY_THROWS(traced(photo_, few), wrong);
        qunsetenv("TESSERA_RESOURCES");
    }

    // Painted 1 1 1 / 2 2 void, read 1 1 2 / 2 1 0.
    void agreementIsCounted() {
        LabelMap painted(3, 2, 1), read(3, 2, 1);
        painted.writableScanLine(1)[0] = painted.writableScanLine(1)[1] = 2;
        painted.writableScanLine(1)[2] = kVoid;
        read.writableScanLine(0)[2] = read.writableScanLine(1)[0] = 2;
        read.writableScanLine(1)[2] = 0;
        const Agreement agreement = agreementOf(painted, read, 4);
        QCOMPARE(agreement.accuracy, 3 / 5.0);
        QVERIFY(!agreement.iou[0] && !agreement.iou[3]);
        QCOMPARE(*agreement.iou[1], 2 / 4.0);
        QCOMPARE(*agreement.iou[2], 1 / 3.0);
        QCOMPARE(agreement.meanIou, (2 / 4.0 + 1 / 3.0) / 2);
    }

    void theLatestPhotoWins() {
        TraceService service;
        QSignalSpy finished(&service, &TraceService::finished);
        QSignalSpy failed(&service, &TraceService::failed);
        service.trace(QStringLiteral("/none.jpg"), facades_);
        service.trace(photo_, facades_);
        QVERIFY(finished.wait(60'000));
        QCOMPARE(finished.size(), 1);
        QCOMPARE(failed.size(), 0);
        service.trace(QStringLiteral("/none.jpg"), facades_);
        QVERIFY(failed.wait(60'000));
        QVERIFY(failed.first().first().toString().contains(QLatin1String("/none.jpg")));
    }

private:
    QTemporaryDir folder_;
    QString photo_;
    Palette facades_;
};

QTEST_GUILESS_MAIN(TraceServiceTest)
#include "trace_service_test.moc"
