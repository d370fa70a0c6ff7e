// Adam's door, its reference, and its work shared out among the threads.
#include "model/kernels/adam/adam.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

#include "model/kernels/adam/adam_rows.h"
#include "model/kernels/dense.h"
#include "model/kernels/reference_scope.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kGrain = 1 << 14;  // elements

void check(const AdamState& state) {
    const int64_t count = state.weights.numel();
    for (const at::Tensor& tensor :
         {state.weights, state.gradient, state.moment1, state.moment2, state.average}) {
        TORCH_CHECK(tensor.dim() == 1 && tensor.numel() == count && tensor.is_contiguous() &&
                        tensor.scalar_type() == at::kFloat,
                    "adam: needs flat float32 tensors of ",
                    count,
                    " elements, got ",
                    tensor.sizes());
    }
    TORCH_CHECK(!state.working.defined() || state.working.sizes() == state.weights.sizes(),
                "adam: working copy is ",
                state.working.sizes());
}

double correction(double beta, int64_t step) {
    return 1 - std::pow(beta, static_cast<double>(step));
}

}  // namespace

void adam(const AdamState& state, const AdamOptions& options) {
    check(state);
    const bool fast = state.weights.is_cpu() &&
                      (!state.working.defined() || state.working.scalar_type() == at::kBFloat16);
    if (ReferenceScope::active() || !fast) {
        adam_reference(state, options);
        return;
    }
    AdamRows rows{};
    rows.weights = writable<float>(state.weights);
    rows.gradient = elements<float>(state.gradient);
    rows.moment1 = writable<float>(state.moment1);
    rows.moment2 = writable<float>(state.moment2);
    rows.average = writable<float>(state.average);
    rows.working = state.working.defined() ? writable<Bfloat16>(state.working) : nullptr;
    rows.beta1 = static_cast<float>(options.beta1);
    rows.beta2 = static_cast<float>(options.beta2);
    rows.rate = static_cast<float>(options.rate / correction(options.beta1, options.step));
    rows.root_scale = static_cast<float>(1 / std::sqrt(correction(options.beta2, options.step)));
    rows.eps = static_cast<float>(options.eps);
    rows.average_share = static_cast<float>(1 - options.average_memory);
    rows.gradient_scale = static_cast<float>(options.gradient_scale);
    at::parallel_for(0, state.weights.numel(), kGrain, [&](int64_t begin, int64_t end) {
        adam_rows(rows, begin, end);
    });
}

void adam_reference(const AdamState& state, const AdamOptions& options) {
    const at::Tensor g = state.gradient * options.gradient_scale;
    state.moment1.mul_(options.beta1).add_(g, 1 - options.beta1);
    state.moment2.mul_(options.beta2).addcmul_(g, g, 1 - options.beta2);
    const at::Tensor m1 = state.moment1 / correction(options.beta1, options.step);
    const at::Tensor m2 = state.moment2 / correction(options.beta2, options.step);
    state.weights.addcdiv_(m1, m2.sqrt() + options.eps, -options.rate);
    state.average.lerp_(state.weights, 1 - options.average_memory);
    if (state.working.defined()) {
        state.working.copy_(state.weights);
    }
}

}  // namespace tessera::kernels
