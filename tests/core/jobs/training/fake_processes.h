// A trainer that does what a test says, at once: it writes into the folder of a run what a real one
// would.
#pragma once

#include <QDir>
#include <QFile>
#include <QHash>
#include <QImage>
#include <stdexcept>

#include "core/jobs/training/run_files.h"
#include "core/jobs/training/training_choices.h"
#include "core/jobs/training/training_processes.h"

namespace tessera::testing {

inline void writeFile(const QString& path, const QByteArray& bytes) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        throw std::runtime_error(path.toStdString());
    }
}

/// Two tiny photos with label maps of the palette scenes, in `folder`.
inline void writePairs(const QString& folder, int count = 2) {
    QDir().mkpath(folder);
    for (int i = 0; i < count; ++i) {
        QImage photo(40, 32, QImage::Format_RGB888);
        photo.fill(QColor(30 * i % 255, 90, 120));
        QImage labels(40, 32, QImage::Format_Grayscale8);
        labels.fill(QColor(4, 4, 4));
        for (int y = 0; y < 16; ++y) {
            std::fill_n(labels.scanLine(y), 40, uchar{6});
        }
        photo.save(folder + QStringLiteral("/p%1.jpg").arg(i));
        labels.save(folder + QStringLiteral("/p%1.png").arg(i));
    }
}

/// A run of few steps on such pairs.
inline NewRun newRun(const QString& name, const QString& data) {
    NewRun run;
    run.name = name;
    run.data = data;
    run.layout = QStringLiteral("pairs");
    run.palette = QStringLiteral("scenes");
    run.preset = QStringLiteral("realtime");
    run.options = {{QStringLiteral("steps"), QStringLiteral("100")}};
    return run;
}

class FakeProcesses : public TrainingProcesses {
public:
    struct Process {
        QString run;
        bool alive = true;
        bool held = false;
        bool asked = false;  ///< to end
    };

    /// What the world knows of them; outlives the service that owns this.
    struct World {
        QHash<QString, Process> processes;
        QHash<QString, QString> users;  ///< others that are at a run's folder
        bool broken = false;            ///< nothing can be started

        QString of(const QString& run) const {
            for (auto it = processes.begin(); it != processes.end(); ++it) {
                if (it->run == run && it->alive) {
                    return it.key();
                }
            }
            return {};
        }
        /// The trainer of a run has come to a step.
        static void reach(const QString& run, int step) {
            QByteArray history("step,rate,skipped,l1,perceptual\n");
            for (int i = 1; i <= step; ++i) {
                history += QByteArray::number(i) + ",1,0,0.5," + QByteArray::number(1.0 / i) + "\n";
            }
            writeFile(run + QStringLiteral("/history.csv"), history);
        }
        /// It ends, saying so; or without a word.
        void leave(const QString& run, RunEvent event, const QString& reason = {}) {
            RunEnd{event, reason}.write(run);
            processes[of(run)].alive = false;
        }
        void vanish(const QString& run) { processes[of(run)].alive = false; }
    };

    explicit FakeProcesses(World& world) : world_(world) {}

    QString start(const QString& run) override {
        if (world_.broken) {
            throw std::runtime_error("tessera: can't be started");
        }
        const QString name = QStringLiteral("process %1").arg(world_.processes.size() + 1);
        world_.processes[name] = {run};
        return name;
    }
    bool alive(const QString& process) const override {
        return world_.processes.value(process, {{}, false}).alive;
    }
    void end(const QString& process) override { world_.processes[process].asked = true; }
    void hold(const QString& process) override { world_.processes[process].held = true; }
    void letGo(const QString& process) override { world_.processes[process].held = false; }
    std::optional<QString> userOf(const QString& run) const override {
        const QString process = world_.users.value(run, world_.of(run));
        return process.isEmpty() ? std::nullopt : std::optional(process);
    }

private:
    World& world_;
};

}  // namespace tessera::testing
