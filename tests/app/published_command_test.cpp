// Published networks from the outside: rendered, described, styled by photos, and converted from
// their authors' checkpoints.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTest>

#include "tests/app/program.h"
#include "tests/model/convert/tiny_checkpoint.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;
using test::Outcome;
using test::Program;

namespace {

QStringList words(const char* text) {
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

// Grey ids: sky (6) above, road (4) below.
void writeIds(const QString& file) {
    QImage image(64, 64, QImage::Format_Grayscale8);
    for (int y = 0; y < 64; ++y) {
        memset(image.scanLine(y), y < 32 ? 6 : 4, 64);
    }
    QVERIFY(image.save(file));
}

void writePhoto(const QString& file, QColor color) {
    QImage image(64, 64, QImage::Format_RGB32);
    image.fill(color);
    for (int x = 0; x < 64; ++x) {
        image.setPixelColor(x, x, color.lighter());
    }
    QVERIFY(image.save(file));
}

QByteArray bytesOf(const QString& file) {
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

}  // namespace

class PublishedCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"gaugan", "lggan-synthesis", "sean", "maskgan"}) {
            const QString file = program_.path(QLatin1String(name) + ".safetensors");
            test::write_tiny_published(file.toStdString(), name);
        }
        writeIds(program_.path("a.png"));
        writePhoto(program_.path("evening.png"), QColor(200, 90, 30));
        writePhoto(program_.path("noon.png"), QColor(60, 120, 240));
    }

    void rendersEachAndSaysOnceThatNoPlanDoes() {
        for (const char* name : {"gaugan", "lggan-synthesis", "sean", "maskgan"}) {
            const QString model = QLatin1String(name) + ".safetensors";
            const Outcome outcome =
                program_.run({"render", "a.png", "-m", model, "-o", "photo.png"});
            QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
            QCOMPARE(QImage(program_.path("photo.png")).size(), QSize(64, 64));
            QCOMPARE(outcome.error.count("is drawn by its modules"), 1);
            const Outcome info = program_.run({"info", model});
            QVERIFY2(info.exitCode == 0, qPrintable(info.error));
            QVERIFY2(info.out.contains("3: road, sky, tree"), qPrintable(info.out));
            QVERIFY2(info.out.contains("GMAC") && info.out.contains("upsampler"),
                     qPrintable(info.out));
        }
        QVERIFY(program_.run({"info", "sean.safetensors"}).out.contains("SEAN"));
    }

    void photosStyleRegions() {
        const auto photo = [&](const char* options) {
            const Outcome outcome =
                program_.run(words("render a.png -m sean.safetensors -o x.png") + words(options));
            return outcome.exitCode == 0 ? bytesOf(program_.path("x.png")) : QByteArray();
        };
        const QByteArray noon = photo("--style-from noon.png");
        QVERIFY(!noon.isEmpty());
        QVERIFY(photo("--style-from evening.png") != noon);
        const QByteArray both = photo("--style-from sky=noon.png --style-from road=evening.png");
        QVERIFY(!both.isEmpty() && both != noon);
        QCOMPARE(photo("--style-from road=evening.png --style-from sky=noon.png"), both);
        // A map is of its own photo alone.
        QImage tree(64, 64, QImage::Format_Grayscale8);
        tree.fill(7);
        QVERIFY(tree.save(program_.path("tree.png")));
        const char* ofSky =
            "--style-from noon.png --style-from sky=evening.png --style-labels sky=tree.png";
        const QByteArray neutral = photo(ofSky);
        QVERIFY(!neutral.isEmpty());
        QVERIFY(neutral != photo("--style-from noon.png --style-from sky=evening.png"));
        QVERIFY(photo("--style-from noon.png --style-from sky=evening.png --style-labels "
                      "tree.png") != neutral);
        // A region that is not in the picture changes nothing.
        QCOMPARE(photo("--style-from noon.png --style-from tree=evening.png"), noon);
    }

    void aPhotosOwnMapLeadsItsLook() {
        const QStringList render = words("render a.png -m maskgan.safetensors -o x.png");
        QCOMPARE(program_.run(render + words("--style-from noon.png")).exitCode, 0);
        const QByteArray own = bytesOf(program_.path("x.png"));
        QImage sky(64, 64, QImage::Format_Grayscale8);
        sky.fill(6);
        QVERIFY(sky.save(program_.path("sky.png")));
        const Outcome outcome =
            program_.run(render + words("--style-from noon.png --style-labels sky.png"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        QVERIFY(bytesOf(program_.path("x.png")) != own);
    }

    void translatesASourcePhoto() {
        for (const int channels : {3, 6}) {
            test::TinyModel model;
            model.config.image_channels = channels;
            model.config.label_input = channels == 3;
            model.config.decoder = "branches";
            model.config.upsampler = "transpose";
            test::write_tiny_model(program_.path("cross.safetensors").toStdString(), model);
            const QStringList render = words("render a.png -m cross.safetensors -o x.png");
            const Outcome noon = program_.run(render + words("--source noon.png"));
            QVERIFY2(noon.exitCode == 0, qPrintable(noon.error));
            const QByteArray bytes = bytesOf(program_.path("x.png"));
            QCOMPARE(program_.run(render + words("--source evening.png")).exitCode, 0);
            QVERIFY(bytesOf(program_.path("x.png")) != bytes);
        }
    }

    void severalLabelsOfOneSourceMakeASheet() {
        writeIds(program_.path("b.png"));
        const QStringList render = words("render a.png b.png -m cross.safetensors -o sheet.png");
        const Outcome outcome = program_.run(render + words("--source noon.png"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        const QImage sheet(program_.path("sheet.png"));
        QCOMPARE(sheet.size(), QSize(4 * 8 + 3 * 64, 3 * 8 + 2 * 64));
        QImage noon(program_.path("noon.png"));
        QCOMPARE(sheet.copy(8, 8 + 64 + 8, 64, 64).convertToFormat(noon.format()), noon);
        QVERIFY(QFile::remove(program_.path("sheet.png")));
        QCOMPARE(program_.run(render + words("--source noon.png --dump d")).exitCode, 2);
        const Outcome broken =
            program_.run(words("render a.png none.png -m cross.safetensors "
                               "-o sheet.png --source noon.png"));
        QVERIFY2(broken.error.contains("none.png"), qPrintable(broken.error));
        QVERIFY(!QFile::exists(program_.path("sheet.png")));
    }

    void saysWhatDoesNotFit_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("reason");
        QTest::newRow("region of MaskGAN")
            << "render a.png -m maskgan.safetensors -o x.png --style-from sky=noon.png"
            << "one style for all of a picture";
        QTest::newRow("no such class")
            << "render a.png -m sean.safetensors -o x.png --style-from sea=noon.png"
            << "sea: palette";
        QTest::newRow("photo of a GauGAN")
            << "render a.png -m gaugan.safetensors -o x.png --style-from noon.png"
            << "reads no photos";
        QTest::newRow("no source") << "render a.png -m cross.safetensors -o x.png"
                                   << "translates a source photo: --source is needed";
        QTest::newRow("source of another size")
            << "render a.png -m cross.safetensors -o x.png --size 32x32 --source noon.png"
            << "the source photo is 64 x 64, the labels are 32 x 32";
        QTest::newRow("source of no use")
            << "render a.png -m gaugan.safetensors -o x.png --source noon.png"
            << "translates no source photo";
        QTest::newRow("map without a photo")
            << "render a.png -m sean.safetensors -o x.png --style-labels a.png"
            << "--style-from PHOTO is needed";
        QTest::newRow("map of another region")
            << "render a.png -m sean.safetensors -o x.png --style-from sky=noon.png "
               "--style-labels road=a.png"
            << "--style-from road=PHOTO is needed";
        QTest::newRow("weights of a GauGAN")
            << "inspect a.png -m gaugan.safetensors --figure weights -o w.png"
            << "GauGAN has no local branch";
    }

    void saysWhatDoesNotFit() {
        QFETCH(QString, arguments);
        QFETCH(QString, reason);
        const Outcome outcome = program_.run(arguments.split(QLatin1Char(' ')));
        QVERIFY(outcome.exitCode != 0);
        QVERIFY2(outcome.error.contains(reason), qPrintable(outcome.error));
        QCOMPARE(outcome.errorLines().size(), 1);
    }

    void inspectsKernelsWhereThereIsSau() {
        const Outcome outcome = program_.run(
            words("inspect a.png -m gaugan.safetensors --figure kernels -o k.png --pixel 20,20"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        QVERIFY(!QImage(program_.path("k.png")).isNull());
    }

    void convertsACheckpoint() {
        test::write_tiny_checkpoint(program_.path("net_G.pth").toStdString(), 19);
        const Outcome outcome =
            program_.run(words("convert net_G.pth faces.safetensors --store float32"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.error));
        QVERIFY2(outcome.out.contains("SEAN of 19 classes, palette celebamask_hq"),
                 qPrintable(outcome.out));
        const Outcome info = program_.run({"info", "faces.safetensors"});
        QVERIFY2(info.out.contains("19: background, skin"), qPrintable(info.out));
        QVERIFY(info.out.contains("net_G.pth"));
        const Outcome render = program_.run(
            words("render a.png -m faces.safetensors -o face.png --palette celebamask_hq"));
        QVERIFY2(render.exitCode == 0, qPrintable(render.error));
    }

    void asksForAPaletteAndRefusesOne() {
        test::write_tiny_checkpoint(program_.path("three.pth").toStdString(), 3);
        const Outcome asked = program_.run(words("convert three.pth out.safetensors"));
        QCOMPARE(asked.exitCode, 1);
        QVERIFY2(asked.error.contains("SEAN of 3 channels") && asked.error.contains("--palette"),
                 qPrintable(asked.error));
        test::write_tiny_checkpoint(program_.path("many.pth").toStdString(), 40);
        const Outcome refused =
            program_.run(words("convert many.pth out.safetensors --palette facades"));
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.error.contains("the network draws 40 classes, palette facades has 12"),
                 qPrintable(refused.error));
        QVERIFY(!QFile::exists(program_.path("out.safetensors")));
    }

    void runsNothing() {
        test::write_evil_checkpoint(program_.path("evil.pth").toStdString());
        const Outcome outcome = program_.run(words("convert evil.pth out.safetensors"));
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.errorLines().size(), 1);
        QVERIFY2(outcome.error.contains("evil.pth: it wants to run posix.system"),
                 qPrintable(outcome.error));
    }

private:
    Program program_;
};

QTEST_MAIN(PublishedCommandTest)
#include "published_command_test.moc"
