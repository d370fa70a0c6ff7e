// A photo is traced in the window, and lies under the painter's hand.
#include "ui/studio/files/photo_tracing.h"

#include <QSignalSpy>

#include "core/images/image_files.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/canvas/canvas_view.h"

namespace tessera::ui {

class PhotoTracingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        isolateSettings(folder_);
        const QImage pair = readImage(QStringLiteral(TESSERA_FIXTURES "/labels/facades_pair.jpg"));
        photo_ = folder_.filePath(QStringLiteral("facade.jpg"));
        writePhoto(pair.copy(0, 0, pair.width() / 2, pair.height()), photo_);
    }

    void openDocument(WindowFixture& fixture) const {
        const Palette facades = PaletteLibrary::load({}).find(QStringLiteral("facades"));
        fixture.window.painting().reset({LabelMap(64, 48, 0), facades, {}, {}, {}});
    }

    void photoBecomesThePaintingAndItsBackdrop() {
        WindowFixture fixture;
        openDocument(fixture);
        QAction& backdrop = fixture.window.actions()[Command::Backdrop];
        QVERIFY(!backdrop.isEnabled());
        trace(fixture, photo_);
        const Painting& painting = fixture.window.painting();
        QCOMPARE(painting.palette().id(), QStringLiteral("facades"));
        QCOMPARE(painting.labels().size(), QSize(256, 256));
        QCOMPARE(fixture.window.files().documentName(), QStringLiteral("facade"));
        QVERIFY(backdrop.isEnabled());

        CanvasView& canvas = fixture.window.canvas();
        canvas.setMode(ViewMode::Labels);
        canvas.fit();
        QVERIFY(canvas.backdropStrength() > 0);
        const QImage faint = canvas.grab().toImage();
        backdrop.trigger();
        const QImage strong = canvas.grab().toImage();
        backdrop.trigger();
        QCOMPARE(canvas.backdropStrength(), 0.0);
        const QImage none = canvas.grab().toImage();
        QVERIFY(faint != none && strong != faint);
        backdrop.trigger();
        QCOMPARE(canvas.grab().toImage(), faint);

        openDocument(fixture);
        QVERIFY(!backdrop.isEnabled());
        QCOMPARE(canvas.backdropStrength(), 0.0);
    }

    void workThatIsKeptStays() {
        WindowFixture fixture;
        openDocument(fixture);
        fixture.window.painting().applyWhole({FillAll{}, 2, {}}, QStringLiteral("Fill"));
        const LabelMap before = fixture.window.painting().labels();
        auto* tracing = fixture.window.findChild<PhotoTracing*>();
        QSignalSpy traced(tracing, &PhotoTracing::traced);
        QTimer clicks;
        int asked = 0;
        connect(&clicks, &QTimer::timeout, &clicks, [&asked] {
            if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
                ++asked;
                box->button(QMessageBox::Cancel)->click();
            }
        });
        clicks.start(5);
        tracing->trace(photo_);
        QVERIFY(QTest::qWaitFor([&] { return asked > 0; }, kPatience));
        QTest::qWait(0);  // back from the dialog
        QCOMPARE(traced.size(), 0);
        QCOMPARE(fixture.window.painting().labels(), before);
    }

    void brokenPhotosAreNamed() {
        WindowFixture fixture;
        openDocument(fixture);
        const LabelMap before = fixture.window.painting().labels();
        const QString broken = folder_.filePath(QStringLiteral("broken.jpg"));
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no picture") > 0);
        file.close();
        fixture.window.findChild<PhotoTracing*>()->trace(broken);
        QVERIFY(takeProblem().contains(broken));
        QCOMPARE(fixture.window.painting().labels(), before);
    }

private:
    static void trace(WindowFixture& fixture, const QString& photo) {
        auto* tracing = fixture.window.findChild<PhotoTracing*>();
        QSignalSpy traced(tracing, &PhotoTracing::traced);
        tracing->trace(photo);
        QVERIFY(traced.wait(kPatience));
    }

    QTemporaryDir folder_;
    QString photo_;
};

}  // namespace tessera::ui

QTEST_MAIN(tessera::ui::PhotoTracingTest)
#include "photo_tracing_test.moc"
