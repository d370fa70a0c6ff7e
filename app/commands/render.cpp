// tessera render: label maps in, photos out.
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "app/commands/commands.h"
#include "app/terminal/arguments.h"
#include "app/terminal/command_line.h"
#include "app/terminal/progress_bar.h"
#include "app/terminal/render_options.h"
#include "core/document/painting_file.h"
#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/jobs/dump.h"
#include "core/jobs/model_library.h"
#include "core/jobs/rendering.h"
#include "model/inference/engine.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RenderCommand)
};

// What goes wrong inside concerns this file.
template <typename Function>
auto named(const QString& file, Function function) {
    try {
        return function();
    } catch (const std::runtime_error& error) {
        fail(file, QString::fromUtf8(error.what()));
    }
}

// Renders one item after the other; the model stays open between those that want the same.
class Renderer {
public:
    explicit Renderer(const RenderOptions& options) : options_(options) {
        if (!options_.palette.isEmpty()) {
            palette_ = paletteArgument(palettes_, options_.palette);
        }
    }

    // A label map or a saved painting, with a palette and a model open for it.
    PaintingData open(const QString& file) {
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

    void render(const RenderItem& item) {
        const RenderInput input = inputFor(open(item.label));
        QStringList notes;
        RenderRequest request;
        const Picture picture = named(item.label, [&] {
            request = requestFor(input, model_.info, notes);
            request.keep = item.dump.isEmpty() ? Keep::nothing() : Keep::everything();
            return model_.engine->render(request);
        });
        note(item.label, notes);
        notePadding(item.label, input.labels.size());
        std::optional<Dump> dump;
        if (!item.dump.isEmpty()) {
            dump.emplace(picture, request, model_.info.palette, item.dump);
        }
        writePhoto(photoImage(picture), item.photo);
        if (dump) {
            dump->commit();
        }
    }

    // One line each, without those that came twice.
    QStringList notes() {
        notes_.removeDuplicates();
        return notes_;
    }

private:
    void note(const QString& file, const QStringList& notes) {
        for (const QString& text : notes) {
            notes_ << QStringLiteral("%1: %2").arg(file, text);
        }
    }

    void notePadding(const QString& file, QSize size) {
        const LgganConfig& config = model_.engine->config();
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

    QString modelFor(const QString& painted, const QString& file) {
        if (!options_.model.isEmpty() || painted.isEmpty()) {
            return models_.find(options_.model);
        }
        try {
            return models_.find(painted);
        } catch (const std::runtime_error&) {
            note(file,
                 {Text::tr("its model %1 is not here; the default one draws it").arg(painted)});
            return models_.find({});
        }
    }

    void openModel(const QString& file) {
        if (file != modelFile_) {
            model_ = {};  // not two at a time in memory
            model_ = openModelFile(file, options_.settings);
            modelFile_ = file;
        }
    }

    Palette modelPalette() const {
        const Palette known = palettes_.find(model_.info.paletteId);
        return known.isEmpty() ? model_.info.palette : known;
    }

    RenderInput inputFor(const PaintingData& painting) {
        RenderInput input;
        input.labels =
            options_.size.isEmpty() ? painting.labels : painting.labels.scaled(options_.size);
        input.palette = painting.palette;
        input.style = painting.style.vector;
        input.styleSeed = painting.style.styleSeed;
        input.noiseSeed = options_.noiseSeed.value_or(painting.style.noiseSeed);
        if (options_.styleSeed) {
            input.style.clear();
            input.styleSeed = *options_.styleSeed;
        }
        if (!options_.styleFrom.isEmpty()) {
            const QImage photo = stylePhoto();
            input.style = named(modelFile_, [&] { return styleOfPhoto(*model_.engine, photo); });
        }
        return input;
    }

    QImage stylePhoto() const {
        const QuietLibraries quiet;
        return readImage(options_.styleFrom);
    }

    const RenderOptions& options_;
    const PaletteLibrary palettes_ = PaletteLibrary::load();
    const ModelLibrary models_ = ModelLibrary::load();
    Palette palette_;    // as asked for, or empty
    QString modelFile_;  // as it was named
    OpenedModel model_;
    QStringList notes_;
};

void makeFolderFor(const QString& photo) {
    const QString folder = QFileInfo(photo).path();
    if (!QDir().mkpath(folder)) {
        fail(folder, Text::tr("the folder cannot be made"));
    }
}

void renderAll(const RenderOptions& options, Renderer& renderer) {
    const int count = static_cast<int>(options.items.size());
    if (count > 1) {  // a broken label among many leaves nothing half done
        for (const RenderItem& item : options.items) {
            renderer.open(item.label);
        }
        makeFolderFor(options.items.front().photo);
    }
    ProgressBar progress(count);
    for (int i = 0; i < count; ++i) {
        const RenderItem& item = options.items[static_cast<size_t>(i)];
        progress.show(i, QFileInfo(item.label).fileName());
        renderer.render(item);
    }
}

}  // namespace

int renderCommand(const QStringList& arguments) {
    const std::optional<RenderOptions> options = parseRenderOptions(arguments);
    if (!options) {
        return Success;
    }
    Renderer renderer(*options);
    renderAll(*options, renderer);
    for (const QString& note : renderer.notes()) {
        printError(Text::tr("note: %1\n").arg(note));
    }
    return Success;
}

}  // namespace tessera
