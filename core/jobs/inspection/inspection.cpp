// Pictures, weights and features; kernels are read in a file of their own.
#include "core/jobs/inspection/inspection.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/images/image_files.h"
#include "core/jobs/heat_map.h"
#include "core/jobs/inspection/inspection_data.h"
#include "core/jobs/rendering.h"
#include "core/palette/void.h"
#include "model/inspection/codes.h"
#include "model/inspection/drawings.h"
#include "model/inspection/features.h"
#include "model/inspection/sensitivity.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Inspection)
};

QImage imageOf(const Planes& planes, QSize size) {
    return rgbImage(planes.data(), size.width(), size.height());
}

double meanOf(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) /
           static_cast<double>(std::max<size_t>(values.size(), 1));
}

ChannelSeparation separationOf(const Separation& found) {
    return {static_cast<int>(found.channel), found.fisher, found.auc};
}

AblationFindings::Variant variantOf(const QString& name,
                                    const Planes& planes,
                                    const Planes& full,
                                    QSize size) {
    NumberMap difference{size, 1, tessera::difference(planes, full)};
    const double mean = meanOf(difference.values);
    return {name, imageOf(planes, size), std::move(difference), mean};
}

}  // namespace

Inspection::Inspection(std::shared_ptr<const Insides> insides,
                       const Palette& palette,
                       quint64 revision) {
    auto data = std::make_shared<Data>();
    data->palette = palette;
    data->revision = revision;
    data->size = {static_cast<int>(insides->width()), static_cast<int>(insides->height())};
    data->model = insideOf(insides->model());
    for (const ClassArea& area : insides->areas()) {
        ClassShare share = data->shareOf(area.channel);
        share.pixels = area.pixels;
        share.share = static_cast<double>(area.pixels) / static_cast<double>(insides->pixels());
        data->classes.push_back(share);
    }
    data->kernels = Data::kernelsOf(*insides);
    data->insides = std::move(insides);
    data_ = std::move(data);
}

ClassShare Inspection::Data::shareOf(quint16 channel) const {
    for (const ClassShare& present : classes) {
        if (present.channel == channel) {
            return present;
        }
    }
    return {channel, palette.nameOf(channel), palette.colorOf(channel), 0, 0};
}

quint64 Inspection::revision() const {
    return data_->revision;
}

QSize Inspection::size() const {
    return data_->size;
}

InspectionParts Inspection::parts() const {
    return partsOf(*data_->insides);
}

const ModelInside& Inspection::model() const {
    return data_->model;
}

const Palette& Inspection::palette() const {
    return data_->palette;
}

quint16 Inspection::channelAt(QPoint pixel) const {
    const uint16_t label = data_->insides->label(pixel.y(), pixel.x());
    return data_->insides->is_class(label) ? label : kVoid;
}

const std::vector<ClassShare>& Inspection::classes() const {
    return data_->classes;
}

QImage Inspection::photo() const {
    return photoImage(data_->insides->picture);
}

QImage Inspection::labels() const {
    return colorImage(labelMap(), palette());
}

LabelMap Inspection::labelMap() const {
    LabelMap map(size());
    for (int y = 0; y < map.height(); ++y) {
        uint16_t* const row = map.writableScanLine(y);
        for (int x = 0; x < map.width(); ++x) {
            row[x] = channelAt({x, y});
        }
    }
    return map;
}

QImage Inspection::globalPicture() const {
    return imageOf(data_->insides->array("global", Part::branches).values, size());
}

QImage Inspection::localPicture() const {
    return imageOf(data_->insides->array("local", Part::branches).values, size());
}

QImage Inspection::classOutput(quint16 channel, bool masked) const {
    const QImage whole = imageOf(class_output(*data_->insides, channel), size());
    if (!masked) {
        return whole;
    }
    QImage image = whole.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    const uint16_t* label = data_->insides->request.labels.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x, ++label) {
            if (*label != channel) {
                line[x] = 0;
            }
        }
    }
    return image;
}

QImage Inspection::muted(const std::vector<quint16>& channels) const {
    return imageOf(without_classes(*data_->insides, channels), size());
}

AblationFindings Inspection::ablation() const {
    const Ablations all = ablations(*data_->insides);
    AblationFindings findings;
    for (const auto& [name, planes] : {std::pair(Text::tr("global only"), &all.global_only),
                                       {Text::tr("local added"), &all.added},
                                       {Text::tr("branches averaged"), &all.averaged}}) {
        findings.variants.push_back(variantOf(name, *planes, all.full, size()));
    }
    findings.variants.push_back({Text::tr("full"), imageOf(all.full, size()), {}, 0});
    return findings;
}

WeightFindings Inspection::weights() const {
    const WeightSums sums = weight_sums(*data_->insides);
    const float* local = data_->insides->array("weights", Part::weights).values.data();
    WeightFindings findings;
    findings.local = {size(), 1, {local, local + data_->insides->pixels()}};
    findings.histogram.assign(sums.histogram.begin(), sums.histogram.end());
    findings.mean = sums.mean;
    for (const ClassShare& present : classes()) {
        findings.classes.push_back({present, sums.of_class[present.channel]});
    }
    return findings;
}

CodeFindings Inspection::codes() const {
    CodeFindings findings;
    std::vector<std::vector<float>> codes;
    for (const ClassShare& present : classes()) {
        codes.push_back(region_code(*data_->insides, present.channel));
        const std::vector<float>& code = codes.back();
        for (const float value : code) {
            findings.range = std::max(findings.range, std::abs(value));
        }
        const bool given = std::any_of(code.begin(), code.end(), [](float v) { return v != 0; });
        findings.classes.push_back({present, given});
        findings.codes.values.insert(findings.codes.values.end(), code.begin(), code.end());
    }
    for (const std::vector<float>& one : codes) {
        for (const std::vector<float>& other : codes) {
            const float cosine = code_cosine(one, other);
            findings.cosines.values.push_back(cosine);
            if (cosine < findings.leastCosine) {  // NaN is not
                findings.leastCosine = cosine;
            }
        }
    }
    const auto count = static_cast<int>(codes.size());
    findings.codes.size = {count > 0 ? static_cast<int>(codes.front().size()) : 0, count};
    findings.cosines.size = {count, count};
    return findings;
}

FeatureFindings Inspection::features(quint16 channel,
                                     std::vector<int> channels,
                                     int best,
                                     bool common,
                                     int decoder,
                                     bool rankAll) const {
    const std::string name = model().decoders.value(decoder).toStdString();
    FeatureFindings findings;
    findings.channel = channel;
    const size_t ranked =
        rankAll || !channels.empty() ? SIZE_MAX : static_cast<size_t>(std::max(best, 0));
    for (const Separation& one : separations(*data_->insides, channel, name, ranked)) {
        findings.ranking.push_back(separationOf(one));
    }
    if (channels.empty()) {
        for (const ChannelSeparation& one : findings.ranking) {
            if (static_cast<int>(channels.size()) < best) {
                channels.push_back(one.channel);
            }
        }
    }
    float most = 0;
    for (const int one : channels) {
        FeatureFindings::Map map;
        map.values = {size(), 1, class_feature(*data_->insides, channel, one, name)};
        map.of = *std::find_if(
            findings.ranking.begin(), findings.ranking.end(), [&](const ChannelSeparation& other) {
                return other.channel == one;
            });
        const auto [low, high] =
            std::minmax_element(map.values.values.begin(), map.values.values.end());
        map.low = *low;
        map.high = *high;
        most = std::max(most, *high);
        findings.maps.push_back(std::move(map));
    }
    if (common) {
        for (FeatureFindings::Map& map : findings.maps) {
            map.low = 0;
            map.high = most;
        }
    }
    return findings;
}

SensitivityFindings Inspection::sensitivity(QPoint pixel,
                                            const std::atomic<bool>* cancelled) const {
    const Sensitivity found =
        tessera::sensitivity(*data_->insides, pixel.y(), pixel.x(), cancelled);
    SensitivityFindings findings;
    findings.pixel = pixel;
    findings.revision = revision();
    findings.repaint = {size(), 1, found.repaint};
    for (size_t channel = 0; channel < found.of_class.size(); ++channel) {
        const ClassShare of = data_->shareOf(static_cast<quint16>(channel));
        findings.classes.push_back({of.channel, of.name, of.color, found.of_class[channel]});
    }
    std::stable_sort(findings.classes.begin(),
                     findings.classes.end(),
                     [](const auto& a, const auto& b) { return a.magnitude > b.magnitude; });
    return findings;
}

}  // namespace tessera
