// The stream that PyTorch computes on, for the parts of an operator that start its CUDA kernels.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/cuda/CUDAContext.h>
#include <c10/cuda/CUDAGuard.h>

namespace tessera::kernels {

/// Selects the device of a tensor while it lives.
class CurrentStream {
public:
    explicit CurrentStream(const at::Tensor& x)
        : guard_(x.device()), stream_(at::cuda::getCurrentCUDAStream(x.device().index())) {}

    void* get() const { return stream_.stream(); }

    /// Throws what a launcher returned, if it did.
    static void check(const char* error) {
        TORCH_CHECK(error == nullptr, "CUDA kernel did not start: ", error);
    }

private:
    c10::cuda::CUDAGuard guard_;
    at::cuda::CUDAStream stream_;
};

}  // namespace tessera::kernels
