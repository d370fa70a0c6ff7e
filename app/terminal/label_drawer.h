// From a label file to the engine's request: its palette, its model, its style.
#pragma once

#include <stdexcept>

#include "app/terminal/drawing_options.h"
#include "core/document/painting_data.h"
#include "core/files/whole_file.h"
#include "core/jobs/model_library.h"
#include "core/jobs/rendering.h"
#include "core/palette/palette_library.h"
#include "model/inference/picture.h"

namespace tessera {

/// Calls `function`; what goes wrong inside concerns this file.
template <typename Function>
auto named(const QString& file, Function function) {
    try {
        return function();
    } catch (const std::runtime_error& error) {
        fail(file, QString::fromUtf8(error.what()));
    }
}

/// Opens one file after the other; the model stays open between those that want the same.
/// Everything throws std::runtime_error that names the file.
class LabelDrawer {
public:
    explicit LabelDrawer(DrawingOptions options);

    /// A label map or a saved painting, with a palette and a model open for it.
    PaintingData open(const QString& file);

    /// What the model draws of it, as the options say; nothing inside is kept.
    RenderRequest request(const QString& file, const PaintingData& painting);

    /// The photo of that.
    Picture draw(const QString& file, const RenderRequest& request);

    /// That of the option --source; null where none was named.
    QImage sourcePhoto() const;

    /// Of the file that was opened last.
    const OpenedModel& model() const { return model_; }
    const QString& modelFile() const { return modelFile_; }  ///< as it was named

    /// One line each, without those that came twice.
    QStringList notes();

private:
    void note(const QString& file, const QStringList& notes);
    void notePadding(const QString& file, QSize size);
    QString modelFor(const QString& painted, const QString& file);
    void openModel(const QString& file);
    Palette modelPalette() const;
    RenderInput inputFor(const PaintingData& painting);
    void checkSource(const RenderInput& input, const QString& file) const;
    std::vector<float> styleFromPhotos(const PaintingData& painting) const;
    StyleSource styleSource(const StyleFile& file, const PaintingData& painting) const;

    DrawingOptions options_;
    PaletteLibrary palettes_ = PaletteLibrary::load();
    ModelLibrary models_ = ModelLibrary::load();
    Palette palette_;  // as asked for, or empty
    QString modelFile_;
    OpenedModel model_;
    QStringList notes_;
};

}  // namespace tessera
