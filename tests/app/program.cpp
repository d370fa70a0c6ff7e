// The program under test.
#include "tests/app/program.h"

#include <sys/resource.h>

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QProcessEnvironment>
#include <csignal>
#include <stdexcept>

#include "tests/model/inference/tiny_model.h"

namespace tessera::test {

QStringList Outcome::errorLines() const {
    return error.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QString programFile() {
    return QStringLiteral(TESSERA_PROGRAM);
}

Program::Program() {
    const QDir root(folder_.path());
    if (!folder_.isValid() || !root.mkpath(QStringLiteral("work")) ||
        !root.mkpath(QStringLiteral("home")) || !root.mkpath(QStringLiteral("resources/models"))) {
        throw std::runtime_error("no temporary folder can be made");
    }
    TinyModel model;
    model.palette = "scenes";
    write_tiny_model(folder_.filePath("resources/models/scenes.safetensors").toStdString(), model);
}

QStringList Program::files() const {
    const QDir work(folder_.filePath("work"));
    QStringList files;
    QDirIterator all(work.path(),
                     QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        files << work.relativeFilePath(all.next());
    }
    files.sort();
    return files;
}

Outcome Program::run(const QStringList& arguments) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TESSERA_RESOURCES"), resources());
    environment.insert(QStringLiteral("HOME"), folder_.filePath("home"));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), folder_.filePath("home/data"));
    for (const QString& change : environment_) {
        const qsizetype equals = change.indexOf(QLatin1Char('='));
        if (equals < 0) {
            environment.remove(change);
        } else {
            environment.insert(change.left(equals), change.mid(equals + 1));
        }
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder_.filePath("work"));
    if (diskSpace_ >= 0) {
        const auto bytes = static_cast<rlim_t>(diskSpace_);
        process.setChildProcessModifier([bytes] {
            std::signal(SIGXFSZ, SIG_IGN);  // the write fails instead
            const rlimit limit{bytes, bytes};
            setrlimit(RLIMIT_FSIZE, &limit);
        });
    }
    process.start(programFile(), arguments);
    if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit) {
        throw std::runtime_error("the program did not end: " +
                                 process.readAllStandardError().toStdString());
    }
    return {process.exitCode(),
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace tessera::test
