// Which instruction sets this processor has.
#include "model/kernels/vector/isa.h"

#include <atomic>
#include <stdexcept>

namespace tessera::kernels {
namespace {

Isa best_isa() {
    for (const Isa isa : {Isa::avx512bf16, Isa::avx512, Isa::avx2}) {
        if (isa_supported(isa)) {
            return isa;
        }
    }
    return Isa::baseline;
}

std::atomic<Isa>& chosen() {
    static std::atomic<Isa> isa{best_isa()};
    return isa;
}

}  // namespace

// The flags that model/CMakeLists.txt compiles each set with, and nothing else.
bool isa_supported(Isa isa) {
#if defined(__x86_64__)
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512vl");
    switch (isa) {
        case Isa::avx512bf16:
            return avx512 && __builtin_cpu_supports("avx512bf16");
        case Isa::avx512:
            return avx512;
        case Isa::avx2:
            return avx2;
        case Isa::baseline:
            return true;
    }
#endif
    return isa == Isa::baseline;
}

Isa current_isa() {
    return chosen().load(std::memory_order_relaxed);
}

void use_isa(Isa isa) {
    if (!isa_supported(isa)) {
        throw std::runtime_error("this processor lacks the instruction set asked for");
    }
    chosen().store(isa, std::memory_order_relaxed);
}

}  // namespace tessera::kernels
