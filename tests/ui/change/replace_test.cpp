// "Replace class" on a real canvas: exactly the right pixels, live, undoable, or not at all.
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>

#include "tests/ui/panel_testing.h"
#include "ui/canvas/canvas_view.h"
#include "ui/change/class_combo.h"
#include "ui/change/region_tool.h"
#include "ui/change/replace_dialog.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

/// 40 x 20 of houses (0), a tree (1) at the left, a strip of sky (2) above; class 3 nowhere.
struct ReplaceFixture {
    ReplaceFixture() {
        painting.reset(townPainting());
        painting.apply(rectangle({2, 8, 8, 10}, 1));
        painting.apply(rectangle({0, 0, 40, 4}, 2));
        before = painting.labels();
        canvas.setPainting(&painting);
        canvas.setTool(&formerTool);
        canvas.resize(640, 480);
        canvas.show();
        dialog = new ReplaceDialog(painting, canvas);
        dialog->show();
    }
    ~ReplaceFixture() { delete dialog; }

    QPoint viewOf(QPointF pixel) const { return canvas.transform().toView(pixel).toPoint(); }

    void drawLasso(const QList<QPointF>& way) {
        QTest::mousePress(&canvas, Qt::LeftButton, {}, viewOf(way.first()));
        for (const QPointF& point : way) {
            QTest::mouseMove(&canvas, viewOf(point));
        }
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, viewOf(way.last()));
    }

    /// The labels before, with `from` become `to` where `inside` holds.
    template <class Inside>
    LabelMap expected(uint16_t from, uint16_t to, Inside inside) const {
        LabelMap map = before;
        for (int y = 0; y < map.height(); ++y) {
            for (int x = 0; x < map.width(); ++x) {
                if (map.at(x, y) == from && inside(x, y)) {
                    map.writableScanLine(y)[x] = to;
                }
            }
        }
        return map;
    }
    LabelMap expected(uint16_t from, uint16_t to) const {
        return expected(from, to, [](int, int) { return true; });
    }

    void choose(const char* combo, uint16_t label) const {
        auto* choice = controlNamed<ClassCombo>(*dialog, QString::fromLatin1(combo));
        choice->setCurrentIndex(choice->findData(label));
    }
    void clickReplace() const {
        QTest::mouseClick(buttonWithText<QPushButton>(*dialog, QStringLiteral("Replace")),
                          Qt::LeftButton);
    }

    Painting painting;
    LabelMap before;
    CanvasView canvas;
    RegionTool formerTool;
    QPointer<ReplaceDialog> dialog;
};

}  // namespace

class ReplaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void offersWhatThereIs();
    void proposesTwoClasses();
    void lettersChooseAClassAndNoTool();
    void replacesExactlyOneClass();
    void followsEveryChoiceLive();
    void cancelLeavesNoTrace();
    void replacesInsideTheLasso();
    void clickPicksTheClass();
    void sameClassCannotBeReplaced();
    void erasesAndFillsVoid();
    void givesTheCanvasBack();
    void survivesAnUndoBeside();
    void endsWithAnotherPainting();

private:
    QTemporaryDir folder_;
};

void ReplaceTest::offersWhatThereIs() {
    ReplaceFixture f;
    const auto* from = controlNamed<ClassCombo>(*f.dialog, QStringLiteral("Class to replace"));
    const auto* to = controlNamed<ClassCombo>(*f.dialog, QStringLiteral("Class that it becomes"));
    QCOMPARE(from->count(), 3);  // house, tree, sky
    QCOMPARE(to->count(), 6);    // every class, and none
}

void ReplaceTest::proposesTwoClasses() {
    ReplaceFixture f;  // most of it house (0), then sky (2), then tree (1)
    QCOMPARE(f.dialog->from(), uint16_t{0});
    QCOMPARE(f.dialog->to(), uint16_t{2});
    f.dialog->setFrom(2);
    QCOMPARE(f.dialog->to(), uint16_t{0});
    f.dialog->setFrom(1);  // the choice stays while it makes sense
    QCOMPARE(f.dialog->to(), uint16_t{0});
    QCOMPARE(f.painting.labels(), f.expected(1, 0));
    f.dialog->setFrom(3);  // is not in the picture
    QCOMPARE(f.dialog->from(), uint16_t{1});

    Painting plain;
    plain.reset(townPainting());
    CanvasView canvas;
    canvas.setPainting(&plain);
    ReplaceDialog dialog(plain, canvas);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog.from(), uint16_t{0});
    QCOMPARE(dialog.to(), uint16_t{1});  // the next one, as there is no other
}

void ReplaceTest::lettersChooseAClassAndNoTool() {
    QWidget window;
    QAction tool;
    tool.setShortcut(QKeySequence(Qt::Key_T));
    QAction undo;
    undo.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    window.addActions({&tool, &undo});
    window.show();
    QSignalSpy taken(&tool, &QAction::triggered);
    QSignalSpy undone(&undo, &QAction::triggered);

    ReplaceFixture f;
    f.dialog->setParent(&window, f.dialog->windowFlags());
    f.dialog->show();
    QApplication::setActiveWindow(f.dialog);
    auto* from = controlNamed<ClassCombo>(*f.dialog, QStringLiteral("Class to replace"));
    from->setFocus();
    QTest::keyClick(from, 't');
    QCOMPARE(f.dialog->from(), uint16_t{1});  // tree
    QCOMPARE(taken.size(), 0);
    // What is no letter still reaches the window, and elsewhere in the dialog letters do, too.
    QTest::keyClick(from, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1);
    auto* replace = buttonWithText<QPushButton>(*f.dialog, QStringLiteral("Replace"));
    QTest::keyClick(replace, 't');
    QCOMPARE(taken.size(), 1);
}

void ReplaceTest::replacesExactlyOneClass() {
    ReplaceFixture f;
    const int entries = static_cast<int>(f.painting.history().size());
    f.choose("Class to replace", 1);
    f.choose("Class that it becomes", 3);
    f.clickReplace();
    QCOMPARE(f.painting.labels(), f.expected(1, 3));
    QCOMPARE(f.painting.history().size(), entries + 1);
    QCOMPARE(f.painting.history().last(), QStringLiteral("Replace: tree by road"));
    f.painting.undo();
    QCOMPARE(f.painting.labels(), f.before);
}

void ReplaceTest::followsEveryChoiceLive() {
    ReplaceFixture f;
    const int entries = static_cast<int>(f.painting.history().size());
    f.choose("Class to replace", 2);
    f.choose("Class that it becomes", 4);
    QCOMPARE(f.painting.labels(), f.expected(2, 4));
    f.choose("Class that it becomes", 1);
    QCOMPARE(f.painting.labels(), f.expected(2, 1));
    f.choose("Class to replace", 0);
    QCOMPARE(f.painting.labels(), f.expected(0, 1));
    QCOMPARE(f.painting.history().size(), entries);  // nothing is settled yet
}

void ReplaceTest::cancelLeavesNoTrace() {
    ReplaceFixture f;
    f.choose("Class to replace", 0);
    f.choose("Class that it becomes", 4);
    QVERIFY(f.painting.labels() != f.before);
    QTest::keyClick(f.dialog.data(), Qt::Key_Escape);
    QCOMPARE(f.painting.labels(), f.before);
    QCOMPARE(f.painting.history().size(), 3);
    QVERIFY(!f.painting.inStroke());
}

void ReplaceTest::replacesInsideTheLasso() {
    ReplaceFixture f;
    f.choose("Class to replace", 0);
    f.choose("Class that it becomes", 3);
    auto* inLasso = buttonWithText<QRadioButton>(*f.dialog, QStringLiteral("Inside the &lasso"));
    QVERIFY(!inLasso->isEnabled());
    QVERIFY(inLasso->toolTip().contains(QStringLiteral("Draw one")));
    f.drawLasso({{20, 6}, {36, 6}, {36, 16}, {20, 16}, {20, 7}});
    QVERIFY(inLasso->isChecked());
    const QRectF lasso = f.canvas.tool()
                             ? static_cast<RegionTool*>(f.canvas.tool())->lasso().boundingRect()
                             : QRectF();
    QCOMPARE(f.painting.labels(), f.expected(0, 3, [&](int x, int y) {
        return lasso.contains(QPointF(x + 0.5, y + 0.5));
    }));
    QCOMPARE(f.painting.labels().at(30, 10), uint16_t{3});
    QCOMPARE(f.painting.labels().at(15, 10), uint16_t{0});
    // And back to everywhere.
    buttonWithText<QRadioButton>(*f.dialog, QStringLiteral("&Everywhere"))->click();
    QCOMPARE(f.painting.labels(), f.expected(0, 3));
}

void ReplaceTest::clickPicksTheClass() {
    ReplaceFixture f;
    f.choose("Class that it becomes", 4);
    QTest::mouseClick(&f.canvas, Qt::LeftButton, {}, f.viewOf({5.5, 12.5}));
    QCOMPARE(f.dialog->from(), uint16_t{1});
    QCOMPARE(f.painting.labels(), f.expected(1, 4));
    QTest::keyClick(&f.canvas, Qt::Key_Return);
    QCOMPARE(f.painting.history().last(), QStringLiteral("Replace: tree by car"));
}

void ReplaceTest::sameClassCannotBeReplaced() {
    ReplaceFixture f;
    f.choose("Class to replace", 2);
    f.choose("Class that it becomes", 2);
    auto* replace = buttonWithText<QPushButton>(*f.dialog, QStringLiteral("Replace"));
    QVERIFY(!replace->isEnabled());
    QVERIFY(!replace->toolTip().isEmpty());
    f.choose("Class that it becomes", 3);
    QVERIFY(replace->isEnabled());
    bool counted = false;
    for (const QLabel* label : f.dialog->findChildren<QLabel*>()) {
        counted |= label->text() == QStringLiteral("160 pixels change");
    }
    QVERIFY(counted);
}

void ReplaceTest::erasesAndFillsVoid() {
    {
        ReplaceFixture f;
        f.choose("Class to replace", 1);
        f.choose("Class that it becomes", kVoid);
        f.clickReplace();
        QCOMPARE(f.painting.labels(), f.expected(1, kVoid));
    }
    Painting painting;
    painting.reset({LabelMap(6, 6), townPalette(), {}, {}});
    CanvasView canvas;
    canvas.setPainting(&painting);
    ReplaceDialog dialog(painting, canvas);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog.from(), kVoid);
    dialog.setTo(2);
    dialog.accept();
    QCOMPARE(painting.labels(), LabelMap(6, 6, 2));
}

void ReplaceTest::givesTheCanvasBack() {
    ReplaceFixture f;
    QVERIFY(f.canvas.tool() != &f.formerTool);
    QTest::keyClick(f.dialog.data(), Qt::Key_Escape);
    QCOMPARE(f.canvas.tool(), &f.formerTool);
}

void ReplaceTest::survivesAnUndoBeside() {
    ReplaceFixture f;
    f.choose("Class to replace", 1);
    f.choose("Class that it becomes", 3);
    f.painting.undo();
    QCOMPARE(f.painting.labels(), f.before);
    f.clickReplace();
    QCOMPARE(f.painting.labels(), f.expected(1, 3));
}

void ReplaceTest::endsWithAnotherPainting() {
    ReplaceFixture f;
    f.choose("Class to replace", 1);
    f.painting.reset(townPainting(10, 10));
    QVERIFY(!f.dialog || !f.dialog->isVisible());
    QCOMPARE(f.painting.labels(), LabelMap(10, 10, 0));
}

QTEST_MAIN(ReplaceTest)
#include "replace_test.moc"
