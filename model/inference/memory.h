// The memory that a render takes, and how the process hands it out.
#pragma once

#include <cstdint>
#include <optional>

#include "model/inference/picture.h"
#include "model/networks/network_config.h"

namespace tessera {

/// An estimate, on the high side, of the most bytes that live at once while a canvas is rendered;
/// `element_size` 4 for float32, 2 for bfloat16.
int64_t render_memory(const NetworkConfig& config,
                      const Keep& keep,
                      int64_t height,
                      int64_t width,
                      int64_t element_size);

/// The same for a plan that makes the last upsampling from `rows` source rows at a time.
int64_t plan_memory(const LgganConfig& config,
                    const Keep& keep,
                    int64_t height,
                    int64_t width,
                    int64_t element_size,
                    int64_t rows);

/// How many source rows a plan's last upsampling takes at once: so many that they stay in the
/// cache, and fewer where `available` bytes do not hold that. 0: not even the fewest are held.
int64_t upsampling_rows(const LgganConfig& config,
                        const Keep& keep,
                        int64_t height,
                        int64_t width,
                        int64_t element_size,
                        std::optional<int64_t> available);

/// Bytes that this process may still take without pushing others out, within its container's limit;
/// none where the system does not say.
std::optional<int64_t> available_memory();

/// Lets big tensors come from huge pages and stay with the process from render to render, so that
/// their pages are not cleared and mapped anew every time. Once a process; engines call it.
void ready_memory();

}  // namespace tessera
