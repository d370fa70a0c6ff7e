// The processes that share a training run. Free of LibTorch's distributed headers.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

namespace tessera {

/// This process among those of a data-parallel run. All of them make the same calls in the same
/// order.
class Processes {
public:
    /// Alone, unless torchrun (or whoever sets its variables) started several: RANK, WORLD_SIZE,
    /// MASTER_ADDR, MASTER_PORT. Waits for the others then. Throws std::runtime_error that names
    /// the variable that is missing or wrong, or says that the others can't be reached.
    static std::shared_ptr<Processes> from_environment();

    /// A process alone.
    static std::shared_ptr<Processes> alone();

    virtual ~Processes() = default;

    virtual int64_t rank() const = 0;  ///< 0 writes files, the others only compute
    virtual int64_t count() const = 0;

    /// Makes ready to average tensors of a device: over NCCL where it is a GPU. Throws
    /// std::runtime_error where this build has none.
    virtual void prepare(at::Device device) = 0;

    /// Replaces a tensor of the CPU or of the prepared device by its mean over the processes.
    virtual void average(const at::Tensor& tensor) = 0;

    /// Returns when all have called it.
    virtual void meet() = 0;
};

}  // namespace tessera
