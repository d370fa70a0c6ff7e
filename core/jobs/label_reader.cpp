// Pictures to the segmenter, its channels to positions.
#include "core/jobs/label_reader.h"

#include <QCoreApplication>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/jobs/rendering.h"
#include "core/jobs/resources.h"
#include "model/metrics/confusion.h"
#include "model/segmentation/segmenter.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelReader)
};

Picture pictureOf(const QImage& image) {
    Picture picture;
    picture.height = image.height();
    picture.width = image.width();
    picture.rgb = rgbBytes(image);
    return picture;
}

std::vector<uint16_t> valuesOf(const LabelMap& labels) {
    std::vector<uint16_t> values;
    for (int y = 0; y < labels.height(); ++y) {
        values.insert(values.end(), labels.scanLine(y), labels.scanLine(y) + labels.width());
    }
    return values;
}

}  // namespace

LabelReader::LabelReader(const Palette& palette) : palette_(palette) {
    const QString file = segmenterFor(palette.id());
    if (file.isEmpty()) {
        throw std::runtime_error(
            Text::tr("there is no segmenter for the palette %1").arg(palette.id()).toStdString());
    }
    segmenter_ = Segmenter::open(file.toStdString(), learningFeatures().toStdString());
    for (const ModelClass& one : segmenter_->card().classes) {
        const int position = palette.indexOfId(one.id);
        if (position < 0) {
            fail(file,
                 Text::tr("it knows the class %1 (%2), which the palette %3 does not have")
                     .arg(one.id)
                     .arg(QString::fromStdString(one.name), palette.id()));
        }
        positions_.push_back(static_cast<uint16_t>(position));
    }
}

QString LabelReader::name() const {
    const std::filesystem::path& file = segmenter_->path();
    return QString::fromStdString(segmenter_->card().title(file.stem().string()));
}

LabelMap LabelReader::read(const QImage& picture) const {
    const std::vector<uint16_t> channels = segmenter_->labels(pictureOf(picture));
    LabelMap labels(picture.size());
    const uint16_t* channel = channels.data();
    for (int y = 0; y < labels.height(); ++y) {
        uint16_t* const row = labels.writableScanLine(y);
        for (int x = 0; x < labels.width(); ++x) {
            row[x] = positions_[*channel++];
        }
    }
    return labels;
}

Agreement agreementOf(const LabelMap& painted, const LabelMap& read, int classes) {
    Confusion confusion(classes);
    confusion.add(valuesOf(painted), valuesOf(read));
    return {confusion.accuracy(), confusion.mean_iou(), confusion.iou()};
}

}  // namespace tessera
