// Calls oneDNN through the dispatcher: LibTorch has no C++ function for weights that are packed.
#include "model/networks/packed_convolution.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <array>

namespace tessera {
namespace {

using Reorder = at::Tensor(const at::Tensor&,
                           at::IntArrayRef,
                           at::IntArrayRef,
                           at::IntArrayRef,
                           int64_t,
                           at::OptionalIntArrayRef);
using Pointwise = at::Tensor(const at::Tensor&,
                             const at::Tensor&,
                             const std::optional<at::Tensor>&,
                             at::IntArrayRef,
                             at::IntArrayRef,
                             at::IntArrayRef,
                             int64_t,
                             std::string_view,
                             at::List<std::optional<at::Scalar>>,
                             std::optional<std::string_view>);

/// The same number for height and width.
std::array<int64_t, 2> both(int64_t value) {
    return {value, value};
}

}  // namespace

bool PackedConvolution::knows(const at::Tensor& weight) {
    const at::Context& context = at::globalContext();
    return context.hasMKLDNN() && context.userEnabledMkldnn() && weight.device().is_cpu() &&
           (weight.scalar_type() == at::kFloat || weight.scalar_type() == at::kBFloat16);
}

PackedConvolution::PackedConvolution(const at::Tensor& weight,
                                     const at::Tensor& bias,
                                     int64_t stride,
                                     int64_t padding,
                                     at::IntArrayRef input)
    : input_(input.vec()), bias_(bias), stride_(stride), padding_(padding) {
    static const auto reorder = c10::Dispatcher::singleton()
                                    .findSchemaOrThrow("mkldnn::_reorder_convolution_weight", "")
                                    .typed<Reorder>();
    weight_ = reorder.call(weight.detach(), both(padding), both(stride), both(1), 1, input);
}

at::Tensor PackedConvolution::operator()(const at::Tensor& x) const {
    static const auto pointwise = c10::Dispatcher::singleton()
                                      .findSchemaOrThrow("mkldnn::_convolution_pointwise", "")
                                      .typed<Pointwise>();
    const at::List<std::optional<at::Scalar>> no_scalars;
    return pointwise.call(x,
                          weight_,
                          bias_.defined() ? std::optional(bias_) : std::nullopt,
                          both(padding_),
                          both(stride_),
                          both(1),
                          1,
                          "none",
                          no_scalars,
                          std::nullopt);
}

}  // namespace tessera
