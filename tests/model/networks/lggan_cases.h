// The generators whose outputs the reference's fixtures hold, by fixture name.
#pragma once

#include <map>
#include <string>

#include "model/networks/lggan.h"
#include "tests/model/fixture.h"

namespace tessera::test {

inline std::map<std::string, LgganConfig> lggan_cases() {
    LgganConfig small;
    small.classes = 5;
    small.base = 8;
    small.cap = 32;
    small.blocks = 2;
    small.sau_compressed = 8;
    std::map<std::string, LgganConfig> cases;
    const auto add = [&](const std::string& name, auto change) {
        LgganConfig config = small;
        change(config);
        cases[name] = config;
    };
    add("lggan-shared-sau", [](LgganConfig&) {});
    add("lggan-branches-sau", [](LgganConfig& c) {
        c.classes = 6;
        c.image_channels = 3;
        c.decoder = "branches";
    });
    add("lggan-transpose", [](LgganConfig& c) {
        c.classes = 6;
        c.image_channels = 6;
        c.label_input = false;
        c.decoder = "branches";
        c.upsampler = "transpose";
        c.classify = false;
    });
    add("lggan-class-norm-style", [](LgganConfig& c) {
        c.classes = 7;
        c.norm = "class";
        c.style = 8;
        c.head_kernel = 3;
        c.noise = true;
        c.downs = 3;
    });
    add("lggan-spade-norm", [](LgganConfig& c) {
        c.classes = 4;
        c.norm = "spade";
        c.blocks = 1;
    });
    add("lggan-conv-combine", [](LgganConfig& c) { c.combine = "conv"; });
    add("lggan-average", [](LgganConfig& c) {
        c.combine = "conv";
        c.fuse = "average";
        c.classify = false;
    });
    add("lggan-global-only", [](LgganConfig& c) {
        c.local = false;
        c.upsampler = "nearest";
    });
    add("lggan-many-classes", [](LgganConfig& c) {
        c.classes = 60;
        c.blocks = 1;
    });
    return cases;
}

/// The generator of a fixture, with its weights.
inline Lggan lggan(const LgganConfig& config, const Fixture& fixture) {
    Lggan generator(config);
    fixture.load(*generator);
    return generator;
}

/// A fixture's input; everything is asked for.
inline LgganInput lggan_input(const Fixture& fixture) {
    LgganInput input;
    input.labels = fixture["input.label"].to(at::kInt);
    if (fixture.has("input.image")) {
        input.image = fixture["input.image"];
    }
    if (fixture.has("input.z")) {
        input.z = fixture["input.z"];
    }
    if (fixture.has("input.seed")) {
        input.noise_seed = static_cast<uint32_t>(fixture["input.seed"].item<int64_t>());
    }
    input.keep = Keep::everything();
    return input;
}

}  // namespace tessera::test
