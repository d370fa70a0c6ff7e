// The generator's assembly: what is built for a config, and what runs in which order.
#include "model/networks/lggan.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/moduledict.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/kernels/fusion/fusion.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/reference_scope.h"

namespace tessera {
namespace {

/// At least float32: pictures and weights that sum to 1 want more than eight bits.
at::Tensor widen(const at::Tensor& x) {
    return x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
}

/// tanh(conv(f)), at least float32. On the processor by the local generator's kernel: a picture is
/// what a generator with one class everywhere draws, and a convolution to three channels computes
/// sixteen.
at::Tensor draw_picture(Conv& conv, const at::Tensor& f) {
    if (at::GradMode::is_enabled() || kernels::ReferenceScope::active() || !f.device().is_cpu()) {
        return widen(conv->forward(f)).tanh();
    }
    const at::Tensor everywhere = at::zeros({f.size(0), f.size(2), f.size(3)}, at::kInt);
    return kernels::local_generator(
               f, everywhere, conv->weight.unsqueeze(0), conv->bias.unsqueeze(0))
        .image;
}

}  // namespace

std::map<std::string, at::Tensor> LgganOutput::named() const {
    std::map<std::string, at::Tensor> all = kernels;
    all.insert(features.begin(), features.end());
    const std::pair<const char*, const at::Tensor&> single[] = {{"image", image},
                                                                {"global", global},
                                                                {"local", local},
                                                                {"per_class", per_class},
                                                                {"weights", weights},
                                                                {"logits", logits},
                                                                {"codes", codes}};
    for (const auto& [name, tensor] : single) {
        if (tensor.defined()) {
            all.emplace(name, tensor);
        }
    }
    return all;
}

LgganImpl::LgganImpl(const LgganConfig& given) : config(given) {
    config.check();
    reset();
}

void LgganImpl::reset() {
    build_encoder();
    build_decoders();
    build_heads();
}

void LgganImpl::build_encoder() {
    const ConvNormOptions common{.norm = config.norm, .classes = config.classes};
    ConvNormOptions options = common;
    options.in = (config.label_input ? config.classes : 0) + config.image_channels;
    options.out = config.width(0);
    options.kernel = config.head_kernel;
    stem = register_module("stem", ConvNorm(options));

    down = register_module("down", torch::nn::ModuleList());
    for (int64_t level = 0; level < config.downs; ++level) {
        options = common;
        options.in = config.width(level);
        options.out = config.width(level + 1);
        options.stride = 2;
        down->push_back(ConvNorm(options));
    }

    const int64_t width = config.width(config.downs);
    if (config.noise) {
        noise = register_module("noise", Noise(width));
    }
    block = register_module("block", torch::nn::ModuleList());
    for (int64_t i = 0; i < config.blocks; ++i) {
        block->push_back(ResidualBlock(ResidualBlockOptions{.channels = width,
                                                            .norm = config.norm,
                                                            .classes = config.classes,
                                                            .style = config.style}));
    }
}

void LgganImpl::build_decoders() {
    std::vector<std::string> branches{"shared"};
    if (config.decoder == "branches") {
        branches = {"global"};
        if (config.local) {
            branches.emplace_back("local");
        }
        if (config.weighs()) {
            branches.emplace_back("weight");
        }
    }
    torch::OrderedDict<std::string, std::shared_ptr<torch::nn::Module>> decoders;
    for (const std::string& branch : branches) {
        decoders.insert(branch, Decoder(config).ptr());
    }
    decoder = register_module("decoder", torch::nn::ModuleDict(decoders));
}

void LgganImpl::build_heads() {
    const bool shared = config.decoder == "shared";
    const int64_t width = config.width(0);
    ConvNormOptions options{
        .in = width, .out = width, .norm = config.norm, .classes = config.classes};
    if (shared) {
        global_conv = register_module("global_conv", ConvNorm(options));
    }
    global_image = register_module("global_image",
                                   Conv(ConvOptions{.in = width,
                                                    .out = 3,
                                                    .kernel = config.head_kernel,
                                                    .padding = config.head_kernel / 2,
                                                    .reflect = true}));
    if (config.local) {
        local = register_module("local", LocalGenerator(config));
    }
    if (!config.weighs()) {
        return;
    }
    if (shared) {
        options.out = width / 2;
        weight_conv = register_module("weight_conv", ConvNorm(options));
    }
    weight_map = register_module(
        "weight_map", Conv(ConvOptions{.in = shared ? width / 2 : width, .out = 2, .kernel = 1}));
}

void LgganImpl::freeze() {
    for (const auto& module : modules()) {
        if (auto* conv = module->as<ConvImpl>()) {
            conv->freeze();
        }
    }
}

LgganOutput LgganImpl::forward(const LgganInput& input) {
    check(input);
    const auto like_weights = stem->conv->weight.options();
    Pass pass{label_pyramid(input.labels, config.downs + 1), {}, input.noise_seed, input.cancelled};
    if (config.style > 0) {
        pass.z = input.z.defined() ? input.z.to(like_weights)
                                   : at::zeros({input.labels.size(0), config.style}, like_weights);
    }
    const Keep& keep = input.keep;
    LgganOutput output;
    const at::Tensor f = encode(input, pass);
    const bool shared = config.decoder == "shared";
    const at::Tensor shared_f = shared ? decode("shared", f, pass, keep, output) : at::Tensor();
    // Branch decoders run one after the other, so that one f' lives at a time.
    const auto upsampled = [&](const char* branch) {
        return shared ? shared_f : decode(branch, f, pass, keep, output);
    };

    const at::Tensor global = draw_global(upsampled("global"), pass);
    if (keep.branches) {
        output.global = global;
    }
    if (!local) {
        output.image = global;
        return output;
    }
    pass.check();
    LocalOutput drawn =
        local->forward(upsampled("local"), pass.labels[0], keep.per_class, keep.logits, input.real);
    drawn.image = widen(drawn.image);
    output.per_class = drawn.per_class.defined() ? widen(drawn.per_class) : at::Tensor();
    output.logits = drawn.logits;
    output.masked_l1 = drawn.masked_l1;
    if (keep.branches) {
        output.local = drawn.image;
    }
    if (!weight_map) {
        output.image = (global + drawn.image) / 2;
        return output;
    }
    const at::Tensor x = weight_features(upsampled("weight"), pass);
    const kernels::Fused fused =
        kernels::fuse(x, weight_map->weight, weight_map->bias, global, drawn.image, keep.weights);
    output.image = fused.image;
    output.weights = fused.weights;
    return output;
}

void LgganImpl::check(const LgganInput& input) const {
    const at::Tensor& labels = input.labels;
    TORCH_CHECK(labels.defined() && labels.dim() == 3 && labels.scalar_type() == at::kInt,
                "Lggan: labels must be B,H,W int32");
    const int64_t b = labels.size(0), h = labels.size(1), w = labels.size(2);
    TORCH_CHECK(
        h % config.stride() == 0 && w % config.stride() == 0 && std::min(h, w) >= config.min_side(),
        "Lggan: labels are ",
        labels.sizes(),
        ", sides must be multiples of ",
        config.stride(),
        " and at least ",
        config.min_side());
    TORCH_CHECK(input.image.defined() == (config.image_channels > 0),
                "Lggan: the config has ",
                config.image_channels,
                " image channels, the input has ",
                input.image.defined() ? "an image" : "no image");
    if (input.image.defined()) {
        TORCH_CHECK(input.image.sizes() == at::IntArrayRef({b, config.image_channels, h, w}),
                    "Lggan: image is ",
                    input.image.sizes(),
                    ", labels are ",
                    labels.sizes());
    }
    if (input.z.defined()) {
        TORCH_CHECK(input.z.sizes() == at::IntArrayRef({b, config.style}),
                    "Lggan: z is ",
                    input.z.sizes(),
                    ", must be ",
                    at::IntArrayRef({b, config.style}));
    }
}

at::Tensor LgganImpl::stem_convolution(const LgganInput& input) {
    Conv& conv = stem->conv;
    if (!input.image.defined()) {
        return kernels::label_conv(input.labels, conv->weight, conv->bias);
    }
    const at::Tensor image =
        input.image.to(conv->weight.options()).contiguous(at::MemoryFormat::ChannelsLast);
    if (!config.label_input) {
        return conv->forward(image);
    }
    // A convolution over [image, one-hot] is one over each, summed.
    const int64_t c = config.image_channels, p = config.head_kernel / 2;
    const at::Tensor padded = at::reflection_pad2d(image, {p, p, p, p});
    return at::conv2d(padded, conv->weight.slice(1, 0, c)) +
           kernels::label_conv(input.labels, conv->weight.slice(1, c), conv->bias);
}

at::Tensor LgganImpl::encode(const LgganInput& input, const Pass& pass) {
    pass.check();
    at::Tensor x = stem->finish(stem_convolution(input), pass.labels[0]);
    for (size_t i = 0; i < down->size(); ++i) {
        pass.check();
        x = down->at<ConvNormImpl>(i).forward(x, pass.labels[i + 1]);
    }
    if (noise) {
        x = noise->forward(x, pass.noise_seed, 0);
    }
    for (const auto& layer : *block) {
        pass.check();
        x = layer->as<ResidualBlock>()->forward(x, pass.labels.back(), pass.z);
    }
    return x;
}

at::Tensor LgganImpl::decode(const std::string& branch,
                             const at::Tensor& f,
                             const Pass& pass,
                             const Keep& keep,
                             LgganOutput& output) {
    const std::string suffix = branch == "shared" ? "" : "." + branch;
    std::vector<at::Tensor> kernels;
    const at::Tensor upsampled =
        decoder[branch]->as<Decoder>()->forward(f, pass, keep.kernels ? &kernels : nullptr);
    for (size_t level = 0; level < kernels.size(); ++level) {
        output.kernels["kernels" + suffix + "." + std::to_string(level + 1)] = kernels[level];
    }
    if (keep.features) {
        output.features["features" + suffix] = upsampled;
    }
    return upsampled;
}

at::Tensor LgganImpl::draw_global(const at::Tensor& f, const Pass& pass) {
    pass.check();
    const at::Tensor x = global_conv ? global_conv->forward(f, pass.labels[0]) : f;
    return draw_picture(global_image, x);
}

at::Tensor LgganImpl::weight_features(const at::Tensor& f, const Pass& pass) {
    pass.check();
    return weight_conv ? weight_conv->forward(f, pass.labels[0]) : f;
}

}  // namespace tessera
