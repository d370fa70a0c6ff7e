// Every palette at hand: those that come with the program, and the user's own.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/palette/palette.h"

namespace tessera {

/// The palettes of the program (compiled in) and of the user's folder, by title. A user's palette
/// with the id of a built-in one takes its place. A broken file is left out and reported.
class PaletteLibrary {
public:
    /// <user's data folder>/palettes
    static QString userFolder();
    /// An empty folder name: only those of the program.
    static PaletteLibrary load(const QString& userFolder = PaletteLibrary::userFolder());

    const std::vector<Palette>& palettes() const { return palettes_; }
    /// The palette with this id, or an empty one.
    Palette find(const QString& id) const;
    QStringList ids() const;
    /// One line for each file that could not be used: "file: reason".
    const QStringList& problems() const { return problems_; }

private:
    void add(const Palette& palette);
    void readFolder(const QString& folder);

    std::vector<Palette> palettes_;
    QStringList problems_;
};

}  // namespace tessera
