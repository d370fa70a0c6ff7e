// Labels opened, models kept, requests made.
#include "app/terminal/label_drawer.h"

#include <QCoreApplication>

#include "app/terminal/arguments.h"
#include "core/document/painting_file.h"
#include "core/document/source_photo.h"
#include "core/images/image_files.h"
#include "core/jobs/model_library.h"
#include "core/jobs/style_reading.h"
#include "model/inference/engine.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RenderCommand)
};

}  // namespace

LabelDrawer::LabelDrawer(DrawingOptions options) : options_(std::move(options)) {
    if (!options_.palette.isEmpty()) {
        palette_ = paletteArgument(palettes_, options_.palette);
    }
}

PaintingData LabelDrawer::open(const QString& file) {
    const QuietLibraries quiet;
    if (palette_.isEmpty() && isPainting(file)) {
        PaintingData painting = openPainting(file);
        openModel(modelFor(painting.modelName, file));
        return painting;
    }
    openModel(modelFor({}, file));
    PaintingData painting;
    painting.palette = palette_.isEmpty() ? modelPalette() : palette_;
    const LabelImport import = readLabels(file, painting.palette, options_.reading);
    painting.labels = import.labels;
    note(file, import.notes);
    return painting;
}

RenderRequest LabelDrawer::request(const QString& file, const PaintingData& painting) {
    const RenderInput input = inputFor(painting);
    checkSource(input, file);
    QStringList notes;
    RenderRequest request = named(file, [&] { return requestFor(input, model_.info, notes); });
    note(file, notes);
    notePadding(file, input.labels.size());
    return request;
}

Picture LabelDrawer::draw(const QString& file, const RenderRequest& request) {
    Picture picture = named(file, [&] { return model_.engine->render(request); });
    for (const std::string& text : picture.notes) {
        note(file, {QString::fromStdString(text)});
    }
    return picture;
}

QStringList LabelDrawer::notes() {
    notes_.removeDuplicates();
    return notes_;
}

void LabelDrawer::note(const QString& file, const QStringList& notes) {
    for (const QString& text : notes) {
        notes_ << QStringLiteral("%1: %2").arg(file, text);
    }
}

void LabelDrawer::notePadding(const QString& file, QSize size) {
    const NetworkConfig& config = model_.engine->config();
    const int width = static_cast<int>(canvas_side(config, size.width()));
    const int height = static_cast<int>(canvas_side(config, size.height()));
    if (size != QSize(width, height)) {
        note(file,
             {Text::tr("%1 x %2 is padded to %3 x %4 inside the network")
                  .arg(size.width())
                  .arg(size.height())
                  .arg(width)
                  .arg(height)});
    }
}

QString LabelDrawer::modelFor(const QString& painted, const QString& file) {
    if (!options_.model.isEmpty() || painted.isEmpty()) {
        return models_.find(options_.model);
    }
    try {
        return models_.find(painted);
    } catch (const std::runtime_error&) {
        note(file, {Text::tr("its model %1 is not here; the default one draws it").arg(painted)});
        return models_.find({});
    }
}

void LabelDrawer::openModel(const QString& file) {
    if (file != modelFile_) {
        model_ = {};  // not two at a time in memory
        model_ = openModelFile(file, options_.settings);
        modelFile_ = file;
        if (!model_.info.obstacle.isEmpty() && model_.engine->generator() == nullptr) {
            note(file, {model_.info.obstacle});
        }
    }
}

Palette LabelDrawer::modelPalette() const {
    const Palette known = palettes_.find(model_.info.paletteId);
    return known.isEmpty() ? model_.info.palette : known;
}

RenderInput LabelDrawer::inputFor(const PaintingData& painting) {
    RenderInput input = RenderInput::of(painting, 0);
    if (!options_.size.isEmpty()) {
        input.labels = painting.labels.scaled(options_.size);
    }
    if (!options_.source.isEmpty()) {
        input.source = sourcePhoto();
    }
    input.noiseSeed = options_.noiseSeed.value_or(painting.style.noiseSeed);
    if (options_.styleSeed) {
        input.style.clear();
        input.styleSeed = *options_.styleSeed;
    }
    if (!options_.styleFrom.empty()) {
        input.style = styleFromPhotos(painting);
    }
    return input;
}

QImage LabelDrawer::sourcePhoto() const {
    const QuietLibraries quiet;
    return options_.source.isEmpty()
               ? QImage()
               : readSourcePhoto(options_.source, options_.reading.tile).image;
}

/// What the options have to do with it; the rest is checked with the request.
void LabelDrawer::checkSource(const RenderInput& input, const QString& file) const {
    const bool translates = model_.info.sourceChannels > 0;
    if (translates && input.source.isNull()) {
        fail(file,
             Text::tr("the model %1 translates a source photo: --source is needed")
                 .arg(model_.info.title));
    }
    if (!translates && !options_.source.isEmpty()) {
        fail(file, Text::tr("the model %1 translates no source photo").arg(model_.info.title));
    }
}

/// One photo after the other; each takes what those before it said of other regions.
std::vector<float> LabelDrawer::styleFromPhotos(const PaintingData& painting) const {
    std::vector<float> style;
    for (const StyleFile& file : options_.styleFrom) {
        StyleSource source = styleSource(file, painting);
        source.style = style;
        style = named(modelFile_, [&] { return styleOf(model_, source); });
    }
    return style;
}

StyleSource LabelDrawer::styleSource(const StyleFile& file, const PaintingData& painting) const {
    const QuietLibraries quiet;
    StyleSource source;
    source.photo = readImage(file.photo);
    source.palette = painting.palette;
    if (!file.region.isEmpty()) {
        const int index = painting.palette.indexOfName(file.region);
        if (index < 0) {
            fail(file.region,
                 Text::tr("palette %1 has no class of this name").arg(painting.palette.id()));
        }
        source.region = static_cast<quint16>(index);
    }
    if (!file.labels.isEmpty()) {
        source.labels = readLabels(file.labels, painting.palette, options_.reading).labels;
    } else if (!source.region) {
        source.labels = painting.labels;
    }
    return source;
}

}  // namespace tessera
