// Runs a plan's layers: each map is written once, border included, and read where it lies.
#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "model/inference/plan/plan.h"
#include "model/inference/plan/rectangle.h"
#include "model/inference/plan/step_clock.h"
#include "model/kernels/dense.h"
#include "model/kernels/fusion/fusion.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/safu/safu.h"

namespace tessera {
namespace {

int64_t bytes(const at::Tensor& x) {
    return x.defined() ? x.numel() * static_cast<int64_t>(x.element_size()) : 0;
}

}  // namespace

/// One render.
class Plan::Run {
public:
    Run(const Plan& plan, const LgganInput& input, const PlanExtras& extras)
        : plan_(plan),
          generator_(plan.generator_),
          net_(*generator_),
          input_(input),
          extras_(extras),
          clock_(extras.clock),
          kept_(extras.kept),
          labels_(label_pyramid(input.labels, net_.config.downs + 1)),
          type_(net_.stem->conv->weight.scalar_type()) {}

    LgganOutput output() {
        draw();
        if (kept_ != nullptr) {
            kept_->labels = labels_;
            kept_->picture = output_.image;
            kept_->keep = input_.keep;
            kept_->inside = output_;
            kept_->statistics = statistics_;
            kept_->top = extras_.top;
            kept_->left = extras_.left;
        }
        if (extras_.statistics != nullptr) {
            *extras_.statistics = std::move(statistics_);
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
        if (extras_.between != nullptr) {
            (*extras_.between)();
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
        if (extras_.given != nullptr) {
            around.statistics = extras_.given->at(name);
        }
        around.top = extras_.top >> level;
        around.left = extras_.left >> level;
        const bool tells = kept_ != nullptr || extras_.statistics != nullptr;
        around.statistics_out = tells ? &statistics_[name] : nullptr;
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
                const at::Tensor map = noise_at_bottleneck(inside);
                inside.addcmul_(net_.noise->strength.view({-1, 1, 1}), map);
                x.reflect();
                if (kept_ != nullptr) {
                    kept_->noise = map;
                }
                return inside;
            });
        }
        return x;
    }

    at::Tensor noise_at_bottleneck(const at::Tensor& x) const {
        const int64_t top = extras_.top >> net_.config.downs;
        const int64_t left = extras_.left >> net_.config.downs;
        return kernels::noise_map(
                   input_.noise_seed, 0, top + x.size(2), left + x.size(3), x.options())
            .narrow(0, top, x.size(2))
            .narrow(1, left, x.size(3));
    }

    FeatureMap bottleneck(FeatureMap x) {
        const int64_t level = net_.config.downs;
        const std::vector<at::Tensor> styles = block_styles();
        for (size_t i = 0; i < net_.block->size(); ++i) {
            kernels::ClassNormOptions first = relu(), second;
            if (!styles.empty()) {
                if (kept_ != nullptr) {
                    kept_->styles.push_back(styles[i]);
                }
                const auto parts = styles[i].chunk(4, 1);
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

    /// What the style says to each residual block; empty where none has a style.
    std::vector<at::Tensor> block_styles() const {
        const PackedLayers& layers = plan_.layers_;
        if (!layers.style_weight.defined()) {
            return {};
        }
        return at::linear(style(), layers.style_weight, layers.style_bias)
            .chunk(static_cast<int64_t>(net_.block->size()), 1);
    }

    at::Tensor style() const {
        const auto like_weights = net_.stem->conv->weight.options();
        return input_.z.defined() ? input_.z.to(like_weights)
                                  : at::zeros({1, net_.config.style}, like_weights);
    }

    /// Source rows of SAU, and the convolution behind it.
    at::Tensor upsample(size_t i,
                        const at::Tensor& f,
                        const at::Tensor& compressed,
                        const Span& rows,
                        const at::Tensor& kernels) {
        const PackedSau& sau = plan_.layers_.up[i];
        const PackedLayer& layer = plan_.layers_.decode[i];
        const Span columns{0, f.size(3)};
        const Rectangle source{grown(rows, 1, f.size(2)), columns};
        const bool all = rows.size == f.size(2);
        const at::Tensor logits =
            convolve(sau.name + ", kernels",
                     sau.encode,
                     all ? compressed : crop_padded(compressed, ring(source, 1)));
        FeatureMap wide;
        step(sau.name + ", reassembly", 5 * rows.size * bytes(f) / f.size(2) + bytes(logits), [&] {
            wide = upsampled(f, logits, source, kernels);
            return wide.whole();
        });
        const Rectangle part = relative(scaled({rows, columns}, 1), scaled(source, 1));
        return convolve(layer.name + ", convolution", layer.conv, with_border(wide, part));
    }

    /// The same for all rows.
    at::Tensor upsample(size_t i, const at::Tensor& f, at::Tensor* kernels) {
        const PackedSau& sau = plan_.layers_.up[i];
        const at::Tensor compressed = convolve(sau.name + ", compression", sau.compress, f);
        if (kept_ != nullptr) {
            kept_->compressed.push_back(compressed);
        }
        const int64_t height = f.size(2), width = f.size(3);
        if (kernels != nullptr) {
            const int64_t taps = net_.config.sau_kernel * net_.config.sau_kernel;
            *kernels = kernels::empty_channels_last(1, taps, 2 * height, 2 * width, f);
        }
        const at::Tensor wanted = kernels != nullptr ? *kernels : at::Tensor();
        const bool last = i + 1 == plan_.layers_.up.size();
        const int64_t rows = last ? plan_.rows_ : height;
        if (rows == height) {
            return upsample(i, f, compressed, {0, height}, wanted);
        }
        const int64_t channels = plan_.layers_.decode[i].norm->options.channels;
        at::Tensor all = kernels::empty_channels_last(1, channels, 2 * height, 2 * width, f);
        for (int64_t row = 0; row < height; row += rows) {
            const Span band{std::min(row, height - rows), rows};  // the last overlaps
            all.narrow(2, 2 * band.begin, 2 * rows).copy_(upsample(i, f, compressed, band, wanted));
        }
        return all;
    }

    FeatureMap decode(FeatureMap x) {
        const size_t levels = plan_.layers_.up.size();
        for (size_t i = 0; i < levels; ++i) {
            const PackedLayer& layer = plan_.layers_.decode[i];
            at::Tensor* kernels = input_.keep.kernels
                                      ? &output_.kernels["kernels." + std::to_string(i + 1)]
                                      : nullptr;
            const at::Tensor convolved =
                upsample(i, std::exchange(x, FeatureMap()).whole(), kernels);
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
            const Conv& conv = net_.weight_map;
            const kernels::Fused fused =
                kernels::fuse(x, conv->weight, conv->bias, global, local, input_.keep.weights);
            output_.weights = fused.weights;
            return fused.image;
        });
    }

    const Plan& plan_;
    Lggan generator_;
    LgganImpl& net_;
    const LgganInput& input_;
    const PlanExtras& extras_;
    StepClock* clock_;
    KeptMaps* kept_;
    Statistics statistics_;
    std::vector<at::Tensor> labels_;
    at::ScalarType type_;
    LgganOutput output_;
};

LgganOutput Plan::render(const LgganInput& input, const PlanExtras& extras) const {
    TORCH_CHECK(input.labels.sizes() == at::IntArrayRef({1, canvas_.height, canvas_.width}),
                "Plan: labels are ",
                input.labels.sizes(),
                ", the canvas is ",
                canvas_.height,
                " x ",
                canvas_.width);
    return Run(*this, input, extras).output();
}

}  // namespace tessera
