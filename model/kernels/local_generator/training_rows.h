// The local generator forward and backward on dense channels-last memory: what
// local_generator/autograd.cpp hands to the vectorised code.
//
// The source is already padded, so that output pixel p meets source pixel q = p + tap for every
// tap, and every (q, tap) belongs to one p. Each source pixel meets its own class's weights alone:
//   products(q, tap) = W_label(q)(tap) f(q),        z_i(p) = b_i + sum of products(q, tap) over the
//   taps whose q has class i,                        P_i = tanh(z_i).
// A class with no pixel in p's window has P_i(p) = tanh(b_i) and is not visited.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// Sizes, and the source. T is float or Bfloat16.
template <class T>
struct LocalSource {
    const T* features;      ///< batch,height + 2 (k/2),width + 2 (k/2),channels
    const int32_t* labels;  ///< of the same pixels; -1: void
    int64_t height;         ///< of the output
    int64_t width;
    int64_t channels;  ///< a multiple of 8
    int64_t k;         ///< odd
    int64_t outputs;   ///< 3 k k, up to a multiple of 16; output 3 tap + colour, zero beyond

    int64_t source_height() const { return height + k / 2 * 2; }
    int64_t source_width() const { return width + k / 2 * 2; }
};

/// products(q, output) of source rows begin to end-1, counted through the batch.
/// `weight` classes,channels,outputs; `products` batch,source_height,source_width,outputs.
TESSERA_VECTOR_DECLARE(void,
                       local_products,
                       (const LocalSource<float>& source,
                        const float* weight,
                        float* products,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       local_products,
                       (const LocalSource<Bfloat16>& source,
                        const float* weight,
                        float* products,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DISPATCH(local_products)

/// What the rows of pictures are made of, and what they are compared with. The labels and sizes are
/// those of the source; pictures are batch,height,width,3.
struct LocalPictures {
    const int32_t* labels;
    const float* products;
    int64_t height, width, k, outputs, classes;
    const float* bias;       ///< classes,3
    const float* tanh_bias;  ///< classes,3
    const float* real;       ///< the photo, for Eq. 3; null: no loss

    /// Forward.
    float base[3];     ///< the sum of tanh(b_i) over all classes
    float* image;      ///< sum_i P_i = base + sum over visited i of P_i - tanh(b_i)
    float* per_class;  ///< batch,classes,3,height,width, already tanh(b_i) everywhere; or null
    float* row_loss;   ///< batch,height: sum over visited i of |real M_i - P_i|, where `real` is

    /// Backward: dL/dP_i(p) = grad_image + grad_per_class + grad_loss * sign(P_i - real M_i).
    const float* grad_image;      ///< like image; null: zero
    const float* grad_per_class;  ///< like per_class; or null
    float grad_loss;              ///< of the summed |real M_i - P_i|
    float* grad_products;         ///< like products, zero where it is not written
};

/// Sums over the pixels where a class is visited, one struct a class and task.
struct LocalClassSums {
    int64_t pixels;         ///< how many (p, class) pairs were visited
    float grad_bias[3];     ///< of dL/dz
    float grad_outputs[3];  ///< of grad_image + grad_per_class
};

/// Floats of scratch for a row.
inline int64_t local_scratch_size(int64_t width, int64_t k) {
    return (width * k * k + 16) * 8;
}

/// Output rows begin to end-1, counted through the batch. `sums` is classes; pixels are added to.
TESSERA_VECTOR_DECLARE(void,
                       local_pictures,
                       (const LocalPictures& pictures,
                        LocalClassSums* sums,
                        float* scratch,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DISPATCH(local_pictures)

/// The same rows backward: writes grad_products, adds to `sums`.
TESSERA_VECTOR_DECLARE(void,
                       local_pictures_backward,
                       (const LocalPictures& pictures,
                        LocalClassSums* sums,
                        float* scratch,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DISPATCH(local_pictures_backward)

/// From grad_products of source rows begin to end-1 to the gradients of features and weights.
/// `weight` classes,outputs,channels; `grad_weight` the same, added to; `grad_features` like the
/// features.
TESSERA_VECTOR_DECLARE(void,
                       local_products_backward,
                       (const LocalSource<float>& source,
                        const float* weight,
                        const float* grad_products,
                        float* grad_features,
                        float* grad_weight,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       local_products_backward,
                       (const LocalSource<Bfloat16>& source,
                        const float* weight,
                        const float* grad_products,
                        Bfloat16* grad_features,
                        float* grad_weight,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DISPATCH(local_products_backward)

}  // namespace tessera::kernels
