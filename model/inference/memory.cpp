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

// An upsampled band of this size is convolved while it is in the cache.
constexpr int64_t kBand = 8 << 20;  // bytes
constexpr int64_t kFewestRows = 4;

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

/// What is handed out beside the picture: as float32, on the device and as arrays.
int64_t kept_memory(const NetworkTraits& traits, const Keep& keep, int64_t pixels) {
    int64_t kept = 0;
    kept += keep.branches ? 6 * pixels : 0;
    kept += keep.per_class ? 3 * traits.classes * pixels : 0;
    kept += keep.weights ? 2 * pixels : 0;
    kept += keep.kernels ? 2 * traits.sau_kernel * traits.sau_kernel * pixels : 0;
    kept += keep.features ? 3 * traits.features * pixels : 0;
    return 2 * kept * 4;
}

}  // namespace

int64_t render_memory(const NetworkConfig& config,
                      const Keep& keep,
                      int64_t height,
                      int64_t width,
                      int64_t element_size) {
    const NetworkTraits traits = traits_of(config);
    const int64_t pixels = height * width;
    const int64_t half_pixels = pixels / 4;
    int64_t values = pixels * traits.values_a_pixel;
    if (traits.upsampler == "spatial_attention") {
        values += 2 * half_pixels * half_pixels;
    }
    return values * element_size + kept_memory(traits, keep, pixels);
}

int64_t plan_memory(const LgganConfig& config,
                    const Keep& keep,
                    int64_t height,
                    int64_t width,
                    int64_t element_size,
                    int64_t rows) {
    if (config.downs == 0) {
        return render_memory(config, keep, height, width, element_size);
    }
    const int64_t pixels = height * width;
    const int64_t taps = config.sau_kernel * config.sau_kernel;
    const int64_t wide = config.width(1);
    // f' twice, once as the heads' map; below it what it is made from.
    const int64_t maps = 2 * config.base * pixels + (wide + config.sau_compressed) * pixels / 4;
    // Of every pixel of a band: upsampled, convolved, and a quarter of SAKG's at the source.
    const int64_t a_pixel = wide + config.base + taps + config.sau_compressed / 4;
    const int64_t band = a_pixel * (2 * rows + 6) * (width + 2);
    constexpr int64_t pictures = 9 * 4;  // global, local and fused, in float32
    return (maps + band) * element_size + pictures * pixels +
           kept_memory(traits_of(config), keep, pixels);
}

int64_t upsampling_rows(const LgganConfig& config,
                        const Keep& keep,
                        int64_t height,
                        int64_t width,
                        int64_t element_size,
                        std::optional<int64_t> available) {
    const int64_t line = 2 * width * config.width(1) * element_size;  // two rows a source row
    int64_t rows = std::max(kBand / (2 * line) * 2, kFewestRows);
    rows = std::min(rows, std::max<int64_t>(height / 2, 1));
    const auto fits = [&] {
        return !available ||
               plan_memory(config, keep, height, width, element_size, rows) <= *available;
    };
    while (!fits() && rows > kFewestRows) {
        rows = std::max(rows / 2, kFewestRows);
    }
    return fits() ? rows : 0;
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
