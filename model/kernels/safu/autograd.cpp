// SAFU's gradients: with g the gradient of the output,
//   dL/dkernels(mn, p) = sum over channels of g(p) f(q),   q = floor(p / s) + (m, n) - k/2
//   dL/df(q) = sum over the outputs p that q fed of kernels(mn, p) g(p).
#include "model/kernels/safu/autograd.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

#include "model/kernels/dense.h"
#include "model/kernels/safu/backward_rows.h"
#include "model/kernels/safu/safu.h"
#ifdef TESSERA_CUDA
#include "model/kernels/safu/cuda.h"
#endif

namespace tessera::kernels {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Gradients {
    at::Tensor features;
    at::Tensor kernels;  ///< or logits; B,H,W,k*k,s*s float32
};

/// Fills in what is wanted, where `on` is.
template <class T>
void compute(const SafuBackward<T>& rows, const at::Tensor& on) {
#ifdef TESSERA_CUDA
    if (on.is_cuda()) {
        safu_backward_cuda(rows, on);
        return;
    }
#endif
    const int64_t all = on.size(0) * on.size(2);
    // The features' gradients read the kernels of rows around their own: softmax first, for all.
    at::parallel_for(0, all, 1, [&](int64_t begin, int64_t end) {
        if (rows.logits != nullptr) {
            safu_softmax(rows, begin, end);
        }
        if (rows.grad_kernels != nullptr) {
            safu_kernel_gradient(rows, begin, end);
        }
    });
    if (rows.grad_features != nullptr) {
        at::parallel_for(0, all, 1, [&](int64_t begin, int64_t end) {
            safu_feature_gradient(rows, begin, end);
        });
    }
}

/// The gradients that are wanted. `kernels` is B,H,W,k*k,s*s float32, or undefined where `logits`,
/// of that shape in the features' type, are given.
template <class T>
Gradients gradients(const at::Tensor& features,
                    at::Tensor kernels,
                    const at::Tensor& logits,
                    const at::Tensor& grad_output,
                    int64_t scale,
                    bool want_features,
                    bool want_kernels) {
    const at::Tensor f = channels_last(whole_eights(features));
    const at::Tensor g = channels_last(whole_eights(grad_output));
    const at::IntArrayRef shape = logits.defined() ? logits.sizes() : kernels.sizes();
    if (logits.defined()) {
        kernels = at::empty(shape, logits.options().dtype(at::kFloat));
    }
    Gradients result;
    if (want_features) {
        result.features = empty_channels_last(f.size(0), f.size(1), f.size(2), f.size(3), f);
    }
    if (want_kernels) {
        result.kernels = at::empty_like(kernels);
    }
    SafuBackward<T> rows{};
    rows.features = elements<T>(f);
    rows.grad_output = elements<T>(g);
    rows.batch = f.size(0);
    rows.height = f.size(2);
    rows.width = f.size(3);
    rows.channels = f.size(1);
    rows.k = std::llround(std::sqrt(static_cast<double>(shape[3])));
    rows.scale = scale;
    rows.logits = elements<T>(logits);
    rows.kernels = writable<float>(kernels);
    rows.grad_kernels = want_kernels ? writable<float>(result.kernels) : nullptr;
    rows.grad_features = want_features ? writable<T>(result.features) : nullptr;
    compute(rows, f);
    if (want_features) {
        result.features = result.features.narrow(1, 0, features.size(1));
    }
    return result;
}

/// B,k*k*s*s,H,W as B,H,W,k*k,s*s, and back: the same bytes where it is channels last.
at::Tensor by_source_pixel(const at::Tensor& logits, int64_t scale) {
    return logits.permute({0, 2, 3, 1}).unflatten(3, {-1, scale * scale}).contiguous();
}

class SafuFromLogits : public torch::autograd::Function<SafuFromLogits> {
public:
    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& features,
                              const at::Tensor& logits,
                              int64_t scale) {
        context->save_for_backward({features, logits});
        context->saved_data["scale"] = scale;
        return safu_from_logits(features, logits, scale);
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const int64_t scale = context->saved_data["scale"].toInt();
        Gradients result = for_element_type(saved[0], [&](auto type) {
            return gradients<decltype(type)>(saved[0],
                                             {},
                                             by_source_pixel(saved[1], scale),
                                             grads[0],
                                             scale,
                                             context->needs_input_grad(0),
                                             context->needs_input_grad(1));
        });
        if (result.kernels.defined()) {
            result.kernels =
                result.kernels.flatten(3).permute({0, 3, 1, 2}).to(saved[1].scalar_type());
        }
        return {result.features, result.kernels, {}};
    }
};

class Safu : public torch::autograd::Function<Safu> {
public:
    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& features,
                              const at::Tensor& kernels,
                              int64_t scale) {
        context->save_for_backward({features, kernels});
        context->saved_data["scale"] = scale;
        return safu(features, kernels, scale);
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor &f = saved[0], &kernels = saved[1];
        const int64_t s = context->saved_data["scale"].toInt();
        const int64_t b = f.size(0), h = f.size(2), w = f.size(3), taps = kernels.size(1);
        // B,k*k,H*s,W*s to B,H,W,k*k,s*s.
        const at::Tensor near = kernels.reshape({b, taps, h, s, w, s})
                                    .permute({0, 2, 4, 1, 3, 5})
                                    .to(at::kFloat)
                                    .reshape({b, h, w, taps, s * s})
                                    .contiguous();
        Gradients result = for_element_type(f, [&](auto type) {
            return gradients<decltype(type)>(f,
                                             near,
                                             {},
                                             grads[0],
                                             s,
                                             context->needs_input_grad(0),
                                             context->needs_input_grad(1));
        });
        if (result.kernels.defined()) {
            result.kernels = result.kernels.view({b, h, w, taps, s, s})
                                 .permute({0, 3, 1, 4, 2, 5})
                                 .reshape({b, taps, h * s, w * s})
                                 .to(kernels.scalar_type());
        }
        return {result.features, result.kernels, {}};
    }
};

}  // namespace

at::Tensor safu_autograd(const at::Tensor& features, const at::Tensor& kernels, int64_t scale) {
    return Safu::apply(features, kernels, scale);
}

at::Tensor safu_from_logits_autograd(const at::Tensor& features,
                                     const at::Tensor& logits,
                                     int64_t scale) {
    return SafuFromLogits::apply(features, logits, scale);
}

}  // namespace tessera::kernels
