// Styles out of photos: of all a picture, of one region after the other, through a photo's own map.
#include "core/jobs/style_reading.h"

#include <QTemporaryDir>
#include <QTest>

#include "model/inference/engine.h"
#include "tests/core/testing.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;

namespace {

Palette tiny() {
    return Palette(QStringLiteral("tiny"),
                   QStringLiteral("Tiny"),
                   {},
                   255,
                   {{6, QStringLiteral("sky"), QColor(2, 2, 2), true, {}},
                    {4, QStringLiteral("road"), QColor(1, 1, 1), true, {}},
                    {9, QStringLiteral("water"), QColor(4, 4, 4), true, {}}});
}

/// Sky above, road below.
LabelMap halves(QSize size) {
    LabelMap labels(size, 0);
    for (int y = size.height() / 2; y < size.height(); ++y) {
        std::fill_n(labels.writableScanLine(y), size.width(), uint16_t{1});
    }
    return labels;
}

QImage photo(QRgb above, QRgb below) {
    QImage image(96, 64, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            image.setPixel(x, y, (y < 32 ? above : below) + static_cast<QRgb>(x * 7 % 30));
        }
    }
    return image;
}

std::vector<float> codeOf(const std::vector<float>& style, int channel) {
    return {style.begin() + channel * 4, style.begin() + channel * 4 + 4};
}

const std::vector<float> kNothing(4, 0.0f);

}  // namespace

class StyleReadingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPhotoGivesEveryRegionThatItsMapHasACode() {
        const OpenedModel sean = open("sean");
        QVERIFY(sean.info.regionStyles && sean.info.styleLabels && !sean.info.styleFromSeed);
        QCOMPARE(sean.info.styleLength, 12);
        StyleSource source;
        source.photo = photo(qRgb(10, 60, 200), qRgb(90, 80, 70));
        source.labels = halves({48, 32});
        source.palette = tiny();
        const auto style = styleOf(sean, source);
        QCOMPARE(style.size(), size_t{12});
        QVERIFY(codeOf(style, 0) != kNothing);  // road
        QVERIFY(codeOf(style, 1) != kNothing);  // sky
        QCOMPARE(codeOf(style, 2), kNothing);   // tree, which is not there
    }

    void aRegionTakesItsOwnPhotoAndTheOthersStay() {
        const OpenedModel sean = open("sean");
        StyleSource source;
        source.photo = photo(qRgb(10, 60, 200), qRgb(90, 80, 70));
        source.labels = halves({48, 32});
        source.palette = tiny();
        const auto before = styleOf(sean, source);
        source.photo = photo(qRgb(250, 120, 20), qRgb(250, 90, 20));
        source.labels = {};
        source.region = 0;  // the palette's sky, the model's second channel
        source.style = before;
        const auto after = styleOf(sean, source);
        QCOMPARE(codeOf(after, 0), codeOf(before, 0));
        QVERIFY(codeOf(after, 1) != codeOf(before, 1));
        source.style.clear();
        QCOMPARE(codeOf(styleOf(sean, source), 0), kNothing);
        QCOMPARE(codeOf(styleOf(sean, source), 1), codeOf(after, 1));
    }

    void saysWhatIsMissing() {
        const OpenedModel sean = open("sean");
        StyleSource source;
        source.palette = tiny();
        QCOMPARE(reason(sean, source), QStringLiteral("the photo is empty"));
        source.photo = photo(qRgb(1, 2, 3), qRgb(4, 5, 6));
        QVERIFY(reason(sean, source).contains(QStringLiteral("a map of its classes")));
        source.region = 2;
        QVERIFY(reason(sean, source).contains(QStringLiteral("does not know the class water")));
        source.region = 0;
        QVERIFY(reason(open("maskgan"), source)
                    .contains(QStringLiteral("one style for all of a picture")));
        source.region.reset();
        QVERIFY(reason(open("gaugan"), source).contains(QStringLiteral("reads no photos")));
    }

    void withoutAPhotoTheLookIsNeutral() {
        const OpenedModel maskgan = open("maskgan");
        RenderInput input;
        input.labels = halves({64, 64});
        input.palette = tiny();
        QStringList notes;
        const RenderRequest request = requestFor(input, maskgan.info, notes);
        QVERIFY(request.style.empty());
        QVERIFY(notes.join(QLatin1Char('\n')).contains(QStringLiteral("from a photo")));
        QVERIFY(!maskgan.info.obstacle.isEmpty());
    }

private:
    OpenedModel open(const char* architecture) {
        const QString file = folder_.filePath(QString::fromLatin1(architecture));
        test::write_tiny_published(file.toStdString(), architecture);
        return openModelFile(file, {QStringLiteral("cpu"), QStringLiteral("auto"), 0});
    }

    static QString reason(const OpenedModel& model, const StyleSource& source) {
        try {
            styleOf(model, source);
        } catch (const std::runtime_error& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(StyleReadingTest)
#include "style_reading_test.moc"
