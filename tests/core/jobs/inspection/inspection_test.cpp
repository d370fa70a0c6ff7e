// What panels and figures read, against the arrays of the engine.
#include "core/jobs/inspection/inspection.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/jobs/inspection/inspection_wish.h"
#include "core/jobs/rendering.h"
#include "core/palette/void.h"
#include "model/inspection/insides.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;

namespace {

constexpr QSize kSize(40, 28);  // the canvas is 40 x 28, a cell of the bottleneck four pixels
constexpr QPoint kPixel(17, 13);

bool near(double one, double other, double tolerance = 1e-5) {
    return std::abs(one - other) < tolerance;
}

LabelMap bands() {
    LabelMap labels(kSize, 0);
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            labels.writableScanLine(y)[x] =
                x < 3 ? kVoid : static_cast<uint16_t>((x / 7 + y / 9) % 3);
        }
    }
    return labels;
}

}  // namespace

class InspectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void classesByArea();
    void kernelsAreTheEngines();
    void aCellLiesWhereItsPixelsAre();
    void whatFixedRulesWouldUse();
    void aTraceEndsInOne();
    void purityIsTheMeanOfItsMap();
    void joiningATableWithItselfChangesNothing();
    void voidHasNoPurity();
    void weightsAreTheEngines();
    void classOutputsAreTheEngines();
    void mutingNothingIsThePhoto();
    void ablationEndsWithThePhoto();
    void featuresAreMasked();
    void sensitivityIsOfAllClasses();
    void codesAreOfTheirRegions();
    void onlyWhatIsWishedIsFound();
    void whatMemoryCannotHoldIsNotKept();
    void saysWhatAModelLacks();

private:
    Inspection open(const LgganConfig& config, InspectionParts parts);
    Inspection render(const QString& file, InspectionParts parts, std::vector<float> style = {});
    const Array& array(const char* name) const { return insides_->picture.inside.at(name); }

    QTemporaryDir folder_;
    std::shared_ptr<const Insides> insides_;
    Inspection inspection_;
};

Inspection InspectionTest::open(const LgganConfig& config, InspectionParts parts) {
    test::TinyModel model;
    model.config = config;
    model.style_encoder = false;
    const QString file = folder_.filePath(QStringLiteral("model.safetensors"));
    test::write_tiny_model(file.toStdString(), model);
    return render(file, parts);
}

Inspection InspectionTest::render(const QString& file,
                                  InspectionParts parts,
                                  std::vector<float> style) {
    const OpenedModel opened =
        openModelFile(file, {QStringLiteral("cpu"), QStringLiteral("float32"), 0});
    RenderInput input;
    input.palette = opened.info.palette;
    input.labels = bands();
    input.style = std::move(style);
    QStringList notes;
    RenderRequest request = requestFor(input, opened.info, notes);
    request.keep = keepOf(parts);
    insides_ = render_insides(opened.engine, request);
    return Inspection(insides_, opened.info.palette, 7);
}

void InspectionTest::initTestCase() {
    inspection_ =
        open(test::tiny_config(),
             InspectionPart::Branches | InspectionPart::ClassOutputs | InspectionPart::Weights |
                 InspectionPart::Kernels | InspectionPart::Features);
    QCOMPARE(inspection_.size(), kSize);
    QCOMPARE(inspection_.revision(), 7u);
    QCOMPARE(inspection_.model().levels, 2);
    QVERIFY(inspection_.parts().testFlag(InspectionPart::Kernels));
}

void InspectionTest::classesByArea() {
    qint64 pixels = 0;
    qint64 before = kSize.width() * kSize.height();
    for (const ClassShare& one : inspection_.classes()) {
        QVERIFY(one.pixels <= before);
        QCOMPARE(one.name, inspection_.palette().nameOf(one.channel));
        before = one.pixels;
        pixels += one.pixels;
    }
    QCOMPARE(pixels, (kSize.width() - 3) * kSize.height());
    QCOMPARE(inspection_.labels().pixelColor(kPixel),
             inspection_.palette().colorOf(inspection_.channelAt(kPixel)));
}

void InspectionTest::kernelsAreTheEngines() {
    for (int level = 0; level < 2; ++level) {
        const Array& kernels = array(level == 0 ? "kernels.1" : "kernels.2");
        const Kernel kernel = inspection_.kernelAt(level, kPixel);
        const int64_t cell = level == 0 ? 2 : 1;
        const int64_t at = kPixel.y() / cell * kernels.shape[2] + kPixel.x() / cell;
        QCOMPARE(kernel.side * kernel.side, static_cast<int>(kernels.shape[0]));
        double sum = 0;
        for (int i = 0; i < kernel.side * kernel.side; ++i) {
            const int64_t plane = i * kernels.shape[1] * kernels.shape[2];
            QCOMPARE(kernel.taps[static_cast<size_t>(i)].weight,
                     kernels.values[static_cast<size_t>(plane + at)]);
            sum += static_cast<double>(kernel.taps[static_cast<size_t>(i)].weight);
        }
        QVERIFY(near(sum, 1));
        QVERIFY(kernel.purity && *kernel.purity > 0 && *kernel.purity <= 1);
        QVERIFY(kernel.entropy > 0);
    }
}

void InspectionTest::aCellLiesWhereItsPixelsAre() {
    const Kernel kernel = inspection_.kernelAt(0, kPixel);
    QCOMPARE(kernel.cell, QRectF(16, 12, 2, 2));
    const auto middle = static_cast<size_t>(kernel.side * kernel.side / 2);
    QCOMPARE(kernel.taps[middle].area, QRectF(16, 12, 4, 4));
    QVERIFY(!kernel.taps[middle].outside);
    const Kernel corner = inspection_.kernelAt(0, {0, 0});
    QVERIFY(corner.taps.front().outside);
    QVERIFY(corner.taps.front().area.right() <= 0);
}

void InspectionTest::whatFixedRulesWouldUse() {
    const Kernel uniform = inspection_.kernelAt(1, kPixel, Upsampling::Uniform);
    const float all = 1.0F / static_cast<float>(uniform.taps.size());
    for (const KernelTap& tap : uniform.taps) {
        QCOMPARE(tap.weight, all);
    }
    QVERIFY(near(uniform.entropy, std::log2(static_cast<double>(uniform.taps.size()))));
    const Kernel nearest = inspection_.kernelAt(1, kPixel, Upsampling::Nearest);
    QCOMPARE(nearest.weight(nearest.side / 2, nearest.side / 2), 1.0F);
    QVERIFY(near(nearest.entropy, 0));
}

void InspectionTest::aTraceEndsInOne() {
    const KernelTrace trace = inspection_.trace(kPixel);
    QCOMPARE(trace.maps.size(), 2u);
    QCOMPARE(trace.maps.back().size, QSize(10, 7));
    QCOMPARE(trace.maps.back().cell, 4.0);
    double sum = 0;
    for (const float weight : trace.maps.back().values) {
        sum += static_cast<double>(weight);
    }
    QVERIFY(near(sum, 1));  // this far inside nothing falls off the picture
    QVERIFY(trace.region.contains(kPixel));
    QCOMPARE(trace.purity.size(), 2u);
    QVERIFY(trace.purity.back() > 0 && trace.purity.back() < 1);
}

void InspectionTest::purityIsTheMeanOfItsMap() {
    const PurityFindings table = inspection_.purity();
    QCOMPARE(table.rows.size(), 2 * (1 + inspection_.classes().size()));
    for (const Upsampling how : {Upsampling::Sau, Upsampling::Bilinear}) {
        const NumberMap map = inspection_.purityMap(1, how);
        double sum = 0;
        int cells = 0;
        for (const float purity : map.values) {
            if (!std::isnan(purity)) {
                sum += static_cast<double>(purity);
                ++cells;
            }
        }
        const PurityRow& all = table.rows[table.rows.size() / 2];
        QCOMPARE(all.level, 1);
        QVERIFY(!all.of);
        QCOMPARE(all.cells, cells);
        QVERIFY(near(all[how].everywhere, sum / cells));
        QVERIFY(all.borderCells > 0 && all[how].atBorders < all[how].everywhere);
    }
    const Kernel kernel = inspection_.kernelAt(0, kPixel);
    QVERIFY(near(*kernel.purity,
                 static_cast<double>(inspection_.purityMap(0).at(kPixel.x() / 2, kPixel.y() / 2))));
}

void InspectionTest::joiningATableWithItselfChangesNothing() {
    const PurityFindings one = inspection_.purity();
    const PurityFindings both = joined({one, one});
    QCOMPARE(both.rows.size(), one.rows.size());
    for (size_t i = 0; i < one.rows.size(); ++i) {
        QCOMPARE(both.rows[i].cells, 2 * one.rows[i].cells);
        QCOMPARE(both.rows[i].of.has_value(), one.rows[i].of.has_value());
        QVERIFY(!one.rows[i].of || both.rows[i].of->channel == one.rows[i].of->channel);
        QVERIFY(
            near(both.rows[i][Upsampling::Sau].atBorders, one.rows[i][Upsampling::Sau].atBorders));
        QVERIFY(near(both.rows[i].entropy, one.rows[i].entropy));
    }
}

void InspectionTest::voidHasNoPurity() {
    QCOMPARE(inspection_.channelAt({1, 5}), kVoid);
    const Kernel kernel = inspection_.kernelAt(1, {1, 5});
    QCOMPARE(kernel.channel, kVoid);
    QVERIFY(!kernel.purity);
    QVERIFY(inspection_.trace({1, 5}).purity.empty());
}

void InspectionTest::weightsAreTheEngines() {
    const WeightFindings found = inspection_.weights();
    const Array& weights = array("weights");
    QCOMPARE(found.local.at(kPixel.x(), kPixel.y()),
             weights.values[static_cast<size_t>(kPixel.y() * kSize.width() + kPixel.x())]);
    qint64 pixels = 0;
    for (const qint64 bin : found.histogram) {
        pixels += bin;
    }
    QCOMPARE(pixels, kSize.width() * kSize.height());
    QCOMPARE(found.classes.size(), inspection_.classes().size());
    QVERIFY(found.mean > 0 && found.mean < 1);
}

void InspectionTest::classOutputsAreTheEngines() {
    const quint16 channel = inspection_.channelAt(kPixel);
    const Array& outputs = array("per_class");
    const qsizetype plane = qsizetype{kSize.width()} * kSize.height();
    const float red = outputs.values[static_cast<size_t>(channel * 3 * plane +
                                                         kPixel.y() * kSize.width() + kPixel.x())];
    const QImage whole = inspection_.classOutput(channel, false);
    QVERIFY(std::abs(whole.pixelColor(kPixel).red() - (red + 1) * 127.5F) <= 0.51F);
    const QImage masked = inspection_.classOutput(channel, true);
    QCOMPARE(masked.pixelColor(kPixel), whole.pixelColor(kPixel));
    QCOMPARE(masked.pixelColor(1, 1).alpha(), 0);
}

void InspectionTest::mutingNothingIsThePhoto() {
    QImage photo = inspection_.photo();
    const QImage muted = inspection_.muted({}).convertToFormat(photo.format());
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            QVERIFY(std::abs(qRed(muted.pixel(x, y)) - qRed(photo.pixel(x, y))) <= 1);
        }
    }
    QVERIFY(inspection_.muted({inspection_.channelAt(kPixel)}) != inspection_.muted({}));
}

void InspectionTest::ablationEndsWithThePhoto() {
    const AblationFindings found = inspection_.ablation();
    QCOMPARE(found.variants.size(), 4u);
    QCOMPARE(found.variants.front().picture, inspection_.globalPicture());
    QCOMPARE(found.variants.back().picture, inspection_.muted({}));
    QVERIFY(found.variants.back().difference.values.empty());
    QVERIFY(found.variants.front().mean > 0);
}

void InspectionTest::featuresAreMasked() {
    const quint16 channel = inspection_.channelAt(kPixel);
    const FeatureFindings best = inspection_.features(channel, {}, 3, false);
    QCOMPARE(best.maps.size(), 3u);
    QCOMPARE(best.ranking.size(), static_cast<size_t>(inspection_.model().featureChannels));
    QCOMPARE(best.maps.front().of.channel, best.ranking.front().channel);
    QVERIFY(best.ranking.front().fisher >= best.ranking.back().fisher);
    const FeatureFindings chosen = inspection_.features(channel, {2}, 3, true);
    const NumberMap& map = chosen.maps.at(0).values;
    const Array& features = array("features");
    const qsizetype plane = qsizetype{kSize.width()} * kSize.height();
    QCOMPARE(
        map.at(kPixel.x(), kPixel.y()),
        features.values[static_cast<size_t>(2 * plane + kPixel.y() * kSize.width() + kPixel.x())]);
    QCOMPARE(map.at(1, 1), 0.0F);  // void
    QCOMPARE(chosen.maps.at(0).low, 0.0F);
}

void InspectionTest::sensitivityIsOfAllClasses() {
    const SensitivityFindings found = inspection_.sensitivity(kPixel);
    QCOMPARE(found.pixel, kPixel);
    QCOMPARE(found.repaint.size, kSize);
    QCOMPARE(found.classes.size(), size_t{3});
    QVERIFY(found.classes[0].magnitude >= found.classes[1].magnitude);
    QVERIFY(found.classes[1].magnitude >= found.classes[2].magnitude);
    QVERIFY(found.classes[0].magnitude > 0);
    const float most = *std::max_element(found.repaint.values.begin(), found.repaint.values.end());
    QVERIFY(most > 0 && static_cast<double>(most) < found.classes[0].magnitude * 2);
    QCOMPARE(found.classes[0].name, inspection_.palette().nameOf(found.classes[0].channel));
}

// Codes of four values: the second one is the first one's triple, the third one is not given.
void InspectionTest::codesAreOfTheirRegions() {
    const QString file = folder_.filePath(QStringLiteral("sean.safetensors"));
    test::write_tiny_published(file.toStdString(), "sean");
    const std::vector<float> style = {0.1F, -0.2F, 0.2F, 0, 0.3F, -0.6F, 0.6F, 0, 0, 0, 0, 0};
    InspectionWish wish;
    wish.codes = true;
    const Inspection sean = render(file, wish.parts(), style);
    wish.branches = wish.classOutputs = wish.weights = wish.ablation = true;  // which it has not
    const InspectionResult result = inspect(sean, wish);
    QCOMPARE(result.problem, QString());
    const std::optional<CodeFindings>& found = result.codes;
    QVERIFY(found);
    QCOMPARE(found->codes.size, QSize(4, 3));
    QCOMPARE(found->range, 0.6F);
    for (int row = 0; row < 3; ++row) {
        const int channel = found->classes[static_cast<size_t>(row)].of.channel;
        QCOMPARE(found->classes[static_cast<size_t>(row)].given, channel != 2);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(found->codes.at(i, row), style[static_cast<size_t>(channel * 4 + i)]);
        }
        for (int other = 0; other < 3; ++other) {
            const float cosine = found->cosines.at(other, row);
            const bool given = found->classes[static_cast<size_t>(other)].given &&
                               found->classes[static_cast<size_t>(row)].given;
            QVERIFY(given ? near(cosine, 1) : std::isnan(cosine));
        }
    }
    const std::vector<float> against = {0.1F, 0.2F, 0, 0, -0.1F, -0.2F, 0, 0, 0.2F, -0.1F, 0, 0};
    const CodeFindings turned = render(file, wish.parts(), against).codes();
    for (int row = 0; row < 3; ++row) {
        for (int other = 0; other < 3; ++other) {
            const int sum = turned.classes[static_cast<size_t>(row)].of.channel +
                            turned.classes[static_cast<size_t>(other)].of.channel;
            const double cosine = row == other ? 1 : sum == 1 ? -1 : 0;
            QVERIFY(near(turned.cosines.at(other, row), cosine));
        }
    }
    QVERIFY(keptEnough(inspection_, wish.parts()));  // LGGAN++ has none
    QVERIFY(!inspect(inspection_, wish).codes);
    QVERIFY_EXCEPTION_THROWN(inspection_.codes(), std::runtime_error);
}

void InspectionTest::onlyWhatIsWishedIsFound() {
    InspectionWish wish;
    QVERIFY(!wish.parts());
    wish.weights = true;
    QCOMPARE(wish.parts(), InspectionParts(InspectionPart::Weights));
    const InspectionResult weights = inspect(inspection_, wish);
    QVERIFY(weights.weights && !weights.purity && !weights.features && !weights.ablation);
    QVERIFY(weights.tiles.empty() && weights.canvas.isNull() && weights.globalPicture.isNull());
    wish = {};
    wish.classOutputs = true;
    wish.muted = {1};
    const InspectionResult tiles = inspect(inspection_, wish);
    QCOMPARE(tiles.tiles.size(), inspection_.classes().size());
    QCOMPARE(tiles.canvas, inspection_.muted({1}));
    QVERIFY(!tiles.weights && tiles.problem.isEmpty());
    wish.solo = quint16{2};
    QCOMPARE(inspect(inspection_, wish).canvas, inspection_.classOutput(2, true));
}

void InspectionTest::whatMemoryCannotHoldIsNotKept() {
    RenderRequest request;
    request.height = request.width = 32;
    QVERIFY(canKeep(*insides_->engine, request, Keep::everything()));
    request.height = request.width = 500'000;  // terabytes
    QVERIFY(!canKeep(*insides_->engine, request, Keep::everything()));
}

void InspectionTest::saysWhatAModelLacks() {
    LgganConfig config = test::tiny_config();
    config.local = false;
    config.upsampler = "nearest";
    InspectionWish wish;
    wish.classOutputs = wish.branches = wish.weights = wish.purity = wish.ablation = true;
    wish.muted = {0};
    const Inspection plain = open(config, wish.parts());
    QCOMPARE(plain.parts(), InspectionParts(InspectionPart::Branches));
    QCOMPARE(plain.model().missing.at(InspectionPart::Weights),
             QStringLiteral("this model has no local branch"));
    QCOMPARE(plain.model().missing.at(InspectionPart::Kernels),
             QStringLiteral("this model upsamples by nearest: there are no SAU kernels"));
    QVERIFY(keptEnough(plain, wish.parts()));
    const InspectionResult found = inspect(plain, wish);
    QVERIFY(found.problem.isEmpty() && found.tiles.empty() && !found.weights && !found.purity);
    QVERIFY(!found.globalPicture.isNull() && found.localPicture.isNull());
    QCOMPARE(plain.kernelAt(0, kPixel, Upsampling::Bilinear).side, 5);
    QVERIFY_EXCEPTION_THROWN(plain.kernelAt(0, kPixel), std::runtime_error);
    QVERIFY_EXCEPTION_THROWN(plain.weights(), std::runtime_error);
}

QTEST_GUILESS_MAIN(InspectionTest)
#include "inspection_test.moc"
