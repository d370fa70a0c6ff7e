// The class norm's gradients. With y the normalised input, a = y * scale + shift by the pixel's
// class, and g the gradient that came through the activation, everything follows from two sums over
// the pixels of each class, A = sum of g and B = sum of g y:
//   dL/dbeta = (1 + style_scale) A,            dL/dgamma = (1 + style_scale) B,
//   dL/dstyle_shift = sum of A,                dL/dstyle_scale = sum of gamma B + beta A,
//   dL/dx = (scale g - mean(scale g) - y mean(scale g y)) / sqrt(var + eps).
#include "model/kernels/class_norm/autograd.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "model/kernels/class_norm/backward_rows.h"
#include "model/kernels/class_norm/joined_moments.h"
#include "model/kernels/class_norm/noise_bits.h"
#include "model/kernels/class_norm/norm_rows.h"
#include "model/kernels/dense.h"

namespace tessera::kernels {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Pixels below which a picture is not split any further.
constexpr int64_t kFewestPixels = 256;
constexpr int64_t kMostRanges = 16;
constexpr int64_t kChunk = kMomentsChunk;

at::Tensor wide(const at::Tensor& x) {
    return x.defined() ? x.to(at::kFloat).contiguous() : x;
}

/// What the gradients are computed from; undefined where the forward pass left the step out.
struct Inputs {
    at::Tensor x, grad;  ///< channels last, channels in whole eights
    at::Tensor strength, gamma, beta, style_scale, style_shift;  ///< float32
    at::Tensor labels;
    at::Tensor noise;  ///< H,W float32
    float slope = 1;
    double eps = 1e-5;
};

struct Outputs {
    at::Tensor x, strength, gamma, beta, style_scale, style_shift;
};

/// The backward pass, picture by picture; its methods are called in their order.
template <class T>
class Backward {
public:
    explicit Backward(const Inputs& inputs)
        : in_(inputs),
          pictures_(static_cast<size_t>(inputs.x.size(0))),
          channels_(inputs.x.size(1)),
          pixels_(inputs.x.size(2) * inputs.x.size(3)),
          ranges_(std::clamp<int64_t>(pixels_ / kFewestPixels, 1, kMostRanges)) {
        for (size_t b = 0; b < pictures_.size(); ++b) {
            begin(pictures_[b], static_cast<int64_t>(b));
        }
    }

    Outputs run(bool want_x) {
        normalise();
        sum_by_class();
        Outputs out = allocate();
        for (size_t b = 0; b < pictures_.size(); ++b) {
            collect(pictures_[b], static_cast<int64_t>(b), out);
        }
        if (want_x || in_.strength.defined()) {
            differentiate_input(out);
        }
        return out;
    }

private:
    struct Picture {
        ClassNormBackward<T> norm{};
        std::vector<int32_t> classes;  ///< of each entry; -1: void
        std::vector<int32_t> entry;    ///< of each pixel
        std::vector<float> factor, mean, mean_rest, scale, shift, mean_gradient, mean_gradient_y;
    };

    size_t channels() const { return static_cast<size_t>(channels_); }

    float gamma(const Picture& p, size_t e, size_t c) const { return table(in_.gamma, p, e, c, 1); }
    float beta(const Picture& p, size_t e, size_t c) const { return table(in_.beta, p, e, c, 0); }

    float table(
        const at::Tensor& values, const Picture& p, size_t e, size_t c, float at_void) const {
        return p.classes[e] < 0 ? at_void
                                : elements<float>(values)[p.classes[e] * channels_ + int64_t(c)];
    }

    float style_factor(int64_t picture, size_t c) const {
        return in_.style_scale.defined()
                   ? 1 + elements<float>(in_.style_scale)[picture * channels_ + int64_t(c)]
                   : 1;
    }

    float style_shift(int64_t picture, size_t c) const {
        return in_.style_shift.defined()
                   ? elements<float>(in_.style_shift)[picture * channels_ + int64_t(c)]
                   : 0;
    }

    /// Points to the picture's memory, lists its classes and fills their tables.
    void begin(Picture& p, int64_t b) {
        p.norm.x = elements<T>(in_.x) + b * pixels_ * channels_;
        p.norm.grad_output = elements<T>(in_.grad) + b * pixels_ * channels_;
        p.norm.channels = channels_;
        p.norm.noise = in_.strength.defined() ? elements<float>(in_.noise) : nullptr;
        p.norm.strength = elements<float>(in_.strength);
        p.norm.slope = in_.slope;
        p.classes = {-1};
        if (in_.labels.defined()) {
            find_classes(p, elements<int32_t>(in_.labels) + b * pixels_);
            p.norm.entry = p.entry.data();
        }
        const size_t c = channels();
        p.scale.resize(p.classes.size() * c);
        p.shift.resize(p.classes.size() * c);
        for (size_t i = 0; i < p.scale.size(); ++i) {
            const float style = style_factor(b, i % c);
            p.scale[i] = gamma(p, i / c, i % c) * style;
            p.shift[i] = beta(p, i / c, i % c) * style + style_shift(b, i % c);
        }
        p.norm.scale = p.scale.data();
        p.norm.shift = p.shift.data();
    }

    void find_classes(Picture& p, const int32_t* labels) {
        std::vector<int32_t> entry_of(static_cast<size_t>(in_.gamma.size(0)), -1);
        p.entry.resize(static_cast<size_t>(pixels_));
        for (size_t i = 0; i < p.entry.size(); ++i) {
            const int32_t label = labels[i];
            if (label < 0 || label >= static_cast<int32_t>(entry_of.size())) {
                p.entry[i] = 0;
                continue;
            }
            int32_t& entry = entry_of[static_cast<size_t>(label)];
            if (entry < 0) {
                entry = static_cast<int32_t>(p.classes.size());
                p.classes.push_back(label);
            }
            p.entry[i] = entry;
        }
    }

    /// Calls body(picture, first pixel, last pixel, sums) for every range of every picture, each
    /// with zeroed sums of `size(picture)` floats, and returns the sums of each picture in double.
    template <class Size, class Body>
    std::vector<std::vector<double>> over_ranges(const Size& size, const Body& body) {
        std::vector<std::vector<float>> sums(pictures_.size() * static_cast<size_t>(ranges_));
        at::parallel_for(0, static_cast<int64_t>(sums.size()), 1, [&](int64_t from, int64_t to) {
            for (int64_t task = from; task < to; ++task) {
                Picture& p = pictures_[static_cast<size_t>(task / ranges_)];
                const int64_t range = task % ranges_;
                std::vector<float>& own = sums[static_cast<size_t>(task)];
                own.resize(size(p));
                body(p, pixels_ * range / ranges_, pixels_ * (range + 1) / ranges_, own.data());
            }
        });
        std::vector<std::vector<double>> totals(pictures_.size());
        for (size_t task = 0; task < sums.size(); ++task) {
            std::vector<double>& total = totals[task / static_cast<size_t>(ranges_)];
            total.resize(sums[task].size());
            for (size_t i = 0; i < total.size(); ++i) {
                total[i] += sums[task][i];
            }
        }
        return totals;
    }

    /// Mean and deviation of every picture's channels, as the forward pass took them.
    void normalise() {
        const int64_t chunks = (pixels_ + kChunk - 1) / kChunk;
        const int64_t row = 3 * channels_;
        std::vector<float> sums(pictures_.size() * static_cast<size_t>(chunks * row));
        at::parallel_for(
            0, static_cast<int64_t>(pictures_.size()) * chunks, 1, [&](int64_t from, int64_t to) {
                for (int64_t i = from; i < to; ++i) {
                    const ClassNormBackward<T>& norm =
                        pictures_[static_cast<size_t>(i / chunks)].norm;
                    const int64_t first = i % chunks * kChunk;
                    float* own = sums.data() + i * row;
                    moments(NormPixels<T>{norm.x + first * channels_,
                                          std::min(kChunk, pixels_ - first),
                                          channels_,
                                          norm.noise != nullptr ? norm.strength : nullptr,
                                          norm.noise != nullptr ? norm.noise + first : nullptr},
                            Moments{own, own + channels_, own + 2 * channels_});
                }
            });
        for (size_t b = 0; b < pictures_.size(); ++b) {
            take_moments(pictures_[b], sums.data() + static_cast<int64_t>(b) * chunks * row);
        }
    }

    void take_moments(Picture& p, const float* sums) const {
        for (const RunningMoments& channel : joined_moments(sums, pixels_, channels_)) {
            p.factor.push_back(channel.scale(in_.eps));
            p.mean.push_back(channel.rounded_mean());
            p.mean_rest.push_back(channel.mean_rest());
        }
        p.norm.factor = p.factor.data();
        p.norm.mean = p.mean.data();
        p.norm.mean_rest = p.mean_rest.data();
    }

    void sum_by_class() {
        sums_ = over_ranges([&](const Picture& p) { return p.classes.size() * 2 * channels(); },
                            [](Picture& p, int64_t from, int64_t to, float* own) {
                                class_norm_sums(p.norm, from, to, own);
                            });
    }

    Outputs allocate() const {
        const auto like = [](const at::Tensor& x) {
            return x.defined() ? at::zeros_like(x) : at::Tensor();
        };
        return {empty_channels_last(in_.x.size(0), channels_, in_.x.size(2), in_.x.size(3), in_.x),
                like(in_.strength),
                like(in_.gamma),
                like(in_.beta),
                like(in_.style_scale),
                like(in_.style_shift)};
    }

    /// From the sums of one picture to its share of the tables' gradients and to its means.
    void collect(Picture& p, int64_t b, const Outputs& out) {
        const size_t channels = this->channels();
        p.mean_gradient.assign(channels, 0);
        p.mean_gradient_y.assign(channels, 0);
        for (size_t c = 0; c < channels; ++c) {
            const double style = style_factor(b, c);
            double mean = 0, mean_y = 0, scale = 0, shift = 0;
            for (size_t e = 0; e < p.classes.size(); ++e) {
                const double* sums = sums_[static_cast<size_t>(b)].data() + e * 2 * channels;
                const double a = sums[c], b_y = sums[channels + c];
                mean += p.scale[e * channels + c] * a;
                mean_y += p.scale[e * channels + c] * b_y;
                scale += gamma(p, e, c) * b_y + beta(p, e, c) * a;
                shift += a;
                if (p.classes[e] >= 0) {
                    const int64_t at = p.classes[e] * channels_ + static_cast<int64_t>(c);
                    writable<float>(out.gamma)[at] += static_cast<float>(style * b_y);
                    writable<float>(out.beta)[at] += static_cast<float>(style * a);
                }
            }
            p.mean_gradient[c] = static_cast<float>(mean / static_cast<double>(pixels_));
            p.mean_gradient_y[c] = static_cast<float>(mean_y / static_cast<double>(pixels_));
            if (out.style_scale.defined()) {
                const int64_t at = b * channels_ + static_cast<int64_t>(c);
                writable<float>(out.style_scale)[at] = static_cast<float>(scale);
                writable<float>(out.style_shift)[at] = static_cast<float>(shift);
            }
        }
        p.norm.mean_gradient = p.mean_gradient.data();
        p.norm.mean_gradient_y = p.mean_gradient_y.data();
        p.norm.grad_x = writable<T>(out.x) + b * pixels_ * channels_;
    }

    void differentiate_input(const Outputs& out) {
        const auto sums = over_ranges([&](const Picture&) { return channels(); },
                                      [](Picture& p, int64_t from, int64_t to, float* own) {
                                          class_norm_input_gradient(p.norm, from, to, own);
                                      });
        if (out.strength.defined()) {
            for (const std::vector<double>& picture : sums) {
                for (size_t c = 0; c < channels(); ++c) {
                    writable<float>(out.strength)[c] += static_cast<float>(picture[c]);
                }
            }
        }
    }

    const Inputs& in_;
    std::vector<Picture> pictures_;
    std::vector<std::vector<double>> sums_;
    int64_t channels_;
    int64_t pixels_;
    int64_t ranges_;
};

/// noise_map() in float32, as the forward pass adds it.
at::Tensor noise_of(uint32_t seed, uint32_t level, int64_t height, int64_t width) {
    const at::Tensor noise = at::empty({height, width}, at::kFloat);
    at::parallel_for(0, height, 1, [&](int64_t begin, int64_t end) {
        for (int64_t y = begin; y < end; ++y) {
            noise_run(noise_row_key(seed, level, static_cast<uint32_t>(y)),
                      0,
                      width,
                      writable<float>(noise) + y * width);
        }
    });
    return noise;
}

/// Pads the last dimension, the channels, up to a multiple of 8.
at::Tensor whole_tables(const at::Tensor& table) {
    if (!table.defined()) {
        return table;
    }
    return at::constant_pad_nd(wide(table), {0, (8 - table.size(-1) % 8) % 8}).contiguous();
}

at::Tensor like_input(const at::Tensor& gradient, const at::Tensor& input) {
    return gradient.defined() ? gradient.narrow(-1, 0, input.size(-1)).to(input.scalar_type())
                              : gradient;
}

class ClassNorm : public torch::autograd::Function<ClassNorm> {
public:
    /// An absent tensor leaves its step out; autograd takes no undefined ones.
    using Optional = std::optional<at::Tensor>;

    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& x,
                              const Optional& strength,
                              const Optional& gamma,
                              const Optional& beta,
                              const Optional& style_scale,
                              const Optional& style_shift,
                              const Optional& residual,
                              const ClassNormOptions* options) {
        const auto or_undefined = [](const Optional& t) { return t.value_or(at::Tensor()); };
        context->save_for_backward({x,
                                    or_undefined(strength),
                                    or_undefined(gamma),
                                    or_undefined(beta),
                                    or_undefined(style_scale),
                                    or_undefined(style_shift),
                                    options->labels});
        context->saved_data["noise_seed"] = int64_t{options->noise_seed};
        context->saved_data["noise_level"] = int64_t{options->noise_level};
        context->saved_data["slope"] = options->relu ? 0.0 : 1.0;
        context->saved_data["eps"] = options->eps;
        context->saved_data["residual"] = residual.has_value();
        return class_norm(x, *options);
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        Inputs inputs;
        inputs.x = channels_last(whole_eights(x));
        inputs.grad = channels_last(whole_eights(grads[0].to(x.scalar_type())));
        inputs.strength = whole_tables(saved[1]);
        inputs.gamma = whole_tables(saved[2]);
        inputs.beta = whole_tables(saved[3]);
        inputs.style_scale = whole_tables(saved[4]);
        inputs.style_shift = whole_tables(saved[5]);
        inputs.labels = saved[6].defined() ? saved[6].contiguous() : saved[6];
        inputs.slope = static_cast<float>(context->saved_data["slope"].toDouble());
        inputs.eps = context->saved_data["eps"].toDouble();
        if (inputs.strength.defined()) {
            inputs.noise =
                noise_of(static_cast<uint32_t>(context->saved_data["noise_seed"].toInt()),
                         static_cast<uint32_t>(context->saved_data["noise_level"].toInt()),
                         x.size(2),
                         x.size(3));
        }
        const Outputs out = for_element_type(x, [&](auto type) {
            return Backward<decltype(type)>(inputs).run(context->needs_input_grad(0));
        });
        return {out.x.narrow(1, 0, x.size(1)),
                like_input(out.strength, saved[1]),
                like_input(out.gamma, saved[2]),
                like_input(out.beta, saved[3]),
                like_input(out.style_scale, saved[4]),
                like_input(out.style_shift, saved[5]),
                context->saved_data["residual"].toBool() ? grads[0] : at::Tensor(),
                {}};
    }
};

}  // namespace

at::Tensor class_norm_autograd(const at::Tensor& x, const ClassNormOptions& options) {
    const auto optional = [](const at::Tensor& t) {
        return t.defined() ? std::optional(t) : std::nullopt;
    };
    return ClassNorm::apply(x,
                            optional(options.noise_strength),
                            optional(options.gamma),
                            optional(options.beta),
                            optional(options.style_scale),
                            optional(options.style_shift),
                            optional(options.residual),
                            &options);
}

}  // namespace tessera::kernels
