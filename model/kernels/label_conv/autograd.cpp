// The look-up convolution's gradients: each output's gradient belongs to the weights that its
// window looked up.
#include "model/kernels/label_conv/autograd.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "model/kernels/dense.h"
#include "model/kernels/label_conv/backward_rows.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/reflected_labels.h"

namespace tessera::kernels {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// k,k,N,C float32, C up to a multiple of 8.
template <class T>
at::Tensor weight_gradient(const at::Tensor& labels,
                           const at::Tensor& grad,
                           int64_t classes,
                           int64_t k) {
    const at::Tensor g = channels_last(whole_eights(grad));
    const at::Tensor source = reflected_labels(labels, classes, k / 2);
    const int64_t tasks = at::get_num_threads();
    const at::Tensor sums = at::zeros({tasks, k, k, classes, g.size(1)}, at::kFloat);
    const LabelConvBackward<T> rows{
        elements<int32_t>(source), elements<T>(g), g.size(2), g.size(3), g.size(1), k, classes};
    at::parallel_for(0, g.size(0) * g.size(2), 1, [&](int64_t begin, int64_t end) {
        const int64_t offset = at::get_thread_num() * sums.stride(0);
        label_conv_backward(rows, begin, end, writable<float>(sums) + offset);
    });
    return sums.sum(0);
}

class LabelConv : public torch::autograd::Function<LabelConv> {
public:
    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& labels,
                              const at::Tensor& weight,
                              const at::Tensor& bias) {
        context->save_for_backward({labels, weight});
        return label_conv(labels, weight, bias);
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& weight = saved[1];
        at::Tensor grad_weight, grad_bias;
        if (context->needs_input_grad(1)) {
            grad_weight =
                for_element_type(grads[0],
                                 [&](auto type) {
                                     return weight_gradient<decltype(type)>(
                                         saved[0], grads[0], weight.size(1), weight.size(3));
                                 })
                    .narrow(3, 0, weight.size(0))
                    .permute({3, 2, 0, 1})
                    .to(weight.scalar_type());
        }
        if (context->needs_input_grad(2)) {
            grad_bias = grads[0].sum({0, 2, 3}, false, at::kFloat).to(weight.scalar_type());
        }
        return {{}, grad_weight, grad_bias};
    }
};

}  // namespace

at::Tensor label_conv_autograd(const at::Tensor& labels,
                               const at::Tensor& weight,
                               const at::Tensor& bias) {
    return LabelConv::apply(labels, weight, bias);
}

}  // namespace tessera::kernels
