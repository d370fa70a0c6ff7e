// Parts by the engine's names.
#include "core/jobs/inspection/inspection_parts.h"

#include <utility>

#include "model/inspection/insides.h"

namespace tessera {
namespace {

constexpr std::pair<InspectionPart, Part> kParts[] = {
    {InspectionPart::Branches, Part::branches},
    {InspectionPart::ClassOutputs, Part::class_outputs},
    {InspectionPart::Weights, Part::weights},
    {InspectionPart::Kernels, Part::kernels},
    {InspectionPart::Features, Part::features},
    {InspectionPart::Codes, Part::codes}};

}  // namespace

Keep keepOf(InspectionParts parts) {
    Keep keep;
    keep.branches = parts.testFlag(InspectionPart::Branches);
    keep.per_class = parts.testFlag(InspectionPart::ClassOutputs);
    keep.weights = parts.testFlag(InspectionPart::Weights);
    keep.kernels = parts.testFlag(InspectionPart::Kernels);
    keep.features = parts.testFlag(InspectionPart::Features);
    keep.codes = parts.testFlag(InspectionPart::Codes);
    return keep;
}

ModelInside insideOf(const NetworkTraits& traits) {
    ModelInside model;
    for (const auto& [part, engines] : kParts) {
        const std::string reason = why_missing(traits, engines);
        if (!reason.empty()) {
            model.missing[part] = QString::fromStdString(reason);
        }
    }
    model.levels = static_cast<int>(traits.levels);
    model.kernelSide = model.has(InspectionPart::Kernels) ? static_cast<int>(traits.sau_kernel) : 0;
    model.featureChannels = static_cast<int>(traits.features);
    for (const std::string& name : traits.decoders) {
        model.decoders << QString::fromStdString(name);
    }
    return model;
}

InspectionParts partsOf(const Insides& insides) {
    InspectionParts parts;
    for (const auto& [part, engines] : kParts) {
        parts.setFlag(part, insides.has(engines));
    }
    return parts;
}

}  // namespace tessera
