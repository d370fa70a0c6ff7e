// Where the modules look a label up, a product with the shares; everything else is theirs.
#include "model/inspection/soft_generator.h"

#include <torch/nn/modules/container/moduledict.h>
#include <torch/types.h>

#include <algorithm>
#include <atomic>

namespace tessera {

/// What all layers of one pass share.
struct SoftGenerator::Soft {
    const LgganInput& input;
    std::vector<at::Tensor> shares;  ///< at full size, half, ..: the top left of each cell

    const at::Tensor& full() const { return shares.front(); }

    /// Ends the pass where it is no longer wanted: here, and when its gradient comes back.
    at::Tensor watched(const at::Tensor& x) const {
        const std::atomic<bool>* cancelled = input.cancelled;
        Pass{{}, {}, 0, cancelled}.check();
        if (cancelled != nullptr && x.requires_grad()) {
            x.register_hook([cancelled](const at::Tensor&) {
                // Cancelled is no std::exception, and the backward pass forwards no others.
                TORCH_CHECK(!cancelled->load(std::memory_order_relaxed), "cancelled");
            });
        }
        return x;
    }
};

namespace {

using Around = kernels::ClassNormOptions;

/// conv(reflect_pad(shares)), as kernels::label_conv() with labels.
at::Tensor reflected(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const int64_t pad = weight.size(-1) / 2;
    return at::conv2d(at::reflection_pad2d(x, {pad, pad, pad, pad}), weight, bias);
}

/// A row of the table a class, weighted by the shares; void counts as a row of `fallback`.
at::Tensor looked_up(const ClassTable& table, const at::Tensor& shares, double fallback) {
    const at::Tensor rows = (table->weight - fallback).t().unsqueeze(-1).unsqueeze(-1);
    return at::conv2d(shares, rows) + fallback;
}

/// y * scale + shift by what the shares say.
at::Tensor modulated(const NormImpl& norm, const at::Tensor& y, const at::Tensor& shares) {
    if (norm.class_gamma) {
        return y * looked_up(norm.class_gamma, shares, 1) + looked_up(norm.class_beta, shares, 0);
    }
    if (norm.spade_shared) {
        Conv shared = norm.spade_shared, gamma = norm.spade_gamma, beta = norm.spade_beta;
        const at::Tensor hidden = shared->forward(shares).relu();
        return at::addcmul(beta->forward(hidden), y, gamma->forward(hidden) + 1);
    }
    return y;
}

/// As Norm::forward() does it with labels.
at::Tensor normed(const NormImpl& norm,
                  const at::Tensor& x,
                  const at::Tensor& shares,
                  const Around& around) {
    Around before;
    before.noise_strength = around.noise_strength;
    before.noise_seed = around.noise_seed;
    before.noise_level = around.noise_level;
    at::Tensor y = modulated(norm, kernels::class_norm(x, before), shares);
    if (around.style_scale.defined()) {
        y = y * (1 + around.style_scale.unsqueeze(-1).unsqueeze(-1)) +
            around.style_shift.unsqueeze(-1).unsqueeze(-1);
    }
    if (around.relu) {
        y = y.relu();
    }
    return around.residual.defined() ? around.residual + y : y;
}

at::Tensor finished(const ConvNormImpl& layer,
                    const at::Tensor& convolved,
                    const at::Tensor& shares,
                    uint32_t noise_seed = 0,
                    uint32_t noise_level = 0) {
    Around around;
    if (layer.noise) {
        around.noise_strength = layer.noise->strength;
        around.noise_seed = noise_seed;
        around.noise_level = noise_level;
    }
    around.relu = true;
    return normed(*layer.norm, convolved, shares, around);
}

at::Tensor convolved(Conv conv, const at::Tensor& x) {
    return conv->forward(x);
}

/// The rows or columns of the window of `side` around a position, those beyond the map reflected
/// at its rim.
at::Tensor window_indices(int64_t position, int64_t side, int64_t count) {
    std::vector<int64_t> indices;
    for (int64_t i = position - side / 2; i <= position + side / 2; ++i) {
        const int64_t inside = i < 0 ? -i : i >= count ? 2 * (count - 1) - i : i;
        indices.push_back(std::clamp<int64_t>(inside, 0, count - 1));
    }
    return torch::tensor(indices);
}

at::Tensor window(const at::Tensor& map, int64_t y, int64_t x, int64_t side) {
    return map.index_select(2, window_indices(y, side, map.size(2)))
        .index_select(3, window_indices(x, side, map.size(3)));
}

/// 3 x 3 around a pixel: 1 on the canvas, 0 beyond it.
at::Tensor on_canvas(const at::Tensor& like, int64_t y, int64_t x, int64_t height, int64_t width) {
    at::Tensor inside = at::zeros({3, 3}, like.options());
    for (int64_t row = 0; row < 3; ++row) {
        for (int64_t column = 0; column < 3; ++column) {
            const int64_t at_y = y + row - 1, at_x = x + column - 1;
            const bool within = at_y >= 0 && at_y < height && at_x >= 0 && at_x < width;
            inside[row][column].fill_(within ? 1 : 0);
        }
    }
    return inside;
}

}  // namespace

at::Tensor SoftGenerator::stem(const Soft& soft) const {
    const Conv& conv = generator_->stem->conv;
    const LgganConfig& config = generator_->config;
    const at::Tensor& image = soft.input.image;
    if (!image.defined()) {
        return reflected(soft.full(), conv->weight, conv->bias);
    }
    const at::Tensor input = config.label_input ? at::cat({image, soft.full()}, 1) : image;
    return reflected(input, conv->weight, conv->bias);
}

at::Tensor SoftGenerator::block(const ResidualBlockImpl& layer,
                                const at::Tensor& x,
                                const Soft& soft) const {
    Around first, second;
    if (layer.style) {
        Linear style = layer.style;
        const at::Tensor& z = soft.input.z;
        const auto parts =
            style->forward(z.defined() ? z : at::zeros({1, generator_->config.style}, x.options()))
                .chunk(4, 1);
        first.style_scale = parts[0];
        first.style_shift = parts[1];
        second.style_scale = parts[2];
        second.style_shift = parts[3];
    }
    first.relu = true;
    second.residual = x;
    const at::Tensor& shares = soft.shares.back();
    const at::Tensor y = normed(*layer.norm1, convolved(layer.conv1, x), shares, first);
    return normed(*layer.norm2, convolved(layer.conv2, y), shares, second);
}

at::Tensor SoftGenerator::encode(const Soft& soft) const {
    at::Tensor x = soft.watched(finished(*generator_->stem, stem(soft), soft.full()));
    for (size_t i = 0; i < generator_->down->size(); ++i) {
        const auto& layer = generator_->down->at<ConvNormImpl>(i);
        x = soft.watched(finished(layer, convolved(layer.conv, x), soft.shares[i + 1]));
    }
    if (generator_->noise) {
        x = Noise(generator_->noise)->forward(x, soft.input.noise_seed, 0);
    }
    for (const auto& layer : *generator_->block) {
        x = soft.watched(block(*layer->as<ResidualBlock>(), x, soft));
    }
    return x;
}

at::Tensor SoftGenerator::decode(const std::string& branch, at::Tensor f, const Soft& soft) const {
    torch::nn::ModuleDict decoders = generator_->decoder;
    auto& decoder = *decoders[branch]->as<Decoder>();
    const size_t steps = decoder.conv->size();
    for (size_t step = 0; step < steps; ++step) {
        if (!decoder.up->is_empty()) {
            f = soft.watched(decoder.up->at<UpsampleImpl>(step).forward(f));
        }
        const auto& layer = decoder.conv->at<ConvNormImpl>(step);
        f = soft.watched(finished(layer,
                                  convolved(layer.conv, f),
                                  soft.shares[steps - 1 - step],
                                  soft.input.noise_seed,
                                  static_cast<uint32_t>(step + 1)));
    }
    return f;
}

/// Eq. 2 to 5 at one pixel: every class's generator on a window of its own share of the features,
/// 3 x 3 pixels of each where a convolution combines them.
at::Tensor SoftGenerator::local_colours(const at::Tensor& f,
                                        const Soft& soft,
                                        int64_t y,
                                        int64_t x) const {
    const LocalGenerator& local = generator_->local;
    const int64_t classes = generator_->config.classes, reach = local->combine ? 3 : 1;
    const int64_t side = local->weight.size(-1) + reach - 1;
    const at::Tensor own =  // N,C,side,side
        window(f, y, x, side) * window(soft.full(), y, x, side).transpose(0, 1);
    const at::Tensor drawn = at::conv2d(own.flatten(0, 1).unsqueeze(0),
                                        local->weight.flatten(0, 1),
                                        local->bias.flatten(),
                                        /*stride=*/1,
                                        /*padding=*/at::IntArrayRef(0),
                                        /*dilation=*/1,
                                        /*groups=*/classes)
                                 .tanh();  // 1,3N,reach,reach
    if (!local->combine) {
        return drawn.view({classes, 3}).sum(0);
    }
    const at::Tensor canvas = on_canvas(drawn, y, x, f.size(2), f.size(3));
    return at::conv2d(drawn * canvas, local->combine->weight, local->combine->bias)
        .tanh()
        .view({3});
}

at::Tensor SoftGenerator::pixel(const at::Tensor& shares,
                                const LgganInput& input,
                                int64_t y,
                                int64_t x) const {
    Soft soft{input, {}};
    for (int64_t level = 0; level <= generator_->config.downs; ++level) {
        const int64_t step = int64_t{1} << level;
        soft.shares.push_back(
            shares.slice(2, 0, std::nullopt, step).slice(3, 0, std::nullopt, step));
    }
    const auto colours_at = [&](const at::Tensor& map) { return map[0].select(1, y).select(1, x); };
    const at::Tensor f = encode(soft);
    const bool shared = generator_->config.decoder == "shared";
    const at::Tensor shared_f = shared ? decode("shared", f, soft) : at::Tensor();
    const auto upsampled = [&](const char* branch) {
        return shared ? shared_f : decode(branch, f, soft);
    };
    const auto headed = [&](const ConvNorm& layer, const at::Tensor& x_in) {
        return layer ? finished(*layer, convolved(layer->conv, x_in), soft.full()) : x_in;
    };

    at::Tensor x_global = headed(generator_->global_conv, upsampled("global"));
    const at::Tensor global = colours_at(convolved(generator_->global_image, x_global)).tanh();
    if (!generator_->local) {
        return global;
    }
    const at::Tensor drawn = local_colours(upsampled("local"), soft, y, x);
    if (!generator_->weight_map) {
        return (global + drawn) / 2;
    }
    const at::Tensor x_weight = headed(generator_->weight_conv, upsampled("weight"));
    const at::Tensor weights =
        colours_at(convolved(generator_->weight_map, x_weight)).softmax(0);  // Eq. 7
    return at::lerp(global, drawn, weights[0]);                              // Eq. 8
}

}  // namespace tessera
