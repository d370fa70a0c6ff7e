// The status bar: what it says of the model in use.
#include "ui/studio/bars/status_line.h"

#include <QLabel>
#include <QTest>

#include "core/document/painting.h"
#include "core/jobs/render_service.h"

using namespace tessera;
using namespace tessera::ui;

class StatusLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhereNoFastPlanDraws() {
        Painting painting;
        StatusLine line(painting);
        ModelInfo model;
        model.deviceName = QStringLiteral("CPU, 2 threads");
        model.precision = QStringLiteral("float32");
        line.setModel(model);
        const QLabel* device = cellWith(line, QStringLiteral("CPU"));
        QVERIFY(device != nullptr);
        QCOMPARE(device->text(), QStringLiteral("CPU · fp32 · 2 threads"));
        QVERIFY(!device->toolTip().contains(QStringLiteral("modules")));
        model.obstacle = QStringLiteral("GauGAN is drawn by its modules");
        line.setModel(model);
        QCOMPARE(device->text(), QStringLiteral("CPU · fp32 · 2 threads · no fast plan"));
        QCOMPARE(device->toolTip(), model.obstacle);
    }

private:
    static const QLabel* cellWith(const StatusLine& line, const QString& text) {
        for (const QLabel* label : line.findChildren<QLabel*>()) {
            if (label->text().contains(text)) {
                return label;
            }
        }
        return nullptr;
    }
};

QTEST_MAIN(StatusLineTest)
#include "status_line_test.moc"
