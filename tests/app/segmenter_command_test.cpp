// A segmenter from the outside: trained, told about, judged, and judging what a model draws.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/app/program.h"
#include "tests/core/jobs/training/fake_processes.h"
#include "tests/model/segmentation/small_segmenter.h"

using namespace tessera;
using test::Outcome;
using test::Program;

class SegmenterCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        testing::writePairs(program_.path(QStringLiteral("data/train")), 3);
        testing::writePairs(program_.path(QStringLiteral("data/val")), 2);
        // What the program's tiny model draws.
        ModelCard card{"scenes",
                       {{4, "road", {1, 1, 1}}, {6, "sky", {2, 2, 2}}, {7, "tree", {3, 3, 3}}},
                       {{"title", "Reader"}}};
        const SegmenterConfig config = test::small_segmenter();
        write_segmenter(program_.path(QStringLiteral("reader.safetensors")).toStdString(),
                        test::random_weights(config),
                        config,
                        card);
    }

    void trainsAndJudges() {
        const Outcome trained =
            run("train --preset segmenter --data data --layout pairs --palette "
                "scenes --out run --steps 2 --set crop=32 --set late_crop=32 "
                "--set side=32 --set segmenter.width=16");
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.error));
        QVERIFY2(trained.out.contains("cross_entropy"), qPrintable(trained.out));
        const QByteArray measured = read(QStringLiteral("run/distances.csv"));
        QVERIFY2(measured.startsWith("step,miou,pixel_accuracy\n2,"), measured.constData());

        const Outcome told = run("info run/model.safetensors");
        QVERIFY2(told.exitCode == 0, qPrintable(told.error));
        QVERIFY2(told.out.contains("segmenter") && told.out.contains("18: building, window") &&
                     told.out.contains("16 24 40 112"),
                 qPrintable(told.out));

        QCOMPARE(run("convert run seg.safetensors").exitCode, 0);
        const Outcome judged =
            run("evaluate seg.safetensors --data data --layout pairs --palette "
                "scenes --json own.json");
        QVERIFY2(judged.exitCode == 0, qPrintable(judged.error));
        QVERIFY2(judged.out.contains("mIoU") && judged.out.contains("segmenter run") &&
                     judged.out.contains("2 pictures"),
                 qPrintable(judged.out));
        const QJsonArray classes = json(QStringLiteral("own.json"))["class_iou"].toArray();
        QCOMPARE(classes.size(), 18);
        QCOMPARE(classes[4].toObject()["name"].toString(), QStringLiteral("road"));
        QVERIFY(classes[4].toObject()["iou"].isDouble());
        QVERIFY(run("train --resume --out run").exitCode == 0);
    }

    void judgesWhatAModelDraws() {
        const Outcome outcome =
            run("evaluate scenes --data data --layout pairs --side 32 "
                "--segmenter reader.safetensors --json drawn.json");
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        for (const char* expected :
             {"mIoU ", "Pixel accuracy ", "mIoU of the photos", "segmenter Reader"}) {
            QVERIFY2(outcome.out.contains(QString::fromUtf8(expected)), qPrintable(outcome.out));
        }
        const QJsonObject drawn = json(QStringLiteral("drawn.json"));
        QCOMPARE(drawn["class_iou"].toArray().size(), 3);
        QCOMPARE(drawn["photo_class_iou"].toArray().size(), 3);
        QVERIFY(drawn["class_iou"].toArray()[2].toObject()["iou"].isNull() ||
                drawn["class_iou"].toArray()[2].toObject()["iou"].toDouble() == 0);  // no tree
    }

    void wrongSegmentersAreRefused_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("code");
        QTest::newRow("another palette")
            << "--segmenter other.safetensors"
            << "other.safetensors: this segmenter knows palette test, 3 classes (a, b, c, ..); "
               "needed is one for palette scenes, 3 classes (road, sky, tree, ..)"
            << 1;
        QTest::newRow("a generator") << "--segmenter ../resources/models/scenes.safetensors"
                                     << "this is no segmenter" << 1;
        QTest::newRow("none") << "--segmenter none.safetensors"
                              << "none.safetensors" << 1;
    }

    void wrongSegmentersAreRefused() {
        test::write_small_segmenter(
            program_.path(QStringLiteral("other.safetensors")).toStdString());
        QFETCH(QString, arguments);
        QFETCH(QString, expected);
        QFETCH(int, code);
        const Outcome outcome =
            run("evaluate scenes --data data --layout pairs --json no.json " + arguments);
        QCOMPARE(outcome.exitCode, code);
        QVERIFY2(outcome.errorLines().size() == 1 && outcome.error.contains(expected),
                 qPrintable(outcome.error));
        QVERIFY(!QFile::exists(program_.path(QStringLiteral("no.json"))));
    }

    void aSegmenterDrawsNothing() {
        const Outcome rendered = run("render data/val/p0.png --model reader.safetensors -o x.png");
        QCOMPARE(rendered.exitCode, 1);
        QVERIFY2(rendered.errorLines().size() == 1 &&
                     rendered.error.contains("architecture is \"segmenter\""),
                 qPrintable(rendered.error));
        const Outcome twice =
            run("evaluate reader.safetensors --data data --layout pairs "
                "--segmenter reader.safetensors");
        QCOMPARE(twice.exitCode, 2);
        QVERIFY2(twice.error.contains("is a segmenter"), qPrintable(twice.error));
    }

private:
    Outcome run(const QString& line) const {
        return program_.run(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }

    QByteArray read(const QString& name) const {
        QFile file(program_.path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QJsonObject json(const QString& name) const {
        return QJsonDocument::fromJson(read(name)).object();
    }

    Program program_;
};

QTEST_GUILESS_MAIN(SegmenterCommandTest)
#include "segmenter_command_test.moc"
