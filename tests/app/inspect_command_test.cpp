// `tessera inspect` from the outside: figures of every kind, and one line for what goes wrong.
#include <QFile>
#include <QImage>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "tests/app/program.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;
using test::Outcome;
using test::Program;

namespace {

// Grey ids: road (4) below, sky (6) above, and a tree (7).
QImage scene(int width, int height) {
    QImage image(width, height, QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool tree = x > width / 2 && y > height / 3 && y < 2 * height / 3;
            image.scanLine(y)[x] = static_cast<uchar>(tree ? 7 : y < height / 2 ? 6 : 4);
        }
    }
    return image;
}

QByteArray bytesOf(const QString& file) {
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

QStringList words(const char* text) {
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

/// The lines of a CSV file behind its names, split.
QList<QStringList> rowsOf(const QString& file) {
    QList<QStringList> rows;
    for (const QString& line : QString::fromUtf8(bytesOf(file)).split(QLatin1Char('\n'))) {
        if (!line.isEmpty()) {
            rows << line.split(QLatin1Char(','));
        }
    }
    rows.removeFirst();
    return rows;
}

/// Share of a picture's pixels that are not white.
double inkOf(const QImage& picture) {
    qint64 ink = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            ink += picture.pixel(x, y) != qRgb(255, 255, 255) ? 1 : 0;
        }
    }
    return static_cast<double>(ink) / picture.width() / picture.height();
}

}  // namespace

class InspectCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(scene(40, 32).save(program_.path("a.png")));
        QVERIFY(scene(28, 36).save(program_.path("b.png")));
    }

    void writesAllKindsOfFile() {
        const Outcome outcome = program_.run(
            words("inspect a.png --pixel 5,6 --pixel 30,20 -o k.png -o k.svg -o k.pdf -o k.csv"));
        QCOMPARE(outcome.error, QString());
        QCOMPARE(outcome.exitCode, 0);
        const QImage picture(program_.path("k.png"));
        QVERIFY2(picture.width() > 2000, "print quality");
        QCOMPARE(picture.dotsPerMeterX(), 11811);
        QVERIFY(inkOf(picture) > 0.1);
        QVERIFY(bytesOf(program_.path("k.svg")).contains("Pin 2, pixel (30, 20): tree"));
        QVERIFY(bytesOf(program_.path("k.pdf")).startsWith("%PDF-"));
    }

    void kernelsInNumbersSumToOne() {
        QCOMPARE(
            program_.run(words("inspect a.png --pixel 5,6 -o k.csv --precision float32")).exitCode,
            0);
        const QList<QStringList> rows = rowsOf(program_.path("k.csv"));
        QCOMPARE(rows.size(), 2 * 9);  // levels, 3 x 3
        double sum = 0;
        for (const QStringList& row : rows) {
            QCOMPARE(row.first(), QStringLiteral("a"));
            sum += row[9].toDouble();
        }
        QVERIFY(std::abs(sum - 2) < 1e-4);
    }

    void drawsEveryFigure_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("shown");
        QTest::newRow("classes") << "classes"
                                 << "sky, ";
        QTest::newRow("weights") << "weights"
                                 << "pixels by W_l, mean ";
        QTest::newRow("features") << "features"
                                  << "AUC ";
        QTest::newRow("purity") << "purity"
                                << "Level 2, all classes";
    }
    void drawsEveryFigure() {
        QFETCH(QString, kind);
        QFETCH(QString, shown);
        const Outcome outcome =
            program_.run({"inspect", "a.png", "b.png", "--figure", kind, "-o", "f.svg"});
        QCOMPARE(outcome.error, QString());
        QCOMPARE(outcome.exitCode, 0);
        const QString svg = QString::fromUtf8(bytesOf(program_.path("f.svg")));
        QVERIFY2(svg.contains(shown), qPrintable(svg.left(2000)));
        QVERIFY2(svg.contains(">a<") && svg.contains(">b<"), "one sheet has both label maps");
    }

    void codesAreThoseOfThePhotos() {
        test::write_tiny_published(program_.path("sean.safetensors").toStdString(), "sean");
        const QStringList command = words("inspect a.png -m sean.safetensors --figure codes -o");
        const auto codes = [&](const QStringList& options) {
            const Outcome outcome = program_.run(command + words("c.csv -o c.svg") + options);
            QStringList values;
            if (outcome.exitCode == 0) {
                for (const QStringList& row : rowsOf(program_.path("c.csv"))) {
                    if (row[1] == QStringLiteral("code")) {
                        values << row[4];
                    }
                }
            }
            return values;
        };
        const QStringList neutral = codes({});
        QCOMPARE(neutral.size(), 3 * 4);
        QCOMPARE(neutral.count(QStringLiteral("0")), 3 * 4);
        QVERIFY(bytesOf(program_.path("c.svg")).contains("values of the codes"));
        QVERIFY(scene(40, 32).save(program_.path("photo.png")));
        const QStringList styled = codes(words("--style-from photo.png"));
        QCOMPARE(styled.size(), 3 * 4);
        QVERIFY(!styled.contains(QStringLiteral("0")));
        const QStringList sky = codes(words("--style-from sky=photo.png"));
        QCOMPARE(sky.count(QStringLiteral("0")), 2 * 4);
    }

    void featuresOfNamedClassesAndChannels() {
        const Outcome outcome = program_.run(words(
            "inspect a.png --figure features --class tree --channels 1-2,7 -o f.svg -o f.csv"));
        QCOMPARE(outcome.error, QString());
        const QString svg = QString::fromUtf8(bytesOf(program_.path("f.svg")));
        for (const char* shown : {"ch. 1,", "ch. 2,", "ch. 7,", ">tree<"}) {
            QVERIFY2(svg.contains(QLatin1String(shown)), shown);
        }
        QVERIFY(!svg.contains("ch. 3,") && !svg.contains(">sky<"));
        QCOMPARE(rowsOf(program_.path("f.csv")).size(), 8);  // all channels are ranked
    }

    void printsThePurityTable() {
        const Outcome table = program_.run(words("inspect a.png b.png --figure purity"));
        QCOMPARE(table.error, QString());
        QCOMPARE(table.exitCode, 0);
        QVERIFY(table.out.contains("Level 1") && table.out.contains("Level 2"));
        const Outcome both = program_.run(words("inspect a.png b.png --figure purity -o p.csv"));
        QCOMPARE(both.out, table.out);
        for (const QStringList& row : rowsOf(program_.path("p.csv"))) {
            for (int column = 4; column < 9; ++column) {
                const double purity = row[column].toDouble();
                QVERIFY2(purity > 0 && purity < 1.0001, qPrintable(row.join(' ')));
            }
            QVERIFY(table.out.contains(QString::number(row[4].toDouble(), 'f', 3)));
        }
    }

    // The models that come with the program: one draws, the other reads.
    void readsTheLabelsBack() {
        const QString street = QStringLiteral(TESSERA_FIXTURES "/labels/scenes_street.png");
        const Outcome outcome = program_.run(
            {QStringLiteral("inspect"),
             street,
             QStringLiteral("-m"),
             QStringLiteral(TESSERA_FIXTURES "/../../resources/models/scenes.safetensors"),
             QStringLiteral("--figure"),
             QStringLiteral("segmentation"),
             QStringLiteral("-o"),
             QStringLiteral("s.csv"),
             QStringLiteral("-o"),
             QStringLiteral("s.svg")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        QVERIFY(bytesOf(program_.path("s.svg")).contains("read off the photo"));
        std::map<QString, double> found;
        for (const QStringList& row : rowsOf(program_.path("s.csv"))) {
            found[row[1] + row[2]] = row[3].toDouble();
        }
        QVERIFY(found.at(QStringLiteral("accuracy")) > 0.5);
        QVERIFY(found.at(QStringLiteral("IoUroad")) > 0.5);
        QVERIFY(found.at(QStringLiteral("mIoU")) > 0.1 && found.at(QStringLiteral("mIoU")) < 1);
        QCOMPARE(found.count(QStringLiteral("IoUaeroplane")), size_t{0});
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("message");
        QTest::newRow("nothing") << "inspect -o x.png" << 2 << "a label map is needed";
        QTest::newRow("no output") << "inspect a.png --pixel 1,1" << 2 << "-o is needed";
        QTest::newRow("no pixel") << "inspect a.png -o x.png" << 2 << "--pixel is needed";
        QTest::newRow("pixel") << "inspect a.png --pixel 1;1 -o x.png" << 2 << "must be X,Y";
        QTest::newRow("pixel outside") << "inspect a.png --pixel 40,1 -o x.png" << 1
                                       << "a: the pixel 40,1 is outside: the picture has 40 x 32";
        QTest::newRow("many pixels")
            << "inspect a.png --pixel 1,1 --pixel 1,2 --pixel 1,3 --pixel 1,4 --pixel 1,5 "
               "--pixel 1,6 -o x.png"
            << 2 << "at most five";
        QTest::newRow("suffix") << "inspect a.png --pixel 1,1 -o x.gif" << 2 << "must end in .png";
        QTest::newRow("kind") << "inspect a.png --figure noses -o x.png" << 2
                              << "--figure noses: must be one of kernels, classes";
        QTest::newRow("class") << "inspect a.png --figure features --class moon -o x.png" << 1
                               << "moon: the model has no class of this name";
        QTest::newRow("channel") << "inspect a.png --figure features --channels 8 -o x.png" << 1
                                 << "the features have 8";
        QTest::newRow("channels") << "inspect a.png --figure features --channels 5-3 -o x.png" << 2
                                  << "must be numbers and ranges";
        QTest::newRow("misplaced") << "inspect a.png --figure purity --pixel 1,1" << 2
                                   << "--pixel goes with --figure kernels";
        QTest::newRow("misplaced class") << "inspect a.png --figure purity --class sky" << 2
                                         << "--class goes with --figure features";
        QTest::newRow("decoder") << "inspect a.png --figure purity --decoder local" << 1
                                 << "local: the branches of the model share one decoder";
        QTest::newRow("misplaced decoder")
            << "inspect a.png --figure weights --decoder local -o x.png" << 2
            << "--decoder goes with --figure kernels";
        QTest::newRow("segmenter") << "inspect a.png --figure segmentation -o x.png" << 1
                                   << "which the palette scenes does not have";
        QTest::newRow("missing") << "inspect none.png --pixel 1,1 -o x.png" << 1 << "none.png: ";
        QTest::newRow("model") << "inspect a.png -m none --pixel 1,1 -o x.png" << 1 << "none";
        QTest::newRow("folder") << "inspect a.png --pixel 1,1 -o nowhere/x.png" << 1
                                << "nowhere/x.png: ";
    }
    void saysWhatIsWrong() {
        QFETCH(QString, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, message);
        const Outcome outcome = program_.run(arguments.split(QLatin1Char(' ')));
        QCOMPARE(outcome.exitCode, exitCode);
        QCOMPARE(outcome.errorLines().size(), 1);
        QVERIFY2(outcome.error.contains(message), qPrintable(outcome.error));
        QVERIFY(!QFile::exists(program_.path("x.png")));
    }

    void saysWhatAModelLacks() {
        test::TinyModel model;
        model.config.upsampler = "nearest";
        model.config.local = false;
        test::write_tiny_model(program_.path("plain.safetensors").toStdString(), model);
        for (const auto& [kind, reason] :
             {std::pair("purity", "upsamples by nearest: there are no SAU kernels"),
              {"kernels --pixel 1,1", "there are no SAU kernels"},
              {"weights", "no local branch"},
              {"classes", "no local branch"},
              {"codes", "one style for the whole picture"}}) {
            const Outcome outcome = program_.run(
                words("inspect a.png -m plain.safetensors -o x.png --figure") + words(kind));
            QCOMPARE(outcome.exitCode, 1);
            QVERIFY2(outcome.error.contains(QLatin1String(reason)), qPrintable(outcome.error));
            QVERIFY2(outcome.error.contains("plain.safetensors"), qPrintable(outcome.error));
        }
    }

    void readsTheDecoderThatIsNamed() {
        test::TinyModel model;
        model.config.decoder = "branches";
        test::write_tiny_model(program_.path("branches.safetensors").toStdString(), model);
        QStringList tables;
        for (const char* name : {"global", "local", "weight"}) {
            const Outcome outcome = program_.run(
                words("inspect a.png -m branches.safetensors --figure purity --decoder") +
                words(name));
            QCOMPARE(outcome.error, QString());
            tables << outcome.out;
        }
        QCOMPARE(QSet<QString>(tables.begin(), tables.end()).size(), 3);
    }

    void aFullDiskLeavesNothing() {
        Program small;
        QVERIFY(scene(40, 32).save(small.path("a.png")));
        small.setDiskSpace(4096);
        const Outcome outcome = small.run(words("inspect a.png --pixel 1,1 -o x.png"));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.error.contains("x.png: "), qPrintable(outcome.error));
        QCOMPARE(small.files(), words("a.png"));
    }

private:
    Program program_;
};

QTEST_GUILESS_MAIN(InspectCommandTest)
#include "inspect_command_test.moc"
