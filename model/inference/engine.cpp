// Engines out of model files, or of random weights.
#include "model/inference/engine.h"

#include <torch/utils.h>

#include "model/files/model_file.h"
#include "model/inference/computing.h"
#include "model/inference/device.h"
#include "model/inference/memory.h"
#include "model/inference/torch_engine.h"

namespace tessera {

std::shared_ptr<const Engine> Engine::open(const std::filesystem::path& file,
                                           EngineOptions options) {
    ready_memory();
    const Place place = resolve_place(options);
    const ModelFile model = ModelFile::open(file);
    StyleEncoder encoder{nullptr};
    if (model.has_style_encoder()) {
        encoder = model.style_encoder();
    }
    return in_one_line([&] {
        return std::make_shared<TorchEngine>(model.generator(), encoder, model.card(), place);
    });
}

std::shared_ptr<const Engine> Engine::random(const LgganConfig& config,
                                             uint64_t seed,
                                             EngineOptions options) {
    ready_memory();
    const Place place = resolve_place(options);
    const std::lock_guard lock(compute_mutex());
    torch::manual_seed(seed);
    return std::make_shared<TorchEngine>(Lggan(config), StyleEncoder{nullptr}, ModelCard{}, place);
}

}  // namespace tessera
