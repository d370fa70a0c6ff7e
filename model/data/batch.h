// What one step of training sees.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera {

/// Pictures are float32 in [-1, 1], channels last.
struct Batch {
    at::Tensor real;    ///< B,3,H,W
    at::Tensor labels;  ///< B,H,W int32, outside 0..N-1 is void
    at::Tensor source;  ///< B,3,H,W, or undefined
};

}  // namespace tessera
