#include "core/palette/palette_library.h"

#include <QCoreApplication>
#include <QDir>
#include <QSet>
#include <QStandardPaths>
#include <algorithm>

#include "core/files/whole_file.h"

// A static library's resources are linked only when someone asks for them, and the macro that asks
// does not work inside a namespace.
static void initPaletteResources() {
    Q_INIT_RESOURCE(palettes);
}

namespace tessera {

QString PaletteLibrary::userFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/palettes");
}

PaletteLibrary PaletteLibrary::load(const QString& userFolder) {
    initPaletteResources();
    PaletteLibrary library;
    library.readFolder(QStringLiteral(":/palettes"));
    if (!userFolder.isEmpty()) {
        library.readFolder(userFolder);
    }
    std::stable_sort(
        library.palettes_.begin(), library.palettes_.end(), [](const Palette& a, const Palette& b) {
            return a.title().localeAwareCompare(b.title()) < 0;
        });
    return library;
}

Palette PaletteLibrary::find(const QString& id) const {
    for (const Palette& palette : palettes_) {
        if (palette.id() == id) {
            return palette;
        }
    }
    return {};
}

QStringList PaletteLibrary::ids() const {
    QStringList ids;
    for (const Palette& palette : palettes_) {
        ids << palette.id();
    }
    return ids;
}

void PaletteLibrary::readFolder(const QString& folder) {
    QSet<QString> ids;
    const QDir directory(folder);
    for (const QString& name :
         directory.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString file = directory.filePath(name);
        try {
            const Palette palette = Palette::fromJson(readWhole(file), file);
            if (ids.contains(palette.id())) {
                fail(file,
                     QCoreApplication::translate("PaletteLibrary",
                                                 "another file of this folder has the palette %1")
                         .arg(palette.id()));
            }
            ids.insert(palette.id());
            add(palette);
        } catch (const std::runtime_error& error) {
            problems_ << QString::fromUtf8(error.what());
        }
    }
}

void PaletteLibrary::add(const Palette& palette) {
    for (Palette& known : palettes_) {
        if (known.id() == palette.id()) {
            known = palette;
            return;
        }
    }
    palettes_.push_back(palette);
}

}  // namespace tessera
