// What the layers of one forward pass of a published network share beside the features.
#pragma once

#include <ATen/core/Tensor.h>

#include <atomic>
#include <vector>

#include "model/networks/keep.h"
#include "model/networks/upsampling.h"

namespace tessera {

struct DrawingPass {
    std::vector<at::Tensor>* kernels = nullptr;    ///< SAU's are appended, coarsest first
    const std::atomic<bool>* cancelled = nullptr;  ///< checked between blocks

    /// Throws Cancelled when the pass was withdrawn.
    void check() const {
        if (cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) {
            throw Cancelled{};
        }
    }

    /// Doubles `x`, and keeps the kernels where there are any and someone wants them.
    at::Tensor doubled_by(UpsampleImpl& up, const at::Tensor& x) const {
        check();
        at::Tensor own;
        at::Tensor result = up.forward(x, kernels != nullptr ? &own : nullptr);
        if (own.defined()) {
            kernels->push_back(own);
        }
        return result;
    }
};

}  // namespace tessera
