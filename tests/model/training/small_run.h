// A data set of a few small pictures and a network that learns from them in no time.
#pragma once

#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "model/training/trainer.h"
#include "tests/model/places.h"
#include "tests/model/scratch_folder.h"

namespace tessera::test {

/// `count` photos of 48 x 40 with their label maps of three classes, beside each other.
inline void write_pictures(const std::filesystem::path& data, int count) {
    cv::RNG random(11);
    std::filesystem::create_directories(data);
    for (int i = 0; i < count; ++i) {
        cv::Mat photo(40, 48, CV_8UC3), labels(40, 48, CV_8U);
        random.fill(photo, cv::RNG::UNIFORM, 0, 256);
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 48; ++x) {
                labels.at<uint8_t>(y, x) = static_cast<uint8_t>((x / 12 + y / 12 + i) % 3);
            }
        }
        const std::string name = data / std::string("p").append(std::to_string(i));
        cv::imwrite(name + ".jpg", photo);
        cv::imwrite(name + ".png", labels);
    }
}

/// The same in the folder that small_data() names.
inline void write_pictures(const ScratchFolder& folder, int count) {
    write_pictures(folder.path() / "data", count);
}

inline TrainingData small_data_in(const std::filesystem::path& folder) {
    TrainingData data;
    data.folder = folder / "data";
    data.layout = "pairs";
    data.palette = "test";
    data.classes = {{0, "a", {255, 0, 0}}, {1, "b", {0, 255, 0}}, {2, "c", {0, 0, 255}}};
    return data;
}

inline TrainingData small_data(const ScratchFolder& folder) {
    return small_data_in(folder.path());
}

/// Every loss but those that need the frozen network, unless `features`.
inline TrainingOptions small_options(bool features = false) {
    TrainingOptions options = preset("realtime");
    options.network.base = 8;
    options.network.cap = 16;
    options.network.blocks = 1;
    options.network.style = 4;
    options.network.sau_compressed = 4;
    options.critic_base = 4;
    options.style_base = 4;
    options.batch = 2;
    options.crop = 32;
    options.late_crop = 40;
    options.side = 40;
    options.steps = 8;
    options.late_part = 0.25;
    options.checkpoint_every = 3;
    options.sample_every = 4;
    options.samples = 2;
    options.variation = 0.1;
    options.local_l1 = 0.1;
    options.precision = "float32";
    if (!features) {
        options.perceptual = options.feature_critic = 0;
    }
    return options;
}

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void finish(Trainer& trainer) {
    while (!trainer.finished()) {
        trainer.advance();
    }
}

inline Trainer::Resources resources() {
    return {resource_file("features/efficientnet-lite0.safetensors")};
}

}  // namespace tessera::test
