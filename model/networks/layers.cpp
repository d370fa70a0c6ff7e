// Convolution and linear map, initialised as LibTorch's own layers are.
#include "model/networks/layers.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/torch.h>

#include <array>
#include <cmath>

#include "model/kernels/reference_scope.h"

namespace tessera {
namespace {

thread_local std::optional<at::Device> uninitialised_on;

/// U(-1/sqrt(fan_in), 1/sqrt(fan_in)), what Kaiming's rule with a = sqrt(5) comes to.
std::function<void(at::Tensor&)> uniform(int64_t fan_in) {
    return [bound = 1 / std::sqrt(static_cast<double>(fan_in))](at::Tensor& parameter) {
        parameter.uniform_(-bound, bound);
    };
}

/// Whether oneDNN convolves these weights: it has no float64, and bfloat16 only where the processor
/// does.
bool can_pack(const at::Tensor& weight) {
    return at::globalContext().hasMKLDNN() && weight.device().is_cpu() &&
           (weight.scalar_type() == at::kFloat || weight.scalar_type() == at::kBFloat16);
}

/// The same number for height and width.
std::array<int64_t, 2> both(int64_t value) {
    return {value, value};
}

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

}  // namespace

UninitialisedParameters::UninitialisedParameters(at::Device device) : outer_(uninitialised_on) {
    uninitialised_on = device;
}

UninitialisedParameters::~UninitialisedParameters() {
    uninitialised_on = outer_;
}

at::Tensor new_parameter(at::IntArrayRef shape,
                         const std::function<void(at::Tensor&)>& initialise) {
    if (uninitialised_on) {
        return torch::empty(shape, at::TensorOptions(at::kFloat).device(*uninitialised_on));
    }
    at::Tensor parameter = torch::empty(shape, at::kFloat);
    initialise(parameter);
    return parameter;
}

ConvImpl::ConvImpl(const ConvOptions& given) : options(given) {
    TORCH_CHECK(!options.reflect || (options.stride == 1 && !options.transposed),
                "Conv: reflect padding with stride ",
                options.stride);
    reset();
}

void ConvImpl::reset() {
    const int64_t first = options.transposed ? options.in : options.out;
    const int64_t second = options.transposed ? options.out : options.in;
    const int64_t k = options.kernel;
    const auto initialise = uniform(second * k * k);
    weight = register_parameter("weight", new_parameter({first, second, k, k}, initialise));
    bias = register_parameter("bias", new_parameter({options.out}, initialise));
    packed_.reset();
    frozen_ = false;
}

at::Tensor ConvImpl::forward(const at::Tensor& x) {
    const int64_t p = options.padding;
    if (options.transposed) {
        return at::conv_transpose2d(x, weight, bias, options.stride, p, options.output_padding);
    }
    if (options.reflect && p > 0) {
        return convolve(at::reflection_pad2d(x, {p, p, p, p}), 0);
    }
    return convolve(x, p);
}

at::Tensor ConvImpl::convolve(const at::Tensor& x, int64_t padding) {
    if (!frozen_ || at::GradMode::is_enabled() || kernels::ReferenceScope::active()) {
        return at::conv2d(x, weight, bias, options.stride, padding);
    }
    static const auto pointwise = c10::Dispatcher::singleton()
                                      .findSchemaOrThrow("mkldnn::_convolution_pointwise", "")
                                      .typed<Pointwise>();
    pack_for(x, padding);
    const at::List<std::optional<at::Scalar>> no_scalars;
    return pointwise.call(x,
                          packed_,
                          bias,
                          both(padding),
                          both(options.stride),
                          both(1),
                          1,
                          "none",
                          no_scalars,
                          std::nullopt);
}

void ConvImpl::pack_for(const at::Tensor& x, int64_t padding) {
    // oneDNN's choice of a layout depends on the input's size, and another one's is slower than
    // none at all, up to seven times.
    if (packed_.defined() && x.sizes() == at::IntArrayRef(packed_for_)) {
        return;
    }
    static const auto reorder = c10::Dispatcher::singleton()
                                    .findSchemaOrThrow("mkldnn::_reorder_convolution_weight", "")
                                    .typed<Reorder>();
    packed_for_ = x.sizes().vec();
    packed_ =
        reorder.call(weight.detach(), both(padding), both(options.stride), both(1), 1, x.sizes());
}

void ConvImpl::freeze() {
    packed_.reset();
    frozen_ = !options.transposed && can_pack(weight);
}

LinearImpl::LinearImpl(const LinearOptions& given) : options(given) {
    reset();
}

void LinearImpl::reset() {
    const auto initialise = uniform(options.in);
    weight = register_parameter("weight", new_parameter({options.out, options.in}, initialise));
    bias = register_parameter("bias", new_parameter({options.out}, initialise));
}

at::Tensor LinearImpl::forward(const at::Tensor& x) {
    return at::linear(x, weight, bias);
}

}  // namespace tessera
