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
    }
    return "this was";
}

}  // namespace

std::string why_missing(const LgganConfig& config, Part part) {
    const bool needs_local = part == Part::class_outputs || part == Part::weights;
    if (needs_local && !config.local) {
        return "this model has no local branch";
    }
    if (part == Part::weights && !config.weighs()) {
        return "this model averages its branches: there are no weight maps";
    }
    if (part == Part::kernels && config.upsampler != "sau") {
        return "this model upsamples by " + config.upsampler + ": there are no SAU kernels";
    }
    if (part == Part::kernels && config.downs == 0) {
        return "this model does not upsample: there are no SAU kernels";
    }
    return {};
}

std::vector<std::string> decoder_names(const LgganConfig& config) {
    if (config.decoder == "shared") {
        return {""};
    }
    std::vector<std::string> names{"global"};
    if (config.local) {
        names.emplace_back("local");
    }
    if (config.weighs()) {
        names.emplace_back("weight");
    }
    return names;
}

bool Insides::has(Part part) const {
    return kept(request.keep, part) && why_missing(config(), part).empty();
}

const Array& Insides::array(const std::string& name, Part part) const {
    const std::string missing = why_missing(config(), part);
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
    std::vector<int64_t> counts(static_cast<size_t>(config().classes));
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
