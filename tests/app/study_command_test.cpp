// A study from the outside: wrong calls, a tiny ablation, and the same command again.
#include <QFile>
#include <QImage>
#include <QTest>

#include "tests/app/program.h"
#include "tests/core/jobs/training/fake_processes.h"

using namespace tessera;
using test::Outcome;
using test::Program;

class StudyCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        testing::writePairs(program_.path(QStringLiteral("data/train")), 3);
        testing::writePairs(program_.path(QStringLiteral("data/val")), 2);
    }

    void wrongCallsAreRefused_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no study") << ""
                                  << "ablation or upsampling";
        QTest::newRow("another study") << "colours --out s"
                                       << "ablation or upsampling";
        QTest::newRow("no folder") << "ablation"
                                   << "--out";
        QTest::newRow("no data") << "ablation --out s"
                                 << "--data";
        QTest::newRow("what it varies") << "upsampling --out s --set network.upsampler=sau"
                                        << "what the study varies";
    }

    void wrongCallsAreRefused() {
        QFETCH(QString, arguments);
        QFETCH(QString, expected);
        const Outcome outcome = program_.run(QStringList{QStringLiteral("study")} +
                                             arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.errorLines().size() == 1 && outcome.error.contains(expected),
                 qPrintable(outcome.error));
        QVERIFY(!QFile::exists(program_.path(QStringLiteral("s"))));
    }

    void theSameCommandGoesOn() {
        const Outcome first = program_.run(tinyAblation());
        QVERIFY2(first.exitCode == 0, qPrintable(first.error));
        QVERIFY2(first.out.contains("B5  1/1") && first.out.contains("s/table.md"),
                 qPrintable(first.out));
        QCOMPARE(QImage(program_.path(QStringLiteral("s/sheet.png"))).width(), 7 * (32 + 2));
        const Outcome second = program_.run(tinyAblation());
        QVERIFY2(second.exitCode == 0, qPrintable(second.error));
        QVERIFY2(!second.out.contains("1/1"), qPrintable(second.out));
        const Outcome other = program_.run(tinyAblation() << "--seed"
                                                          << "4");
        QCOMPARE(other.exitCode, 1);
        QVERIFY2(other.errorLines().size() == 1 && other.error.contains("seed 1, not 4"),
                 qPrintable(other.error));
    }

private:
    static QStringList tinyAblation() {
        QStringList arguments = QStringLiteral(
                                    "study ablation --data data --layout pairs --palette scenes "
                                    "--out s --steps 1 --size 32 --threads 1 --pictures 1")
                                    .split(QLatin1Char(' '));
        for (const char* setting : {"network.base=8",
                                    "network.cap=16",
                                    "network.blocks=1",
                                    "network.style=4",
                                    "network.sau_compressed=4",
                                    "critic_base=4",
                                    "style_base=4",
                                    "side=32",
                                    "perceptual=0",
                                    "feature_critic=0",
                                    "samples=0"}) {
            arguments << QStringLiteral("--set") << QLatin1String(setting);
        }
        return arguments;
    }

    Program program_;
};

QTEST_GUILESS_MAIN(StudyCommandTest)
#include "study_command_test.moc"
