// What every operator asks at its door before it takes a fast path.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>

#include <initializer_list>

#include "model/kernels/reference_scope.h"

namespace tessera::kernels {

/// Whether the reference has to compute: it was asked for, a gradient is recorded through one of
/// the inputs, or `main` has a type that the fast paths leave alone.
inline bool needs_reference(const at::Tensor& main, std::initializer_list<at::Tensor> inputs) {
    if (ReferenceScope::active() ||
        (main.scalar_type() != at::kFloat && main.scalar_type() != at::kBFloat16)) {
        return true;
    }
    if (at::GradMode::is_enabled()) {
        for (const at::Tensor& input : inputs) {
            if (input.defined() && input.requires_grad()) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace tessera::kernels
