// The reference's published networks as model files. Their fixtures are megabytes each, so they are
// read where they were made.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/files/metadata.h"
#include "model/files/tensors.h"
#include "model/networks/network_config.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"

namespace tessera::test {

inline Fixture published_fixture(const std::string& name) {
    const std::string path = shared_file("reference/fixtures/" + name + ".safetensors");
    if (!std::filesystem::exists(path)) {
        SKIP(path + " is absent");
    }
    return Fixture(path);
}

inline GauganConfig small_gaugan() {
    GauganConfig config;
    config.semantic = 7;
    config.base = 2;
    config.hidden = 6;
    config.sau_compressed = 8;
    config.height = 64;
    config.width = 128;
    return config;
}

inline SeanConfig small_sean() {
    SeanConfig config;
    config.semantic = 6;
    config.base = 2;
    config.hidden = 6;
    config.style = 8;
    config.sau_compressed = 8;
    return config;
}

inline MaskganConfig small_maskgan() {
    MaskganConfig config;
    config.semantic = 6;
    config.base = 4;
    config.downs = 2;
    config.blocks = 2;
    config.sau_compressed = 8;
    return config;
}

inline LgganSynthesisConfig small_synthesis() {
    LgganSynthesisConfig config;
    config.local.classes = 6;
    config.local.base = 4;
    config.local.blocks = 1;
    config.local.combine = "conv";
    config.local.decoder = "branches";
    config.local.upsampler = "transpose";
    config.trunk = small_gaugan();
    config.trunk.base = 4;
    return config;
}

/// The config that a fixture was made with.
inline NetworkConfig config_of_fixture(const std::string& name) {
    GauganConfig gaugan = small_gaugan();
    SeanConfig sean = small_sean();
    MaskganConfig maskgan = small_maskgan();
    if (name == "gaugan-sau") {
        gaugan.upsampler = "sau";
        gaugan.halvings = 6;
    } else if (name == "gaugan-most-instance") {
        gaugan.statistics = "instance";
        gaugan.halvings = 7;
        gaugan.height = 128;
        gaugan.width = 256;
    } else if (name == "gaugan-style") {
        gaugan.style = 5;
    } else if (name == "lggan-synthesis") {
        return small_synthesis();
    } else if (name == "sean-sau") {
        sean.upsampler = "sau";
        sean.halvings = 6;
    } else if (name == "maskgan-sau") {
        maskgan.upsampler = "sau";
        maskgan.blocks = 1;
    }
    return name.starts_with("gaugan") ? NetworkConfig(gaugan)
           : name.starts_with("sean") ? NetworkConfig(sean)
                                      : NetworkConfig(maskgan);
}

inline const std::vector<std::string>& published_fixtures() {
    static const std::vector<std::string> names{"gaugan-nearest",
                                                "gaugan-sau",
                                                "gaugan-most-instance",
                                                "gaugan-style",
                                                "lggan-synthesis",
                                                "sean-nearest",
                                                "sean-sau",
                                                "maskgan-transpose",
                                                "maskgan-sau"};
    return names;
}

/// Writes tensors and a config as a model file.
inline void write_model_file(const std::filesystem::path& path,
                             const std::map<std::string, at::Tensor>& tensors,
                             const std::map<std::string, std::string>& metadata) {
    std::map<std::string, StoredTensor> views;
    for (const auto& [name, tensor] : tensors) {
        views[name] = stored_view(tensor);
    }
    write_safetensors(path, views, metadata);
}

inline void write_published(const std::filesystem::path& path, const std::string& name) {
    write_model_file(path,
                     published_fixture(name).group("param."),
                     {{"config", config_json(config_of_fixture(name))}, {"palette", "facades"}});
}

}  // namespace tessera::test
