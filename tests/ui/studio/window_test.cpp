// The window as a user meets it: keys, menus, files, drops, closing, and what it remembers.
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStatusBar>
#include <QToolButton>
#include <algorithm>

#include "core/document/painting_file.h"
#include "core/images/image_files.h"
#include "core/jobs/resources.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/palette/palette_panel.h"
#include "ui/studio/bars/options_bar.h"
#include "ui/studio/bars/overflow_row.h"
#include "ui/studio/bars/workspace_switch.h"
#include "ui/studio/files/picture_exports.h"
#include "ui/studio/panel_docks.h"

using namespace tessera;
using namespace tessera::ui;

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void firstStartOpensAPaintedScene();
    void keysTakeTools_data();
    void keysTakeTools();
    void digitsChooseClasses();
    void bracketsAndSwap();
    void typingInTheSearchIsNoCommand();
    void undoThroughTheMenu();
    void undoNamesTheStroke();
    void statusNamesWhatIsUnderThePointer();
    void optionsBelongToTheTool();
    void optionsWithoutRoomWaitBehindAButton();
    void onlyOnFollowsThePalette();
    void viewModesByAction();
    void everyStrokeIsRendered();
    void oneWorkspaceShowsNoSwitch();
    void openSaveAndOpenAgain();
    void labelFilesAreNotOverwritten();
    void brokenFilesBecomeADialog();
    void failedSaveKeepsThePainting();
    void closingAsksAboutUnsavedWork();
    void droppedLabelsOpen();
    void droppedFilesThatAreNothingBecomeADialog();
    void docksComeBackWhereTheyWere();
    void panelsCanBeReset();
    void toolOptionsAreRemembered();
    void crashIsOfferedAtTheNextStart();
    void everyControlHasAName();

private:
    QTemporaryDir settings_;
    QTemporaryDir files_;
};

void WindowTest::initTestCase() {
    isolateSettings(settings_);
}

void WindowTest::init() {
    QSettings().clear();
    QDir(Autosave::defaultFolder()).removeRecursively();
}

void WindowTest::firstStartOpensAPaintedScene() {
    WindowFixture f;
    const LabelMap& labels = f.window.painting().labels();
    QVERIFY(labels.width() >= 256);
    QCOMPARE(f.window.painting().palette().id(), QStringLiteral("scenes"));
    int used = 0;
    for (const qint64 area : labels.classAreas(f.window.painting().palette().size())) {
        used += area > 0;
    }
    QVERIFY(used >= 4);
    QVERIFY(!f.window.painting().isModified());
    QVERIFY(f.window.painting().fileName().isEmpty());
}

void WindowTest::keysTakeTools_data() {
    QTest::addColumn<char>("key");
    QTest::addColumn<int>("tool");
    const std::pair<char, ToolId> keys[] = {{'e', ToolId::Eraser},
                                            {'l', ToolId::Line},
                                            {'r', ToolId::Rectangle},
                                            {'o', ToolId::Ellipse},
                                            {'g', ToolId::Lasso},
                                            {'f', ToolId::Fill},
                                            {'p', ToolId::Picker},
                                            {'h', ToolId::Hand},
                                            {'z', ToolId::Zoom}};
    for (const auto& [key, tool] : keys) {
        QTest::newRow(std::string(1, key).c_str()) << key << static_cast<int>(tool);
    }
}

void WindowTest::keysTakeTools() {
    QFETCH(char, key);
    QFETCH(int, tool);
    WindowFixture f;
    QTest::keyClick(&f.window, key);
    QCOMPARE(static_cast<int>(f.window.toolbox().current().facts().id), tool);
    QTest::keyClick(&f.window, 'b');
    QCOMPARE(f.window.toolbox().current().facts().id, ToolId::Brush);
}

void WindowTest::digitsChooseClasses() {
    WindowFixture f;
    f.reset();
    QTest::keyClick(&f.window, '3');
    QCOMPARE(f.window.session().classes.current(), 2);
    QCOMPARE(f.window.findChild<PalettePanel*>()->currentClass(), 2);
    f.hand.click({20, 20});
    QCOMPARE(f.at(20, 20), 2);
    QTest::keyClick(&f.window, '9');  // the palette has four
    QCOMPARE(f.window.session().classes.current(), 2);
}

void WindowTest::bracketsAndSwap() {
    WindowFixture f;
    f.reset();
    f.window.session().options.setSize(24);
    QTest::keyClick(&f.window, ']');
    QCOMPARE(f.window.session().options.size(), 28.0);
    QTest::keyClick(&f.window, '[');
    QCOMPARE(f.window.session().options.size(), 24.0);
    QTest::keyClick(&f.window, '2');
    QTest::keyClick(&f.window, '4');
    QTest::keyClick(&f.window, 'x');
    QCOMPARE(f.window.session().classes.current(), 1);
}

void WindowTest::typingInTheSearchIsNoCommand() {
    WindowFixture f;
    f.trigger(Command::FindClass);
    auto* search = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(search);
    QTest::keyClicks(search, QStringLiteral("e1"));
    QCOMPARE(search->text(), QStringLiteral("e1"));
    QCOMPARE(f.window.toolbox().current().facts().id, ToolId::Brush);
}

void WindowTest::undoThroughTheMenu() {
    WindowFixture f;
    f.reset();
    const LabelMap before = f.window.painting().labels();
    QVERIFY(!f.window.actions()[Command::Undo].isEnabled());
    QTest::keyClick(&f.window, '2');
    f.hand.drag({{10, 10}, {20, 20}});
    const LabelMap after = f.window.painting().labels();
    QVERIFY(after != before);
    f.trigger(Command::Undo);
    QCOMPARE(f.window.painting().labels(), before);
    QVERIFY(!f.window.actions()[Command::Undo].isEnabled());
    f.trigger(Command::Redo);
    QCOMPARE(f.window.painting().labels(), after);
    QTest::keyClick(&f.window, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f.window.painting().labels(), before);
    QTest::keyClick(&f.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f.window.painting().labels(), after);
}

void WindowTest::undoNamesTheStroke() {
    WindowFixture f;
    f.reset();
    QTest::keyClick(&f.window, '2');
    f.hand.click({10, 10});
    QVERIFY(f.window.actions()[Command::Undo].text().contains(QStringLiteral("Brush: b")));
}

void WindowTest::statusNamesWhatIsUnderThePointer() {
    WindowFixture f;
    f.reset();
    const auto says = [&f](const QString& text) {
        const auto labels = f.window.statusBar()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) {
            return label->text() == text;
        });
    };
    f.hand.move({10.5, 12.5});
    QVERIFY(says(QStringLiteral("x 10 y 12 · a")));
    f.window.session().classes.choose(1);
    f.hand.click({10.5, 12.5});
    QVERIFY(says(QStringLiteral("x 10 y 12 · b")));
    f.hand.move({-5, 12});
    QVERIFY(!says(QStringLiteral("x 10 y 12 · b")));
}

void WindowTest::optionsBelongToTheTool() {
    WindowFixture f;
    auto* bar = f.window.findChild<OptionsBar*>();
    auto* size = bar->findChild<QSpinBox*>();
    QVERIFY(size->isVisible());
    QTest::keyClick(&f.window, 'f');
    QVERIFY(!size->isVisible());
    QTest::keyClick(&f.window, 'h');
    for (const QComboBox* combo : bar->findChildren<QComboBox*>()) {
        QVERIFY(!combo->isVisible());
    }
    QTest::keyClick(&f.window, 'b');
    size->setValue(40);
    QCOMPARE(f.window.session().options.size(), 40.0);
}

void WindowTest::optionsWithoutRoomWaitBehindAButton() {
    QWidget window;
    OverflowRow row(&window);
    QList<QLabel*> controls;
    for (int i = 0; i < 4; ++i) {
        controls.append(new QLabel);
        controls.last()->setFixedSize(80, 20);
        row.add(controls.last());
    }
    auto* more = row.findChild<QToolButton*>();
    row.resize(500, 30);
    window.show();
    QVERIFY(controls[3]->isVisible() && !more->isVisible());
    row.setShown(controls[1], false);
    QVERIFY(!controls[1]->isVisible());
    QCOMPARE(controls[2]->x(), controls[0]->x() + 96);
    row.setShown(controls[1], true);

    row.resize(240, 30);
    QVERIFY(controls[1]->isVisible() && !controls[2]->isVisible() && more->isVisible());
    more->click();
    QWidget* popup = controls[3]->window();
    QVERIFY(popup != &window);
    QVERIFY(controls[2]->isVisible() && controls[3]->isVisible());
    popup->hide();
    QCOMPARE(controls[3]->parentWidget(), &row);
    row.resize(500, 30);
    QVERIFY(controls[3]->isVisible() && !more->isVisible());
}

void WindowTest::onlyOnFollowsThePalette() {
    WindowFixture f;
    f.window.session().options.setOnlyOn(2);
    f.reset();
    QVERIFY(!f.window.session().options.onlyOn());
    bool found = false;
    for (QComboBox* combo : f.window.findChild<OptionsBar*>()->findChildren<QComboBox*>()) {
        const int row = combo->findData(3);
        if (row >= 0 && combo->count() == 6) {
            found = true;
            combo->setCurrentIndex(row);
            Q_EMIT combo->activated(row);
        }
    }
    QVERIFY(found);
    QCOMPARE(f.window.session().options.onlyOn(), std::optional<uint16_t>(3));
}

void WindowTest::viewModesByAction() {
    WindowFixture f;
    f.trigger(Command::ShowPhoto);
    QCOMPARE(f.window.canvas().mode(), ViewMode::Photo);
    f.trigger(Command::NextMode);
    QCOMPARE(f.window.canvas().mode(), ViewMode::Labels);
    QVERIFY(f.window.actions()[Command::ShowLabels].isChecked());
    f.trigger(Command::ActualSize);
    QCOMPARE(f.window.canvas().transform().zoom(), 1.0);
    f.trigger(Command::Fit);
    QVERIFY(f.window.canvas().transform().fitted());
}

void WindowTest::everyStrokeIsRendered() {
    if (findResource(QStringLiteral("models/scenes.safetensors")).isEmpty()) {
        QSKIP("the model is not here");
    }
    WindowFixture f{QString()};
    Painting& painting = f.window.painting();
    PaintingData data = painting.data();
    data.labels = LabelMap(64, 48, 4);
    painting.reset(data);
    QVERIFY(!f.window.actions()[Command::ExportPhoto].isEnabled());
    QSignalSpy shown(&f.window.canvas(), &CanvasView::photoShown);
    const auto shownNow = [&] {
        return !shown.isEmpty() && shown.last().first().toULongLong() == painting.revision();
    };
    QTRY_VERIFY_WITH_TIMEOUT(shownNow(), kPatience);
    QVERIFY(f.window.actions()[Command::ExportPhoto].isEnabled());

    f.window.session().classes.choose(7);
    f.hand.press({20, 20});
    QTRY_VERIFY_WITH_TIMEOUT(shownNow(), kPatience);  // while the stroke is still being made
    f.hand.move({40, 30});
    f.hand.release({40, 30});
    QTRY_VERIFY_WITH_TIMEOUT(shownNow(), kPatience);

    const QString photo = files_.filePath(QStringLiteral("photo.png"));
    f.window.findChild<PictureExports*>()->writePhotoTo(photo);
    QCOMPARE(QImage(photo).size(), QSize(64, 48));
    f.trigger(Command::CopyPhoto);
    QCOMPARE(QApplication::clipboard()->image().size(), QSize(64, 48));
}

void WindowTest::oneWorkspaceShowsNoSwitch() {
    QWidget host;
    WorkspaceSwitch workspaces(&host);
    host.show();
    workspaces.add(QStringLiteral("paint"), QStringLiteral("Paint"));
    QVERIFY(!workspaces.isVisible());
    QCOMPARE(workspaces.current(), QStringLiteral("paint"));
    QSignalSpy changed(&workspaces, &WorkspaceSwitch::changed);
    workspaces.add(QStringLiteral("more"), QStringLiteral("More"));
    QVERIFY(workspaces.isVisible());
    workspaces.choose(QStringLiteral("more"));
    QCOMPARE(changed.size(), 1);
}

void WindowTest::openSaveAndOpenAgain() {
    const QString file = files_.filePath(QStringLiteral("saved.png"));
    WindowFixture f;
    f.reset();
    QTest::keyClick(&f.window, '2');
    f.hand.click({10, 10});
    QVERIFY(f.window.isWindowModified());
    QVERIFY(f.window.files().saveTo(file));
    QVERIFY(!f.window.isWindowModified());
    QVERIFY(f.window.windowTitle().startsWith(QStringLiteral("saved")));
    const PaintingData saved = f.window.painting().data();
    f.window.painting().reset({LabelMap(5, 5, 0), testPalette(), {}, {}});
    QVERIFY(f.window.files().openFile(file));
    QCOMPARE(f.window.painting().labels(), saved.labels);
    QCOMPARE(f.window.painting().palette(), saved.palette);
    QCOMPARE(f.window.painting().fileName(), file);
    QCOMPARE(f.window.session().recent.files().first(), file);
}

void WindowTest::labelFilesAreNotOverwritten() {
    const QString file = files_.filePath(QStringLiteral("ids.png"));
    WindowFixture f;
    writeLabels(
        f.window.painting().labels(), f.window.painting().palette(), file, LabelFormat::Ids);
    const LabelMap labels = f.window.painting().labels();
    QVERIFY(f.window.files().openFile(file));
    QCOMPARE(f.window.painting().labels(), labels);
    QVERIFY(f.window.painting().fileName().isEmpty());
    QCOMPARE(f.window.files().documentName(), QStringLiteral("ids"));
}

void WindowTest::brokenFilesBecomeADialog() {
    const QString file = files_.filePath(QStringLiteral("broken.png"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("no picture");
    broken.close();
    WindowFixture f;
    const LabelMap before = f.window.painting().labels();
    QVERIFY(!f.window.files().openFile(file));
    const QString said = takeProblem();
    QVERIFY2(said.contains(QStringLiteral("broken.png: ")), qPrintable(said));
    QVERIFY(!said.contains(QLatin1Char('\n')));
    QCOMPARE(f.window.painting().labels(), before);
    QVERIFY(!f.window.files().openFile(files_.filePath(QStringLiteral("absent.png"))));
    QVERIFY(takeProblem().contains(QStringLiteral("absent.png")));
}

void WindowTest::failedSaveKeepsThePainting() {
    WindowFixture f;
    f.reset();
    QTest::keyClick(&f.window, '2');
    f.hand.click({10, 10});
    QVERIFY(!f.window.files().saveTo(files_.filePath(QStringLiteral("no/folder/here.png"))));
    QVERIFY(takeProblem().contains(QStringLiteral("here.png")));
    QVERIFY(f.window.painting().isModified());
    f.window.findChild<PictureExports*>()->writeLabelsTo(
        files_.filePath(QStringLiteral("no/folder/ids.png")), LabelFormat::Ids);
    QVERIFY(takeProblem().contains(QStringLiteral("ids.png")));
}

void WindowTest::closingAsksAboutUnsavedWork() {
    WindowFixture f;
    f.reset();
    QVERIFY(f.window.close());
    f.window.show();
    f.window.session().classes.choose(1);
    f.hand.click({10, 10});
    answerNext(QMessageBox::Cancel);
    QVERIFY(!f.window.close());
    QVERIFY(f.window.isVisible());
    const QString file = files_.filePath(QStringLiteral("closing.png"));
    f.window.painting().markSaved(file);
    f.hand.click({40, 30});
    answerNext(QMessageBox::Save);
    QVERIFY(f.window.close());
    QCOMPARE(openPainting(file).labels, f.window.painting().labels());
    f.window.show();
    f.hand.click({30, 10});
    answerNext(QMessageBox::Discard);
    QVERIFY(f.window.close());
    QVERIFY(openPainting(file).labels != f.window.painting().labels());
}

void WindowTest::droppedLabelsOpen() {
    const QString file = files_.filePath(QStringLiteral("dropped.png"));
    savePainting({LabelMap(30, 20, 3), testPalette(), {}, {}}, file);
    WindowFixture f;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&f.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&f.window, &drop);
    QCOMPARE(f.window.painting().labels(), LabelMap(30, 20, 3));
}

void WindowTest::droppedFilesThatAreNothingBecomeADialog() {
    WindowFixture f;
    f.window.takeFile(files_.filePath(QStringLiteral("missing.png")));
    QVERIFY(takeProblem().contains(QStringLiteral("missing.png")));
    f.window.takeFile(files_.filePath(QStringLiteral("missing.safetensors")));
    const QString said = takeProblem();
    QVERIFY2(said.contains(QStringLiteral("missing.safetensors")), qPrintable(said));
    // (Not of the model that was asked for at the start, which fails at about the same time.) No
    // model is in use: a line keeps saying why.
    QVERIFY(f.window.notices().text().contains(QStringLiteral("missing.safetensors")));
}

void WindowTest::docksComeBackWhereTheyWere() {
    {
        WindowFixture f;
        auto* history = f.window.findChild<QDockWidget*>(QStringLiteral("history"));
        auto* style = f.window.findChild<QDockWidget*>(QStringLiteral("style"));
        auto* palette = f.window.findChild<QDockWidget*>(QStringLiteral("palette"));
        history->close();
        style->setFloating(true);
        f.window.addDockWidget(Qt::RightDockWidgetArea, palette);
        QVERIFY(f.window.close());
    }
    WindowFixture f;
    auto* history = f.window.findChild<QDockWidget*>(QStringLiteral("history"));
    auto* style = f.window.findChild<QDockWidget*>(QStringLiteral("style"));
    auto* palette = f.window.findChild<QDockWidget*>(QStringLiteral("palette"));
    QVERIFY(history->isHidden());
    QVERIFY(style->isFloating());
    QCOMPARE(f.window.dockWidgetArea(palette), Qt::RightDockWidgetArea);
    history->toggleViewAction()->trigger();
    QVERIFY(history->isVisible());
}

void WindowTest::panelsCanBeReset() {
    WindowFixture f;
    auto* palette = f.window.findChild<QDockWidget*>(QStringLiteral("palette"));
    palette->close();
    f.trigger(Command::ResetPanels);
    QVERIFY(!palette->isHidden());
    QCOMPARE(f.window.dockWidgetArea(palette), Qt::LeftDockWidgetArea);
}

void WindowTest::toolOptionsAreRemembered() {
    {
        WindowFixture f;
        f.window.session().options.setSize(77);
        f.window.session().options.setTip(BrushTip::Square);
        QVERIFY(f.window.close());
    }
    WindowFixture f;
    QCOMPARE(f.window.session().options.size(), 77.0);
    QCOMPARE(f.window.session().options.tip(), BrushTip::Square);
}

void WindowTest::crashIsOfferedAtTheNextStart() {
    const QString copy = QDir(Autosave::defaultFolder()).filePath(QStringLiteral("left.png"));
    {
        // What a crash leaves: a copy whose program no longer holds its lock.
        WindowFixture f;
        f.reset();
        QTest::keyClick(&f.window, '2');
        f.hand.click({10, 10});
        f.window.session().autosave.saveNow();
        f.window.session().autosave.flush();
        QVERIFY(QFile::copy(f.window.session().autosave.file(), copy));
    }
    StudioOptions options;
    options.model = kNoModel;
    QSettings().setValue(QStringLiteral("tip/seen"), true);
    StudioWindow window(options);
    window.show();
    QVERIFY(!window.notices().text().isEmpty());
    for (QPushButton* button : window.notices().findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Recover")) {
            button->click();
        }
    }
    QCOMPARE(window.painting().labels().size(), QSize(60, 40));
    QCOMPARE(window.painting().labels().at(10, 10), 1);
    QVERIFY(window.painting().isModified());
    window.painting().markSaved(QString());
}

void WindowTest::everyControlHasAName() {
    WindowFixture f;
    QStringList nameless;
    for (const QAbstractButton* button : f.window.findChildren<QAbstractButton*>()) {
        if (button->isVisibleTo(&f.window) && button->text().isEmpty() &&
            button->accessibleName().isEmpty() && button->toolTip().isEmpty()) {
            nameless.append(button->metaObject()->className() + button->objectName());
        }
    }
    for (const QAction* action : f.window.actions().all()) {
        if (action->text().isEmpty() || action->toolTip().isEmpty()) {
            nameless.append(action->text());
        }
    }
    QCOMPARE(nameless, QStringList());
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
