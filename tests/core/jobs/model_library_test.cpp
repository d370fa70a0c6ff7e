// Model files by name, title and path.
#include "core/jobs/model_library.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/jobs/resources.h"
#include "model/files/safetensors.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;

class ModelLibraryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(QDir(shipped_.path()).mkpath(QStringLiteral("models")));
        qputenv("TESSERA_RESOURCES", shipped_.path().toLocal8Bit());
        write(shipped_.filePath(QStringLiteral("models/aaa.safetensors")), "Shipped");
        write(shipped_.filePath(QStringLiteral("models/both.safetensors")), "Shipped both");
        write(user_.filePath(QStringLiteral("both.safetensors")), "My own");
        QFile broken(user_.filePath(QStringLiteral("broken.safetensors")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        QCOMPARE(broken.write("no model"), 8);
    }

    void readsTheCardAlone() {
        const ModelEntry entry =
            readModelEntry(shipped_.filePath(QStringLiteral("models/aaa.safetensors")));
        QCOMPARE(entry.name, QStringLiteral("aaa"));
        QCOMPARE(entry.title, QStringLiteral("Shipped"));
        QCOMPARE(entry.paletteId, QStringLiteral("tiny"));
    }

    void aUsersModelTakesThePlaceOfAShippedOne() {
        const ModelLibrary library = ModelLibrary::load(user_.path());
        const QString both = library.find(QStringLiteral("both"));
        QCOMPARE(both, user_.filePath(QStringLiteral("both.safetensors")));
        QCOMPARE(library.find(QStringLiteral("SHIPPED")),
                 shipped_.filePath(QStringLiteral("models/aaa.safetensors")));
        QCOMPARE(library.problems().size(), 1);
        QVERIFY(library.problems().first().contains(QStringLiteral("broken.safetensors")));
    }

    void aSegmenterIsNoModelToPaintWith() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("reader.safetensors"));
        write_safetensors(file.toStdString(), {}, {{"config", R"({"architecture":"segmenter"})"}});
        const ModelLibrary library = ModelLibrary::load(folder.path());
        QCOMPARE(library.problems(),
                 QStringList{file +
                             QStringLiteral(": this is a segmenter, which reads pictures and draws "
                                            "none")});
        for (const ModelEntry& entry : library.models()) {
            QVERIFY(entry.file != file);
        }
    }

    void findsByPath() {
        const ModelLibrary library = ModelLibrary::load(user_.path());
        QCOMPARE(library.find(QStringLiteral("/else/where.safetensors")),
                 QStringLiteral("/else/where.safetensors"));
    }

    void saysWhatThereIs() {
        const ModelLibrary library = ModelLibrary::load(user_.path());
        try {
            library.find(QStringLiteral("nothing"));
            QFAIL("found nothing");
        } catch (const std::runtime_error& error) {
            const QString text = QString::fromUtf8(error.what());
            QVERIFY2(text.startsWith(QStringLiteral("nothing: ")), error.what());
            QVERIFY2(text.contains(QStringLiteral("aaa")), error.what());
        }
    }

    void resourcesAreWhereTheUserSays() {
        QCOMPARE(resourceFolders().first(), shipped_.path());
        QCOMPARE(findResource(QStringLiteral("models/aaa.safetensors")),
                 shipped_.filePath(QStringLiteral("models/aaa.safetensors")));
        QVERIFY(findResource(QStringLiteral("models/none")).isEmpty());
    }

private:
    static void write(const QString& file, const char* title) {
        test::TinyModel model;
        model.title = title;
        test::write_tiny_model(file.toStdString(), model);
    }

    QTemporaryDir shipped_;
    QTemporaryDir user_;
};

QTEST_GUILESS_MAIN(ModelLibraryTest)
#include "model_library_test.moc"
