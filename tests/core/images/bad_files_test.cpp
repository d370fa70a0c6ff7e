// Bad files in, and files that cannot be written: one clear line, nothing written, nothing lost.
#include <sys/resource.h>

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "core/document/painting_file.h"
#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/label_files.h"
#include "core/palette/palette_library.h"
#include "tests/core/testing.h"

using namespace tessera;

class BadFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesLabels_data();
    void refusesLabels();
    void namesUnknownIds();
    void refusesMissingAndFolders();
    void refusesToWrite_data();
    void refusesToWrite();
    void fullDiskKeepsTheOldFile();
    void photos();
    void uprightPhotos();

private:
    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

    QTemporaryDir folder_;
};

namespace {

QByteArray encoded(const QImage& image, const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

void writeFile(const QString& file, const QByteArray& bytes) {
    QFile device(file);
    QVERIFY(device.open(QIODevice::WriteOnly));
    device.write(bytes);
}

QImage greys(QSize size, int level) {
    QImage image(size, QImage::Format_Grayscale8);
    image.fill(level);
    return image;
}

QImage photo() {
    QImage image(300, 200, QImage::Format_RGB888);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            image.setPixel(x, y, qRgb(x * 255 / 300, y * 255 / 200, (x * y) % 256));
        }
    }
    return image;
}

}  // namespace

void BadFilesTest::refusesLabels_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& bytes, const char* reason) {
        QTest::newRow(name) << bytes << QString::fromLatin1(reason);
    };
    const QByteArray png = encoded(photo(), "png");
    const QByteArray jpeg = encoded(photo(), "jpg");
    row("empty", {}, "the file is empty");
    row("text", "id,name\n1,sky\n", "not an image");
    row("only a signature", png.left(8), "damaged or cut off");
    row("PNG cut in its header", png.left(20), "damaged or cut off");
    row("PNG cut", png.left(png.size() / 2), "damaged or cut off");
    row("PNG without its end", png.left(png.size() - 12), "damaged or cut off");
    row("JPEG cut", jpeg.left(jpeg.size() / 2), "damaged or cut off");
    row("JPEG without its end", jpeg.left(jpeg.size() - 2), "damaged or cut off");
    // The head of a grey PNG of 30000 x 30000, and nothing behind it.
    row("PNG too large to read",
        QByteArray::fromHex("89504e470d0a1a0a0000000d4948445200007530000075300800000000"
                            "434ca766000000004944415435af061e"),
        "too large: 30000 x 30000");
    row("PNG too wide for labels",
        encoded(QImage(20000, 1, QImage::Format_Mono), "png"),
        "too large: 20000 x 1");
    row("a photo", png, "not in palette");
    row("a photo as JPEG", jpeg, "looks like a photo");
    row("ids as JPEG", encoded(greys(QSize(64, 64), 3), "jpg"), "JPEG blurs ids");
    row("ids beyond", encoded(greys(QSize(4, 3), 18), "png"), "1 in all, 18 (12 pixels)");
}

void BadFilesTest::refusesLabels() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const PaletteLibrary library = PaletteLibrary::load(QString());
    const Palette scenes = library.find(QStringLiteral("scenes"));
    const QString file = path("bad file.png");
    writeFile(file, bytes);
    QVERIFY_THROWS(readLabels(file, scenes), reason);
    QVERIFY_THROWS(readLabels(file, scenes), QLatin1String("bad file.png: "));
}

void BadFilesTest::namesUnknownIds() {
    QImage image = greys(QSize(100, 10), 3);
    for (int i = 0; i < 7; ++i) {
        std::fill_n(image.scanLine(i), 10 * (i + 1), static_cast<uchar>(100 + i));
    }
    image.save(path("ids.png"));
    QVERIFY_THROWS(
        readLabels(path("ids.png"), testing::numbered(9)),
        QLatin1String("ids that are not in palette numbered: 7 in all, 106 (70 pixels), 105 "
                      "(60 pixels), 104 (50 pixels), 103 (40 pixels), 102 (30 pixels), ..."));
}

void BadFilesTest::refusesMissingAndFolders() {
    const Palette palette = testing::numbered(9);
    QVERIFY_THROWS(readLabels(path("none.png"), palette),
                   QLatin1String("none.png: there is no such file"));
    QVERIFY_THROWS(readLabels(folder_.path(), palette), QLatin1String("this is a folder"));
    QVERIFY_THROWS(guessPalette(path("none.png"), {palette}), QLatin1String("no such file"));
    QVERIFY_THROWS(openPainting(path("none.png")), QLatin1String("no such file"));
}

void BadFilesTest::refusesToWrite_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no folder") << QStringLiteral("none/x.png")
                               << QStringLiteral("there is no folder");
    QTest::newRow("a folder") << QStringLiteral("taken.png") << QStringLiteral("cannot be written");
    QTest::newRow("unwritable folder")
        << QStringLiteral("/proc/x.png") << QStringLiteral("cannot be written");
}

void BadFilesTest::refusesToWrite() {
    QFETCH(QString, file);
    QFETCH(QString, reason);
    QDir(folder_.path()).mkdir(QStringLiteral("taken.png"));
    const QString target = QDir(folder_.path()).filePath(file);
    const Palette palette = testing::numbered(9);
    const LabelMap map(8, 8, 2);
    QVERIFY_THROWS(writeLabels(map, palette, target, LabelFormat::Ids), reason);
    QVERIFY_THROWS(writeLabels(map, palette, target, LabelFormat::Indexed), reason);
    QVERIFY_THROWS(writePhoto(photo(), target), reason);
    QVERIFY_THROWS(savePainting({map, palette, {}, {}}, target), target + QStringLiteral(": "));
}

void BadFilesTest::fullDiskKeepsTheOldFile() {
    const QString file = path("kept.png");
    writePhoto(greys(QSize(9, 9), 7), file);
    const QByteArray before = readWhole(file);
    // Files may not grow beyond a few bytes: writes fail as on a full disk.
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const QString said = testing::messageOf([&] { writePhoto(photo(), file); });
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, oldHandler);
    QVERIFY2(said.contains(QLatin1String("kept.png: cannot be written")), qPrintable(said));
    QCOMPARE(readWhole(file), before);
    QCOMPARE(QDir(folder_.path()).entryList({QStringLiteral("kept*")}, QDir::Files).size(), 1);
}

void BadFilesTest::photos() {
    const QImage image = photo();
    writePhoto(image, path("p.png"));
    QCOMPARE(readImage(path("p.png")).convertToFormat(image.format()), image);
    writePhoto(image, path("p.JPG"), 95);
    writePhoto(image, path("low.jpeg"), 10);
    QCOMPARE(readImage(path("p.JPG")).size(), image.size());
    QVERIFY(QFileInfo(path("low.jpeg")).size() < QFileInfo(path("p.JPG")).size());
    QVERIFY_THROWS(writePhoto(image, path("p.bmp")), QLatin1String("ends in .png, .jpg or .jpeg"));
}

void BadFilesTest::uprightPhotos() {
    // A JPEG whose orientation tag says: turn right to show.
    QByteArray jpeg = encoded(photo(), "jpg");
    QByteArray tag = QByteArray::fromHex(
        "ffe1002245786966000049492a00080000000100120103000100000006000000"
        "00000000");
    jpeg.insert(2, tag);
    writeFile(path("turned.jpg"), jpeg);
    QCOMPARE(readImage(path("turned.jpg")).size(), QSize(200, 300));
}

QTEST_GUILESS_MAIN(BadFilesTest)
#include "bad_files_test.moc"
