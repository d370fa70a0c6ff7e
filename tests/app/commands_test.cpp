// The program around its subcommands: help, version, info, palettes, no display.
#include <QFile>
#include <QTest>
#include <cmath>
#include <cstring>
#include <tuple>

#include "model/files/safetensors.h"
#include "tests/app/program.h"
#include "tests/model/inference/tiny_model.h"

using namespace tessera;
using tessera::test::Outcome;
using tessera::test::Program;

class CommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpEverywhere_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("program") << QStringList{"--help"};
        for (const char* command : {"render", "info", "convert", "palettes", "study"}) {
            QTest::newRow(command) << QStringList{command, "--help"};
        }
    }

    void helpEverywhere() {
        QFETCH(QStringList, arguments);
        const Outcome outcome = program_.run(arguments);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.error, QString());
        QVERIFY2(outcome.out.startsWith("Usage: tessera"), qPrintable(outcome.out));
        if (arguments.size() > 1) {
            QVERIFY(outcome.out.contains("Usage: tessera " + arguments.first()));
        }
    }

    void version() {
        const Outcome outcome = program_.run({"--version"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, QStringLiteral("tessera " TESSERA_VERSION "\n"));
    }

    void unknownCommand() {
        const Outcome outcome = program_.run({"paint"});
        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.errorLines().size(), 1);
        QVERIFY(outcome.error.contains("there is no command paint"));
    }

    void infoTellsWhatTheModelIs() {
        const Outcome outcome = program_.run({"info"});
        QCOMPARE(outcome.error, QString());
        QCOMPARE(outcome.exitCode, 0);
        for (const char* expected : {"Tiny model",
                                     "3: road, sky, tree",
                                     "scenes",
                                     "GMAC",
                                     "sau_compressed",
                                     "2026-11-24",
                                     "F32"}) {
            QVERIFY2(outcome.out.contains(expected), expected);
        }
        const Outcome missing = program_.run({"info", "none.safetensors"});
        QCOMPARE(missing.exitCode, 1);
        QCOMPARE(missing.errorLines().size(), 1);
        QVERIFY(missing.error.contains("none.safetensors"));
    }

    void convertStoresInAnotherType() {
        QCOMPARE(program_.run({"convert", "scenes", "small.safetensors"}).exitCode, 0);
        const Outcome outcome = program_.run({"info", "small.safetensors"});
        QCOMPARE(outcome.error, QString());
        QVERIFY2(outcome.out.contains("F16") && !outcome.out.contains("F32"),
                 qPrintable(outcome.out));
        QCOMPARE(program_.run({"convert", "scenes"}).exitCode, 2);
        QCOMPARE(program_.run({"convert", "scenes", "x", "--store", "int8"}).exitCode, 2);
        const Outcome unwritable = program_.run({"convert", "scenes", "/proc/x.safetensors"});
        QCOMPARE(unwritable.exitCode, 1);
        QCOMPARE(unwritable.errorLines().size(), 1);
    }

    void convertBlendsModels() {
        test::TinyModel other;
        other.seed = 9;
        test::write_tiny_model(program_.path("other.safetensors").toStdString(), other);
        const auto convert = [&](const char* options) {
            return program_.run(QStringList{"convert", "scenes", "x.safetensors"} +
                                QString::fromUtf8(options).split(QLatin1Char(' ')));
        };
        QCOMPARE(convert("--blend other.safetensors=0.25 --noise 0.5 --store float32").error,
                 QString());
        const auto tensor = [&](const QString& file, const char* name) {
            const auto opened = SafetensorsFile::open(file.toStdString());
            const StoredTensor& stored = opened->tensors().at(name);
            std::vector<float> values(static_cast<size_t>(stored.count()));
            std::memcpy(values.data(), stored.bytes.data(), stored.bytes.size());
            return values;
        };
        const QString scenes = program_.resources() + QStringLiteral("/models/scenes.safetensors");
        for (const auto& [name, factor] :
             {std::pair("stem.conv.weight", 1.0F), {"noise.strength", 0.5F}}) {
            const std::vector<float> own = tensor(scenes, name);
            const std::vector<float> theirs = tensor(program_.path("other.safetensors"), name);
            const std::vector<float> blended = tensor(program_.path("x.safetensors"), name);
            for (size_t i = 0; i < own.size(); ++i) {
                const float expected = factor * (0.75F * own[i] + 0.25F * theirs[i]);
                QVERIFY(std::abs(blended[i] - expected) < 1e-6F);
            }
        }
        QVERIFY(!QFile::exists(program_.path("x.safetensors.float32")));
        QVERIFY(QFile::remove(program_.path("x.safetensors")));
        other.config.cap = 24;
        test::write_tiny_model(program_.path("wider.safetensors").toStdString(), other);
        for (const auto& [options, exitCode, message] :
             {std::tuple("--blend wider.safetensors=0.5", 1, "its config is another one"),
              {"--blend other.safetensors=1", 1, "must be above 0 and below 1"},
              {"--blend other.safetensors=0.5 --blend other.safetensors=0.5",
               1,
               "leave nothing for the model itself"},
              {"--blend none.safetensors=0.5", 1, "none.safetensors"},
              {"--blend other.safetensors", 2, "--blend"},
              {"--noise much", 2, "must be a number"}}) {
            const Outcome outcome = convert(options);
            QCOMPARE(outcome.exitCode, exitCode);
            QCOMPARE(outcome.errorLines().size(), 1);
            QVERIFY2(outcome.error.contains(QLatin1String(message)), qPrintable(outcome.error));
            QVERIFY(!QFile::exists(program_.path("x.safetensors")));
        }
    }

    void evaluateWantsBothFilesOfLpips() {
        const Outcome outcome = program_.run({"evaluate", "scenes", "--lpips", "a.pth"});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.error.contains("--lpips-linear"), qPrintable(outcome.error));
    }

    void palettesListsAndShows() {
        const Outcome list = program_.run({"palettes"});
        QCOMPARE(list.exitCode, 0);
        for (const char* id : {"cityscapes", "ade20k", "coco_stuff", "scenes"}) {
            QVERIFY2(list.out.contains(id), id);
        }
        const Outcome scenes = program_.run({"palettes", "scenes"});
        QCOMPARE(scenes.exitCode, 0);
        QVERIFY(scenes.out.contains("6  #78b4eb  sky"));
        const Outcome unknown = program_.run({"palettes", "none"});
        QCOMPARE(unknown.exitCode, 1);
        QCOMPARE(unknown.errorLines().size(), 1);
    }

    void withoutADisplayTheStudioSaysSo() {
        program_.setEnvironment({"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"});
        expectNoDisplay(program_.run({}));
        program_.setEnvironment({"QT_QPA_PLATFORM", "DISPLAY=:4242", "WAYLAND_DISPLAY"});
        expectNoDisplay(program_.run({}));  // named, but nobody answers
        program_.setEnvironment({});
    }

    void anyLocaleWillDo() {
        program_.setEnvironment({"LC_ALL=C", "LANG=C"});
        const Outcome outcome = program_.run({"palettes", "scenes"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.error, QString());
        program_.setEnvironment({});
    }

private:
    static void expectNoDisplay(const Outcome& outcome) {
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.errorLines().size() == 1, qPrintable(outcome.error));
        QVERIFY(outcome.error.contains("no display"));
    }

    Program program_;
};

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
