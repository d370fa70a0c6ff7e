// Estimates, what the system says is free, and the allocator's habits.
#include "model/inference/memory.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>

namespace tessera {
namespace {

// LibTorch reads this when it first allocates; setting it later than here, before main() and its
// threads, would race with whoever reads the environment.
[[maybe_unused]] const int huge_pages = setenv("THP_MEM_ALLOC_ENABLE", "1", /*overwrite=*/0);

// Blocks up to this size come from the heap, which keeps this much for the next render: what a
// picture of 1024 x 1024 takes. The system would clear every page of it anew.
constexpr int kLargestBlock = 64 << 20;  // bytes
constexpr int kKept = 512 << 20;         // bytes

std::optional<int64_t> number_in(const std::string& file) {
    std::ifstream stream(file);
    int64_t number = 0;
    if (stream >> number) {
        return number;
    }
    return std::nullopt;
}

// The number behind a name: "MemAvailable:  2048 kB", "inactive_file 4096".
std::optional<int64_t> number_after(const std::string& name, const std::string& file) {
    std::ifstream stream(file);
    std::string line;
    while (std::getline(stream, line)) {
        if (line.starts_with(name)) {
            return std::stoll(line.substr(name.size()));
        }
    }
    return std::nullopt;
}

std::optional<int64_t> free_in_system() {
    const auto kilobytes = number_after("MemAvailable:", "/proc/meminfo");
    return kilobytes ? std::optional(*kilobytes * 1024) : std::nullopt;
}

std::optional<int64_t> free_in_container() {
    const std::string group = "/sys/fs/cgroup/";
    const auto limit = number_in(group + "memory.max");  // "max": no limit, no number
    const auto used = number_in(group + "memory.current");
    if (!limit || !used) {
        return std::nullopt;
    }
    // Files that were read count as used and are given up when memory is wanted.
    const int64_t files = number_after("inactive_file ", group + "memory.stat").value_or(0);
    return std::max<int64_t>(*limit - *used + files, 0);
}

}  // namespace

int64_t render_memory(const LgganConfig& config,
                      const Keep& keep,
                      int64_t height,
                      int64_t width,
                      int64_t element_size) {
    const int64_t pixels = height * width;
    const int64_t half_pixels = pixels / 4;
    // The widest moment: f' of the level below at full size, upsampled, padded, and convolved.
    int64_t values = 4 * pixels * config.width(std::min<int64_t>(1, config.downs));
    if (config.upsampler == "spatial_attention") {
        values += 2 * half_pixels * half_pixels;
    }
    int64_t kept = 0;  // as float32, on the device and as arrays
    kept += keep.branches ? 6 * pixels : 0;
    kept += keep.per_class ? 3 * config.classes * pixels : 0;
    kept += keep.weights ? 2 * pixels : 0;
    kept += keep.kernels ? 2 * config.sau_kernel * config.sau_kernel * pixels : 0;
    kept += keep.features ? 3 * config.base * pixels : 0;
    return values * element_size + 2 * kept * 4;
}

std::optional<int64_t> available_memory() {
    const std::optional<int64_t> system = free_in_system();
    const std::optional<int64_t> container = free_in_container();
    if (system && container) {
        return std::min(*system, *container);
    }
    return system ? system : container;
}

void ready_memory() {
    static std::once_flag once;
    std::call_once(once, [] {
        mallopt(M_ARENA_MAX, 1);  // other threads' heaps have no room for blocks above 64 MiB
        mallopt(M_MMAP_THRESHOLD, kLargestBlock);
        mallopt(M_TRIM_THRESHOLD, kKept);
    });
}

}  // namespace tessera
