// Where an engine computes: the device and number type that were asked for, or the best there are.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>

#include "model/inference/engine.h"

namespace tessera {

/// A device that exists, the type of the weights on it, and how both are called.
struct Place {
    c10::Device device{c10::kCPU};
    c10::ScalarType type = c10::kFloat;
    Precision precision = Precision::float32;  ///< never automatic
    int threads = 1;                           ///< of the CPU
    std::string name;                          ///< "CPU, 2 threads", "NVIDIA H100"
};

/// Throws std::runtime_error with what to do where a GPU is asked for and absent, or the count of
/// threads is negative.
Place resolve_place(const EngineOptions& options);

/// Does this processor multiply bfloat16 in hardware (AVX512-BF16 or AMX)?
bool cpu_has_bfloat16();

}  // namespace tessera
