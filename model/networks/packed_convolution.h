// A convolution whose weights lie as the processor wants them for inputs of one size.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace tessera {

/// oneDNN's convolution through LibTorch's own operators. Which layout of the weights is fast
/// depends on the input's size, and another size's is slower than none at all, up to seven times.
class PackedConvolution {
public:
    /// Whether oneDNN convolves these weights: it has no float64, and bfloat16 only where the
    /// processor does.
    static bool knows(const at::Tensor& weight);

    PackedConvolution() = default;

    /// `weight` out,in,k,k that knows() says yes to; `bias` out or undefined; `input` the sizes
    /// B,in,H,W; `padding` by zeros.
    PackedConvolution(const at::Tensor& weight,
                      const at::Tensor& bias,
                      int64_t stride,
                      int64_t padding,
                      at::IntArrayRef input);

    bool is_for(at::IntArrayRef input) const { return input == at::IntArrayRef(input_); }

    /// `x` of the size that the weights were packed for; B,out,H',W' in the layout of `x`. A view
    /// whose rows are dense is read in place.
    at::Tensor operator()(const at::Tensor& x) const;

private:
    std::vector<int64_t> input_;
    at::Tensor weight_;  // in oneDNN's layout
    at::Tensor bias_;
    int64_t stride_ = 1;
    int64_t padding_ = 0;
};

}  // namespace tessera
