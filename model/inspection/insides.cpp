// Names of parts, and what a model lacks.
#include "model/inspection/insides.h"

#include <algorithm>
#include <stdexcept>

namespace tessera {
namespace {

bool kept(const Keep& keep, Part part) {
    switch (part) {
        case Part::branches:
            return keep.branches;
        case Part::class_outputs:
            return keep.per_class;
        case Part::weights:
            return keep.weights;
        case Part::kernels:
            return keep.kernels;
        case Part::features:
            return keep.features;
        case Part::codes:
            return keep.codes;
    }
    return false;
}

const char* name_of(Part part) {
    switch (part) {
        case Part::branches:
            return "the branches' pictures were";
        case Part::class_outputs:
            return "the classes' outputs were";
        case Part::weights:
            return "the weight maps were";
        case Part::kernels:
            return "the kernels were";
        case Part::features:
            return "the features were";
        case Part::codes:
            return "the regions' codes were";
    }
    return "this was";
}

std::string why_no_kernels(const NetworkTraits& model) {
    if (model.upsampler != "sau") {
        return "this model upsamples by " + model.upsampler + ": there are no SAU kernels";
    }
    if (model.levels == 0) {
        return "this model does not upsample: there are no SAU kernels";
    }
    if (!model.to_full_size) {
        return "the last doubling of this model is not SAU's: its kernels end at half the size";
    }
    return {};
}

}  // namespace

std::string why_missing(const NetworkTraits& model, Part part) {
    const bool has_branches = model.local || model.architecture == "lggan++";
    if (part == Part::branches && !has_branches) {
        return model.title + " has one generator: there are no branches";
    }
    const bool needs_local = part == Part::class_outputs || part == Part::weights;
    if (needs_local && !model.local) {
        return has_branches ? "this model has no local branch"
                            : model.title + " has no local branch";
    }
    if (part == Part::weights && !model.local->weighs()) {
        return "this model averages its branches: there are no weight maps";
    }
    if (part == Part::features && model.features == 0) {
        return model.title + " gives no features away: that is LGGAN++'s alone";
    }
    if (part == Part::codes && !model.region_codes) {
        return model.title + " has one style for the whole picture: codes of regions are SEAN's";
    }
    return part == Part::kernels ? why_no_kernels(model) : std::string();
}

bool Insides::has(Part part) const {
    return kept(request.keep, part) && why_missing(model(), part).empty();
}

const Array& Insides::array(const std::string& name, Part part) const {
    const std::string missing = why_missing(model(), part);
    if (!missing.empty()) {
        throw std::runtime_error(missing);
    }
    const auto found = picture.inside.find(name);
    if (found == picture.inside.end()) {
        throw std::runtime_error(std::string(name_of(part)) + " not kept by this render");
    }
    return found->second;
}

std::vector<ClassArea> Insides::areas() const {
    std::vector<int64_t> counts(static_cast<size_t>(model().classes));
    for (const uint16_t label : request.labels) {
        if (label < counts.size()) {
            ++counts[label];
        }
    }
    std::vector<ClassArea> areas;
    for (size_t channel = 0; channel < counts.size(); ++channel) {
        if (counts[channel] > 0) {
            areas.push_back({static_cast<uint16_t>(channel), counts[channel]});
        }
    }
    std::stable_sort(areas.begin(), areas.end(), [](const ClassArea& a, const ClassArea& b) {
        return a.pixels > b.pixels;
    });
    return areas;
}

std::shared_ptr<const Insides> render_insides(std::shared_ptr<const Engine> engine,
                                              RenderRequest request) {
    auto insides = std::make_shared<Insides>();
    insides->picture = engine->render(request);
    insides->engine = std::move(engine);
    insides->request = std::move(request);
    insides->request.cancelled = nullptr;
    return insides;
}

}  // namespace tessera
