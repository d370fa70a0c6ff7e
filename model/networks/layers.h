// The layers that hold weights: convolution and linear map, and how their parameters come to be.
#pragma once

#include <torch/nn/cloneable.h>
#include <torch/nn/pimpl.h>

#include <functional>
#include <optional>
#include <vector>

#include "model/networks/packed_convolution.h"

namespace tessera {

/// While one lives, layers made on this thread leave their parameters uninitialised and on
/// `device`. On Meta a network is names and shapes alone and costs no memory; on the CPU it is made
/// for being filled from a file.
class UninitialisedParameters {
public:
    explicit UninitialisedParameters(at::Device device);
    ~UninitialisedParameters();
    UninitialisedParameters(const UninitialisedParameters&) = delete;
    UninitialisedParameters& operator=(const UninitialisedParameters&) = delete;

private:
    std::optional<at::Device> outer_;
};

/// A float32 tensor for a parameter, filled by `initialise` unless UninitialisedParameters lives.
at::Tensor new_parameter(at::IntArrayRef shape, const std::function<void(at::Tensor&)>& initialise);

/// Options of Conv; all counts are positive.
struct ConvOptions {
    int64_t in = 1;              ///< input channels
    int64_t out = 1;             ///< output channels
    int64_t kernel = 3;          ///< side of the square kernel
    int64_t stride = 1;          ///< transposed: the upsampling factor
    int64_t padding = 0;         ///< pixels added at each border
    bool reflect = false;        ///< pad by reflection, not by zeros; stride 1 only
    bool transposed = false;     ///< the transpose of the strided convolution
    int64_t output_padding = 0;  ///< transposed: rows and columns added at the far border
    bool bias = true;            ///< false: `bias` is undefined
};

/// A two-dimensional convolution. `weight` out,in,k,k (transposed: in,out,k,k), `bias`
/// out, initialised as LibTorch's own.
class ConvImpl : public torch::nn::Cloneable<ConvImpl> {
public:
    explicit ConvImpl(const ConvOptions& options);
    void reset() override;

    /// B,in,H,W to B,out,H',W', in the layout of `x`.
    at::Tensor forward(const at::Tensor& x);

    /// From now on, wherever gradients are off, the weights are used in a layout made for the
    /// processor and the input's size, kept from call to call, where oneDNN knows their type.
    /// Changing the weights afterwards needs another call; calls must not run at the same time.
    void freeze();

    ConvOptions options;
    at::Tensor weight;
    at::Tensor bias;

private:
    at::Tensor convolve(const at::Tensor& x, int64_t padding);

    bool frozen_ = false;
    PackedConvolution packed_;  // for the last input's size
};
TORCH_MODULE(Conv);

/// Options of Linear.
struct LinearOptions {
    int64_t in = 1;   ///< input features
    int64_t out = 1;  ///< output features
};

/// y = weight x + bias. `weight` out,in; `bias` out.
class LinearImpl : public torch::nn::Cloneable<LinearImpl> {
public:
    explicit LinearImpl(const LinearOptions& options);
    void reset() override;
    at::Tensor forward(const at::Tensor& x);  ///< ..,in to ..,out

    LinearOptions options;
    at::Tensor weight;
    at::Tensor bias;
};
TORCH_MODULE(Linear);

}  // namespace tessera
