// What every operator asks at its door before it takes a fast path.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <c10/util/Exception.h>

#include <initializer_list>

#include "model/kernels/reference_scope.h"

namespace tessera::kernels {

/// Whether the fast paths know the type of `x`.
inline bool has_fast_type(const at::Tensor& x) {
    return x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16;
}

/// Whether a gradient is recorded through one of the inputs.
inline bool records_gradient(std::initializer_list<at::Tensor> inputs) {
    if (at::GradMode::is_enabled()) {
        for (const at::Tensor& input : inputs) {
            if (input.defined() && input.requires_grad()) {
                return true;
            }
        }
    }
    return false;
}

/// Whether an operator's own gradients are to be recorded: for the fast types, on the processor
/// and, where the operator has them there, on the GPU.
inline bool needs_autograd(const at::Tensor& main,
                           std::initializer_list<at::Tensor> inputs,
                           bool on_gpu = false) {
    return !ReferenceScope::active() && has_fast_type(main) &&
           (main.is_cpu() || (on_gpu && main.is_cuda())) && records_gradient(inputs);
}

/// Whether the reference has to compute: it was asked for, a gradient is recorded that
/// needs_autograd does not stand for, or `main` has a type that the fast paths leave alone.
inline bool needs_reference(const at::Tensor& main, std::initializer_list<at::Tensor> inputs) {
    return ReferenceScope::active() || !has_fast_type(main) || records_gradient(inputs);
}

/// Refuses to mix memory of the processor and of a GPU, which the kernels would not notice.
inline void check_same_device(const char* operator_name,
                              const at::Tensor& main,
                              std::initializer_list<at::Tensor> inputs) {
    for (const at::Tensor& input : inputs) {
        TORCH_CHECK(!input.defined() || input.device() == main.device(),
                    operator_name,
                    ": inputs are on ",
                    main.device(),
                    " and on ",
                    input.device());
    }
}

}  // namespace tessera::kernels
