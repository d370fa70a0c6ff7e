// Convolutions and linear maps as they lie in a feature network's file.
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "model/features/weights_file.h"

namespace tessera {

/// A frozen convolution with bias.
struct FrozenConvolution {
    at::Tensor weight;  ///< out,in / groups,k,k, channels last
    at::Tensor bias;    ///< out
    int64_t stride = 1;
    int64_t groups = 1;

    /// Pads as TensorFlow's SAME does: so that a side of n becomes n / stride, rounded up, the odd
    /// pixel of padding at the far end.
    at::Tensor operator()(const at::Tensor& x) const;
};

/// A frozen linear map with bias.
struct FrozenLinear {
    at::Tensor weight;  ///< out,in
    at::Tensor bias;    ///< out
};

/// Reads `name`.weight and `name`.bias. Each throws std::runtime_error that names the file where
/// they are missing or misshapen.
FrozenConvolution read_convolution(const WeightsFile& file,
                                   const std::string& name,
                                   const at::TensorOptions& options);
FrozenLinear read_linear(const WeightsFile& file,
                         const std::string& name,
                         const at::TensorOptions& options);

/// Whether the file has `name`.weight.
bool has_convolution(const WeightsFile& file, const std::string& name);

}  // namespace tessera
