// Finds model files and reads what they say about themselves.
#include "core/jobs/model_library.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <algorithm>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/jobs/resources.h"
#include "model/files/safetensors.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ModelLibrary)
};

bool looksLikePath(const QString& text) {
    return text.contains(QLatin1Char('/')) || text.endsWith(QStringLiteral(".safetensors")) ||
           QFileInfo::exists(text);
}

}  // namespace

QString ModelLibrary::userFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/models");
}

ModelLibrary ModelLibrary::load(const QString& userFolder) {
    ModelLibrary library;
    library.readFolder(userFolder);
    for (const QString& folder : resourceFolders()) {
        library.readFolder(folder + QStringLiteral("/models"));
    }
    std::stable_sort(library.models_.begin(),
                     library.models_.end(),
                     [](const ModelEntry& a, const ModelEntry& b) {
                         return a.title.localeAwareCompare(b.title) < 0;
                     });
    return library;
}

void ModelLibrary::readFolder(const QString& folder) {
    const QDir directory(folder);
    for (const QString& name :
         directory.entryList({QStringLiteral("*.safetensors")}, QDir::Files, QDir::Name)) {
        try {
            const ModelEntry entry = readModelEntry(directory.absoluteFilePath(name));
            const bool known =
                std::any_of(models_.begin(), models_.end(), [&](const ModelEntry& other) {
                    return other.name == entry.name;
                });
            if (!known) {  // folders are read best first
                models_ << entry;
            }
        } catch (const std::runtime_error& error) {
            problems_ << QString::fromUtf8(error.what());
        }
    }
}

QString ModelLibrary::find(const QString& pathOrName) const {
    if (looksLikePath(pathOrName)) {
        return pathOrName;
    }
    const QString wanted = pathOrName.isEmpty() ? kDefaultName : pathOrName;
    for (const ModelEntry& entry : models_) {
        if (entry.name.compare(wanted, Qt::CaseInsensitive) == 0 ||
            entry.title.compare(wanted, Qt::CaseInsensitive) == 0) {
            return entry.file;
        }
    }
    QStringList names;
    for (const ModelEntry& entry : models_) {
        names << entry.name;
    }
    fail(wanted,
         names.isEmpty()
             ? Text::tr("there is no model of this name; give a model file, or put one in %1")
                   .arg(userFolder())
             : Text::tr("there is no model of this name; there are: %1")
                   .arg(names.join(QStringLiteral(", "))));
}

ModelEntry readModelEntry(const QString& file) {
    const auto stored = SafetensorsFile::open(file.toStdString());
    const auto text = [&](const char* key) {
        const auto found = stored->metadata().find(key);
        return found == stored->metadata().end() ? QByteArray()
                                                 : QByteArray::fromStdString(found->second);
    };
    if (text("config").isEmpty()) {
        fail(file, Text::tr("this is no model of pictures: it has no config"));
    }
    const QJsonObject config = QJsonDocument::fromJson(text("config")).object();
    if (config.value(QStringLiteral("architecture")) == QStringLiteral("segmenter")) {
        fail(file, Text::tr("this is a segmenter, which reads pictures and draws none"));
    }
    ModelEntry entry;
    entry.file = QFileInfo(file).absoluteFilePath();
    entry.name = QFileInfo(file).completeBaseName();
    entry.paletteId = QString::fromUtf8(text("palette"));
    const QJsonObject card = QJsonDocument::fromJson(text("card")).object();
    entry.title = card.value(QStringLiteral("title")).toString(entry.name);
    return entry;
}

}  // namespace tessera
