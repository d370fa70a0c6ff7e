// Wish by wish.
#include "core/jobs/inspection/inspection_wish.h"

#include <QElapsedTimer>
#include <algorithm>
#include <stdexcept>

#include "core/jobs/inspection/colour_map.h"

namespace tessera {
namespace {

void findPictures(InspectionResult& result, const InspectionWish& wish) {
    const Inspection& inspection = result.inspection;
    const bool local = inspection.model().has(InspectionPart::ClassOutputs);
    if (wish.classOutputs && local) {
        for (const ClassShare& present : inspection.classes()) {
            result.tiles.push_back({present, inspection.classOutput(present.channel, wish.masked)});
        }
    }
    if (wish.branches && inspection.model().has(InspectionPart::Branches)) {
        result.globalPicture = inspection.globalPicture();
        result.localPicture = local ? inspection.localPicture() : QImage();
    }
    if (wish.ablation && local) {
        result.ablation = inspection.ablation();
    }
    const auto known = [&](quint16 channel) { return channel < inspection.palette().size(); };
    if (wish.solo && local && known(*wish.solo)) {
        result.canvas = inspection.classOutput(*wish.solo, wish.masked);
    } else if (local && !wish.muted.empty() &&
               std::all_of(wish.muted.begin(), wish.muted.end(), known)) {
        result.canvas = inspection.muted(wish.muted);
    }
}

void findPurity(InspectionResult& result, const InspectionWish& wish) {
    const Inspection& inspection = result.inspection;
    if (!inspection.model().has(InspectionPart::Kernels)) {
        return;
    }
    const int decoder = wish.decoder < inspection.model().decoders.size() ? wish.decoder : 0;
    inspection.countCells(decoder);
    if (wish.purity) {
        constexpr bool kEntropies = false;  // no panel shows them
        result.purity = inspection.purity(decoder, kEntropies);
        result.purityMap = inspection.purityMap(
            std::min(wish.purityLevel, inspection.model().levels - 1), wish.purityOf, decoder);
    }
}

void findFeatures(InspectionResult& result, const InspectionWish& wish) {
    const Inspection& inspection = result.inspection;
    const int decoder = wish.decoder < inspection.model().decoders.size() ? wish.decoder : 0;
    std::vector<int> channels = wish.features->channels;
    std::erase_if(channels, [&](int channel) {
        return channel < 0 || channel >= inspection.model().featureChannels;
    });
    constexpr bool kRankAll = false;
    const InspectionWish::Features& of = *wish.features;
    result.features =
        inspection.features(of.channel, channels, of.best, of.commonScale, decoder, kRankAll);
    for (const FeatureFindings::Map& map : result.features->maps) {
        if (of.solo == map.of.channel) {
            result.canvas = heatImage(map.values, map.low, map.high)
                                .scaled(inspection.size())
                                .convertToFormat(QImage::Format_RGB888);
        }
    }
}

}  // namespace

InspectionParts InspectionWish::parts() const {
    InspectionParts parts;
    parts.setFlag(InspectionPart::Branches,
                  branches || ablation || sensitivity || segmentation || !muted.empty());
    parts.setFlag(InspectionPart::ClassOutputs, classOutputs || solo || !muted.empty());
    parts.setFlag(InspectionPart::Weights, weights || ablation || !muted.empty());
    parts.setFlag(InspectionPart::Kernels, kernels || purity);
    parts.setFlag(InspectionPart::Features, features.has_value());
    parts.setFlag(InspectionPart::Codes, codes);
    return parts;
}

bool InspectionWish::replacesPhoto() const {
    return solo || !muted.empty() || (features && features->solo);
}

InspectionResult inspect(const Inspection& inspection, const InspectionWish& wish) {
    QElapsedTimer clock;
    clock.start();
    InspectionResult result;
    result.inspection = inspection;
    result.wish = wish;
    try {
        if (wish.weights && inspection.model().has(InspectionPart::Weights)) {
            result.weights = inspection.weights();
        }
        if (wish.codes && inspection.model().has(InspectionPart::Codes)) {
            result.codes = inspection.codes();
        }
        if (wish.kernels || wish.purity) {
            findPurity(result, wish);
        }
        findPictures(result, wish);
        if (wish.features) {
            findFeatures(result, wish);
        }
    } catch (const std::exception& error) {
        result.problem = QString::fromUtf8(error.what());
    }
    result.milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    return result;
}

bool keptEnough(const Inspection& inspection, InspectionParts parts) {
    InspectionParts lacking = parts & ~inspection.parts();
    for (const auto& [part, reason] : inspection.model().missing) {
        lacking.setFlag(part, false);
    }
    return !lacking;
}

}  // namespace tessera
