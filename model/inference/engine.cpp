// Engines out of model files, or of random weights.
#include "model/inference/engine.h"

#include <torch/utils.h>

#include "model/files/model_file.h"
#include "model/inference/computing.h"
#include "model/inference/device.h"
#include "model/inference/memory.h"
#include "model/inference/published_engine.h"
#include "model/inference/torch_engine.h"

namespace tessera {
namespace {

/// Published networks compute in float32 unless bfloat16 is asked for: their statistics were
/// gathered over float32 features.
EngineOptions for_config(const NetworkConfig& config, EngineOptions options) {
    if (!std::holds_alternative<LgganConfig>(config) && options.precision == Precision::automatic) {
        options.precision = Precision::float32;
    }
    return options;
}

}  // namespace

std::shared_ptr<const Engine> Engine::open(const std::filesystem::path& file,
                                           EngineOptions options) {
    ready_memory();
    const ModelFile model = ModelFile::open(file);
    const Place place = resolve_place(for_config(model.config(), options));
    if (!std::holds_alternative<LgganConfig>(model.config())) {
        return in_one_line([&] {
            return std::make_shared<PublishedEngine>(
                model.config(), model.published(), model.card(), place);
        });
    }
    StyleEncoder encoder{nullptr};
    if (model.has_style_encoder()) {
        encoder = model.style_encoder();
    }
    return in_one_line([&] {
        return std::make_shared<TorchEngine>(model.generator(), encoder, model.card(), place);
    });
}

std::shared_ptr<const Engine> Engine::random(const NetworkConfig& config,
                                             uint64_t seed,
                                             EngineOptions options) {
    ready_memory();
    const Place place = resolve_place(for_config(config, options));
    const std::lock_guard lock(compute_mutex());
    torch::manual_seed(seed);
    if (const auto* lggan = std::get_if<LgganConfig>(&config)) {
        return std::make_shared<TorchEngine>(
            Lggan(*lggan), StyleEncoder{nullptr}, ModelCard{}, place);
    }
    return std::make_shared<PublishedEngine>(config, make_published(config), ModelCard{}, place);
}

}  // namespace tessera
