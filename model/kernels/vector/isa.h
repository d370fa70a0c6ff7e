// Chooses, at run time, between the builds of a vectorised function: a *_rows.cpp file is compiled
// once an instruction set, each time into a namespace of that set's name.
#pragma once

namespace tessera::kernels {

/// What the vectorised files are compiled for. `baseline` is what every machine of the architecture
/// has (SSE2 on x86-64, NEON on Arm); the others exist on x86-64 only.
/// `avx512bf16` multiplies and rounds bfloat16 by instructions of its own.
enum class Isa { baseline, avx2, avx512, avx512bf16 };

/// Whether this processor and operating system can run `isa`.
bool isa_supported(Isa isa);

/// The best supported set, unless use_isa() said otherwise.
Isa current_isa();

/// Makes every operator of the process use `isa`, which must be supported. For tests.
void use_isa(Isa isa);

}  // namespace tessera::kernels

/// Declares `result name parameters` in the namespace of each instruction set.
#if defined(__x86_64__)
#define TESSERA_VECTOR_DECLARE(result, name, parameters) \
    namespace baseline {                                 \
    result name parameters;                              \
    }                                                    \
    namespace avx2 {                                     \
    result name parameters;                              \
    }                                                    \
    namespace avx512 {                                   \
    result name parameters;                              \
    }                                                    \
    namespace avx512bf16 {                               \
    result name parameters;                              \
    }
#else
#define TESSERA_VECTOR_DECLARE(result, name, parameters) \
    namespace baseline {                                 \
    result name parameters;                              \
    }
#endif

/// Defines `name`, which calls the build of this machine's instruction set; overloads stay
/// overloads.
#if defined(__x86_64__)
#define TESSERA_VECTOR_DISPATCH(name)                      \
    inline constexpr auto name = [](const auto&... args) { \
        switch (current_isa()) {                           \
            case Isa::avx512bf16:                          \
                return avx512bf16::name(args...);          \
            case Isa::avx512:                              \
                return avx512::name(args...);              \
            case Isa::avx2:                                \
                return avx2::name(args...);                \
            case Isa::baseline:                            \
                break;                                     \
        }                                                  \
        return baseline::name(args...);                    \
    };
#else
#define TESSERA_VECTOR_DISPATCH(name) \
    inline constexpr auto name = [](const auto&... args) { return baseline::name(args...); };
#endif
