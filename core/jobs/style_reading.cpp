// Photos made smaller, maps brought to their size, codes put in their places.
#include "core/jobs/style_reading.h"

#include <QCoreApplication>
#include <algorithm>
#include <stdexcept>

#include "core/jobs/class_mapping.h"
#include "model/inference/engine.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(StyleReading)
};

[[noreturn]] void refuse(const QString& reason) {
    throw std::runtime_error(reason.toStdString());
}

/// Encoders have learnt from pictures of about this shorter side; a larger photo is made smaller.
QImage smallPhoto(const QImage& photo, int side) {
    if (photo.isNull()) {
        refuse(Text::tr("the photo is empty"));
    }
    QImage image = photo;
    if (qMin(image.width(), image.height()) > side) {
        image = image.scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    }
    return image;
}

StylePhoto stylePhoto(const QImage& image) {
    StylePhoto photo;
    photo.height = image.height();
    photo.width = image.width();
    photo.rgb = rgbBytes(image);
    return photo;
}

/// The model's channel of the source's region.
uint16_t channelOf(const StyleSource& source, const ModelInfo& model) {
    if (!model.regionStyles) {
        refuse(Text::tr("%1 has one style for all of a picture, and none for a region")
                   .arg(model.title));
    }
    const uint16_t channel = ClassMapping(source.palette, model.palette).channelOf(*source.region);
    if (channel == kVoid) {
        refuse(Text::tr("%1 does not know the class %2")
                   .arg(model.title, source.palette.nameOf(*source.region)));
    }
    return channel;
}

/// Channels of the photo's own map at its size; of a region without a map, that region everywhere.
std::vector<uint16_t> labelsFor(const StyleSource& source, const ModelInfo& model, QSize size) {
    if (!source.labels.isEmpty()) {
        return ClassMapping(source.palette, model.palette).map(source.labels.scaled(size)).channels;
    }
    if (!source.region) {
        refuse(Text::tr("%1 reads a photo through a map of its classes, and there is none")
                   .arg(model.title));
    }
    const auto pixels = static_cast<size_t>(size.width()) * static_cast<size_t>(size.height());
    return std::vector<uint16_t>(pixels, channelOf(source, model));
}

/// What the source has, with one region's code from `style`.
std::vector<float> withCode(const StyleSource& source,
                            const ModelInfo& model,
                            const std::vector<float>& style) {
    std::vector<float> all = source.style;
    all.resize(style.size());  // a vector of another model's length says nothing here
    if (source.style.size() != style.size()) {
        std::fill(all.begin(), all.end(), 0.0f);
    }
    const auto length = static_cast<ptrdiff_t>(style.size()) / model.classes;
    const auto begin = length * channelOf(source, model);
    std::copy_n(style.begin() + begin, length, all.begin() + begin);
    return all;
}

}  // namespace

std::vector<float> styleOf(const OpenedModel& model, const StyleSource& source) {
    const QImage image =
        smallPhoto(source.photo, static_cast<int>(model.engine->traits().photo_side));
    StylePhoto photo = stylePhoto(image);
    if (source.region) {
        channelOf(source, model.info);  // before the work
    }
    if (model.info.styleLabels) {
        photo.labels = labelsFor(source, model.info, image.size());
    }
    const std::vector<float> style = model.engine->encode_style(photo);
    return source.region ? withCode(source, model.info, style) : style;
}

}  // namespace tessera
