// Builds the layers once, then runs them: each map is written once, border included, and read where
// it lies.
#include "model/inference/plan/plan.h"

#include <torch/torch.h>

#include <utility>

#include "model/inference/plan/kept_maps.h"
#include "model/inference/plan/step_clock.h"
#include "model/kernels/dense.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/safu/safu.h"

namespace tessera {
namespace {

constexpr int64_t kWholeVectors = 8;  // channels that the kernels write in place

int64_t bytes(const at::Tensor& x) {
    return x.defined() ? x.numel() * static_cast<int64_t>(x.element_size()) : 0;
}

}  // namespace

std::string Plan::obstacle(const Lggan& generator) {
    const LgganConfig& config = generator->config;
    if (!PackedConvolution::knows(generator->stem->conv->weight)) {
        return "the device or the number type has no packed convolutions";
    }
    if (config.norm == "spade") {
        return "norm spade";
    }
    if (config.upsampler != "sau") {
        return "upsampler " + config.upsampler;
    }
    if (config.decoder != "shared") {
        return "decoder " + config.decoder;
    }
    if (config.image_channels > 0) {
        return "a source image";
    }
    const bool whole = config.base % kWholeVectors == 0 && config.cap % kWholeVectors == 0;
    return whole ? "" : "channels that are no multiples of " + std::to_string(kWholeVectors);
}

Plan::Plan(const Lggan& generator, const Canvas& canvas)
    : generator_(generator),
      canvas_(canvas),
      everywhere_(at::zeros({1, canvas.height, canvas.width}, at::kInt)) {
    const std::string reason = obstacle(generator);
    TORCH_CHECK(reason.empty(), "Plan: not for ", reason);
    const auto at_level = [&](int64_t level, int64_t border) {
        return Extent{(canvas.height >> level) + 2 * border, (canvas.width >> level) + 2 * border};
    };
    const int64_t downs = generator->config.downs;
    LayerInputs inputs;
    for (int64_t i = 0; i < downs; ++i) {
        inputs.down.push_back(at_level(i, 0));
        inputs.compress.push_back(at_level(downs - i, 0));
        inputs.encode.push_back(at_level(downs - i, 0));
        inputs.decode.push_back(at_level(downs - i - 1, 1));
    }
    inputs.block = at_level(downs, 1);
    inputs.head = at_level(0, 1);
    layers_ = PackedLayers(generator, inputs);
}

/// One render.
class Plan::Run {
public:
    Run(const Plan& plan, const LgganInput& input, StepClock* clock, KeptMaps* kept)
        : plan_(plan),
          generator_(plan.generator_),
          net_(*generator_),
          input_(input),
          clock_(clock),
          kept_(kept),
          labels_(label_pyramid(input.labels, net_.config.downs + 1)),
          type_(net_.stem->conv->weight.scalar_type()) {}

    LgganOutput output() {
        draw();
        if (kept_ != nullptr) {
            kept_->labels = labels_;
            kept_->picture = output_.image;
        }
        return output_;
    }

private:
    void draw() {
        const Keep& keep = input_.keep;
        const FeatureMap f = decode(bottleneck(encode()));
        if (keep.features) {
            output_.features["features"] = f.inside();
        }
        const at::Tensor global = draw_global(f);
        if (keep.branches) {
            output_.global = global;
        }
        if (!net_.local) {
            output_.image = global;
            return;
        }
        const at::Tensor local = draw_local(f);
        if (keep.branches) {
            output_.local = local;
        }
        output_.image = net_.weight_map ? fuse(f, global, local) : (global + local) / 2;
    }

    void keep_map(std::vector<FeatureMap> KeptMaps::*maps, const FeatureMap& map) {
        if (kept_ != nullptr) {
            (kept_->*maps).push_back(map);
        }
    }

    template <class Body>
    at::Tensor step(const std::string& name, int64_t traffic, const Body& body) {
        if (input_.cancelled != nullptr && input_.cancelled->load(std::memory_order_relaxed)) {
            throw Cancelled{};
        }
        if (clock_ == nullptr) {
            return body();
        }
        at::Tensor result;
        clock_->pass(name, traffic, [&] { result = body(); });
        return result;
    }

    at::Tensor convolve(const std::string& name,
                        const PackedConvolution& conv,
                        const at::Tensor& x) {
        if (clock_ == nullptr) {
            return step(name, 0, [&] { return conv(x); });
        }
        at::Tensor result;
        clock_->convolution(name, [&] { result = conv(x); });
        return result;
    }

    /// Norm and what surrounds it, in place, or into a map with a border for the next convolution.
    FeatureMap finish(const std::string& name,
                      const at::Tensor& convolved,
                      const Norm& norm,
                      int64_t level,
                      int64_t border,
                      kernels::ClassNormOptions around) {
        const bool in_place = border == 0 && kernels::has_dense_rows(convolved);
        const FeatureMap map =
            in_place ? FeatureMap(convolved)
                     : FeatureMap(
                           convolved.size(1), convolved.size(2), convolved.size(3), border, type_);
        around.into = map.inside();
        around.statistics_out = kept_ != nullptr ? &kept_->statistics[name] : nullptr;
        const int64_t traffic = 3 * bytes(convolved) + bytes(around.residual);
        step(name + ", norm", traffic, [&] {
            norm.ptr()->forward(convolved, labels_[static_cast<size_t>(level)], around);
            map.reflect();
            return map.whole();
        });
        return map;
    }

    FeatureMap run(const PackedLayer& layer,
                   const at::Tensor& x,
                   int64_t level,
                   int64_t border,
                   kernels::ClassNormOptions around) {
        return finish(layer.name,
                      convolve(layer.name + ", convolution", layer.conv, x),
                      layer.norm,
                      level,
                      border,
                      std::move(around));
    }

    static kernels::ClassNormOptions relu() {
        kernels::ClassNormOptions around;
        around.relu = true;
        return around;
    }

    /// Residual blocks reflect, and so do the heads that read f'.
    int64_t border_behind_encoder() const {
        return plan_.layers_.block.empty() ? border_of_f() : 1;
    }
    int64_t border_of_f() const { return plan_.layers_.up.empty() ? 1 : 0; }

    FeatureMap encode() {
        const Conv& conv = net_.stem->conv;
        const int64_t elements = conv->options.out * labels_[0].numel();
        const at::Tensor stem =
            step("stem, look-up", elements * static_cast<int64_t>(c10::elementSize(type_)), [&] {
                return kernels::label_conv(labels_[0], conv->weight, conv->bias);
            });
        const size_t downs = plan_.layers_.down.size();
        FeatureMap x = finish(
            "stem", stem, net_.stem->norm, 0, downs == 0 ? border_behind_encoder() : 0, relu());
        for (size_t i = 0; i < downs; ++i) {
            x = run(plan_.layers_.down[i],
                    x.whole(),
                    static_cast<int64_t>(i + 1),
                    i + 1 == downs ? border_behind_encoder() : 0,
                    relu());
            keep_map(&KeptMaps::down, x);
        }
        if (net_.noise) {
            step("noise", 2 * bytes(x.whole()), [&] {
                const at::Tensor inside = x.inside();
                inside.copy_(Noise(net_.noise)->forward(inside, input_.noise_seed, 0));
                x.reflect();
                return inside;
            });
            if (kept_ != nullptr) {
                const at::Tensor inside = x.inside();
                kept_->noise = kernels::noise_map(
                    input_.noise_seed, 0, inside.size(2), inside.size(3), inside.options());
            }
        }
        return x;
    }

    FeatureMap bottleneck(FeatureMap x) {
        const int64_t level = net_.config.downs;
        for (size_t i = 0; i < net_.block->size(); ++i) {
            kernels::ClassNormOptions first = relu(), second;
            const auto& block = net_.block->at<ResidualBlockImpl>(i);
            if (block.style) {
                const at::Tensor styles = Linear(block.style)->forward(style());
                if (kept_ != nullptr) {
                    kept_->styles.push_back(styles);
                }
                const auto parts = styles.chunk(4, 1);
                first.style_scale = parts[0];
                first.style_shift = parts[1];
                second.style_scale = parts[2];
                second.style_shift = parts[3];
            }
            second.residual = x.inside();
            const FeatureMap y = run(plan_.layers_.block[2 * i], x.whole(), level, 1, first);
            const int64_t border = i + 1 < net_.block->size() ? 1 : border_of_f();
            x = run(plan_.layers_.block[2 * i + 1], y.whole(), level, border, second);
            keep_map(&KeptMaps::block, y);
            keep_map(&KeptMaps::block, x);
        }
        return x;
    }

    at::Tensor style() const {
        const auto like_weights = net_.stem->conv->weight.options();
        return input_.z.defined() ? input_.z.to(like_weights)
                                  : at::zeros({1, net_.config.style}, like_weights);
    }

    /// SAU.
    FeatureMap upsample(const PackedSau& sau, const FeatureMap& x, at::Tensor* kernels) {
        const at::Tensor& f = x.whole();
        const at::Tensor compressed = convolve(sau.name + ", compression", sau.compress, f);
        if (kept_ != nullptr) {
            kept_->compressed.push_back(compressed);
        }
        const at::Tensor logits = convolve(sau.name + ", kernels", sau.encode, compressed);
        FeatureMap wide(f.size(1), 2 * f.size(2), 2 * f.size(3), 1, type_);
        step(sau.name + ", reassembly", 5 * bytes(f) + bytes(logits), [&] {
            kernels::safu_from_logits(f, logits, 2, kernels, wide.inside());
            wide.reflect();
            return wide.whole();
        });
        return wide;
    }

    FeatureMap decode(FeatureMap x) {
        const size_t levels = plan_.layers_.up.size();
        for (size_t i = 0; i < levels; ++i) {
            const PackedLayer& layer = plan_.layers_.decode[i];
            at::Tensor* kernels = input_.keep.kernels
                                      ? &output_.kernels["kernels." + std::to_string(i + 1)]
                                      : nullptr;
            FeatureMap wide =
                upsample(plan_.layers_.up[i], std::exchange(x, FeatureMap()), kernels);
            const at::Tensor convolved =
                convolve(layer.name + ", convolution", layer.conv, wide.whole());
            wide = {};  // the largest map of a render
            kernels::ClassNormOptions around = relu();
            around.noise_strength = layer.noise_strength;
            around.noise_seed = input_.noise_seed;
            around.noise_level = static_cast<uint32_t>(i + 1);
            const auto level = static_cast<int64_t>(levels - 1 - i);
            x = finish(layer.name, convolved, layer.norm, level, level == 0 ? 1 : 0, around);
            keep_map(&KeptMaps::decoded, x);
        }
        return x;
    }

    at::Tensor draw_global(const FeatureMap& f) {
        const at::Tensor x = run(plan_.layers_.global, f.whole(), 0, 0, relu()).whole();
        const Conv& conv = net_.global_image;
        return step("global, picture", bytes(x), [&] {
            return kernels::local_generator(
                       x, plan_.everywhere_, conv->weight.unsqueeze(0), conv->bias.unsqueeze(0))
                .image;
        });
    }

    at::Tensor draw_local(const FeatureMap& f) {
        return step("local, picture", bytes(f.whole()), [&] {
            const LocalOutput drawn =
                LocalGenerator(net_.local)
                    ->forward(f.inside(), labels_[0], input_.keep.per_class, input_.keep.logits);
            output_.per_class = drawn.per_class;
            output_.logits = drawn.logits;
            return drawn.image;
        });
    }

    at::Tensor fuse(const FeatureMap& f, const at::Tensor& global, const at::Tensor& local) {
        const at::Tensor x = run(plan_.layers_.weight, f.whole(), 0, 0, relu()).whole();
        return step("fusion", bytes(x) + 3 * bytes(global), [&] {
            const at::Tensor weights =
                Conv(net_.weight_map)->forward(x).to(at::kFloat).softmax(1);  // Eq. 7
            if (input_.keep.weights) {
                output_.weights = weights;
            }
            return at::lerp(global, local, weights.narrow(1, 0, 1));  // Eq. 8
        });
    }

    const Plan& plan_;
    Lggan generator_;
    LgganImpl& net_;
    const LgganInput& input_;
    StepClock* clock_;
    KeptMaps* kept_;
    std::vector<at::Tensor> labels_;
    at::ScalarType type_;
    LgganOutput output_;
};

LgganOutput Plan::render(const LgganInput& input, StepClock* clock, KeptMaps* kept) const {
    TORCH_CHECK(input.labels.sizes() == at::IntArrayRef({1, canvas_.height, canvas_.width}),
                "Plan: labels are ",
                input.labels.sizes(),
                ", the canvas is ",
                canvas_.height,
                " x ",
                canvas_.width);
    return Run(*this, input, clock, kept).output();
}

}  // namespace tessera
