// The Inspect workspace as a researcher meets it: paints, pins, switches, and reads on every panel
// what another render of the same painting has inside.
#include <QDir>
#include <QLabel>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>

#include "core/jobs/inspection/colour_map.h"
#include "core/palette/void.h"
#include "tests/core/jobs/tiny_model_file.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/inspect/ablation_panel.h"
#include "ui/inspect/bar_rows.h"
#include "ui/inspect/class_outputs_panel.h"
#include "ui/inspect/code_rows.h"
#include "ui/inspect/features_panel.h"
#include "ui/inspect/kernel_list.h"
#include "ui/inspect/kernels_panel.h"
#include "ui/inspect/picture_tile.h"
#include "ui/inspect/pins.h"
#include "ui/inspect/purity_panel.h"
#include "ui/inspect/region_styles_panel.h"
#include "ui/inspect/segmentation_panel.h"
#include "ui/inspect/tile_grid.h"
#include "ui/inspect/weights_panel.h"
#include "ui/studio/inspect_desk.h"
#include "ui/studio/panel_docks.h"
#include "ui/studio/workspaces.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

const InspectionParts kAll = InspectionPart::Branches | InspectionPart::ClassOutputs |
                             InspectionPart::Weights | InspectionPart::Kernels |
                             InspectionPart::Features;

/// 32 x 24: sky above, road below, a void corner.
PaintingData landscape() {
    const Palette palette(QStringLiteral("tiny"),
                          QStringLiteral("Tiny"),
                          {},
                          255,
                          {{4, QStringLiteral("road"), QColor(112, 112, 120), true, {}},
                           {6, QStringLiteral("sky"), QColor(120, 180, 235), true, {}},
                           {7, QStringLiteral("tree"), QColor(52, 128, 64), true, {}}});
    LabelMap labels(32, 24, 1);
    std::fill_n(labels.writableScanLine(12), 32 * 12, uint16_t{0});
    for (int y = 20; y < 24; ++y) {
        std::fill_n(labels.writableScanLine(y), 8, kVoid);
    }
    return {labels, palette, {{}, 5, 6, {}}, {}};
}

struct InspectFixture : WindowFixture {
    explicit InspectFixture(const QString& model) : WindowFixture(model) {
        QObject::connect(&desk.service(),
                         &InspectionService::inspected,
                         &window,
                         [this](const InspectionResult& result) { last = result; });
        window.painting().reset(landscape());
        window.workspaces().choose(QStringLiteral("inspect"));
    }

    template <class Panel>
    Panel& panel() {
        return *window.findChild<Panel*>();
    }

    bool upToDate() const {
        return !last.inspection.isNull() &&
               last.inspection.revision() == window.painting().revision();
    }

    /// The dock's panel, in front of those that share its place.
    void raise(const char* dock) {
        window.findChild<QDockWidget*>(QString::fromLatin1(dock))->raise();
    }

    void pin(QPointF pixel) {
        QToolButton& button = panel<KernelsPanel>().pinButton();
        button.setChecked(true);
        hand.click(pixel);
        button.setChecked(false);
    }

    InspectDesk& desk = window.inspection();
    InspectionResult last;
};

QString number(double value) {
    return QLocale().toString(value, 'f', 2);
}

}  // namespace

class InspectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QSettings().clear(); }
    void panelsShowTheEnginesNumbers();
    void figuresAreOfWhatIsShown();
    void tabsAreFilledWhenTheyComeToTheFront();
    void whatIsHiddenIsNotKept();
    void paintWorkspaceKeepsNothing();
    void soloAndMuteReplaceThePhoto();
    void aFeatureLiesUnderTheKernels();
    void pinsComeAndGo();
    void pinsOutsideAreDropped();
    void aPinOnVoidSaysSo();
    void pinningLeavesThePaintingAlone();
    void whatAModelLacksIsSaid();
    void aPhotoIsReadBack_data();
    void aPhotoIsReadBack();
    void noSegmenterIsSaid();
    void regionsShowTheirStyles();
    void anotherModelLeavesNoTile();

private:
    Inspection reference(const Painting& painting);

    QTemporaryDir settings_;
    QTemporaryDir files_;
    QString model_;
    QString plain_;
};

void InspectTest::initTestCase() {
    isolateSettings(settings_);
    model_ = files_.filePath(QStringLiteral("tiny.safetensors"));
    testing::writeTinyModel(model_);
    testing::TinyModelKind kind;
    kind.inside = false;
    plain_ = files_.filePath(QStringLiteral("plain.safetensors"));
    testing::writeTinyModel(plain_, kind);
}

// The same painting through a service of its own that keeps everything.
Inspection InspectTest::reference(const Painting& painting) {
    RenderService renders;
    renders.setKept(kAll);
    QSignalSpy rendered(&renders, &RenderService::rendered);
    renders.openModel(model_);
    RenderInput input;
    input.labels = painting.labels();
    input.palette = painting.palette();
    input.style = painting.style().vector;
    input.styleSeed = painting.style().styleSeed;
    input.noiseSeed = painting.style().noiseSeed;
    renders.request(input);
    if (!rendered.wait(kPatience)) {
        return {};
    }
    return rendered.first().first().value<RenderedPhoto>().inspection;
}

void InspectTest::panelsShowTheEnginesNumbers() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    f.pin({20, 6});
    f.window.session().classes.choose(2);
    f.window.session().options.setSize(4);
    f.hand.drag({{4, 8}, {12, 10}, {24, 9}});
    QCOMPARE(f.at(12, 10), uint16_t{2});
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);

    const Inspection expected = reference(f.window.painting());
    QVERIFY(!expected.isNull());
    const Kernel coarse = expected.kernelAt(0, {20, 6});
    const Kernel fine = expected.kernelAt(1, {20, 6});
    QCOMPARE(f.panel<KernelsPanel>().list().rowText({20, 6}),
             QStringLiteral("%1, purity %2 %3")
                 .arg(expected.palette().nameOf(expected.channelAt({20, 6})),
                      number(*coarse.purity),
                      number(*fine.purity)));

    const WeightFindings weights = expected.weights();
    const QList<Bar>& bars = f.panel<WeightsPanel>().bars().bars();
    QCOMPARE(bars.size(), static_cast<qsizetype>(weights.classes.size()));
    QCOMPARE(bars.size(), 3);
    for (qsizetype i = 0; i < bars.size(); ++i) {
        QCOMPARE(bars[i].name, weights.classes[static_cast<size_t>(i)].of.name);
        QVERIFY(qAbs(bars[i].value - weights.classes[static_cast<size_t>(i)].mean) < 1e-6);
    }

    std::vector<PurityRow> rows;  // all classes together, then one by one
    for (const bool together : {true, false}) {
        for (const PurityRow& row : expected.purity().rows) {
            if (row.of.has_value() != together) {
                rows.push_back(row);
            }
        }
    }
    const QTableWidget& table = f.panel<PurityPanel>().table();
    QCOMPARE(table.rowCount(), static_cast<int>(rows.size()));
    for (int row = 0; row < table.rowCount(); ++row) {
        const PurityRow& own = rows[static_cast<size_t>(row)];
        QCOMPARE(table.item(row, 1)->text(), own.of ? own.of->name : QStringLiteral("all"));
        QCOMPARE(table.item(row, 2)->text(), number(own[Upsampling::Sau].everywhere));
        QCOMPARE(table.item(row, 5)->text(), number(own[Upsampling::Nearest].everywhere));
    }

    const QList<PictureTile*>& tiles = f.panel<ClassOutputsPanel>().grid().tiles();
    QCOMPARE(tiles.size(), 3 + 2);  // and both branches
    for (qsizetype i = 0; i < 3; ++i) {
        const quint16 channel = expected.classes()[static_cast<size_t>(i)].channel;
        QCOMPARE(tiles[i]->picture(), expected.classOutput(channel, true));
    }
    QCOMPARE(tiles[3]->picture(), expected.globalPicture());
}

void InspectTest::figuresAreOfWhatIsShown() {
    InspectFixture f(model_);
    QVERIFY_EXCEPTION_THROWN(f.panel<WeightsPanel>().figure(), std::runtime_error);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    const Inspection expected = reference(f.window.painting());
    const QString mean = QString::number(expected.weights().classes.front().mean, 'g', 6);
    QVERIFY(f.panel<WeightsPanel>().figure().numbers.contains(mean));
    QVERIFY(f.panel<PurityPanel>().figure().numbers.startsWith(QStringLiteral("level,class")));
    QVERIFY(f.panel<ClassOutputsPanel>().figure().numbers.contains(QStringLiteral("sky")));

    QVERIFY_EXCEPTION_THROWN(f.panel<KernelsPanel>().figure(), std::runtime_error);  // no pin
    f.pin({20, 6});
    const Figure kernels = f.panel<KernelsPanel>().figure();
    QVERIFY(kernels.numbers.contains(QStringLiteral(",20,6,1,0,0,")));
    const QString file = files_.filePath(QStringLiteral("kernels.svg"));
    writeFigure(kernels, file);
    QVERIFY(QFileInfo(file).size() > 1000);
    QFile(file).remove();
}

void InspectTest::tabsAreFilledWhenTheyComeToTheFront() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QVERIFY(!f.last.features && !f.last.ablation);
    const Inspection expected = reference(f.window.painting());
    f.raise("features");
    QTRY_VERIFY_WITH_TIMEOUT(!f.panel<FeaturesPanel>().grid().tiles().isEmpty(), kPatience);
    const quint16 channel = expected.classes().front().channel;
    QTRY_VERIFY_WITH_TIMEOUT(f.last.features && f.last.features->channel == channel, kPatience);
    const FeatureFindings best = expected.features(channel, {}, 8, false);
    QCOMPARE(f.last.features->maps.front().of.channel, best.maps.front().of.channel);
    QCOMPARE(f.panel<FeaturesPanel>().grid().tiles().size(),
             static_cast<qsizetype>(best.maps.size()));
    f.raise("ablation");
    QTRY_COMPARE_WITH_TIMEOUT(
        f.panel<AblationPanel>().findChild<TileGrid*>()->tiles().size(), 4, kPatience);
}

void InspectTest::whatIsHiddenIsNotKept() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QVERIFY(f.desk.service().wish().weights);
    f.window.findChild<QDockWidget*>(QStringLiteral("weights"))->close();
    QTRY_VERIFY(!f.desk.service().wish().weights);
    f.hand.click({5, 5});
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QVERIFY(!f.last.weights && f.last.purity);
}

void InspectTest::paintWorkspaceKeepsNothing() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    f.window.workspaces().choose(QStringLiteral("paint"));
    QCOMPARE(f.desk.service().wish(), InspectionWish());
    QSignalSpy rendered(&f.window.renders(), &RenderService::rendered);
    f.window.session().classes.choose(2);
    f.hand.click({5, 5});
    QTRY_VERIFY_WITH_TIMEOUT(!rendered.isEmpty(), kPatience);
    QVERIFY(rendered.last().first().value<RenderedPhoto>().inspection.isNull());
    f.window.workspaces().choose(QStringLiteral("inspect"));
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
}

void InspectTest::soloAndMuteReplaceThePhoto() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    const Inspection inspection = f.desk.service().inspection();
    const quint16 first = inspection.classes().front().channel;
    const auto tile = [&] { return f.panel<ClassOutputsPanel>().grid().tiles().front(); };
    QTest::mouseClick(tile(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!f.last.canvas.isNull(), kPatience);
    QCOMPARE(f.last.canvas, inspection.classOutput(first, true));
    QVERIFY(f.desk.replacesPhoto() && tile()->isChecked());
    QTest::mouseClick(tile(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(f.last.canvas.isNull(), kPatience);
    QVERIFY(!f.desk.replacesPhoto());
    QTest::keyClick(tile(), Qt::Key_M);
    QTRY_VERIFY_WITH_TIMEOUT(!f.last.canvas.isNull(), kPatience);
    QCOMPARE(f.last.canvas, inspection.muted({first}));
    QVERIFY(tile()->isMuted());
}

void InspectTest::aFeatureLiesUnderTheKernels() {
    InspectFixture f(model_);
    f.raise("features");
    const auto tiles = [&] { return f.panel<FeaturesPanel>().grid().tiles(); };
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate() && !tiles().isEmpty(), kPatience);
    QTest::mouseClick(tiles()[1], Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!f.last.canvas.isNull(), kPatience);
    const FeatureFindings::Map& map = f.last.features->maps[1];
    QCOMPARE(f.last.canvas.pixel(3, 5), colourOf(map.values.at(3, 5), map.low, map.high));
    QVERIFY(f.desk.replacesPhoto() && tiles()[1]->isChecked());

    f.raise("classOutputs");
    const auto classes = [&] { return f.panel<ClassOutputsPanel>().grid().tiles(); };
    QTRY_VERIFY_WITH_TIMEOUT(!classes().isEmpty() && !f.desk.replacesPhoto(), kPatience);
    QTest::mouseClick(classes().front(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!f.last.canvas.isNull(), kPatience);
    f.raise("features");
    QTRY_VERIFY_WITH_TIMEOUT(f.last.features && f.last.canvas.isNull(), kPatience);
    QVERIFY(!tiles()[1]->isChecked());  // the canvas went to the class
}

void InspectTest::pinsComeAndGo() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    for (int i = 0; i < Pins::kMost + 1; ++i) {
        f.pin({4.5 + 4 * i, 4.5});
    }
    QCOMPARE(f.desk.pins().all().size(), Pins::kMost);
    QCOMPARE(f.desk.pins().all().front().pixel, QPoint(8, 4));  // the first one moved
    QSet<QRgb> colors;
    for (const Pin& pin : f.desk.pins().all()) {
        colors.insert(pin.color.rgb());
    }
    QCOMPARE(colors.size(), Pins::kMost);
    f.pin({8.5, 4.5});
    QCOMPARE(f.desk.pins().all().size(), Pins::kMost - 1);
    f.hand.move({10, 10});
    QCOMPARE(f.desk.pins().hovered(), std::optional(QPoint(10, 10)));
}

void InspectTest::pinsOutsideAreDropped() {
    InspectFixture f(model_);
    f.pin({30, 6});
    f.pin({4, 6});
    f.pin({-3, 6});
    QCOMPARE(f.desk.pins().all().size(), 2);
    PaintingData small = landscape();
    small.labels = LabelMap(16, 16, 1);
    f.window.painting().reset(small);
    QCOMPARE(f.desk.pins().all().size(), 1);
    QCOMPARE(f.desk.pins().all().front().pixel, QPoint(4, 6));
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QCOMPARE(f.last.weights->local.size, QSize(16, 16));
}

void InspectTest::aPinOnVoidSaysSo() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    f.pin({2, 22});
    QCOMPARE(f.panel<KernelsPanel>().list().rowText({2, 22}), QStringLiteral("void, purity – –"));
}

void InspectTest::pinningLeavesThePaintingAlone() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QTest::keyClick(&f.window, Qt::Key_I);
    QTRY_VERIFY(f.panel<KernelsPanel>().pinButton().isChecked());  // is seen to be pressed first
    f.window.session().classes.choose(2);
    f.hand.drag({{4, 4}, {20, 4}});
    QVERIFY(!f.window.painting().isModified());
    QCOMPARE(f.desk.pins().all().size(), 1);
    f.hand.key(QEvent::KeyPress, Qt::Key_Escape);
    QVERIFY(!f.panel<KernelsPanel>().pinButton().isChecked());
    f.hand.click({10, 4});
    QVERIFY(f.window.painting().isModified());
}

void InspectTest::whatAModelLacksIsSaid() {
    InspectFixture f(plain_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    const auto says = [&](const QWidget& panel, const QString& reason) {
        const QList<QLabel*> labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text() == reason;
        });
    };
    const QString noKernels =
        QStringLiteral("this model upsamples by nearest: there are no SAU kernels");
    const QString noLocal = QStringLiteral("this model has no local branch");
    QVERIFY(says(f.panel<KernelsPanel>(), noKernels));
    QVERIFY(says(f.panel<PurityPanel>(), noKernels));
    QVERIFY(says(f.panel<WeightsPanel>(), noLocal));
    QVERIFY(says(f.panel<ClassOutputsPanel>(), noLocal));
    f.raise("ablation");
    QTRY_VERIFY_WITH_TIMEOUT(says(f.panel<AblationPanel>(), noLocal), kPatience);
}

void InspectTest::aPhotoIsReadBack_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("lggan++") << model_;
    QTest::newRow("lggan++ without a local branch") << plain_;
    for (const char* architecture : {"gaugan", "sean"}) {  // have no branches at all
        const QString file = files_.filePath(QLatin1String(architecture) + ".safetensors");
        testing::writeTinyPublished(file, QLatin1String(architecture));
        QTest::newRow(architecture) << file;
    }
}

void InspectTest::aPhotoIsReadBack() {
    QFETCH(QString, model);
    QTemporaryDir resources;
    QDir(resources.path()).mkpath(QStringLiteral("segmenters"));
    testing::writeTinySegmenter(resources.filePath(QStringLiteral("segmenters/tiny.safetensors")));
    qputenv("TESSERA_RESOURCES", resources.path().toLocal8Bit());
    const auto restore = qScopeGuard([] { qunsetenv("TESSERA_RESOURCES"); });
    InspectFixture f(model);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    auto& panel = f.panel<SegmentationPanel>();
    QVERIFY(panel.bars().bars().isEmpty());
    f.raise("segmentation");
    QTRY_VERIFY_WITH_TIMEOUT(!panel.bars().bars().isEmpty(), kPatience);

    const Inspection shown = f.desk.service().inspection();
    const LabelMap read = LabelReader(shown.palette()).read(shown.photo());
    const Agreement agreement = agreementOf(shown.labelMap(), read, shown.palette().size());
    const QList<Bar>& bars = panel.bars().bars();
    qsizetype next = 0;
    for (int i = 0; i < shown.palette().size(); ++i) {
        if (const std::optional<double>& iou = agreement.iou[static_cast<size_t>(i)]) {
            QVERIFY(next < bars.size());
            QCOMPARE(bars[next].name, shown.palette().nameOf(static_cast<quint16>(i)));
            QCOMPARE(bars[next++].value, *iou);
        }
    }
    QCOMPARE(bars.size(), next);
    QCOMPARE(panel.tile().picture().size(), shown.size());
    QVERIFY(panel.figure().numbers.contains(QStringLiteral("mIoU")));
}

void InspectTest::noSegmenterIsSaid() {
    InspectFixture f(model_);
    f.raise("segmentation");
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    auto& panel = f.panel<SegmentationPanel>();
    const auto said = [&] {
        const QList<QLabel*> labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("palette tiny"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kPatience);
    QVERIFY(panel.bars().bars().isEmpty());
}

void InspectTest::regionsShowTheirStyles() {
    const QString sean = files_.filePath(QStringLiteral("regions.safetensors"));
    testing::writeTinyPublished(sean, QStringLiteral("sean"));
    InspectFixture f(sean);
    f.raise("regionStyles");
    const CodeRows& rows = f.panel<RegionStylesPanel>().rows();
    QTRY_COMPARE_WITH_TIMEOUT(rows.codes().classes.size(), size_t{2}, kPatience);
    QVERIFY(!rows.codes().classes[0].given && std::isnan(rows.codes().cosines.at(1, 0)));

    Style style = f.window.painting().style();
    style.vector.assign(12, 0.25F);
    style.vector[5] = -0.5F;  // of the sky
    style.regionPhotos = {{QStringLiteral("sky"), QStringLiteral("evening")}};
    f.window.painting().setStyle(style, QStringLiteral("photos"));
    QTRY_VERIFY_WITH_TIMEOUT(rows.codes().classes[0].given, kPatience);
    const CodeFindings& found = rows.codes();
    for (int row = 0; row < 2; ++row) {
        const bool sky = found.classes[static_cast<size_t>(row)].of.channel == 1;
        QCOMPARE(rows.photos()[row], sky ? QStringLiteral("evening") : QString());
        QCOMPARE(found.codes.at(1, row), sky ? -0.5F : 0.25F);
        QCOMPARE(found.cosines.at(row, row), 1.0F);
    }
    QVERIFY(found.cosines.at(1, 0) < 0.5F);
    QVERIFY(f.panel<RegionStylesPanel>().figure().numbers.contains(QStringLiteral(",cosine,")));

    f.window.renders().openModel(model_);
    QTRY_VERIFY_WITH_TIMEOUT(rows.codes().classes.empty(), kPatience);
}

void InspectTest::anotherModelLeavesNoTile() {
    InspectFixture f(model_);
    QTRY_VERIFY_WITH_TIMEOUT(f.upToDate(), kPatience);
    QVERIFY(!f.panel<ClassOutputsPanel>().grid().tiles().isEmpty());
    QSignalSpy cleared(&f.desk.service(), &InspectionService::cleared);
    f.window.renders().openModel(plain_);
    QVERIFY(cleared.wait(kPatience));
    QVERIFY(f.panel<ClassOutputsPanel>().grid().tiles().isEmpty());
    QCOMPARE(f.panel<PurityPanel>().table().rowCount(), 0);
    QVERIFY(f.panel<WeightsPanel>().bars().bars().isEmpty());
}

QTEST_MAIN(InspectTest)
#include "inspect_test.moc"
