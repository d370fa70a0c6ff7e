// Autosave and recovery, and the list of recent files.
#include "core/document/autosave.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/painting_file.h"
#include "core/document/recent_files.h"
#include "tests/core/testing.h"

using namespace tessera;

class AutosaveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void savesAfterAChange();
    void cleanExitLeavesNothing();
    void savingRemovesTheCopy();
    void crashIsRecovered();
    void recoveredCopyStaysUntilSaved();
    void runningProgramsKeepTheirs();
    void brokenCopiesAreNotOffered();
    void discards();
    void reportsFailure();
    void remembersRecentFiles();

private:
    QStringList copies() const {
        return QDir(folder_->path()).entryList({QStringLiteral("*.png")}, QDir::Files);
    }
    /// What a crash leaves: a copy without a lock.
    QString leftBehind(const QString& name, uint16_t label, const QString& original = {});

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Painting> painting_;
};

namespace {

const PaintOperation kChange{RectangleShape{QRectF(0, 0, 5, 5), 0}, 2, {}};

PaintingData flat(uint16_t label) {
    return {LabelMap(20, 10, label), testing::numbered(5), {}, QStringLiteral("model")};
}

}  // namespace

void AutosaveTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    painting_ = std::make_unique<Painting>();
    painting_->reset(flat(1), QStringLiteral("/pictures/street.png"));
}

QString AutosaveTest::leftBehind(const QString& name, uint16_t label, const QString& original) {
    const QString file = folder_->filePath(name);
    savePainting(flat(label), file, original);
    return file;
}

void AutosaveTest::savesAfterAChange() {
    Autosave autosave(*painting_, folder_->path());
    autosave.setDelay(1);
    QSignalSpy saved(&autosave, &Autosave::saved);
    painting_->apply(kChange);
    QVERIFY(saved.wait());
    QString original;
    QVERIFY(openPainting(autosave.file(), &original) == painting_->data());
    QCOMPARE(original, QStringLiteral("/pictures/street.png"));
    painting_->setStyle({{}, 5, 6, {}}, QStringLiteral("Style"));
    QVERIFY(saved.wait());
    QCOMPARE(openPainting(autosave.file()).style.noiseSeed, 6U);
}

void AutosaveTest::cleanExitLeavesNothing() {
    {
        Autosave autosave(*painting_, folder_->path());
        painting_->apply(kChange);
        autosave.saveNow();
        autosave.flush();
        QCOMPARE(copies().size(), 1);
        autosave.saveNow();  // still running when the program ends
    }
    QVERIFY(QDir(folder_->path()).entryList(QDir::Files).isEmpty());
}

void AutosaveTest::savingRemovesTheCopy() {
    Autosave autosave(*painting_, folder_->path());
    painting_->apply(kChange);
    autosave.saveNow();
    painting_->markSaved(QStringLiteral("/pictures/street.png"));
    QVERIFY(copies().isEmpty());
    autosave.saveNow();
    autosave.flush();
    QVERIFY(copies().isEmpty());
    painting_->undo();
    autosave.saveNow();
    autosave.flush();
    QCOMPARE(copies().size(), 1);
}

void AutosaveTest::crashIsRecovered() {
    leftBehind(QStringLiteral("a.png"), 3, QStringLiteral("/pictures/lost one.png"));
    Autosave autosave(*painting_, folder_->path());
    const std::vector<RecoverablePainting> left = autosave.recoverable();
    QCOMPARE(left.size(), size_t{1});
    QCOMPARE(left[0].originalFile, QStringLiteral("/pictures/lost one.png"));
    QVERIFY(left[0].time.isValid());
    autosave.recover(left[0]);
    QVERIFY(painting_->data() == flat(3));
    QVERIFY(painting_->isModified());
    QCOMPARE(painting_->fileName(), QStringLiteral("/pictures/lost one.png"));
    QCOMPARE(painting_->history(), QStringList{QStringLiteral("Recovered: lost one")});
}

void AutosaveTest::recoveredCopyStaysUntilSaved() {
    const QString file = leftBehind(QStringLiteral("a.png"), 3);
    Autosave autosave(*painting_, folder_->path());
    autosave.recover(autosave.recoverable().at(0));
    QVERIFY(QFile::exists(file));
    QVERIFY(autosave.recoverable().empty());
    QCOMPARE(autosave.file(), file);
    painting_->apply(kChange);
    autosave.saveNow();
    autosave.flush();
    QVERIFY(openPainting(file) == painting_->data());
    painting_->markSaved(folder_->filePath(QStringLiteral("elsewhere")));
    QVERIFY(!QFile::exists(file));
}

void AutosaveTest::runningProgramsKeepTheirs() {
    Autosave first(*painting_, folder_->path());
    painting_->apply(kChange);
    first.saveNow();
    first.flush();
    Painting other;
    other.reset(flat(0));
    Autosave second(other, folder_->path());
    QVERIFY(second.recoverable().empty());
    const RecoverablePainting stolen{first.file(), {}, {}};
    QVERIFY_THROWS(second.recover(stolen), QLatin1String("another window"));
    second.discard(stolen);
    QVERIFY(QFile::exists(first.file()));
    QVERIFY(other.data() == flat(0));
}

void AutosaveTest::brokenCopiesAreNotOffered() {
    QFile broken(folder_->filePath(QStringLiteral("b.png")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("cut");
    broken.close();
    Autosave autosave(*painting_, folder_->path());
    QVERIFY(autosave.recoverable().empty());
    QVERIFY_THROWS(autosave.recover({broken.fileName(), {}, {}}), QLatin1String("not an image"));
    QVERIFY(painting_->data() == flat(1));
}

void AutosaveTest::discards() {
    leftBehind(QStringLiteral("a.png"), 3);
    leftBehind(QStringLiteral("b.png"), 4);
    Autosave autosave(*painting_, folder_->path());
    QCOMPARE(autosave.recoverable().size(), size_t{2});
    autosave.discard(autosave.recoverable()[0]);
    QCOMPARE(autosave.recoverable().size(), size_t{1});
}

void AutosaveTest::reportsFailure() {
    Autosave autosave(*painting_, QStringLiteral("/proc/no such folder"));
    autosave.setDelay(1);
    QSignalSpy failed(&autosave, &Autosave::failed);
    painting_->apply(kChange);
    QVERIFY(failed.wait());
    QVERIFY(failed[0][0].toString().contains(QLatin1String("cannot be written")));
}

void AutosaveTest::remembersRecentFiles() {
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_->path());
    QCoreApplication::setOrganizationName(QStringLiteral("Tessera test"));
    QCoreApplication::setApplicationName(QStringLiteral("recent"));
    RecentFiles recent;
    QSignalSpy changed(&recent, &RecentFiles::changed);
    recent.clear();
    QVERIFY(recent.files().isEmpty());
    QStringList files;
    for (int i = 0; i < RecentFiles::kMax + 2; ++i) {
        files << leftBehind(QStringLiteral("%1.png").arg(i), 0);
        recent.add(files.last());
    }
    QCOMPARE(recent.files().size(), RecentFiles::kMax);
    QCOMPARE(recent.files().first(), files.last());
    recent.add(files[5]);
    QCOMPARE(recent.files().first(), files[5]);
    QCOMPARE(recent.files().size(), RecentFiles::kMax);
    QFile::remove(files[5]);
    QVERIFY(!recent.files().contains(files[5]));
    recent.remove(files.last());
    QCOMPARE(RecentFiles().files().size(), RecentFiles::kMax - 2);
    QCOMPARE(changed.size(), 1 + RecentFiles::kMax + 2 + 2);
}

QTEST_GUILESS_MAIN(AutosaveTest)
#include "autosave_test.moc"
