// The render thread with small random models: photos come back in order, models are swapped.
#include "core/jobs/render_service.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/images/image_files.h"
#include "core/jobs/rendering.h"
#include "model/inference/engine.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;

namespace {

constexpr int kPatience = 60000;  // ms, for a machine under load

const RenderSettings kExact{QStringLiteral("cpu"), QStringLiteral("float32"), 0};

Palette scenes() {
    return Palette(QStringLiteral("scenes"),
                   QStringLiteral("Scenes"),
                   {},
                   255,
                   {{4, QStringLiteral("road"), QColor(1, 1, 1), true, {}},
                    {6, QStringLiteral("sky"), QColor(2, 2, 2), true, {}},
                    {7, QStringLiteral("tree"), QColor(3, 3, 3), true, {}},
                    {9, QStringLiteral("water"), QColor(4, 4, 4), true, {}}});
}

RenderInput input(quint64 revision, QSize size = {40, 32}) {
    RenderInput input;
    input.palette = scenes();
    input.labels = LabelMap(size, 1);
    for (int y = size.height() / 2; y < size.height(); ++y) {
        std::fill_n(input.labels.writableScanLine(y), size.width(), uint16_t{2});
    }
    input.styleSeed = 3;
    input.noiseSeed = static_cast<quint32>(revision);
    input.revision = revision;
    return input;
}

// The same photo without a thread.
QImage expected(const QString& file, const RenderInput& input) {
    const OpenedModel model = openModelFile(file, kExact);
    QStringList notes;
    return photoImage(model.engine->render(requestFor(input, model.info, notes)));
}

}  // namespace

class RenderServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        write(QStringLiteral("a"), {});
        test::TinyModel other;
        other.seed = 2;
        other.title = "Other model";
        write(QStringLiteral("b"), other);
        test::TinyModel plain;
        plain.style_encoder = false;
        write(QStringLiteral("plain"), plain);
        test::TinyModel poisoned;
        poisoned.poisoned = "global_image.bias";
        write(QStringLiteral("poisoned"), poisoned);
        test::TinyModel translating;
        translating.config.image_channels = 3;
        translating.config.label_input = true;
        write(QStringLiteral("translating"), translating);
    }

    void saysWhatItOpened() {
        RenderService service;
        QVERIFY(!service.model().has_value());
        open(service, QStringLiteral("a"));
        const ModelInfo info = *service.model();
        QCOMPARE(info.title, QStringLiteral("Tiny model"));
        QCOMPARE(info.paletteId, QStringLiteral("tiny"));
        QCOMPARE(info.palette.classes()[2].name, QStringLiteral("tree"));
        QCOMPARE(info.classes, 3);
        QCOMPARE(info.styleLength, 4);
        QVERIFY(info.styleEncoder);
        QVERIFY(info.noise);
        QVERIFY(info.cardLines.contains(QStringLiteral("date: 2026-11-24")));
        QCOMPARE(info.precision, QStringLiteral("float32"));
        QVERIFY(info.deviceName.startsWith(QStringLiteral("CPU")));
    }

    void rendersWhatIsPainted() {
        RenderService service;
        QSignalSpy photos(&service, &RenderService::rendered);
        service.request(input(9));  // before there is a model: waits for it
        open(service, QStringLiteral("a"));
        QVERIFY(photos.wait(kPatience));
        const auto photo = photos.first().first().value<RenderedPhoto>();
        QCOMPARE(photo.revision, 9u);
        QCOMPARE(photo.image, expected(file(QStringLiteral("a")), input(9)));
        QVERIFY(photo.note.isEmpty());
        QVERIFY(photo.milliseconds > 0);
    }

    void latestRequestWins() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        constexpr quint64 kLast = 40;
        for (quint64 revision = 1; revision <= kLast; ++revision) {
            service.request(input(revision));
        }
        waitUntilIdle(service);
        quint64 before = 0;
        for (const QList<QVariant>& signal : photos) {
            const auto photo = signal.first().value<RenderedPhoto>();
            QVERIFY(photo.revision > before);
            before = photo.revision;
        }
        QCOMPARE(before, kLast);
    }

    void strokeEndsInTheExactPhoto() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        const auto shown = [&](int i) { return photos[i].first().value<RenderedPhoto>(); };
        RenderInput painting = input(1, {160, 128});
        service.request(painting);
        waitUntilIdle(service);
        painting.draft = true;
        for (int y = 20; y < 30; ++y) {
            std::fill_n(painting.labels.writableScanLine(y) + 70, 10, uint16_t{0});
        }
        service.request(painting);
        waitUntilIdle(service);
        QCOMPARE(photos.size(), 3);  // a pause: the draft and its refinement
        QVERIFY(shown(0).exact && !shown(1).exact && shown(2).exact);
        QVERIFY(shown(1).image != shown(0).image);
        QCOMPARE(shown(2).image, expected(file(QStringLiteral("a")), painting));
        QCOMPARE(shown(0).image, expected(file(QStringLiteral("a")), input(1, {160, 128})));
        painting.draft = false;
        service.request(painting);
        waitUntilIdle(service);
        QCOMPARE(shown(3).image, shown(2).image);
        QCOMPARE(shown(3).milliseconds, shown(2).milliseconds);  // it was kept
    }

    void longStrokeIsFollowedAndEndsInTheExactPhoto() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        RenderInput painting = input(1, {160, 128});
        service.request(painting);
        waitUntilIdle(service);
        painting.draft = true;
        for (int dab = 0; dab < 60; ++dab) {
            for (int y = 40; y < 50; ++y) {
                std::fill_n(painting.labels.writableScanLine(y) + 20 + 2 * dab, 10, uint16_t{0});
            }
            ++painting.revision;
            service.request(painting);
            const auto newest = [&] {
                return photos.last().first().value<RenderedPhoto>().revision;
            };
            QTRY_COMPARE_WITH_TIMEOUT(newest(), painting.revision, kPatience);
        }
        painting.draft = false;
        ++painting.revision;
        service.request(painting);
        waitUntilIdle(service);
        quint64 before = 0;
        for (const QList<QVariant>& signal : photos) {
            const quint64 revision = signal.first().value<RenderedPhoto>().revision;
            QVERIFY(revision >= before);
            before = revision;
        }
        const auto last = photos.last().first().value<RenderedPhoto>();
        QVERIFY(last.exact);
        QCOMPARE(last.revision, painting.revision);
        QCOMPARE(last.image, expected(file(QStringLiteral("a")), painting));
    }

    void undoShowsTheKeptPhoto() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        const auto shown = [&](int i) { return photos[i].first().value<RenderedPhoto>(); };
        RenderInput painting = input(1, {160, 128});
        service.request(painting);
        waitUntilIdle(service);
        painting.labels.writableScanLine(40)[40] = 0;
        painting.revision = 2;
        service.request(painting);
        waitUntilIdle(service);
        RenderInput undone = input(1, {160, 128});
        undone.revision = 3;
        service.request(undone);
        waitUntilIdle(service);
        QCOMPARE(shown(2).revision, 3u);
        QCOMPARE(shown(2).image, shown(0).image);
        QCOMPARE(shown(2).milliseconds, shown(0).milliseconds);
        QVERIFY(shown(1).image != shown(0).image);
    }

    void resizedCanvasIsDrawnWhole() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        service.request(input(1, {160, 128}));
        waitUntilIdle(service);
        RenderInput painting = input(1, {128, 160});
        painting.draft = true;
        service.request(painting);
        waitUntilIdle(service);
        const auto photo = photos.last().first().value<RenderedPhoto>();
        QVERIFY(photo.exact);
        QCOMPARE(photo.image, expected(file(QStringLiteral("a")), painting));
    }

    void resizedWhileRenderingNeverShowsAWrongPart() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        const QSize sizes[] = {{160, 128}, {128, 160}, {96, 232}, {264, 96}};
        std::vector<RenderInput> paintings;
        for (quint64 revision = 0; revision < 24; ++revision) {
            RenderInput painting = input(1, sizes[revision % std::size(sizes)]);
            painting.labels.writableScanLine(50)[60] = 0;
            painting.revision = revision;
            painting.draft = revision % 3 != 0;
            paintings.push_back(painting);
            service.request(painting);
            if (revision % 4 == 1) {
                QVERIFY(photos.wait(kPatience));  // another is under way when the next comes
            }
        }
        waitUntilIdle(service);
        for (const QList<QVariant>& signal : photos) {
            const auto photo = signal.first().value<RenderedPhoto>();
            QVERIFY(photo.exact);  // there was nothing of its size to start from
            QCOMPARE(photo.image,
                     expected(file(QStringLiteral("a")), paintings.at(photo.revision)));
        }
        QCOMPARE(photos.last().first().value<RenderedPhoto>().revision, 23u);
    }

    void showsTheVisiblePartOfALargeCanvasFirst() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        const auto shown = [&](int i) { return photos[i].first().value<RenderedPhoto>(); };
        RenderInput painting = input(1, {1200, 1000});
        painting.visible = QRect(400, 300, 200, 150);
        service.request(painting);
        waitUntilIdle(service);
        QCOMPARE(photos.size(), 2);
        QVERIFY(!shown(0).exact && shown(1).exact);
        const QImage exact = expected(file(QStringLiteral("a")), painting);
        QCOMPARE(shown(1).image, exact);
        const QImage labels =
            colorImage(painting.labels, painting.palette).convertToFormat(QImage::Format_RGB888);
        QVERIFY(shown(0).image.copy(painting.visible) != labels.copy(painting.visible));
        QCOMPARE(shown(0).image.copy({0, 0, 200, 150}), labels.copy({0, 0, 200, 150}));

        painting.draft = true;
        for (int y = 370; y < 380; ++y) {
            std::fill_n(painting.labels.writableScanLine(y) + 450, 10, uint16_t{0});
        }
        service.request(painting);
        waitUntilIdle(service);
        QCOMPARE(photos.size(), 3);  // the exact photo waits for the end of the stroke
        QVERIFY(!shown(2).exact);
        QCOMPARE(shown(2).image.copy({0, 0, 200, 150}), exact.copy({0, 0, 200, 150}));
        painting.draft = false;
        service.request(painting);
        waitUntilIdle(service);
        QCOMPARE(shown(3).image, shown(2).image);
        QCOMPARE(shown(4).image, expected(file(QStringLiteral("a")), painting));
    }

    void swapsTheModelWhileRendering() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        QSignalSpy models(&service, &RenderService::modelOpened);
        const RenderInput painting = input(1, {300, 200});
        service.request(painting);
        service.openModel(file(QStringLiteral("b")), kExact);
        QCOMPARE(service.model()->title, QStringLiteral("Tiny model"));  // stays until then
        QVERIFY(models.wait(kPatience));
        QCOMPARE(service.model()->title, QStringLiteral("Other model"));
        photos.clear();
        service.request(painting);
        QVERIFY(photos.wait(kPatience));
        waitUntilIdle(service);
        QCOMPARE(photos.last().first().value<RenderedPhoto>().image,
                 expected(file(QStringLiteral("b")), painting));
    }

    void keepsTheModelWhenANewOneIsBroken() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy failures(&service, &RenderService::modelFailed);
        service.openModel(QStringLiteral("/nowhere/none.safetensors"), kExact);
        QVERIFY(failures.wait(kPatience));
        const QString reason = failures.first().first().toString();
        QVERIFY2(reason.startsWith(QStringLiteral("/nowhere/none.safetensors: ")),
                 qPrintable(reason));
        QVERIFY(!reason.contains(QLatin1Char('\n')));
        QCOMPARE(service.model()->title, QStringLiteral("Tiny model"));
        QSignalSpy photos(&service, &RenderService::rendered);
        service.request(input(1));
        QVERIFY(photos.wait(kPatience));
    }

    void notesClassesThatAreUnknown() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy photos(&service, &RenderService::rendered);
        RenderInput painting = input(1);
        painting.labels.writableScanLine(0)[0] = 3;  // water
        service.request(painting);
        QVERIFY(photos.wait(kPatience));
        const QString note = photos.first().first().value<RenderedPhoto>().note;
        QVERIFY2(note.contains(QStringLiteral("unknown to this model")), qPrintable(note));
    }

    void failsInOneLine_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("label");
        QTest::addColumn<QString>("reason");
        QTest::newRow("nothing known")
            << QStringLiteral("a") << 3 << QStringLiteral("knows none of the classes");
        QTest::newRow("not finite")
            << QStringLiteral("poisoned") << 1 << QStringLiteral("non-finite values");
    }

    void failsInOneLine() {
        QFETCH(QString, model);
        QFETCH(int, label);
        QFETCH(QString, reason);
        RenderService service;
        open(service, model);
        QSignalSpy failures(&service, &RenderService::failed);
        RenderInput painting = input(1);
        painting.labels = LabelMap(8, 8, static_cast<uint16_t>(label));
        service.request(painting);
        QVERIFY(failures.wait(kPatience));
        const QString text = failures.first().first().toString();
        QVERIFY2(text.contains(reason) && !text.contains(QLatin1Char('\n')), qPrintable(text));
        waitUntilIdle(service);
    }

    void translatesTheSourcePhoto() {
        RenderService service;
        open(service, QStringLiteral("translating"));
        QSignalSpy photos(&service, &RenderService::rendered);
        QSignalSpy failed(&service, &RenderService::failed);
        service.request(input(1));
        QVERIFY(failed.wait(kPatience));
        QVERIFY(failed.last().first().toString().contains("and none is chosen"));
        QList<QImage> images;
        for (const Qt::GlobalColor color : {Qt::red, Qt::blue}) {
            RenderInput next = input(2);
            next.source = QImage(next.labels.size(), QImage::Format_RGB888);
            next.source.fill(color);
            service.request(next);
            QVERIFY(photos.wait(kPatience));
            images << photos.last().first().value<RenderedPhoto>().image;
            QCOMPARE(images.last(), expected(file(QStringLiteral("translating")), next));
        }
        QVERIFY(images[0] != images[1]);
    }

    void previewsShrinkTheirSourceAndSayWhatFails() {
        RenderService service;
        open(service, QStringLiteral("translating"));
        QSignalSpy previews(&service, &RenderService::previewed);
        QSignalSpy failed(&service, &RenderService::previewFailed);
        RenderInput large = input(1, {320, 160});
        large.source = QImage(320, 160, QImage::Format_RGB888);
        large.source.fill(Qt::green);
        service.preview(1, large);
        QVERIFY(previews.wait(kPatience));
        QCOMPARE(previews.last()[1].value<QImage>().size(), QSize(160, 80));
        large.source = large.source.scaled(200, 100);
        service.preview(2, large);
        QVERIFY(failed.wait(kPatience));
        QCOMPARE(failed.last()[0].toInt(), 2);
        QCOMPARE(failed.last()[1].toString(),
                 QStringLiteral("the source photo is 200 x 100, the labels are 160 x 80"));
    }

    void previewsAreSmallAndComeAfterThePhoto() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QStringList order;
        connect(
            &service, &RenderService::rendered, this, [&] { order << QStringLiteral("photo"); });
        connect(&service, &RenderService::previewed, this, [&](int token, const QImage& image) {
            order << QStringLiteral("preview %1: %2 x %3")
                         .arg(token)
                         .arg(image.width())
                         .arg(image.height());
        });
        service.request(input(1));
        service.preview(5, input(1, {640, 320}));
        service.preview(6, input(1, {40, 32}));
        service.preview(7, input(1, {200, 100}), 200);
        QTRY_COMPARE_WITH_TIMEOUT(order.size(), 4, kPatience);
        QCOMPARE(order,
                 QStringList({QStringLiteral("photo"),
                              QStringLiteral("preview 5: 160 x 80"),
                              QStringLiteral("preview 6: 40 x 32"),
                              QStringLiteral("preview 7: 200 x 100")}));
    }

    void encodesStyles() {
        RenderService service;
        open(service, QStringLiteral("a"));
        QSignalSpy styles(&service, &RenderService::styleEncoded);
        QImage photo(600, 400, QImage::Format_RGB32);
        photo.fill(QColor(90, 120, 200));
        service.encodeStyle({photo, {}, {}, {}, {}});
        QVERIFY(styles.wait(kPatience));
        QCOMPARE(styles.first().first().value<std::vector<float>>().size(), size_t{4});

        open(service, QStringLiteral("plain"));
        QSignalSpy failures(&service, &RenderService::failed);
        service.encodeStyle({photo, {}, {}, {}, {}});
        QVERIFY(failures.wait(kPatience));
        QVERIFY(failures.first().first().toString().contains(QStringLiteral("no style encoder")));
    }

    void tellsWhenItIsBusy() {
        RenderService service;
        QSignalSpy busy(&service, &RenderService::busyChanged);
        open(service, QStringLiteral("a"));
        waitUntilIdle(service);
        service.request(input(1));
        QVERIFY(service.busy());
        waitUntilIdle(service);
        QTRY_COMPARE_WITH_TIMEOUT(busy.size(), 4, kPatience);
        for (int i = 0; i < busy.size(); ++i) {
            QCOMPARE(busy[i].first().toBool(), i % 2 == 0);
        }
    }

    void goesAwayWhileRendering() {
        for (int i = 0; i < 3; ++i) {
            RenderService service;
            open(service, QStringLiteral("a"));
            service.request(input(1, {400, 400}));
            service.preview(1, input(1));
        }
    }

private:
    QString file(const QString& name) const {
        return folder_.filePath(name + QStringLiteral(".safetensors"));
    }

    void write(const QString& name, const test::TinyModel& model) {
        test::write_tiny_model(file(name).toStdString(), model);
    }

    void open(RenderService& service, const QString& name) {
        QSignalSpy models(&service, &RenderService::modelOpened);
        service.openModel(file(name), kExact);
        QVERIFY(models.wait(kPatience));
    }

    void waitUntilIdle(RenderService& service) {
        QTRY_VERIFY_WITH_TIMEOUT(!service.busy(), kPatience);
        QCoreApplication::processEvents();  // what it has already sent
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(RenderServiceTest)
#include "render_service_test.moc"
