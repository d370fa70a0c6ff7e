// Tables that grow, and event files down to their bytes.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <cmath>

#include "core/jobs/training/event_file.h"
#include "core/jobs/training/run_table.h"
#include "tests/core/jobs/training/fake_processes.h"

using namespace tessera;

namespace {

void append(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write(text);
}

}  // namespace

class RunTablesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsAGrowingFile() {
        const QString path = folder_.filePath(QStringLiteral("history.csv"));
        testing::writeFile(path, "step,l1,style_kl\n1,0.5,\n2,0.4");
        RunTableReader reader(path);
        QVERIFY(reader.readMore());
        QCOMPARE(reader.table().names, QStringList({"l1", "style_kl"}));
        QCOMPARE(reader.table().steps.size(), size_t{1});
        QVERIFY(std::isnan(reader.table().columns["style_kl"][0]));
        append(path, "5,7\n");
        QVERIFY(reader.readMore());
        QCOMPARE(reader.table().columns["l1"], (std::vector<float>{0.5f, 0.45f}));
        QVERIFY(!reader.readMore());
        QCOMPARE(lastStep(path), 2);
        QCOMPARE(lastValue(path, "style_kl"), std::optional(7.0));
        QCOMPARE(lastValue(path, "none"), std::nullopt);

        testing::writeFile(path, "step,l1,style_kl\n1,0.5,\n");  // back to a checkpoint
        QVERIFY(reader.readMore());
        QCOMPARE(reader.table().steps.size(), size_t{1});
    }

    void hasNoLastStepBeforeTheFirst() {
        const QString path = folder_.filePath(QStringLiteral("fresh.csv"));
        QCOMPARE(lastStep(path), 0);
        testing::writeFile(path, "step,l1\n");
        QCOMPARE(lastStep(path), 0);
        QCOMPARE(lastValue(path, "l1"), std::nullopt);
    }

    void readsOnOtherThreads() {
        const QString path = folder_.filePath(QStringLiteral("threads.csv"));
        testing::writeFile(path, "step,l1\n1,0.5\n");
        RunTables tables;
        QSignalSpy read(&tables, &RunTables::read);
        tables.update(path);
        tables.update(path);  // is being read already
        QVERIFY(read.wait());
        QCOMPARE(tables.table(path)->steps.size(), size_t{1});
        QCOMPARE(tables.table(QStringLiteral("other"))->steps.size(), size_t{0});
    }

    void checksumIsCastagnolis() {
        // The check value of CRC-32C, and the test vector of RFC 3720: 32 bytes of zeros.
        QCOMPARE(crc32c("123456789"), 0xe3069283u);
        QCOMPARE(crc32c(QByteArray(32, '\0')), 0x8a9136aau);
    }

    void writesRecordsThatTensorBoardReads() {
        const QString events = folder_.filePath(QStringLiteral("events"));
        EventFile file(events, 7);
        file.add(8, {{"l1", 0.5}});
        QFile read(file.file());
        QVERIFY(read.open(QIODevice::ReadOnly));
        const QByteArray bytes = read.readAll();
        QList<QByteArray> records;
        for (qsizetype at = 0; at < bytes.size();) {
            const auto length = qFromLittleEndian<quint64>(bytes.constData() + at);
            const quint32 crc = crc32c(bytes.mid(at, 8));
            QCOMPARE(qFromLittleEndian<quint32>(bytes.constData() + at + 8),
                     ((crc >> 15) | (crc << 17)) + 0xa282ead8u);
            records << bytes.mid(at + 12, static_cast<qsizetype>(length));
            at += 16 + static_cast<qsizetype>(length);
        }
        QCOMPARE(records.size(), 3);
        QVERIFY(records[0].endsWith(QByteArray("\x1a\x0d", 2) + "brain.Event:2"));
        QVERIFY(records[1].endsWith(QByteArray("\x10\x07\x3a\x02\x08\x01", 6)));  // START at 7
        // step 8, summary of 11 bytes: value of 9: tag "l1", simple_value 0.5
        QVERIFY(records[2].endsWith(QByteArray("\x10\x08\x2a\x0b\x0a\x09\x0a\x02", 8) + "l1" +
                                    QByteArray("\x15\x00\x00\x00\x3f", 5)));
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(RunTablesTest)
#include "run_tables_test.moc"
