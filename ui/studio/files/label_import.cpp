// Which palette a file is read under.
#include "ui/studio/files/label_import.h"

#include <QCoreApplication>
#include <QImageReader>
#include <stdexcept>

#include "core/document/painting_file.h"
#include "core/images/image_files.h"

namespace tessera::ui {

namespace {

Palette paletteFor(const QString& file, const Palette& current, const PaletteLibrary& palettes) {
    const std::optional<Palette> best = guessPalette(file, palettes.palettes());
    const bool currentFits = !current.isEmpty() && guessPalette(file, {current}).has_value();
    if (currentFits && (!best || readImage(file).allGray())) {
        return current;
    }
    if (!best) {
        throw std::runtime_error(
            QCoreApplication::translate("LabelImport", "%1: its ids and colours fit no palette")
                .arg(file)
                .toStdString());
    }
    return *best;
}

}  // namespace

OpenedFile readPaintingOrLabels(const QString& file,
                                const Palette& current,
                                const PaletteLibrary& palettes,
                                StripTile tile) {
    OpenedFile opened;
    if (isPainting(file)) {
        opened.data = openPainting(file);
        opened.isPainting = true;
        return opened;
    }
    LabelReadOptions options;
    options.tile = tile;
    opened.data.palette = paletteFor(file, current, palettes);
    LabelImport import = readLabels(file, opened.data.palette, options);
    opened.data.labels = import.labels;
    opened.notes = import.notes;
    opened.isStrip = QImageReader(file).size() == kStripSize;
    return opened;
}

bool isPhoto(const QString& file, const PaletteLibrary& palettes) {
    return !isPainting(file) && !guessPalette(file, palettes.palettes());
}

}  // namespace tessera::ui
