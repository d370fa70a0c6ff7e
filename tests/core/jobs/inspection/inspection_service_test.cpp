// Wishes in, findings out: what renders keep, what is dropped, what clears the panels.
#include "core/jobs/inspection/inspection_service.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/palette/void.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;

namespace {

constexpr int kPatience = 60000;  // ms, for a machine under load

RenderInput input(const Palette& palette, quint64 revision, QSize size = {40, 32}) {
    RenderInput input;
    input.palette = palette;
    input.labels = LabelMap(size, 0);
    std::fill_n(input.labels.writableScanLine(0), size.width() * 8, uint16_t{2});
    input.revision = revision;
    return input;
}

InspectionWish weights() {
    InspectionWish wish;
    wish.weights = true;
    return wish;
}

}  // namespace

class InspectionServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void nothingIsKeptForNobody();
    void aWishMakesTheLastRequestAgain();
    void anotherWishIsAnsweredFromWhatWasKept();
    void aSmallerWishKeepsLess();
    void noWishLetsGo();
    void everyPhotoIsFollowed();
    void draftsAreFollowed();
    void anotherModelClears();
    void anotherSizeClears();
    void impossibleWishesSayWhy();

private:
    void openModel(const QString& name);
    void render(quint64 revision, QSize size = {40, 32});
    InspectionResult await();

    QTemporaryDir folder_;
    std::unique_ptr<RenderService> renders_;
    std::unique_ptr<InspectionService> service_;
    std::unique_ptr<QSignalSpy> results_;
};

void InspectionServiceTest::initTestCase() {
    test::write_tiny_model(folder_.filePath(QStringLiteral("a")).toStdString());
    test::TinyModel conv;
    conv.config.combine = "conv";
    test::write_tiny_model(folder_.filePath(QStringLiteral("conv")).toStdString(), conv);
}

void InspectionServiceTest::init() {
    renders_ = std::make_unique<RenderService>();
    service_ = std::make_unique<InspectionService>(*renders_);
    results_ = std::make_unique<QSignalSpy>(service_.get(), &InspectionService::inspected);
    openModel(QStringLiteral("a"));
}

void InspectionServiceTest::cleanup() {
    results_.reset();
    service_.reset();
    renders_.reset();
}

void InspectionServiceTest::openModel(const QString& name) {
    QSignalSpy opened(renders_.get(), &RenderService::modelOpened);
    renders_->openModel(folder_.filePath(name),
                        {QStringLiteral("cpu"), QStringLiteral("float32"), 0});
    QVERIFY(opened.wait(kPatience));
}

void InspectionServiceTest::render(quint64 revision, QSize size) {
    QSignalSpy rendered(renders_.get(), &RenderService::rendered);
    renders_->request(input(renders_->model()->palette, revision, size));
    QVERIFY(rendered.wait(kPatience));
}

InspectionResult InspectionServiceTest::await() {
    if (results_->isEmpty() && !results_->wait(kPatience)) {
        qWarning("nothing was inspected");
        return {};
    }
    return results_->takeFirst().first().value<InspectionResult>();
}

void InspectionServiceTest::nothingIsKeptForNobody() {
    QSignalSpy rendered(renders_.get(), &RenderService::rendered);
    render(1);
    QVERIFY(rendered.first().first().value<RenderedPhoto>().inspection.isNull());
    QVERIFY(service_->inspection().isNull());
    QVERIFY(results_->isEmpty());
}

void InspectionServiceTest::aWishMakesTheLastRequestAgain() {
    render(5);
    service_->setWish(weights());
    const InspectionResult found = await();
    QCOMPARE(found.inspection.revision(), 5u);
    QCOMPARE(found.inspection.parts(), InspectionParts(InspectionPart::Weights));
    QVERIFY(found.weights && !found.purity);
    QCOMPARE(found.weights->mean, service_->inspection().weights().mean);
}

void InspectionServiceTest::anotherWishIsAnsweredFromWhatWasKept() {
    InspectionWish wish = weights();
    wish.purity = true;
    service_->setWish(wish);
    render(1);
    QCOMPARE(await().purityMap->size, QSize(20, 16));
    QSignalSpy rendered(renders_.get(), &RenderService::rendered);
    wish.purityLevel = 1;
    service_->setWish(wish);
    QCOMPARE(await().purityMap->size, QSize(40, 32));
    QVERIFY(rendered.isEmpty());
}

void InspectionServiceTest::aSmallerWishKeepsLess() {
    InspectionWish wish = weights();
    wish.kernels = true;
    service_->setWish(wish);
    render(1);
    QVERIFY(await().inspection.parts().testFlag(InspectionPart::Kernels));
    service_->setWish(weights());
    await();
    render(2);
    QCOMPARE(await().inspection.parts(), InspectionParts(InspectionPart::Weights));
}

void InspectionServiceTest::noWishLetsGo() {
    service_->setWish(weights());
    render(1);
    await();
    QVERIFY(!service_->inspection().isNull());
    service_->setWish({});
    QVERIFY(service_->inspection().isNull());
    QSignalSpy rendered(renders_.get(), &RenderService::rendered);
    render(2);
    QVERIFY(rendered.first().first().value<RenderedPhoto>().inspection.isNull());
}

void InspectionServiceTest::everyPhotoIsFollowed() {
    service_->setWish(weights());
    for (const quint64 revision : {1, 2, 3}) {
        render(revision);
        QCOMPARE(await().inspection.revision(), revision);
    }
}

void InspectionServiceTest::draftsAreFollowed() {
    service_->setWish(weights());
    render(1, {160, 160});
    const InspectionResult before = await();
    QSignalSpy cleared(service_.get(), &InspectionService::cleared);
    RenderInput stroke = input(renders_->model()->palette, 1, {160, 160});
    stroke.draft = true;
    for (int dab = 0; dab < 4; ++dab) {
        QSignalSpy rendered(renders_.get(), &RenderService::rendered);
        stroke.labels.writableScanLine(80)[60 + dab] = 1;
        ++stroke.revision;
        renders_->request(stroke);
        QVERIFY(rendered.wait(kPatience));
        QVERIFY(!rendered.first().first().value<RenderedPhoto>().exact);
        QVERIFY(!service_->inspection().isNull());
    }
    InspectionResult last = await();
    while (last.inspection.revision() < stroke.revision) {
        last = await();
    }
    QVERIFY(cleared.isEmpty());
    const auto value = [](const InspectionResult& result) {
        return result.weights->local.values[80 * 160 + 61];
    };
    QVERIFY(value(last) != value(before));
    stroke.draft = false;
    ++stroke.revision;
    renders_->request(stroke);
    while (last.inspection.revision() < stroke.revision) {
        last = await();
    }
    QVERIFY(cleared.isEmpty());
}

void InspectionServiceTest::anotherModelClears() {
    service_->setWish(weights());
    render(1);
    await();
    QSignalSpy cleared(service_.get(), &InspectionService::cleared);
    openModel(QStringLiteral("conv"));
    QCOMPARE(cleared.size(), 1);
    QVERIFY(service_->inspection().isNull());
    render(2);
    QCOMPARE(await().inspection.revision(), 2u);
}

void InspectionServiceTest::anotherSizeClears() {
    service_->setWish(weights());
    render(1);
    await();
    QSignalSpy cleared(service_.get(), &InspectionService::cleared);
    render(2);
    await();
    QVERIFY(cleared.isEmpty());
    render(3, {24, 16});
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(await().weights->local.size, QSize(24, 16));
}

void InspectionServiceTest::impossibleWishesSayWhy() {
    openModel(QStringLiteral("conv"));
    InspectionWish wish;
    wish.classOutputs = true;
    wish.muted = {0};
    service_->setWish(wish);
    render(1);
    const InspectionResult found = await();
    QVERIFY(found.problem.contains(QStringLiteral("by a convolution")));
    QVERIFY(found.canvas.isNull());
    QCOMPARE(found.tiles.size(), 2u);
}

QTEST_GUILESS_MAIN(InspectionServiceTest)
#include "inspection_service_test.moc"
