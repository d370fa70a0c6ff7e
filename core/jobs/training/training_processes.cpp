// Processes of a POSIX system.
#include "core/jobs/training/training_processes.h"

#include <sys/resource.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <csignal>

#include "core/files/whole_file.h"
#include "core/jobs/training/run_files.h"
#include "model/training/run_folder.h"

namespace tessera {
namespace {

constexpr int kNice = 10;  // about a tenth of a normal process's share where both want to compute

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TrainingProcesses)
};

/// State and start of a process, from the kernel: numbers of processes come again, these pairs do
/// not. Empty where there is none, or a dead one that nobody has collected.
QString nameOf(qint64 pid) {
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (pid <= 0 || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray line = file.readAll();  // "12 (any name) S ..."; the start is the 22nd field
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X") {
        return {};
    }
    return QStringLiteral("%1:%2").arg(pid).arg(QString::fromLatin1(fields[19]));
}

class SystemProcesses : public TrainingProcesses {
public:
    explicit SystemProcesses(const QString& program) : program_(program) {}

    QString start(const QString& run) override {
        QProcess process;
        process.setProgram(program_.isEmpty() ? QCoreApplication::applicationFilePath() : program_);
        process.setArguments({QStringLiteral("train"),
                              QStringLiteral("--resume"),
                              QStringLiteral("--background"),
                              QStringLiteral("--out"),
                              run});
        // Threads that spin while they wait for one that has no turn would take it away.
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("PASSIVE"));
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(errorsFile(run));
        qint64 pid = 0;
        if (!process.startDetached(&pid)) {
            fail(process.program(), Text::tr("can't be started: %1").arg(process.errorString()));
        }
        return nameOf(pid);
    }

    bool alive(const QString& process) const override {
        return !process.isEmpty() && nameOf(pidOf(process)) == process;
    }

    void end(const QString& process) override {
        signal(process, SIGTERM);
        signal(process, SIGCONT);
    }

    void hold(const QString& process) override { signal(process, SIGSTOP); }
    void letGo(const QString& process) override { signal(process, SIGCONT); }

    std::optional<QString> userOf(const QString& run) const override {
        const auto user = RunFolder::user_of(run.toStdString());
        return user ? std::optional(nameOf(*user)) : std::nullopt;
    }

private:
    static qint64 pidOf(const QString& process) {
        return process.section(QLatin1Char(':'), 0, 0).toLongLong();
    }

    void signal(const QString& process, int number) const {
        if (alive(process)) {
            ::kill(static_cast<pid_t>(pidOf(process)), number);
        }
    }

    QString program_;
};

}  // namespace

std::unique_ptr<TrainingProcesses> systemProcesses(const QString& program) {
    return std::make_unique<SystemProcesses>(program);
}

void stepBack() {
    ::signal(SIGHUP, SIG_IGN);
    ::setpriority(PRIO_PROCESS, 0, kNice);
    // Where the kernel weighs sessions rather than processes, a session of our own must be polite,
    // too. Elsewhere the file is missing.
    QFile group(QStringLiteral("/proc/self/autogroup"));
    if (group.open(QIODevice::WriteOnly)) {
        group.write(QByteArray::number(kNice));
    }
}

}  // namespace tessera
