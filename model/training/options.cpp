// The table of options and what is done by walking it.
#include "model/training/options.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <type_traits>

namespace tessera {
namespace {

struct Bounds {
    double least;
    double most;
};

using Choices = std::vector<std::string>;

/// Table 12's.
const Choices kUpsamplers{"nearest",
                          "bilinear",
                          "bicubic",
                          "deconv",
                          "pixel_shuffle",
                          "spatial_attention",
                          "involution",
                          "sau"};

Choices with_transpose(Choices upsamplers) {
    upsamplers.emplace_back("transpose");
    return upsamplers;
}

/// Calls visit(name, field, bounds or choices, unit, help) for every option.
template <class Options, class Visit>
void visit_learner(Options& o, const Visit& visit) {
    visit("trains",
          o.trains,
          Choices{"generator", "sean", "segmenter"},
          "",
          "What learns: a generator that draws classes, LGGAN++ or SEAN, or a segmenter that reads "
          "them off photos.");
    visit("segmenter.width",
          o.segmenter_width,
          Bounds{16, 512},
          "channels",
          "Width of a segmenter's decoder, a multiple of 16.");
    visit(
        "segmenter.balance",
        o.segmenter_balance,
        Bounds{0, 1},
        "",
        "How far a segmenter's rare classes count more: 0 not at all, 1 as much as frequent ones.");
}

template <class Options, class Visit>
void visit_data(Options& o, const Visit& visit) {
    visit("batch", o.batch, Bounds{1, 256}, "pictures", "Pictures in a step of each process.");
    visit(
        "crop", o.crop, Bounds{32, 4096}, "pixels", "Side of the square cut out of each picture.");
    visit("late_batch", o.late_batch, Bounds{1, 256}, "pictures", "Pictures in a late step.");
    visit(
        "late_crop", o.late_crop, Bounds{32, 4096}, "pixels", "Side of the square in a late step.");
    visit("late_part",
          o.late_part,
          Bounds{0, 1},
          "",
          "Share of the steps, at the end, that are late.");
    visit("side",
          o.side,
          Bounds{0, 8192},
          "pixels",
          "Short side that pictures are shrunk to; 0: none.");
    visit("flip", o.flip, Bounds{0, 1}, "", "Mirror half of the pictures, left to right.");
    visit("zoom",
          o.zoom,
          Bounds{1, 4},
          "",
          "Largest factor that pictures are enlarged by before the crop.");
    visit("colour",
          o.colour,
          Bounds{0, 1},
          "",
          "Strength of random brightness, contrast and saturation.");
    visit("workers", o.workers, Bounds{1, 64}, "threads", "Threads that read pictures.");
    visit("cache", o.cache, Bounds{0, 1 << 20}, "MiB", "Memory for decoded pictures.");
}

template <class Options, class Visit>
void visit_losses(Options& o, const Visit& visit) {
    const Bounds weight{0, 1000};
    visit("adversarial", o.adversarial, Choices{"hinge", "lsgan"}, "", "Kind of adversarial loss.");
    visit("label_critic",
          o.label_critic,
          weight,
          "",
          "Weight of D_s, which sees labels and picture (Eq. 9).");
    visit("source_critic",
          o.source_critic,
          weight,
          "",
          "Weight of D_i, which sees source photo and picture (Eq. 10).");
    visit("feature_critic",
          o.feature_critic,
          weight,
          "",
          "Weight of D_s over the frozen network's features.");
    visit("feature_matching",
          o.feature_matching,
          weight,
          "",
          "Weight of the distance of the discriminators' features.");
    visit("perceptual",
          o.perceptual,
          weight,
          "",
          "Weight of the distance of the frozen network's features.");
    visit("l1", o.l1, weight, "", "Weight of the absolute error of the picture.");
    visit("class_l1",
          o.class_l1,
          weight,
          "",
          "Weight of the absolute error of each class's own picture (Eq. 3).");
    visit("global_l1",
          o.global_l1,
          weight,
          "",
          "Weight of the absolute error of the global picture.");
    visit("local_l1", o.local_l1, weight, "", "Weight of the absolute error of the local picture.");
    visit(
        "class_loss", o.class_loss, weight, "", "Weight of the class-discriminative loss (Eq. 6).");
    visit("variation", o.variation, weight, "", "Weight of the total variation.");
    visit("style_kl",
          o.style_kl,
          weight,
          "",
          "Weight of the style's divergence from the standard normal.");
    visit("features",
          o.features,
          Choices{},
          "",
          "File of the frozen network; empty: the one that comes with the program.");
}

template <class Options, class Visit>
void visit_training(Options& o, const Visit& visit) {
    visit("generator_rate",
          o.generator_rate,
          Bounds{0, 1},
          "",
          "Learning rate of generator and style encoder, or of the segmenter.");
    visit("critic_rate", o.critic_rate, Bounds{0, 1}, "", "Learning rate of the discriminators.");
    visit("beta1", o.beta1, Bounds{0, 0.9999}, "", "Adam's memory of the gradient.");
    visit("beta2", o.beta2, Bounds{0, 0.99999}, "", "Adam's memory of its square.");
    visit("decay",
          o.decay,
          Bounds{0, 1},
          "",
          "Share of the steps, at the end, over which the rates fall to zero.");
    visit("average",
          o.average,
          Bounds{0, 0.999999},
          "",
          "Memory of the moving average of the weights.");
    visit("clip", o.clip, Bounds{0, 1e9}, "", "Largest norm of a gradient; 0: any.");
    visit("critic_base", o.critic_base, Bounds{4, 512}, "channels", "Width of the discriminators.");
    visit("style_base", o.style_base, Bounds{4, 512}, "channels", "Width of the style encoder.");
    visit("steps", o.steps, Bounds{1, 1e9}, "steps", "Length of the run.");
    visit(
        "seed", o.seed, Bounds{0, 4294967295}, "", "What weights, order and noise are drawn from.");
    visit("checkpoint_every",
          o.checkpoint_every,
          Bounds{1, 1e9},
          "steps",
          "Steps between checkpoints.");
    visit(
        "sample_every", o.sample_every, Bounds{1, 1e9}, "steps", "Steps between sample pictures.");
    visit("samples", o.samples, Bounds{0, 64}, "pictures", "Pictures of a sample.");
    visit("validate_every",
          o.validate_every,
          Bounds{0, 1e9},
          "steps",
          "Steps between measurements on held-out pictures; 0: none.");
    visit("validate_pictures",
          o.validate_pictures,
          Bounds{1, 100000},
          "pictures",
          "Held-out pictures that are measured.");
    visit(
        "tensorboard", o.tensorboard, Bounds{0, 1}, "", "Write event files for TensorBoard, too.");
    visit("device",
          o.device,
          Choices{"auto", "cpu", "cuda"},
          "",
          "Where to compute; auto: on an NVIDIA GPU where there is one.");
    visit("precision",
          o.precision,
          Choices{"auto", "float32", "bfloat16"},
          "",
          "Type of activations; auto: bfloat16 where it is fast.");
    visit("threads", o.threads, Bounds{0, 1024}, "threads", "Threads that compute; 0: all cores.");
}

template <class Options, class Visit>
void visit_network(Options& o, const Visit& visit) {
    auto& n = o.network;
    visit("network.base", n.base, Bounds{1, 1024}, "channels", "Channels at full resolution.");
    visit("network.cap", n.cap, Bounds{1, 4096}, "channels", "Channels never exceed this.");
    visit("network.downs", n.downs, Bounds{0, 8}, "", "Halvings in the encoder.");
    visit("network.blocks", n.blocks, Bounds{0, 64}, "", "Residual blocks at the bottleneck.");
    visit("network.norm", n.norm, Choices{"instance", "class", "spade"}, "", "Normalisation.");
    visit("network.upsampler",
          n.upsampler,
          with_transpose(kUpsamplers),
          "",
          "How the decoder doubles its maps.");
    visit("network.decoder",
          n.decoder,
          Choices{"shared", "branches"},
          "",
          "One decoder for all branches, or one each.");
    visit("network.sau_compressed",
          n.sau_compressed,
          Bounds{1, 1024},
          "channels",
          "Channels that SAU's kernels are predicted from.");
    visit(
        "network.sau_kernel", n.sau_kernel, Bounds{1, 15}, "pixels", "Side of SAU's kernels, odd.");
    visit("network.head_kernel",
          n.head_kernel,
          Bounds{1, 15},
          "pixels",
          "Side of the first and last convolutions' kernels, odd.");
    visit("network.local", n.local, Bounds{0, 1}, "", "With the local generator.");
    visit("network.combine",
          n.combine,
          Choices{"add", "conv"},
          "",
          "How classes become one picture: Eq. 4 or Eq. 5.");
    visit("network.classify",
          n.classify,
          Bounds{0, 1},
          "",
          "With the class-discriminative classifier.");
    visit("network.fuse",
          n.fuse,
          Choices{"weights", "average"},
          "",
          "How local and global pictures become one.");
    visit("network.label_input",
          n.label_input,
          Bounds{0, 1},
          "",
          "Labels enter the stem as classes.");
    visit("network.style", n.style, Bounds{0, 4096}, "", "Length of the style vector; 0: none.");
    visit("network.noise", n.noise, Bounds{0, 1}, "", "With texture noise.");
    visit("network.classes", n.classes, Bounds{1, 4096}, "", "Classes; set from the data.");
    visit("network.image_channels",
          n.image_channels,
          Bounds{0, 64},
          "channels",
          "Channels of the source photo; set from the data.");
}

template <class Options, class Visit>
void visit_sean(Options& o, const Visit& visit) {
    auto& n = o.sean;
    visit("sean.base", n.base, Bounds{1, 1024}, "channels", "SEAN's channels at full resolution.");
    visit("sean.halvings", n.halvings, Bounds{5, 6}, "", "Halvings that SEAN begins at.");
    visit("sean.hidden", n.hidden, Bounds{1, 1024}, "channels", "Width of SEAN's view of the map.");
    visit("sean.style", n.style, Bounds{1, 4096}, "", "Length of a region's style code.");
    visit("sean.upsampler", n.upsampler, kUpsamplers, "", "How SEAN doubles its maps.");
    visit("sean.sau_compressed",
          n.sau_compressed,
          Bounds{1, 1024},
          "channels",
          "Channels that SAU's kernels are predicted from in SEAN.");
    visit("sean.sau_kernel",
          n.sau_kernel,
          Bounds{1, 15},
          "pixels",
          "Side of SAU's kernels in SEAN, odd.");
    visit("sean.semantic", n.semantic, Bounds{1, 4096}, "", "SEAN's classes; set from the data.");
}

template <class Options, class Visit>
void visit_options(Options& options, const Visit& visit) {
    visit_learner(options, visit);
    visit_data(options, visit);
    visit_losses(options, visit);
    visit_training(options, visit);
    visit_network(options, visit);
    visit_sean(options, visit);
}

std::string text_of(const std::string& value) {
    return value;
}

std::string text_of(bool value) {
    return value ? "true" : "false";
}

template <class Number>
std::string text_of(Number value) {
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    return {digits, end.ptr};
}

[[noreturn]] void refuse(const std::string& name,
                         const std::string& value,
                         const std::string& why) {
    throw std::runtime_error("option " + name + " is " + (value.empty() ? "empty" : value) +
                             ", must be " + why);
}

std::string listed(const Choices& choices) {
    std::string text = "one of";
    for (const std::string& choice : choices) {
        text += " " + choice;
    }
    return text;
}

template <class Number>
void check_value(const std::string& name, Number value, const Bounds& bounds) {
    if (!(static_cast<double>(value) >= bounds.least &&
          static_cast<double>(value) <= bounds.most)) {
        refuse(name, text_of(value), text_of(bounds.least) + " to " + text_of(bounds.most));
    }
}

void check_value(const std::string& name, const std::string& value, const Choices& choices) {
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end()) {
        refuse(name, value, listed(choices));
    }
}

void assign(const std::string& name, const std::string& text, bool& field) {
    if (text != "true" && text != "false" && text != "1" && text != "0") {
        refuse(name, text, "true or false");
    }
    field = text == "true" || text == "1";
}

void assign(const std::string&, const std::string& text, std::string& field) {
    field = text;
}

template <class Number>
void assign(const std::string& name, const std::string& text, Number& field) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        refuse(name, text, std::is_integral_v<Number> ? "a whole number" : "a number");
    }
    field = value;
}

OptionInfo::Kind kind_of(bool) {
    return OptionInfo::Kind::flag;
}
OptionInfo::Kind kind_of(int64_t) {
    return OptionInfo::Kind::whole;
}
OptionInfo::Kind kind_of(double) {
    return OptionInfo::Kind::real;
}
OptionInfo::Kind kind_of(const std::string&) {
    return OptionInfo::Kind::text;
}

void describe(OptionInfo& info, const Bounds& bounds) {
    info.least = bounds.least;
    info.most = bounds.most;
}

void describe(OptionInfo& info, const Choices& choices) {
    info.choices = choices;
}

TrainingOptions realtime() {
    TrainingOptions options;
    LgganConfig& network = options.network;
    network.base = 32;
    network.cap = 192;
    network.downs = 3;
    network.blocks = 5;
    network.norm = "class";
    network.sau_compressed = 32;
    network.head_kernel = 3;
    network.style = 16;
    network.noise = true;
    return options;
}

TrainingOptions paper() {
    TrainingOptions options;
    options.batch = 1;
    options.crop = 256;
    options.late_part = 0;
    options.adversarial = "lsgan";
    options.label_critic = options.source_critic = 1;
    options.feature_critic = 0;
    options.feature_matching = 10;
    options.perceptual = 10;
    options.class_loss = 1;
    options.generator_rate = options.critic_rate = 2e-4;
    options.beta1 = 0.5;
    options.beta2 = 0.999;
    options.decay = 0.5;
    options.critic_base = 64;
    return options;
}

TrainingOptions cross_view() {
    TrainingOptions options = realtime();
    options.network.image_channels = 3;
    options.network.style = 0;
    options.source_critic = 0.5;
    options.flip = false;  // the two views of a place do not mirror alike
    options.zoom = 1;
    options.late_part = 0;
    options.crop = 256;
    options.batch = 1;
    return options;
}

/// Small enough to be learnt on a processor; the authors' has base 64, hidden 128 and style 512.
TrainingOptions sean() {
    TrainingOptions options;
    options.trains = "sean";
    options.sean.base = 12;
    options.sean.hidden = 32;
    options.sean.style = 32;
    options.sean.upsampler = "sau";
    options.sean.sau_compressed = 32;
    options.batch = 4;  // statistics of a batch want more than two
    options.late_part = 0;
    return options;
}

TrainingOptions segmenter() {
    TrainingOptions options;
    options.trains = "segmenter";
    options.batch = 8;
    options.crop = 192;
    options.late_batch = 4;
    options.late_crop = 256;
    options.zoom = 1.5;
    options.colour = 0.2;
    options.generator_rate = 1e-3;
    options.beta1 = 0.9;
    options.beta2 = 0.999;
    options.decay = 0.6;
    options.average = 0.998;
    options.clip = 5;
    options.steps = 2000;
    options.validate_pictures = 200;
    return options;
}

struct Preset {
    const char* name;
    TrainingOptions (*make)();
};

void check_generator(const TrainingOptions& options) {
    check(options.drawing());
    const int64_t stride = options.stride();
    for (const char* name : {"crop", "late_crop"}) {
        const int64_t length = name == std::string_view("crop") ? options.crop : options.late_crop;
        if (length % stride != 0) {
            refuse(name,
                   text_of(length),
                   "a multiple of " + text_of(stride) + ", what the network halves");
        }
    }
}

void check_segmenter(const TrainingOptions& options) {
    if (options.segmenter_width % 16 != 0) {
        refuse("segmenter.width", text_of(options.segmenter_width), "a multiple of 16");
    }
    if (options.side < 32 || options.side > 4096) {
        refuse("side",
               text_of(options.side),
               "32 to 4096, what a segmenter will bring pictures to, too");
    }
}

constexpr Preset kPresets[] = {{"realtime", realtime},
                               {"paper", paper},
                               {"cross-view", cross_view},
                               {"sean", sean},
                               {"segmenter", segmenter}};

}  // namespace

NetworkConfig TrainingOptions::drawing() const {
    return trains == "sean" ? NetworkConfig(sean) : NetworkConfig(network);
}

int64_t TrainingOptions::stride() const {
    return trains == "sean" ? int64_t{1} << sean.halvings : network.stride();
}

void TrainingOptions::check() const {
    visit_options(
        *this,
        [](const char* name, const auto& field, const auto& allowed, const char*, const char*) {
            check_value(name, field, allowed);
        });
    if (trains == "segmenter") {
        check_segmenter(*this);
    } else {
        check_generator(*this);
    }
}

std::vector<OptionInfo> option_list() {
    const TrainingOptions defaults;
    std::vector<OptionInfo> list;
    visit_options(defaults,
                  [&](const char* name,
                      const auto& field,
                      const auto& allowed,
                      const char* unit,
                      const char* help) {
                      OptionInfo info;
                      info.name = name;
                      info.kind = kind_of(field);
                      info.value = text_of(field);
                      info.unit = unit;
                      info.help = help;
                      describe(info, allowed);
                      list.push_back(info);
                  });
    return list;
}

void set_option(TrainingOptions& options, const std::string& name, const std::string& value) {
    bool found = false;
    visit_options(
        options,
        [&](const char* option, auto& field, const auto& allowed, const char*, const char*) {
            if (name == option) {
                found = true;
                auto changed = field;
                assign(name, value, changed);
                check_value(name, changed, allowed);
                field = changed;
            }
        });
    if (!found) {
        throw std::runtime_error("there is no option " + name);
    }
}

std::string option_value(const TrainingOptions& options, const std::string& name) {
    std::string value;
    bool found = false;
    visit_options(
        options, [&](const char* option, const auto& field, const auto&, const char*, const char*) {
            if (name == option) {
                found = true;
                value = text_of(field);
            }
        });
    if (!found) {
        throw std::runtime_error("there is no option " + name);
    }
    return value;
}

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const Preset& preset : kPresets) {
        names.emplace_back(preset.name);
    }
    return names;
}

TrainingOptions preset(const std::string& name) {
    for (const Preset& candidate : kPresets) {
        if (name == candidate.name) {
            return candidate.make();
        }
    }
    throw std::runtime_error("there is no preset " + name + ", only " +
                             listed(preset_names()).substr(7));
}

}  // namespace tessera
