// Convolution and linear map, initialised as LibTorch's own layers are.
#include "model/networks/layers.h"

#include <torch/types.h>

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
    if (options.bias) {
        bias = register_parameter("bias", new_parameter({options.out}, initialise));
    }
    packed_ = {};
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
    if (!packed_.is_for(x.sizes())) {
        packed_ = PackedConvolution(weight, bias, options.stride, padding, x.sizes());
    }
    return packed_(x);
}

void ConvImpl::freeze() {
    packed_ = {};
    frozen_ = !options.transposed && PackedConvolution::knows(weight);
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
