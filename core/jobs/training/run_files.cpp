// Small files, whole or not at all.
#include "core/jobs/training/run_files.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

QString in(const QString& run, const char* name) {
    return run + QLatin1Char('/') + QLatin1String(name);
}

}  // namespace

RunNote RunNote::read(const QString& run) {
    const QJsonObject object =
        QJsonDocument::fromJson(readIfThere(in(run, "studio.json"))).object();
    RunNote note;
    note.state =
        stateFromName(object.value(QStringLiteral("state")).toString()).value_or(RunState::Paused);
    note.process = object.value(QStringLiteral("process")).toString();
    note.notes = object.value(QStringLiteral("notes")).toString();
    note.problem = object.value(QStringLiteral("problem")).toString();
    note.order = object.value(QStringLiteral("order"))
                     .toInteger(QFileInfo(in(run, "data.json")).lastModified().toMSecsSinceEpoch());
    return note;
}

void RunNote::write(const QString& run) const {
    const QJsonObject object{{QStringLiteral("state"), stateName(state)},
                             {QStringLiteral("process"), process},
                             {QStringLiteral("notes"), notes},
                             {QStringLiteral("problem"), problem},
                             {QStringLiteral("order"), order}};
    writeWhole(in(run, "studio.json"), QJsonDocument(object).toJson());
}

std::optional<RunEnd> RunEnd::read(const QString& run) {
    const QStringList lines =
        QString::fromUtf8(readIfThere(in(run, "ended"))).split(QLatin1Char('\n'));
    if (lines.first() == QLatin1String("finished")) {
        return RunEnd{RunEvent::Finished, {}};
    }
    if (lines.first() == QLatin1String("halted")) {
        return RunEnd{RunEvent::Halted, {}};
    }
    if (lines.first() == QLatin1String("broke")) {
        return RunEnd{RunEvent::Broke, lines.value(1)};
    }
    return std::nullopt;
}

void RunEnd::forget(const QString& run) {
    QFile::remove(in(run, "ended"));
}

void RunEnd::write(const QString& run) const {
    const QString word = event == RunEvent::Finished ? QStringLiteral("finished")
                         : event == RunEvent::Halted ? QStringLiteral("halted")
                                                     : QStringLiteral("broke");
    const QString line = reason.section(QLatin1Char('\n'), 0, 0);
    writeWhole(in(run, "ended"), (word + QLatin1Char('\n') + line + QLatin1Char('\n')).toUtf8());
}

QString snapshotFile(const QString& run) {
    return in(run, "snapshot.safetensors");
}

QString finalModelFile(const QString& run) {
    return in(run, "model.safetensors");
}

QString historyFile(const QString& run) {
    return in(run, "history.csv");
}

QString distancesFile(const QString& run) {
    return in(run, "distances.csv");
}

QString errorsFile(const QString& run) {
    return in(run, "errors.txt");
}

QString eventsFolder(const QString& run) {
    return in(run, "events");
}

QString newestModelFile(const QString& run) {
    const QFileInfo snapshot(snapshotFile(run));
    const QFileInfo model(finalModelFile(run));
    if (!snapshot.exists() && !model.exists()) {
        return {};
    }
    const bool first =
        !model.exists() || (snapshot.exists() && snapshot.lastModified() > model.lastModified());
    return (first ? snapshot : model).filePath();
}

void wishForSnapshot(const QString& run) {
    QFile(in(run, "wanted")).open(QIODevice::WriteOnly);
}

bool takenWish(const QString& run) {
    return QFile::remove(in(run, "wanted"));
}

}  // namespace tessera
