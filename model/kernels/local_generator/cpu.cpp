// The local generator on the processor: repacks the weights of the classes that occur, shares the
// rows out among the threads, and adds or combines what the classes draw.
#include "model/kernels/local_generator/cpu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "model/kernels/dense.h"
#include "model/kernels/local_generator/class_rows.h"

namespace tessera::kernels {
namespace {

/// Three by three values of Eq. 5's convolution: by input colour, the output colours.
struct Mixing {
    Colour by_input[3];

    Colour operator()(Colour in) const {
        return {by_input[0].lanes * in[0] + by_input[1].lanes * in[1] + by_input[2].lanes * in[2]};
    }
};

/// Eq. 5's combining convolution, split into what all classes add where none is near, and weights
/// for the rest.
struct Combine {
    std::vector<Mixing> taps;  ///< classes,3,3
    Colour far[4][4];          ///< by edge() of the row and of the column
};

/// Bit 0: there is nothing before `index`; bit 1: nothing behind it.
int edge(int64_t index, int64_t size) {
    return (index == 0 ? 1 : 0) + (index == size - 1 ? 2 : 0);
}

/// Whether the window's row or column m (0, 1, 2) lies in the map.
bool inside(int edge, int64_t m) {
    return !(m == 0 && (edge & 1)) && !(m == 2 && (edge & 2));
}

std::vector<Colour> colours(const at::Tensor& x) {
    const at::Tensor values = x.to(at::kFloat).contiguous();
    const float* from = values.const_data_ptr<float>();
    std::vector<Colour> result(values.size(0));
    for (size_t i = 0; i < result.size(); ++i) {
        result[i] = Colour{{from[i * 3], from[i * 3 + 1], from[i * 3 + 2], 0}};
    }
    return result;
}

Combine make_combine(const at::Tensor& weight,
                     const at::Tensor& bias,
                     const std::vector<Colour>& far) {
    const int64_t classes = static_cast<int64_t>(far.size());
    const at::Tensor values = weight.to(at::kFloat).contiguous();  // 3,3N,3,3
    const auto w = values.accessor<float, 4>();
    Combine combine;
    combine.taps.resize(classes * 9);
    Colour sums[9];
    for (int64_t i = 0; i < classes; ++i) {
        for (int64_t tap = 0; tap < 9; ++tap) {
            Mixing& mixing = combine.taps[i * 9 + tap];
            for (int64_t j = 0; j < 3; ++j) {
                const auto at = [&](int64_t o) { return w[o][3 * i + j][tap / 3][tap % 3]; };
                mixing.by_input[j] = Colour{{at(0), at(1), at(2), 0}};
            }
            sums[tap] += mixing(far[i]);
        }
    }
    const Colour constant = colours(bias.view({1, 3}))[0];
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            combine.far[row][column] = constant;
            for (int64_t tap = 0; tap < 9; ++tap) {
                if (inside(row, tap / 3) && inside(column, tap % 3)) {
                    combine.far[row][column] += sums[tap];
                }
            }
        }
    }
    return combine;
}

/// Where the results go.
struct LocalTargets {
    float* image;            ///< rows,width,3
    float* per_class;        ///< batch,classes,3,height,width, filled with tanh(b) already; or null
    Colour far_sum;          ///< of all classes, for Eq. 4
    const Combine* combine;  ///< for Eq. 5; null: Eq. 4
};

/// One thread's share of the rows.
template <class T>
class LocalRows {
public:
    LocalRows(const LocalInputs<T>& in, const LocalTargets& to)
        : in_(in), to_(to), classes_(in), sums_((in.width + 3) / 4 * 4) {}

    void compute(int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
            if (to_.combine == nullptr) {
                add(near(row));
            } else {
                combine(row);
            }
            float* image = to_.image + row * in_.width * 3;
            for (int64_t x = 0; x < in_.width; ++x, image += 3) {
                for (int c = 0; c < 3; ++c) {
                    image[c] = sums_[x][c];
                }
            }
        }
    }

private:
    /// The classes near each pixel of a row and what they add to tanh(b).
    const NearbyRow& near(int64_t row) {
        NearbyRow& nearby = nearby_[row % 3];
        if (nearby.row != row) {
            classes_.collect(row, nearby);
            const size_t entries = nearby.values.size();
            nearby.values.resize((entries + 3) / 4 * 4);
            tanh_in_place(reinterpret_cast<float*>(nearby.values.data()),
                          static_cast<int64_t>(nearby.values.size() * 4));
            if (to_.per_class != nullptr) {
                keep(nearby);
            }
            for (size_t i = 0; i < entries; ++i) {
                nearby.values[i] -= in_.far[nearby.classes[i]];
            }
        }
        return nearby;
    }

    void keep(const NearbyRow& nearby) const {
        const int64_t plane = in_.height * in_.width;
        float* line = to_.per_class + nearby.row / in_.height * in_.classes * 3 * plane +
                      nearby.row % in_.height * in_.width;
        for (int64_t x = 0; x < in_.width; ++x) {
            for (int32_t i = nearby.first[x]; i < nearby.first[x + 1]; ++i) {
                for (int c = 0; c < 3; ++c) {
                    line[(nearby.classes[i] * 3 + c) * plane + x] = nearby.values[i][c];
                }
            }
        }
    }

    /// Eq. 4.
    void add(const NearbyRow& nearby) {
        for (int64_t x = 0; x < in_.width; ++x) {
            sums_[x] = to_.far_sum;
            for (int32_t i = nearby.first[x]; i < nearby.first[x + 1]; ++i) {
                sums_[x] += nearby.values[i];
            }
        }
    }

    /// Eq. 5: outside the map the outputs are zero, so taps there add nothing.
    void combine(int64_t row) {
        const int row_edge = edge(row % in_.height, in_.height);
        for (int64_t x = 0; x < in_.width; ++x) {
            sums_[x] = to_.combine->far[row_edge][edge(x, in_.width)];
        }
        for (int64_t m = 0; m < 3; ++m) {
            if (inside(row_edge, m)) {
                scatter(near(row + m - 1), m);
            }
        }
        tanh_in_place(reinterpret_cast<float*>(sums_.data()),
                      static_cast<int64_t>(sums_.size() * 4));
    }

    /// What a row of class outputs adds through row m of the combining taps.
    void scatter(const NearbyRow& nearby, int64_t m) {
        for (int64_t x = 0; x < in_.width; ++x) {
            for (int32_t i = nearby.first[x]; i < nearby.first[x + 1]; ++i) {
                const Mixing* taps = to_.combine->taps.data() + nearby.classes[i] * 9 + m * 3;
                for (int64_t n = 0; n < 3; ++n) {
                    const int64_t target = x + 1 - n;
                    if (target >= 0 && target < in_.width) {
                        sums_[target] += taps[n](nearby.values[i]);
                    }
                }
            }
        }
    }

    const LocalInputs<T>& in_;
    const LocalTargets& to_;
    NearbyClasses<T> classes_;
    NearbyRow nearby_[3];
    std::vector<Colour> sums_;  // of one row, padded to whole vectors
};

/// weights[present][channel][(row * k + column) * 3 + colour]; of Bfloat16 two channels side by
/// side in place of one.
template <class T>
std::vector<T> pack_weights(const T* weight,
                            const std::vector<int32_t>& present,
                            int64_t channels,
                            int64_t taps,
                            int64_t size) {
    constexpr int64_t step = kStep<T>;
    std::vector<T> packed(present.size() * channels * size);
    at::parallel_for(0, present.size(), /*grain_size=*/1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const T* from = weight + present[i] * 3 * channels * taps;
            for (int64_t c = 0; c < channels; ++c, from += taps) {
                T* to = packed.data() + (i * channels + c / step * step) * size + c % step;
                for (int64_t tap = 0; tap < taps; ++tap) {
                    for (int64_t colour = 0; colour < 3; ++colour) {
                        to[(tap * 3 + colour) * step] = from[colour * channels * taps + tap];
                    }
                }
            }
        }
    });
    return packed;
}

template <class T>
LocalInputs<T> make_inputs(const at::Tensor& features,
                           const at::Tensor& labels,
                           const at::Tensor& weight,
                           const at::Tensor& bias) {
    LocalInputs<T> in;
    in.features = elements<T>(features);
    in.height = features.size(2);
    in.width = features.size(3);
    in.channels = features.size(1);
    in.gap = features.stride(2) - features.size(3) * features.size(1);
    in.classes = weight.size(0);
    in.k = weight.size(3);
    in.known = known_labels(labels.const_data_ptr<int32_t>(), labels.numel(), in.classes);
    in.response_size = (3 * in.k * in.k + 1 + 31) / 32 * 32;
    in.weights = pack_weights(
        elements<T>(weight), in.known.present.list, in.channels, in.k * in.k, in.response_size);
    in.bias = colours(bias);
    in.far = colours(bias.to(at::kDouble).tanh());
    return in;
}

/// Bfloat16 is multiplied as it lies where features and weights are of it and channels pair up.
at::ScalarType multiplied_type(const at::Tensor& features, const at::Tensor& weight) {
    const bool pairs = features.scalar_type() == at::kBFloat16 &&
                       weight.scalar_type() == at::kBFloat16 && features.size(1) % 2 == 0;
    return pairs ? at::kBFloat16 : at::kFloat;
}

}  // namespace

LocalOutputs local_generator_cpu(const at::Tensor& features,
                                 const at::Tensor& labels,
                                 const at::Tensor& weight,
                                 const at::Tensor& bias,
                                 const at::Tensor& combine_weight,
                                 const at::Tensor& combine_bias,
                                 bool keep_per_class) {
    const int64_t batch = features.size(0), height = features.size(2), width = features.size(3);
    const int64_t classes = weight.size(0);
    const at::ScalarType type = multiplied_type(features, weight);
    const at::Tensor typed = features.to(type);
    const at::Tensor source =
        batch == 1 && has_dense_rows(typed) && typed.stride(2) > 0 ? typed : channels_last(typed);
    const at::Tensor dense_labels = labels.contiguous();
    const at::Tensor dense_weight = weight.to(type).contiguous();
    const at::Tensor far = bias.to(at::kDouble).tanh();
    LocalOutputs outputs;
    outputs.image = at::empty({batch, 3, height, width},
                              features.options().dtype(at::kFloat),
                              at::MemoryFormat::ChannelsLast);
    LocalTargets to{writable<float>(outputs.image), nullptr, colours(far.sum(0, true))[0], nullptr};
    if (keep_per_class) {
        outputs.per_class = far.to(at::kFloat)
                                .view({1, classes, 3, 1, 1})
                                .expand({batch, classes, 3, height, width})
                                .contiguous();
        to.per_class = writable<float>(outputs.per_class);
    }
    Combine combine;
    if (combine_weight.defined()) {
        combine = make_combine(combine_weight, combine_bias, colours(far));
        to.combine = &combine;
    }
    for_element_type(source, [&](auto element) {
        using T = decltype(element);
        const LocalInputs<T> in = make_inputs<T>(source, dense_labels, dense_weight, bias);
        at::parallel_for(0, batch * height, /*grain_size=*/1, [&](int64_t begin, int64_t end) {
            LocalRows<T>(in, to).compute(begin, end);
        });
    });
    return outputs;
}

}  // namespace tessera::kernels
