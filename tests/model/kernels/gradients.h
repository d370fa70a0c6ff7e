// The gradients of an operator against those of its reference in double precision.
#pragma once

#include <torch/csrc/autograd/autograd.h>

#include <functional>
#include <vector>

#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

namespace tessera::test {

using Operator = std::function<std::vector<at::Tensor>(const std::vector<at::Tensor>&)>;

/// d(sum over outputs of output . direction)/d(inputs), in the inputs' type and memory layout.
inline std::vector<at::Tensor> input_gradients(const Operator& f,
                                               std::vector<at::Tensor> inputs,
                                               const std::vector<at::Tensor>& directions) {
    for (at::Tensor& input : inputs) {
        input = input.detach().clone().requires_grad_(true);
    }
    const std::vector<at::Tensor> outputs = f(inputs);
    std::vector<at::Tensor> weights;
    for (size_t i = 0; i < outputs.size(); ++i) {
        weights.push_back(directions[i].to(outputs[i].scalar_type()));
    }
    return torch::autograd::grad(outputs, inputs, weights);
}

/// Compares values and gradients of `fast` at `inputs` with those of `reference` at the same values
/// in double.
inline void expect_same_gradients(const Operator& fast,
                                  const Operator& reference,
                                  const std::vector<at::Tensor>& inputs,
                                  double allowed) {
    std::vector<at::Tensor> wide, directions;
    for (const at::Tensor& input : inputs) {
        wide.push_back(input.to(at::kDouble).contiguous());
    }
    const std::vector<at::Tensor> expected = reference(wide), actual = fast(inputs);
    for (size_t i = 0; i < expected.size(); ++i) {
        EXPECT_CLOSE(actual[i], expected[i], allowed);
        // Small whole numbers are the same in every type.
        directions.push_back(normal(expected[i].sizes(), at::kDouble).mul(4).round());
    }
    const std::vector<at::Tensor> want = input_gradients(reference, wide, directions);
    const std::vector<at::Tensor> have = input_gradients(fast, inputs, directions);
    for (size_t i = 0; i < want.size(); ++i) {
        EXPECT_CLOSE(have[i], want[i], allowed);
        EXPECT(have[i].scalar_type() == inputs[i].scalar_type());
    }
}

}  // namespace tessera::test
