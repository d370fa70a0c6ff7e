// `tessera render` from the outside: good runs, and one line for everything that goes wrong.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTest>

#include "core/document/painting_file.h"
#include "core/palette/palette_library.h"
#include "model/files/safetensors.h"
#include "tests/app/program.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;
using test::Outcome;
using test::Program;

namespace {

const QStringList kExact = {QStringLiteral("--device"),
                            QStringLiteral("cpu"),
                            QStringLiteral("--precision"),
                            QStringLiteral("float32")};

// Grey ids: road (4) below, sky (6) above.
QImage ids(int width, int height, uchar above = 6) {
    QImage image(width, height, QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        memset(image.scanLine(y), y < height / 2 ? above : 4, static_cast<size_t>(width));
    }
    return image;
}

void writeBytes(const QString& file, const QByteArray& bytes) {
    QFile device(file);
    QVERIFY(device.open(QIODevice::WriteOnly));
    QCOMPARE(device.write(bytes), bytes.size());
}

QByteArray readBytes(const QString& file) {
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

QStringList words(const char* text) {
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

}  // namespace

class RenderCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rendersALabelMap() {
        Program program;
        QVERIFY(ids(40, 32).save(program.path("a.png")));
        const Outcome outcome = program.run(words("render a.png -o photo.png") + kExact);
        QCOMPARE(outcome.error, QString());
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(QImage(program.path("photo.png")).size(), QSize(40, 32));
        QCOMPARE(program.files(), words("a.png photo.png"));
        QVERIFY(program.run(words("render a.png -o photo.jpg")).exitCode == 0);
        QCOMPARE(QImage(program.path("photo.jpg")).size(), QSize(40, 32));
    }

    void seedsDecideThePhoto() {
        Program program;
        QVERIFY(ids(40, 32).save(program.path("a.png")));
        const auto photo = [&](const char* options) {
            (void)program.run(words("render a.png -o x.png") + words(options) + kExact);
            return readBytes(program.path("x.png"));
        };
        const QByteArray first = photo("--style-seed 1 --noise-seed 1");
        QVERIFY(!first.isEmpty());
        QCOMPARE(photo("--style-seed 1 --noise-seed 1"), first);
        QVERIFY(photo("--style-seed 2 --noise-seed 1") != first);
        QVERIFY(photo("--style-seed 1 --noise-seed 2") != first);
    }

    void severalLabelsGoToAFolder() {
        Program program;
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        QVERIFY(ids(24, 16).save(program.path("b.png")));
        const Outcome outcome = program.run(words("render a.png b.png -o out --dump inside"));
        QCOMPARE(outcome.error, QString());
        QCOMPARE(QImage(program.path("out/b.png")).size(), QSize(24, 16));
        QVERIFY(QFile::exists(program.path("inside/a/image.png")));
        QVERIFY(QFile::exists(program.path("inside/b/outputs.safetensors")));
    }

    void oddSizesArePaddedAndSaidSo() {
        Program program;
        QVERIFY(ids(39, 31).save(program.path("odd.png")));
        const Outcome outcome = program.run(words("render odd.png -o photo.png"));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(
            outcome.error,
            QStringLiteral("note: odd.png: 39 x 31 is padded to 40 x 32 inside the network\n"));
        QCOMPARE(QImage(program.path("photo.png")).size(), QSize(39, 31));
    }

    void sizeScalesTheLabels() {
        Program program;
        QVERIFY(ids(40, 32).save(program.path("a.png")));
        QCOMPARE(program.run(words("render a.png -o b.png --size 64x48")).exitCode, 0);
        QCOMPARE(QImage(program.path("b.png")).size(), QSize(64, 48));
    }

    void dumpsEverythingInside() {
        Program program;
        QVERIFY(ids(20, 16).save(program.path("a.png")));
        const Outcome outcome = program.run(words("render a.png -o p.png --dump d") + kExact);
        QCOMPARE(outcome.error, QString());
        const QStringList expected = words(
            "features.png global.png image.png kernels.1.png kernels.2.png local.png "
            "logits.png outputs.safetensors per_class-0-road.png per_class-1-sky.png "
            "weights-global.png weights-local.png");
        QCOMPARE(QDir(program.path("d")).entryList(QDir::Files, QDir::Name), expected);
        // The photo and the numbers are one render.
        QCOMPARE(QImage(program.path("d/image.png")).convertToFormat(QImage::Format_RGB32),
                 QImage(program.path("p.png")).convertToFormat(QImage::Format_RGB32));
        const auto stored =
            SafetensorsFile::open(program.path("d/outputs.safetensors").toStdString());
        const std::map<std::string, std::vector<int64_t>> shapes = {{"image", {3, 16, 20}},
                                                                    {"global", {3, 16, 20}},
                                                                    {"local", {3, 16, 20}},
                                                                    {"per_class", {3, 3, 16, 20}},
                                                                    {"weights", {2, 16, 20}},
                                                                    {"kernels.1", {9, 8, 10}},
                                                                    {"kernels.2", {9, 16, 20}},
                                                                    {"features", {8, 16, 20}},
                                                                    {"logits", {3, 3}}};
        QCOMPARE(stored->tensors().size(), shapes.size());
        for (const auto& [name, shape] : shapes) {
            QVERIFY2(stored->tensors().at(name).shape == shape, name.c_str());
        }
    }

    void takesTheStyleOfAPhoto() {
        Program program;
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        QImage photo(64, 48, QImage::Format_RGB32);
        photo.fill(QColor(200, 90, 40));
        QVERIFY(photo.save(program.path("sunset.jpg")));
        QCOMPARE(program.run(words("render a.png -o 1.png --style-from sunset.jpg")).exitCode, 0);
        QCOMPARE(program.run(words("render a.png -o 2.png")).exitCode, 0);
        QVERIFY(readBytes(program.path("1.png")) != readBytes(program.path("2.png")));
    }

    void aPaintingsOwnStyleCounts() {
        Program program;
        PaintingData painting;
        painting.palette = PaletteLibrary::load({}).find(QStringLiteral("scenes"));
        painting.labels = LabelMap(16, 16, 6);
        painting.style.styleSeed = 5;
        painting.style.noiseSeed = 6;
        painting.modelName = QStringLiteral("scenes");
        savePainting(painting, program.path("painting.png"));
        QVERIFY(ids(16, 16, 6).save(program.path("flat.png")));
        QCOMPARE(program.run(words("render painting.png -o 1.png")).error, QString());
        QCOMPARE(program.run(words("render painting.png -o 2.png --style-seed 5 --noise-seed 6"))
                     .exitCode,
                 0);
        QCOMPARE(program.run(words("render painting.png -o 3.png --style-seed 4")).exitCode, 0);
        QCOMPARE(readBytes(program.path("1.png")), readBytes(program.path("2.png")));
        QVERIFY(readBytes(program.path("1.png")) != readBytes(program.path("3.png")));
        painting.modelName = QStringLiteral("gone");
        savePainting(painting, program.path("painting.png"));
        const Outcome outcome = program.run(words("render painting.png -o 4.png"));
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.error.startsWith(
                     QStringLiteral("note: painting.png: its model gone is not here")),
                 qPrintable(outcome.error));
        QCOMPARE(readBytes(program.path("4.png")), readBytes(program.path("1.png")));
    }

    void aPhotoIsReplacedWhenTheNewOneIsComplete() {
        Program program;
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        writeBytes(program.path("photo.png"), "the old one");
        program.setDiskSpace(60);
        const Outcome full = program.run(words("render a.png -o photo.png"));
        QCOMPARE(full.exitCode, 1);
        QCOMPARE(readBytes(program.path("photo.png")), QByteArray("the old one"));
        QCOMPARE(program.files(), words("a.png photo.png"));
        program.setDiskSpace(-1);
        QCOMPARE(program.run(words("render a.png -o photo.png")).exitCode, 0);
        QCOMPARE(QImage(program.path("photo.png")).size(), QSize(16, 16));
    }

    void badInput_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("file");    // that the line names first
        QTest::addColumn<QString>("reason");  // in the line
        const auto row =
            [](const char* name, const char* arguments, const char* file, const char* reason) {
                QTest::newRow(name) << QString::fromUtf8(arguments) << QString::fromUtf8(file)
                                    << QString::fromUtf8(reason);
            };
        row("missing label", "none.png -o o.png", "none.png", "");
        row("empty label", "empty.png -o o.png", "empty.png", "empty");
        row("truncated label", "cut.png -o o.png", "cut.png", "");
        row("no image", "text.png -o o.png", "text.png", "");
        row("folder as label", "folder -o o.png", "folder", "folder");
        row("ids beyond the palette", "beyond.png -o o.png", "beyond.png", "200");
        row("one bad label among good ones", "a.png cut.png -o out", "cut.png", "");
        row("nothing the model knows",
            "water.png -o o.png",
            "water.png",
            "knows none of the classes");
        row("missing model", "a.png -o o.png -m none.safetensors", "none.safetensors", "");
        row("unknown model", "a.png -o o.png -m none", "none", "scenes");
        row("cut model", "a.png -o o.png -m cut.safetensors", "cut.safetensors", "");
        row("absurd header", "a.png -o o.png -m absurd.safetensors", "absurd.safetensors", "");
        row("empty model", "a.png -o o.png -m empty.safetensors", "empty.safetensors", "");
        row("not finite", "a.png -o o.png -m nan.safetensors", "a.png", "non-finite");
        row("unknown palette", "a.png -o o.png -p none", "none", "there are: ");
        row("broken palette", "a.png -o o.png -p twice.json", "twice.json", "");
        row("missing palette", "a.png -o o.png -p none.json", "none.json", "");
        row("style of no photo", "a.png -o o.png --style-from none.jpg", "none.jpg", "");
        row("no style encoder",
            "a.png -o o.png -m plain.safetensors --style-from a.png",
            "plain.safetensors",
            "no style encoder");
        row("no folder", "a.png -o nowhere/o.png", "nowhere/o.png", "");
        row("unwritable folder", "a.png -o /proc/o.png", "/proc/o.png", "");
        row("unwritable folder for many", "a.png b.png -o /proc/o", "/proc/o", "");
        row("unwritable dump", "a.png -o o.png --dump /proc/d", "/proc/d", "");
    }

    void badInput() {
        QFETCH(QString, arguments);
        QFETCH(QString, file);
        QFETCH(QString, reason);
        Program program;
        prepare(program);
        const QStringList before = program.files();
        expectFailure(
            program.run(QStringLiteral("render %1").arg(arguments).split(QLatin1Char(' '))),
            file,
            reason);
        QCOMPARE(program.files(), before);
    }

    void anAbsentGpu() {
        Program program;
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        program.setEnvironment({QStringLiteral("CUDA_VISIBLE_DEVICES=")});
        expectFailure(
            program.run(words("render a.png -o o.png --device cuda")), "device cuda", "cpu");
        QCOMPARE(program.files(), words("a.png"));
    }

    void aFullDisk() {
        Program program;
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        program.setDiskSpace(60);
        expectFailure(program.run(words("render a.png -o o.png")), "o.png", "");
        expectFailure(program.run(words("render a.png -o o.png --dump d")), "", "");
        QCOMPARE(program.files(), words("a.png"));
    }

    void usage_data() {
        QTest::addColumn<QString>("arguments");
        for (const char* arguments : {"",
                                      "a.png",
                                      "-o o.png",
                                      "a.png -o o.gif",
                                      "a.png -o o",
                                      "a.png b.png -o o.png",
                                      "a.png folder/a.png -o out",
                                      "a.png -o o.png --unknown",
                                      "a.png -o o.png --device gpu",
                                      "a.png -o o.png --precision half",
                                      "a.png -o o.png --style-seed many",
                                      "a.png -o o.png --style-seed 4294967296",
                                      "a.png -o o.png --size 12",
                                      "a.png -o o.png --size 0x12",
                                      "a.png -o o.png --size 20000x12",
                                      "a.png -o o.png --tile sky",
                                      "a.png -o o.png --style-seed 1 --style-from a.png"}) {
            QTest::newRow(arguments) << QString::fromUtf8(arguments);
        }
    }

    void usage() {
        QFETCH(QString, arguments);
        Program program;
        prepare(program);
        const QStringList before = program.files();
        const Outcome outcome = program.run(
            QStringLiteral("render %1").arg(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.errorLines().size(), 1);
        QVERIFY(outcome.error.contains(QStringLiteral("--help")));
        QCOMPARE(program.files(), before);
    }

private:
    static void expectFailure(const Outcome& outcome, const QString& file, const QString& reason) {
        QVERIFY2(outcome.errorLines().size() == 1, qPrintable(outcome.error));
        QVERIFY2(outcome.error.startsWith(QStringLiteral("tessera: ") + file),
                 qPrintable(outcome.error));
        QVERIFY2(outcome.error.contains(reason), qPrintable(outcome.error));
        QCOMPARE(outcome.exitCode, 1);
    }

    // Every broken file that a row names.
    static void prepare(const Program& program) {
        QVERIFY(QDir().mkpath(program.path("folder")));
        QVERIFY(ids(16, 16).save(program.path("a.png")));
        QVERIFY(ids(16, 16).save(program.path("b.png")));
        QVERIFY(ids(16, 16).save(program.path("folder/a.png")));
        QVERIFY(ids(64, 64, 200).save(program.path("beyond.png")));
        QImage water(16, 16, QImage::Format_Grayscale8);
        water.fill(9);
        QVERIFY(water.save(program.path("water.png")));
        writeBytes(program.path("empty.png"), {});
        writeBytes(program.path("text.png"), "these are words");
        const QByteArray png = readBytes(program.path("beyond.png"));
        writeBytes(program.path("cut.png"), png.left(png.size() / 2));
        const QByteArray model =
            readBytes(program.resources() + QStringLiteral("/models/scenes.safetensors"));
        writeBytes(program.path("cut.safetensors"), model.left(model.size() / 2));
        writeBytes(program.path("absurd.safetensors"),
                   QByteArray("\0\0\0\0\0\0\0\x80", 8) + model.mid(8));
        writeBytes(program.path("empty.safetensors"), {});
        // Two classes of one id.
        writeBytes(program.path("twice.json"),
                   "{\"id\": \"twice\", \"title\": \"Twice\", \"source\": \"\", \"void\": 255, "
                   "\"classes\": ["
                   "{\"id\": 1, \"name\": \"a\", \"color\": \"#000001\"},"
                   "{\"id\": 1, \"name\": \"b\", \"color\": \"#000002\"}]}");
        test::TinyModel poisoned;
        poisoned.palette = "scenes";
        poisoned.poisoned = "global_image.bias";
        test::write_tiny_model(program.path("nan.safetensors").toStdString(), poisoned);
        test::TinyModel plain;
        plain.palette = "scenes";
        plain.style_encoder = false;
        test::write_tiny_model(program.path("plain.safetensors").toStdString(), plain);
    }
};

QTEST_GUILESS_MAIN(RenderCommandTest)
#include "render_command_test.moc"
