// The local generator's training loops: a matrix product a source pixel with its own class's
// weights, then sums over the classes that a window holds.
#include "model/kernels/local_generator/training_rows.h"

#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Source pixels of one class that share a pass over the weights.
constexpr int64_t kRun = 4;
constexpr int kHalf = kWidth < 8 ? kWidth : 8;  // channels come in eights

/// How many pixels from `from` on have its label, at most kRun and up to `end`.
int64_t run_length(const int32_t* labels, int64_t from, int64_t end) {
    int64_t n = 1;
    while (n < kRun && from + n < end && labels[from + n] == labels[from]) {
        ++n;
    }
    return n;
}

void zero(float* to, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
        to[i] = 0;
    }
}

/// W outputs of `Count` pixels: products[i] = sum over channels of f_i(c) * weight(c).
template <int W, int Count, class T>
TESSERA_INLINE void product_block(
    const T* features, int64_t channels, const float* weight, int64_t outputs, float* products) {
    Float<W> sums[Count] = {};
    for (int64_t c = 0; c < channels; ++c) {
        const Float<W> w = load<W>(weight + c * outputs);
        for (int i = 0; i < Count; ++i) {
            sums[i] += to_float(features[i * channels + c]) * w;
        }
    }
    for (int i = 0; i < Count; ++i) {
        store<W>(products + i * outputs, sums[i]);
    }
}

template <class T>
void products_of_rows(const LocalSource<T>& source,
                      const float* weight,
                      float* products,
                      int64_t begin,
                      int64_t end) {
    const int64_t columns = source.source_width(), outputs = source.outputs;
    for (int64_t q = begin * columns; q < end * columns;) {
        const int64_t n = run_length(source.labels, q, end * columns);
        const int32_t label = source.labels[q];
        float* to = products + q * outputs;
        const T* features = source.features + q * source.channels;
        const float* w = weight + larger(label, 0) * source.channels * outputs;
        if (label < 0) {
            zero(to, n * outputs);
        } else if (n == kRun) {
            for (int64_t o = 0; o < outputs; o += kWidth) {
                product_block<kWidth, kRun>(features, source.channels, w + o, outputs, to + o);
            }
        } else {
            for (int64_t i = 0; i < n; ++i) {
                for (int64_t o = 0; o < outputs; o += kWidth) {
                    product_block<kWidth, 1>(features + i * source.channels,
                                             source.channels,
                                             w + o,
                                             outputs,
                                             to + i * outputs + o);
                }
            }
        }
        q += n;
    }
}

/// The (pixel, class) pairs of one output row, colour by colour so that tanh is a vector's work.
struct Pairs {
    float* z[3];     ///< then P, then dL/dz
    int32_t* label;  ///< of the class
    int32_t* pixel;  ///< column
    int32_t* own;    ///< whether the class is the pixel's own (M_i = 1)
    int64_t count;

    Pairs(float* scratch, int64_t width, int64_t k) : count(0) {
        const int64_t size = width * k * k + 16;
        for (int o = 0; o < 3; ++o) {
            z[o] = scratch + o * size;
        }
        label = reinterpret_cast<int32_t*>(scratch + 3 * size);
        pixel = label + size;
        own = pixel + size;
    }

    /// The pair of `class_index` among those from `first` on, or count.
    int64_t find(int64_t first, int32_t class_index) const {
        while (first < count && label[first] != class_index) {
            ++first;
        }
        return first;
    }
};

/// Where a picture row meets the source.
struct RowPlace {
    int64_t source_width;
    int64_t top_left;  ///< source pixel of tap (0, 0) for column 0

    RowPlace(const LocalPictures& pictures, int64_t row)
        : source_width(pictures.width + pictures.k / 2 * 2) {
        const int64_t source_height = pictures.height + pictures.k / 2 * 2;
        top_left = (row / pictures.height * source_height + row % pictures.height) * source_width;
    }
};

/// Whether all of a window has one label.
bool is_uniform(const int32_t* labels, int64_t source_width, int64_t k) {
    for (int64_t m = 0; m < k; ++m) {
        for (int64_t n = 0; n < k; ++n) {
            if (labels[m * source_width + n] != labels[0]) {
                return false;
            }
        }
    }
    return true;
}

/// Appends the pairs of column x: each class of its window, with z summed.
void add_pairs(const LocalPictures& pictures, const RowPlace& place, int64_t x, Pairs& pairs) {
    const int64_t k = pictures.k, first = pairs.count;
    const int32_t* labels = pictures.labels + place.top_left + x;
    const float* products = pictures.products + (place.top_left + x) * pictures.outputs;
    const int32_t own = labels[k / 2 * place.source_width + k / 2];
    const bool uniform = is_uniform(labels, place.source_width, k);
    for (int64_t m = 0; m < k; ++m) {
        for (int64_t n = 0; n < k; ++n) {
            const int64_t at = m * place.source_width + n;
            const int32_t label = labels[at];
            if (label < 0) {
                continue;
            }
            const int64_t pair = uniform ? first : pairs.find(first, label);
            if (pair == pairs.count) {
                pairs.count = pair + 1;
                pairs.label[pair] = label;
                pairs.pixel[pair] = static_cast<int32_t>(x);
                pairs.own[pair] = label == own;
                for (int o = 0; o < 3; ++o) {
                    pairs.z[o][pair] = pictures.bias[label * 3 + o];
                }
            }
            const float* product = products + at * pictures.outputs + (m * k + n) * 3;
            for (int o = 0; o < 3; ++o) {
                pairs.z[o][pair] += product[o];
            }
        }
    }
}

/// All pairs of a row, with P in the place of z.
void draw_row(const LocalPictures& pictures, const RowPlace& place, Pairs& pairs) {
    pairs.count = 0;
    for (int64_t x = 0; x < pictures.width; ++x) {
        add_pairs(pictures, place, x, pairs);
    }
    for (float* z : pairs.z) {
        for (int64_t i = 0; i < pairs.count; i += kWidth) {
            store<kWidth>(z + i, tanh<kWidth>(load<kWidth>(z + i)));
        }
    }
}

/// What P_i of a pair is compared with in Eq. 3.
TESSERA_INLINE float target(const LocalPictures& pictures,
                            const Pairs& pairs,
                            int64_t i,
                            int64_t at) {
    return pairs.own[i] != 0 ? pictures.real[at] : 0;
}

/// Where colour o of a pair's class lies in batch,classes,3,height,width.
TESSERA_INLINE int64_t
plane_index(const LocalPictures& pictures, const Pairs& pairs, int64_t i, int64_t row, int o) {
    const int64_t picture = row / pictures.height, y = row % pictures.height;
    const int64_t plane = (picture * pictures.classes + pairs.label[i]) * 3 + o;
    return (plane * pictures.height + y) * pictures.width + pairs.pixel[i];
}

/// Turns P into dL/dz and adds to the sums of the classes.
void differentiate(const LocalPictures& pictures, Pairs& pairs, int64_t row, LocalClassSums* sums) {
    for (int64_t i = 0; i < pairs.count; ++i) {
        LocalClassSums& sum = sums[pairs.label[i]];
        ++sum.pixels;
        for (int o = 0; o < 3; ++o) {
            const int64_t at = (row * pictures.width + pairs.pixel[i]) * 3 + o;
            float grad = pictures.grad_image != nullptr ? pictures.grad_image[at] : 0;
            if (pictures.grad_per_class != nullptr) {
                grad += pictures.grad_per_class[plane_index(pictures, pairs, i, row, o)];
            }
            sum.grad_outputs[o] += grad;
            const float drawn = pairs.z[o][i];
            if (pictures.real != nullptr) {
                const float error = drawn - target(pictures, pairs, i, at);
                grad += error > 0 ? pictures.grad_loss : error < 0 ? -pictures.grad_loss : 0;
            }
            grad *= 1 - drawn * drawn;
            sum.grad_bias[o] += grad;
            pairs.z[o][i] = grad;
        }
    }
}

/// Hands every tap its class's dL/dz.
void scatter(const LocalPictures& pictures, const RowPlace& place, const Pairs& pairs) {
    const int64_t k = pictures.k;
    int64_t first = 0;
    for (int64_t x = 0; x < pictures.width; ++x) {
        const int32_t* labels = pictures.labels + place.top_left + x;
        float* products = pictures.grad_products + (place.top_left + x) * pictures.outputs;
        for (int64_t m = 0; m < k; ++m) {
            for (int64_t n = 0; n < k; ++n) {
                const int64_t at = m * place.source_width + n;
                if (labels[at] >= 0) {
                    const int64_t pair = pairs.find(first, labels[at]);
                    float* to = products + at * pictures.outputs + (m * k + n) * 3;
                    for (int o = 0; o < 3; ++o) {
                        to[o] = pairs.z[o][pair];
                    }
                }
            }
        }
        while (first < pairs.count && pairs.pixel[first] == x) {
            ++first;
        }
    }
}

/// W channels of a source pixel: sum over outputs of d(o) * weight(o).
template <int W, class T>
TESSERA_INLINE void feature_block(const float* grad_products,
                                  int64_t outputs,
                                  const float* weight,
                                  int64_t channels,
                                  T* grad_features) {
    Float<W> even = {}, odd = {};
    for (int64_t o = 0; o < outputs; o += 2) {
        even += grad_products[o] * load<W>(weight + o * channels);
        odd += grad_products[o + 1] * load<W>(weight + (o + 1) * channels);
    }
    store<W>(grad_features, even + odd);
}

/// W channels of the weights of a class: grad_weight(o) += sum over pixels of d_i(o) * f_i.
template <int W, int Count, class T>
TESSERA_INLINE void weight_block(const float* grad_products,
                                 int64_t outputs,
                                 int64_t used,
                                 const T* features,
                                 int64_t channels,
                                 float* grad_weight) {
    Float<W> f[Count];
    for (int i = 0; i < Count; ++i) {
        f[i] = load<W>(features + i * channels);
    }
    for (int64_t o = 0; o < used; ++o) {
        Float<W> sum = load<W>(grad_weight + o * channels);
        for (int i = 0; i < Count; ++i) {
            sum += grad_products[i * outputs + o] * f[i];
        }
        store<W>(grad_weight + o * channels, sum);
    }
}

/// Calls body.template operator()<W>(channel) for every block of channels, widest first.
template <class Body>
TESSERA_INLINE void for_channels(int64_t channels, const Body& body) {
    int64_t c = 0;
    if constexpr (kWidth == 16) {
        for (; c + 16 <= channels; c += 16) {
            body.template operator()<16>(c);
        }
    }
    for (; c < channels; c += kHalf) {
        body.template operator()<kHalf>(c);
    }
}

template <class T>
void products_backward(const LocalSource<T>& source,
                       const float* weight,
                       const float* grad_products,
                       T* grad_features,
                       float* grad_weight,
                       int64_t begin,
                       int64_t end) {
    const int64_t columns = source.source_width(), outputs = source.outputs;
    const int64_t channels = source.channels, used = 3 * source.k * source.k;
    for (int64_t q = begin * columns; q < end * columns;) {
        const int64_t n = run_length(source.labels, q, end * columns);
        const int32_t label = source.labels[q];
        const T* f = source.features + q * channels;
        const float* d = grad_products + q * outputs;
        T* grad_f = grad_features + q * channels;
        const float* w = weight + larger(label, 0) * outputs * channels;
        float* grad_w = grad_weight + larger(label, 0) * outputs * channels;
        for_channels(channels, [&]<int W>(int64_t c) {
            for (int64_t i = 0; i < n; ++i) {
                if (label < 0) {
                    store<W>(grad_f + i * channels + c, Float<W>{});
                } else {
                    feature_block<W>(d + i * outputs,
                                     used + used % 2,
                                     w + c,
                                     channels,
                                     grad_f + i * channels + c);
                }
            }
            if (label >= 0 && n == kRun) {
                weight_block<W, kRun>(d, outputs, used, f + c, channels, grad_w + c);
            } else if (label >= 0) {
                for (int64_t i = 0; i < n; ++i) {
                    weight_block<W, 1>(
                        d + i * outputs, outputs, used, f + i * channels + c, channels, grad_w + c);
                }
            }
        });
        q += n;
    }
}

}  // namespace

void local_products(const LocalSource<float>& source,
                    const float* weight,
                    float* products,
                    int64_t begin,
                    int64_t end) {
    products_of_rows(source, weight, products, begin, end);
}

void local_products(const LocalSource<Bfloat16>& source,
                    const float* weight,
                    float* products,
                    int64_t begin,
                    int64_t end) {
    products_of_rows(source, weight, products, begin, end);
}

void local_pictures(const LocalPictures& pictures,
                    LocalClassSums* sums,
                    float* scratch,
                    int64_t begin,
                    int64_t end) {
    Pairs pairs(scratch, pictures.width, pictures.k);
    for (int64_t row = begin; row < end; ++row) {
        draw_row(pictures, RowPlace(pictures, row), pairs);
        float* image = pictures.image + row * pictures.width * 3;
        for (int64_t i = 0; i < pictures.width * 3; ++i) {
            image[i] = pictures.base[i % 3];
        }
        float loss = 0;
        for (int64_t i = 0; i < pairs.count; ++i) {
            ++sums[pairs.label[i]].pixels;
            for (int o = 0; o < 3; ++o) {
                const float drawn = pairs.z[o][i];
                const int64_t in_row = pairs.pixel[i] * 3 + o;
                image[in_row] += drawn - pictures.tanh_bias[pairs.label[i] * 3 + o];
                if (pictures.per_class != nullptr) {
                    pictures.per_class[plane_index(pictures, pairs, i, row, o)] = drawn;
                }
                if (pictures.real != nullptr) {
                    const float error =
                        drawn - target(pictures, pairs, i, row * pictures.width * 3 + in_row);
                    loss += error > 0 ? error : -error;
                }
            }
        }
        if (pictures.real != nullptr) {
            pictures.row_loss[row] = loss;
        }
    }
}

void local_pictures_backward(const LocalPictures& pictures,
                             LocalClassSums* sums,
                             float* scratch,
                             int64_t begin,
                             int64_t end) {
    Pairs pairs(scratch, pictures.width, pictures.k);
    for (int64_t row = begin; row < end; ++row) {
        const RowPlace place(pictures, row);
        draw_row(pictures, place, pairs);
        differentiate(pictures, pairs, row, sums);
        scatter(pictures, place, pairs);
    }
}

void local_products_backward(const LocalSource<float>& source,
                             const float* weight,
                             const float* grad_products,
                             float* grad_features,
                             float* grad_weight,
                             int64_t begin,
                             int64_t end) {
    products_backward(source, weight, grad_products, grad_features, grad_weight, begin, end);
}

void local_products_backward(const LocalSource<Bfloat16>& source,
                             const float* weight,
                             const float* grad_products,
                             Bfloat16* grad_features,
                             float* grad_weight,
                             int64_t begin,
                             int64_t end) {
    products_backward(source, weight, grad_products, grad_features, grad_weight, begin, end);
}

}  // namespace tessera::kernels::TESSERA_ISA
