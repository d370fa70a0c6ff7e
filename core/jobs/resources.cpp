// Installed, built, or where the user says.
#include "core/jobs/resources.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace tessera {

QStringList resourceFolders() {
    QStringList folders;
    const QString chosen = qEnvironmentVariable("TESSERA_RESOURCES");
    if (!chosen.isEmpty()) {
        folders << chosen;
    }
    folders << QCoreApplication::applicationDirPath() + QStringLiteral("/../share/tessera")
            << QStringLiteral(TESSERA_SOURCE_RESOURCES);
    QStringList existing;
    for (const QString& folder : std::as_const(folders)) {
        if (QFileInfo(folder).isDir()) {
            existing << QDir::cleanPath(folder);
        }
    }
    existing.removeDuplicates();
    return existing;
}

QString findResource(const QString& name) {
    for (const QString& folder : resourceFolders()) {
        const QString file = folder + QLatin1Char('/') + name;
        if (QFileInfo::exists(file)) {
            return file;
        }
    }
    return {};
}

QString learningFeatures() {
    return findResource(QStringLiteral("features/efficientnet-lite0.safetensors"));
}

QString judgingFeatures() {
    return findResource(QStringLiteral("features/efficientnet-lite2.safetensors"));
}

QString segmenterFor(const QString& paletteId) {
    if (paletteId.isEmpty() || paletteId.contains(QLatin1Char('/'))) {
        return {};
    }
    return findResource(QStringLiteral("segmenters/%1.safetensors").arg(paletteId));
}

}  // namespace tessera
