// The fused optimiser against its reference and against LibTorch's own.
#include "model/kernels/adam/adam.h"

#include <torch/optim/adam.h>

#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

constexpr int64_t kCount = 1003;

AdamState state(bool working) {
    const at::Tensor weights = normal({kCount});
    return {weights,
            normal({kCount}),
            normal({kCount}) * 0.1,
            normal({kCount}).square(),
            weights.clone(),
            working ? weights.to(at::kBFloat16) : at::Tensor()};
}

AdamState copy(const AdamState& from) {
    AdamState to = from;
    for (at::Tensor* tensor : {&to.weights, &to.moment1, &to.moment2, &to.average}) {
        *tensor = tensor->clone();
    }
    if (to.working.defined()) {
        to.working = to.working.clone();
    }
    return to;
}

}  // namespace

TEST(AdamMatchesReference) {
    AdamOptions options;
    options.beta1 = 0.5;
    options.gradient_scale = 0.3;
    options.step = 7;
    for_each_isa([&] {
        for (const bool working : {false, true}) {
            const AdamState fast = state(working), slow = copy(fast);
            adam(fast, options);
            adam_reference(slow, options);
            EXPECT_CLOSE(fast.weights, slow.weights, 1e-6);
            EXPECT_CLOSE(fast.moment1, slow.moment1, 1e-6);
            EXPECT_CLOSE(fast.moment2, slow.moment2, 1e-6);
            EXPECT_CLOSE(fast.average, slow.average, 1e-6);
            if (working) {
                EXPECT(at::equal(fast.working, fast.weights.to(at::kBFloat16)));
            }
        }
    });
}

TEST(AdamProducesLibTorchsValues) {
    const at::Tensor start = normal({kCount});
    const at::Tensor theirs = start.clone().requires_grad_();
    torch::optim::Adam optimiser({theirs}, torch::optim::AdamOptions(1e-2).betas({0.5, 0.99}));
    AdamState ours{start.clone(), {}, at::zeros({kCount}), at::zeros({kCount}), start.clone(), {}};
    AdamOptions options;
    options.rate = 1e-2;
    options.beta1 = 0.5;
    for (options.step = 1; options.step <= 5; ++options.step) {
        ours.gradient = normal({kCount});
        theirs.mutable_grad() = ours.gradient;
        optimiser.step();
        adam(ours, options);
    }
    EXPECT_CLOSE(ours.weights, theirs, 1e-6);
}
