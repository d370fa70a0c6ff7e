// Source photos out of files, and at the size of a painting.
#include "core/document/source_photo.h"

#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include "tests/core/testing.h"

using namespace tessera;
using tessera::testing::filled;

class SourcePhotoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAPhoto() {
        const QString file = folder_.filePath(QStringLiteral("from above.jpg"));
        QVERIFY(filled({40, 30}, Qt::blue).convertToFormat(QImage::Format_RGB32).save(file));
        const SourcePhoto source = readSourcePhoto(file);
        QCOMPARE(source.image.size(), QSize(40, 30));
        QCOMPARE(source.image.format(), QImage::Format_RGB888);
        QCOMPARE(source.name, QStringLiteral("from above"));
        QVERIFY_THROWS(readSourcePhoto(folder_.filePath(QStringLiteral("none.png"))),
                       QLatin1String("none.png: there is no such file"));
    }

    void takesTheOtherViewOfAStrip() {
        QImage strip = filled(kStripSize, Qt::black);
        QPainter painter(&strip);
        painter.fillRect(QRect(0, 0, 256, 256), Qt::green);
        painter.fillRect(QRect(256, 0, 256, 256), Qt::blue);
        painter.end();
        const QString file = folder_.filePath(QStringLiteral("strip.png"));
        QVERIFY(strip.save(file));
        QCOMPARE(readSourcePhoto(file, StripTile::Ground).image, filled({256, 256}, Qt::green));
        QCOMPARE(readSourcePhoto(file, StripTile::Aerial).image, filled({256, 256}, Qt::blue));
    }

    void fitsByCuttingEvenly() {
        QImage wide = filled({60, 20}, Qt::red);
        QPainter painter(&wide);
        painter.fillRect(QRect(20, 0, 20, 20), Qt::white);
        painter.end();
        const SourcePhoto fitted = fittedTo({40, 40}, {wide, QStringLiteral("wide")});
        QCOMPARE(fitted.image.size(), QSize(40, 40));
        QCOMPARE(fitted.image.pixelColor(20, 20), QColor(Qt::white));
        QCOMPARE(fitted.image.pixelColor(3, 20), QColor(Qt::white));
        QCOMPARE(fitted.image.pixelColor(36, 20), QColor(Qt::white));
        QCOMPARE(fitted.name, QStringLiteral("wide"));
        QCOMPARE(fittedTo({60, 20}, {wide, {}}).image, wide);
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(SourcePhotoTest)
#include "source_photo_test.moc"
