// The history list: goes where one clicks, follows the painting.
#include <QListView>

#include "tests/ui/panel_testing.h"
#include "ui/history/history_model.h"
#include "ui/history/history_panel.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

struct HistoryFixture {
    HistoryFixture() {
        painting.reset(townPainting());
        painting.applyWhole(rectangle({0, 0, 5, 5}, 1), QStringLiteral("Brush: tree"));
        painting.applyWhole(rectangle({5, 0, 5, 5}, 2), QStringLiteral("Fill: sky"));
        painting.applyWhole(rectangle({9, 0, 5, 5}, 3), QStringLiteral("Lasso: road"));
        panel.setPainting(&painting);
        panel.resize(240, 300);
        panel.show();
        list = controlNamed<QListView>(panel, QStringLiteral("History"));
    }

    Painting painting;
    HistoryPanel panel;
    QListView* list;
};

}  // namespace

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void clickGoesThere();
    void keysWalk();
    void marksWhatIsUndone();

private:
    QTemporaryDir folder_;
};

void HistoryTest::clickGoesThere() {
    HistoryFixture f;
    QCOMPARE(rowTexts(*f.list).mid(0, 3), QStringList({"Lasso: road", "Fill: sky", "Brush: tree"}));
    QCOMPARE(f.list->currentIndex().row(), 0);
    clickRow(*f.list, 2);
    QCOMPARE(f.painting.historyPosition(), 1);
    QCOMPARE(f.painting.labels().at(2, 2), uint16_t{1});
    QCOMPARE(f.painting.labels().at(7, 2), uint16_t{0});
    clickRow(*f.list, 0);
    QCOMPARE(f.painting.historyPosition(), 3);
    f.painting.undo();
    QCOMPARE(f.list->currentIndex().row(), 1);
    f.painting.applyWhole(rectangle({0, 9, 5, 5}, 4), QStringLiteral("Brush: car"));
    QCOMPARE(rowTexts(*f.list).first(), QStringLiteral("Brush: car"));
    QCOMPARE(f.list->currentIndex().row(), 0);
}

void HistoryTest::keysWalk() {
    HistoryFixture f;
    QTest::keyClick(f.list, Qt::Key_Down);
    QCOMPARE(f.painting.historyPosition(), 2);
    QTest::keyClick(f.list, Qt::Key_End);
    QCOMPARE(f.painting.historyPosition(), 0);
    QTest::keyClick(f.list, Qt::Key_Up);
    QCOMPARE(f.painting.historyPosition(), 1);
}

void HistoryTest::marksWhatIsUndone() {
    HistoryFixture f;
    f.painting.goTo(1);
    const auto undone = [&](int row) {
        return f.list->model()->index(row, 0).data(HistoryModel::UndoneRole).toBool();
    };
    QVERIFY(undone(0) && undone(1) && !undone(2) && !undone(3));
    QVERIFY(f.list->model()->index(2, 0).data(HistoryModel::CurrentRole).toBool());
}

QTEST_MAIN(HistoryTest)
#include "history_test.moc"
