// Every choice of a training run, with unit, range and default; the command line, the window and
// options.json all read this place. Free of LibTorch.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/networks/network_config.h"

namespace tessera {

/// See option_list() for what each means; check() for what each may be.
struct TrainingOptions {
    // What learns.
    std::string trains = "generator";
    int64_t segmenter_width = 64;
    double segmenter_balance = 0.5;

    // What a step sees.
    int64_t batch = 2;
    int64_t crop = 128;
    int64_t late_batch = 1;
    int64_t late_crop = 256;
    double late_part = 0.25;
    int64_t side = 256;
    bool flip = true;
    double zoom = 1.25;
    double colour = 0;
    int64_t workers = 1;
    int64_t cache = 512;

    // What it minimises.
    std::string adversarial = "hinge";
    double label_critic = 0.5;
    double source_critic = 0.5;
    double feature_critic = 0.5;
    double feature_matching = 5;
    double perceptual = 4;
    double l1 = 2;
    double class_l1 = 1;
    double global_l1 = 1;
    double local_l1 = 0;
    double class_loss = 0.5;
    double variation = 0;
    double style_kl = 0.02;
    std::string features;

    // How.
    double generator_rate = 2e-4;
    double critic_rate = 4e-4;
    double beta1 = 0;
    double beta2 = 0.99;
    double decay = 0.4;
    double average = 0.999;
    double clip = 50;
    int64_t critic_base = 48;
    int64_t style_base = 32;

    // How long, and what is kept.
    int64_t steps = 20000;
    int64_t seed = 1;
    int64_t checkpoint_every = 500;
    int64_t sample_every = 500;
    int64_t samples = 6;
    int64_t validate_every = 2000;
    int64_t validate_pictures = 64;
    bool tensorboard = false;
    std::string device = "auto";
    std::string precision = "auto";
    int64_t threads = 0;

    LgganConfig network;  ///< `network.*`; classes and image_channels are the data's
    SeanConfig sean;      ///< `sean.*`; semantic is the data's

    /// The network that draws; of a run that trains one.
    NetworkConfig drawing() const;

    /// Sides of squares that it takes are multiples of this.
    int64_t stride() const;

    /// Throws std::runtime_error that names the option, its value and what it may be.
    void check() const;

    bool operator==(const TrainingOptions&) const = default;
};

/// What is known of one option.
struct OptionInfo {
    enum class Kind { flag, whole, real, text };
    std::string name;
    Kind kind = Kind::real;
    std::string value;  ///< the default, as set_option() takes it
    double least = 0;   ///< of a number
    double most = 0;
    std::vector<std::string> choices;  ///< of a text; empty: any
    std::string unit;                  ///< "pictures", "pixels", ..; may be empty
    std::string help;                  ///< one sentence
};

/// All options, in the order in which they are shown.
std::vector<OptionInfo> option_list();

/// Sets an option from text: "l1", "2.5". Throws std::runtime_error where there is no such option
/// or the value is of another type or out of range.
void set_option(TrainingOptions& options, const std::string& name, const std::string& value);

/// The value of an option as set_option() takes it.
std::string option_value(const TrainingOptions& options, const std::string& name);

/// Of generators, "realtime": the shape that the studio paints with; "paper": LGGAN++ at full
/// width; "cross-view": from a source photo, with both discriminators; "sean": SEAN with SAU, which
/// takes a style a region from photos. "segmenter": reads classes off photos.
std::vector<std::string> preset_names();

/// Throws std::runtime_error that names the presets where there is none of that name.
TrainingOptions preset(const std::string& name);

/// options.json. parse_options() leaves what is not in it at its default and throws
/// std::runtime_error that names the option that is unknown or wrong.
std::string options_json(const TrainingOptions& options);
TrainingOptions parse_options(const std::string& json);

}  // namespace tessera
