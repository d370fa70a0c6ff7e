// What a command of this program needs of memory.
#pragma once

#include <string>
#include <vector>

namespace tessera {

/// Runs this program once more, silent, with these arguments; its peak resident memory in MiB as
/// the kernel counted it. Throws std::runtime_error where it fails.
double peakMemory(const std::vector<std::string>& arguments);

}  // namespace tessera
