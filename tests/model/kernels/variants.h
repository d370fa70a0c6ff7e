// The rows that every operator is tested over: instruction sets, element types, memory layouts.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "model/kernels/vector/isa.h"

namespace tessera::test {

/// Runs `body` once with each instruction set that this processor has.
inline void for_each_isa(const std::function<void()>& body) {
    using kernels::Isa;
    const Isa before = kernels::current_isa();
    for (const Isa isa : {Isa::baseline, Isa::avx2, Isa::avx512, Isa::avx512bf16}) {
        if (kernels::isa_supported(isa)) {
            kernels::use_isa(isa);
            body();
        }
    }
    kernels::use_isa(before);
}

/// The same B,C,H,W values dense, channels last, every other element of a larger tensor, and as a
/// window of a larger map in both layouts.
inline std::vector<at::Tensor> layouts(const at::Tensor& x) {
    const at::Tensor spaced = at::stack({x, x + 1}, -1).select(-1, 0);
    const at::Tensor larger = at::constant_pad_nd(x, {1, 2, 3, 1}, 9).contiguous();
    const auto window = [&](const at::Tensor& map) {
        return map.narrow(2, 3, x.size(2)).narrow(3, 1, x.size(3));
    };
    return {x.contiguous(),
            x.contiguous(at::MemoryFormat::ChannelsLast),
            spaced,
            window(larger),
            window(larger.contiguous(at::MemoryFormat::ChannelsLast))};
}

/// Largest error allowed, relative to the largest value, of a result in this type.
inline double tolerance(at::ScalarType type) {
    return type == at::kBFloat16 ? 1e-2 : type == at::kFloat ? 1e-5 : 1e-12;
}

/// Reproducible normal values of a type.
inline at::Tensor normal(at::IntArrayRef sizes, at::ScalarType type = at::kFloat) {
    static at::Generator generator = at::detail::createCPUGenerator(20260);
    return at::randn(sizes, generator, at::kDouble).to(type);
}

/// Reproducible labels in -1..classes, both ends of which are void.
inline at::Tensor random_labels(at::IntArrayRef sizes, int64_t classes) {
    static at::Generator generator = at::detail::createCPUGenerator(31);
    return at::randint(-1, classes + 1, sizes, generator, at::kInt);
}

/// Checks d(sum of f(x) * direction)/dx that autograd gives against central differences in double.
inline double gradient_error(const std::function<at::Tensor(const at::Tensor&)>& f,
                             const at::Tensor& at_point) {
    const at::Tensor x = at_point.to(at::kDouble).detach().clone().requires_grad_(true);
    const at::Tensor y = f(x);
    const at::Tensor direction = normal(y.sizes(), at::kDouble);
    (y * direction).sum().backward();
    const at::Tensor along = normal(x.sizes(), at::kDouble);
    const double step = 1e-6;
    const auto value = [&](double t) {
        return (f(x.detach() + t * along) * direction).sum().item<double>();
    };
    const double expected = (value(step) - value(-step)) / (2 * step);
    const double actual = (x.grad() * along).sum().item<double>();
    return std::abs(actual - expected) / std::max(std::abs(expected), 1e-3);
}

}  // namespace tessera::test
