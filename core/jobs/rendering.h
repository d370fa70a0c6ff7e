// Between paintings and the engine: what a request is made of, and what its answer becomes. For the
// render thread and the command line alike.
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

#include "core/jobs/render_service.h"

namespace tessera {

class Engine;
struct Keep;
struct Picture;
struct RenderRequest;

/// A model on its device, and what it says about itself.
struct OpenedModel {
    std::shared_ptr<const Engine> engine;
    ModelInfo info;  ///< its palette is never empty: the file's classes, else those of its palette
                     ///< at hand, else numbered ones
};

/// Opens a model file. Throws std::runtime_error, one line that names the file or the setting, and
/// the reason.
OpenedModel openModelFile(const QString& file, const RenderSettings& settings);

/// The engine's request for a painting; nothing inside is kept. What had to be adjusted is added to
/// `notes`, one line each. A cross-view model of six channels sees the labels' colours behind the
/// source photo, as LGGAN's authors have it; a model that translates none leaves it aside. Throws
/// std::runtime_error where the model cannot draw it: it knows none of the classes, or the source
/// is missing or of another size.
RenderRequest requestFor(const RenderInput& input, const ModelInfo& model, QStringList& notes);

/// Whether there is memory to keep that much of the network's inside.
bool canKeep(const Engine& engine, const RenderRequest& request, const Keep& keep);

/// The picture as an image, Format_RGB888.
QImage photoImage(const Picture& picture);

/// An image's pixels as the engine takes them: red, green, blue, row by row without gaps.
std::vector<uint8_t> rgbBytes(const QImage& image);

}  // namespace tessera
