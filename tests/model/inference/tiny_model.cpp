// Writes generators with random weights.
#include "tests/model/inference/tiny_model.h"

#include <torch/utils.h>

#include <limits>
#include <sstream>
#include <stdexcept>

#include "model/files/model_file.h"
#include "model/files/tensors.h"

namespace tessera::test {
namespace {

std::string classes_json(int64_t count) {
    static const char* const known[] = {R"({"id": 4, "name": "road", "color": "#707078"})",
                                        R"({"id": 6, "name": "sky", "color": "#78b4eb"})",
                                        R"({"id": 7, "name": "tree", "color": "#348040"})"};
    std::ostringstream json;
    for (int64_t i = 0; i < count; ++i) {
        json << (i == 0 ? "[" : ", ");
        if (i < 3) {
            json << known[i];
        } else {
            json << R"({"id": )" << 97 + i << R"(, "name": "class )" << i << R"(", "color": "#)"
                 << std::hex << 0x100000 + i << std::dec << R"("})";
        }
    }
    return json.str() + "]";
}

}  // namespace

LgganConfig tiny_config() {
    LgganConfig config;
    config.classes = 3;
    config.base = 8;
    config.cap = 16;
    config.downs = 2;
    config.blocks = 1;
    config.norm = "class";
    config.sau_compressed = 8;
    config.sau_kernel = 3;
    config.head_kernel = 3;
    config.style = 4;
    config.noise = true;
    return config;
}

void write_tiny_model(const std::filesystem::path& file, const TinyModel& model) {
    torch::manual_seed(model.seed);
    std::map<std::string, at::Tensor> parameters;
    const Lggan generator(model.config);
    for (const auto& item : generator->named_parameters()) {
        parameters[item.key()] = item.value().detach().clone();
    }
    if (model.style_encoder && model.config.style > 0) {
        const StyleEncoder encoder(StyleEncoderOptions{model.config.style, 8});
        for (const auto& item : encoder->named_parameters()) {
            parameters["style_encoder." + item.key()] = item.value().detach().clone();
        }
    }
    if (!model.poisoned.empty()) {
        parameters.at(model.poisoned).flatten()[0] = std::numeric_limits<float>::quiet_NaN();
    }
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : parameters) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(file,
                      stored,
                      {{"config", config_json(model.config)},
                       {"palette", model.palette},
                       {"classes", classes_json(model.config.classes)},
                       {"card", "{\"title\": \"" + model.title + "\", \"date\": \"2026-11-24\"}"}});
}

NetworkConfig tiny_published_config(const std::string& architecture) {
    GauganConfig gaugan;
    gaugan.semantic = 4;
    gaugan.base = 2;
    gaugan.hidden = 4;
    gaugan.upsampler = "sau";
    gaugan.sau_compressed = 4;
    gaugan.sau_kernel = 3;
    if (architecture == "gaugan") {
        return gaugan;
    }
    if (architecture == "lggan-synthesis") {
        LgganConfig local;
        local.classes = 3;
        local.base = 2;
        local.blocks = 1;
        local.combine = "conv";
        local.decoder = "branches";
        local.upsampler = "transpose";
        return LgganSynthesisConfig{local, gaugan};
    }
    if (architecture == "sean") {
        SeanConfig sean;
        sean.semantic = 3;
        sean.base = 2;
        sean.hidden = 4;
        sean.style = 4;
        return sean;
    }
    MaskganConfig maskgan;
    maskgan.semantic = 3;
    maskgan.base = 4;
    maskgan.downs = 2;
    maskgan.blocks = 1;
    return maskgan;
}

void write_tiny_published(const std::filesystem::path& file, const std::string& architecture) {
    torch::manual_seed(1);
    const NetworkConfig config = tiny_published_config(architecture);
    const auto network = make_published(config);
    std::map<std::string, StoredTensor> stored;
    for (const auto& item : network->module().named_parameters()) {
        if (item.value().dim() < 2) {  // biases, blends and strengths that matter
            at::NoGradGuard no_grad;
            item.value().copy_(torch::randn_like(item.value()) * 0.3);
        }
        stored[item.key()] = stored_view(item.value());
    }
    for (const auto& item : network->module().named_buffers()) {
        stored[item.key()] = stored_view(item.value());
    }
    write_safetensors(file,
                      stored,
                      {{"config", config_json(config)},
                       {"palette", "tiny"},
                       {"classes", classes_json(3)},
                       {"card", "{\"title\": \"Tiny " + architecture + "\"}"}});
}

}  // namespace tessera::test
