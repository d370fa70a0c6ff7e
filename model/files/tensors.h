// Between what a file stores and tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/files/safetensors.h"

namespace tessera {

/// A copy on the CPU, of the stored type.
at::Tensor to_tensor(const StoredTensor& stored);

/// A view of a tensor's memory; valid while the tensor lives. Throws c10::Error unless it is
/// contiguous, on the CPU and of a type that the format has.
StoredTensor stored_view(const at::Tensor& tensor);

/// LibTorch's name for a stored type.
at::ScalarType scalar_type(StoredType type);

}  // namespace tessera
