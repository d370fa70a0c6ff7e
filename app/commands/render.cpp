// tessera render: label maps in, photos out.
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <optional>

#include "app/commands/commands.h"
#include "app/terminal/label_drawer.h"
#include "app/terminal/progress_bar.h"
#include "app/terminal/render_options.h"
#include "core/images/image_files.h"
#include "core/images/sheet.h"
#include "core/jobs/dump.h"
#include "model/inference/engine.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RenderCommand)
};

void render(LabelDrawer& drawer, const RenderItem& item) {
    RenderRequest request = drawer.request(item.label, drawer.open(item.label));
    request.keep = item.dump.isEmpty() ? Keep::nothing() : Keep::everything();
    const OpenedModel& model = drawer.model();
    const Picture picture = drawer.draw(item.label, request);
    std::optional<Dump> dump;
    if (!item.dump.isEmpty()) {
        dump.emplace(picture, request, model.info.palette, item.dump);
    }
    writePhoto(photoImage(picture), item.photo);
    if (dump) {
        dump->commit();
    }
}

// The source photo, and beside it every label with its photo.
void renderSheet(const RenderOptions& options, LabelDrawer& drawer) {
    const int count = static_cast<int>(options.items.size());
    QList<QImage> maps;
    QList<QImage> photos;
    ProgressBar progress(count);
    for (const RenderItem& item : options.items) {
        progress.show(static_cast<int>(photos.size()), QFileInfo(item.label).fileName());
        const PaintingData painting = drawer.open(item.label);
        photos << photoImage(drawer.draw(item.label, drawer.request(item.label, painting)));
        maps << colorImage(painting.labels.scaled(photos.last().size()), painting.palette);
    }
    const QImage source = drawer.sourcePhoto();
    writePhoto(viewpointSheet(source, maps, photos), options.sheet);
}

void makeFolderFor(const QString& photo) {
    const QString folder = QFileInfo(photo).path();
    if (!QDir().mkpath(folder)) {
        fail(folder, Text::tr("the folder cannot be made"));
    }
}

void renderAll(const RenderOptions& options, LabelDrawer& drawer) {
    const int count = static_cast<int>(options.items.size());
    if (count > 1) {  // a broken label among many leaves nothing half done
        for (const RenderItem& item : options.items) {
            drawer.open(item.label);
        }
        makeFolderFor(options.items.front().photo);
    }
    ProgressBar progress(count);
    for (int i = 0; i < count; ++i) {
        const RenderItem& item = options.items[static_cast<size_t>(i)];
        progress.show(i, QFileInfo(item.label).fileName());
        render(drawer, item);
    }
}

}  // namespace

int renderCommand(const QStringList& arguments) {
    const std::optional<RenderOptions> options = parseRenderOptions(arguments);
    if (!options) {
        return Success;
    }
    LabelDrawer drawer(options->drawing);
    if (options->sheet.isEmpty()) {
        renderAll(*options, drawer);
    } else {
        renderSheet(*options, drawer);
    }
    for (const QString& note : drawer.notes()) {
        printError(Text::tr("note: %1\n").arg(note));
    }
    return Success;
}

}  // namespace tessera
