// Requests out of paintings, images out of pictures.
#include "core/jobs/rendering.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSet>
#include <cstring>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/jobs/class_mapping.h"
#include "core/palette/palette_library.h"
#include "model/inference/engine.h"
#include "model/inference/memory.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Rendering)
};

[[noreturn]] void refuse(const QString& reason) {
    throw std::runtime_error(reason.toStdString());
}

EngineOptions engineOptions(const RenderSettings& settings) {
    EngineOptions options;
    options.threads = settings.threads;
    if (settings.device == QStringLiteral("cpu")) {
        options.device = Device::cpu;
    } else if (settings.device == QStringLiteral("cuda")) {
        options.device = Device::cuda;
    } else if (settings.device != QStringLiteral("auto")) {
        refuse(Text::tr("device %1: must be auto, cpu or cuda").arg(settings.device));
    }
    if (settings.precision == QStringLiteral("float32")) {
        options.precision = Precision::float32;
    } else if (settings.precision == QStringLiteral("bfloat16")) {
        options.precision = Precision::bfloat16;
    } else if (settings.precision != QStringLiteral("auto")) {
        refuse(Text::tr("precision %1: must be auto, float32 or bfloat16").arg(settings.precision));
    }
    return options;
}

// Classes that nobody named. Multiplying by an odd number permutes the 24 bits, so that no colour
// comes twice.
Palette numberedPalette(const QString& id, int count) {
    std::vector<PaletteClass> classes;
    for (int i = 0; i < count; ++i) {
        const auto bits = static_cast<QRgb>((i + 1) * 0x9e3779) & 0xffffffu;
        classes.push_back({i, Text::tr("class %1").arg(i), QColor::fromRgb(bits), true, {}});
    }
    return Palette(id.isEmpty() ? QStringLiteral("model") : id, {}, {}, 65534, classes);
}

Palette cardPalette(const ModelCard& card, const QString& title) {
    std::vector<PaletteClass> classes;
    QSet<int> ids;
    for (const ModelClass& one : card.classes) {
        const QColor color(one.color[0], one.color[1], one.color[2]);
        classes.push_back({one.id, QString::fromStdString(one.name), color, true, {}});
        ids.insert(one.id);
    }
    return Palette(
        QString::fromStdString(card.palette), title, {}, ids.contains(255) ? 65534 : 255, classes);
}

// A card may hold what no palette can (a colour twice): its classes are then looked up like those
// of a model that names none.
Palette modelPalette(const ModelCard& card, const QString& title, int channels) {
    const QString id = QString::fromStdString(card.palette);
    if (!card.classes.empty()) {
        try {
            return cardPalette(card, title);
        } catch (const std::runtime_error&) {
        }
    }
    const Palette named = PaletteLibrary::load().find(id);
    const Palette known = channelPalette(named, channels);
    if (card.classes.empty() && !named.isEmpty() && known.isEmpty()) {
        refuse(Text::tr("the network draws %1 classes, its palette %2 has %3")
                   .arg(channels)
                   .arg(id)
                   .arg(named.classes().size()));
    }
    return known.isEmpty() ? numberedPalette(id, channels) : known;
}

ModelInfo describe(const Engine& engine, const QString& file) {
    const NetworkTraits& traits = engine.traits();
    const ModelCard& card = engine.card();
    ModelInfo info;
    info.file = QFileInfo(file).absoluteFilePath();
    info.title =
        QString::fromStdString(card.title(QFileInfo(file).completeBaseName().toStdString()));
    info.paletteId = QString::fromStdString(card.palette);
    info.classes = static_cast<int>(traits.classes);
    info.palette = modelPalette(card, info.title, info.classes);
    for (const auto& [field, value] : card.fields) {
        info.cardLines << QString::fromStdString(field) + QStringLiteral(": ") +
                              QString::fromStdString(value);
    }
    info.architecture = QString::fromStdString(traits.title);
    info.obstacle = QString::fromStdString(engine.obstacle());
    info.styleLength = static_cast<int>(traits.style);
    info.styleFromSeed = traits.style_origin == StyleOrigin::seed;
    info.regionStyles = traits.region_codes;
    info.sourceChannels = static_cast<int>(traits.image_channels);
    info.styleEncoder = engine.has_style_encoder();
    info.styleLabels = engine.reads_labels_of_photos();
    info.noise = traits.noise;
    info.parameters = engine.parameters();
    info.deviceName = QString::fromStdString(engine.device_name());
    info.precision = engine.precision() == Precision::bfloat16 ? QStringLiteral("bfloat16")
                                                               : QStringLiteral("float32");
    return info;
}

std::vector<float> styleFor(const RenderInput& input, const ModelInfo& model, QStringList& notes) {
    if (model.styleLength == 0) {
        return {};
    }
    if (input.style.size() == static_cast<size_t>(model.styleLength)) {
        return input.style;
    }
    if (!model.styleFromSeed) {
        notes << Text::tr(
                     "%1 takes its style from a photo, and has a neutral one until it is given "
                     "one")
                     .arg(model.title);
        return {};
    }
    if (!input.style.empty()) {
        notes << Text::tr("the style was made for another model and is drawn from its seed here");
    }
    return style_from_seed(input.styleSeed, model.styleLength);
}

void checkSource(const QImage& source, QSize size, const ModelInfo& model) {
    if (model.sourceChannels == 0) {
        return;
    }
    if (source.isNull()) {
        refuse(Text::tr("the model %1 translates a source photo, and none is chosen")
                   .arg(model.title));
    }
    if (model.sourceChannels != 3 && model.sourceChannels != 6) {
        refuse(Text::tr("the model %1 translates a source of %2 channels, a photo has 3")
                   .arg(model.title)
                   .arg(model.sourceChannels));
    }
    if (source.size() != size) {
        refuse(Text::tr("the source photo is %1 x %2, the labels are %3 x %4")
                   .arg(source.width())
                   .arg(source.height())
                   .arg(size.width())
                   .arg(size.height()));
    }
}

/// Planes in [-1, 1]: the photo's red, green and blue, and where the model has six channels those
/// of the labels' colours.
std::vector<float> sourceFor(const QImage& photo,
                             const std::vector<uint16_t>& labels,
                             const ModelInfo& model) {
    const auto pixels = static_cast<size_t>(photo.width()) * static_cast<size_t>(photo.height());
    std::vector<float> planes(pixels * static_cast<size_t>(model.sourceChannels));
    const auto put = [&](size_t plane, size_t pixel, QRgb color) {
        const int values[] = {qRed(color), qGreen(color), qBlue(color)};
        for (size_t i = 0; i < 3; ++i) {
            planes[(plane + i) * pixels + pixel] = static_cast<float>(values[i]) / 127.5f - 1;
        }
    };
    for (size_t pixel = 0; pixel < pixels; ++pixel) {
        const auto row = static_cast<int>(pixel) / photo.width();
        put(0, pixel, photo.pixel(static_cast<int>(pixel) % photo.width(), row));
        if (model.sourceChannels == 6) {
            const bool known = labels[pixel] < model.palette.classes().size();
            put(3, pixel, known ? model.palette.colorOf(labels[pixel]).rgb() : qRgb(0, 0, 0));
        }
    }
    return planes;
}

}  // namespace

OpenedModel openModelFile(const QString& file, const RenderSettings& settings) {
    OpenedModel model;
    model.engine = Engine::open(file.toStdString(), engineOptions(settings));
    try {
        model.info = describe(*model.engine, file);
    } catch (const std::runtime_error& error) {
        fail(file, QString::fromUtf8(error.what()));
    }
    return model;
}

RenderRequest requestFor(const RenderInput& input, const ModelInfo& model, QStringList& notes) {
    checkSource(input.source, input.labels.size(), model);
    MappedLabels mapped = ClassMapping(input.palette, model.palette).map(input.labels);
    if (mapped.nothingKnown) {
        refuse(Text::tr("the model %1 knows none of the classes in this picture; choose a model "
                        "for the palette %2")
                   .arg(model.title, input.palette.id()));
    }
    if (mapped.unknown > 0) {
        notes << Text::tr(
            "%n class(es) are unknown to this model and drawn as void", nullptr, mapped.unknown);
    }
    RenderRequest request;
    request.height = input.labels.height();
    request.width = input.labels.width();
    request.labels = std::move(mapped.channels);
    request.style = styleFor(input, model, notes);
    request.noise_seed = input.noiseSeed;
    if (model.sourceChannels > 0) {
        request.source = sourceFor(input.source, request.labels, model);
    }
    return request;
}

bool canKeep(const Engine& engine, const RenderRequest& request, const Keep& keep) {
    const NetworkConfig& config = engine.config();
    const int64_t element = engine.precision() == Precision::bfloat16 ? 2 : 4;
    const std::optional<int64_t> available = available_memory();
    return !available || render_memory(config,
                                       keep,
                                       canvas_side(config, request.height),
                                       canvas_side(config, request.width),
                                       element) <= *available;
}

QImage photoImage(const Picture& picture) {
    QImage image(
        static_cast<int>(picture.width), static_cast<int>(picture.height), QImage::Format_RGB888);
    const auto row = static_cast<size_t>(picture.width) * 3;
    for (int y = 0; y < image.height(); ++y) {
        std::memcpy(image.scanLine(y), picture.rgb.data() + static_cast<size_t>(y) * row, row);
    }
    return image;
}

std::vector<uint8_t> rgbBytes(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    const auto row = qsizetype{rgb.width()} * 3;
    std::vector<uint8_t> bytes;
    bytes.reserve(static_cast<size_t>(row * rgb.height()));
    for (int y = 0; y < rgb.height(); ++y) {
        bytes.insert(bytes.end(), rgb.constScanLine(y), rgb.constScanLine(y) + row);
    }
    return bytes;
}

}  // namespace tessera
