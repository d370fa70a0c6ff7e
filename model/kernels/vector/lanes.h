// Vectors of 4, 8 or 16 floats over the compiler's vector extension, for the *_rows.cpp files only:
// everything is in the namespace of one instruction set, so that no build of a function can stand
// in for another when the linker merges them. For the same reason such a file calls no library
// code.
#pragma once

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include <cstdint>
#include <utility>

#include "model/kernels/vector/bfloat16.h"

#define TESSERA_INLINE inline __attribute__((always_inline))

namespace tessera::kernels::TESSERA_ISA {

/// The widest vector of this instruction set, in floats.
#if defined(__AVX512F__)
inline constexpr int kWidth = 16;
#elif defined(__AVX__)
inline constexpr int kWidth = 8;
#else
inline constexpr int kWidth = 4;
#endif

/// Whether the widest vectors are rounded to bfloat16, and multiplied in it, by one instruction. It
/// takes denormals for zero.
#if defined(__AVX512BF16__)
#define TESSERA_BFLOAT16_INSTRUCTIONS 1
#else
#define TESSERA_BFLOAT16_INSTRUCTIONS 0
#endif

/// The narrowest one used; an operator's input has at least 2 * kNarrowest channels.
inline constexpr int kNarrowest = 4;

template <int W>
struct Lanes {
    // Not `using`: GCC drops the attribute of an alias whose size depends on W.
    // NOLINTBEGIN(modernize-use-using)
    typedef float Float __attribute__((vector_size(W * 4)));
    typedef int32_t Int __attribute__((vector_size(W * 4)));
    typedef uint32_t Bits __attribute__((vector_size(W * 4)));
    typedef uint16_t Half __attribute__((vector_size(W * 2)));
    // NOLINTEND(modernize-use-using)
};
template <int W>
using Float = typename Lanes<W>::Float;
template <int W>
using Int = typename Lanes<W>::Int;
template <int W>
using Bits = typename Lanes<W>::Bits;

/// A width as an argument: decltype(width)::value.
template <int W>
struct Width {
    static constexpr int value = W;
};

template <int W>
TESSERA_INLINE Float<W> splat(float value) {
    return value - Float<W>{};  // unlike 0 + value, this is value to the compiler
}

/// `yes` where the mask is set, else `no`.
template <int W>
TESSERA_INLINE Float<W> select(Int<W> mask, Float<W> yes, Float<W> no) {
    return mask ? yes : no;
}

/// The larger lane by lane; a NaN in `a` stays.
template <int W>
TESSERA_INLINE Float<W> at_least(Float<W> a, Float<W> bound) {
#if defined(__AVX512F__)
    if constexpr (W == 16) {  // GCC makes two instructions of the comparison
        return (Float<W>)_mm512_maskz_max_ps(0xffff, (__m512)bound, (__m512)a);
    }
#endif
    return a < bound ? bound : a;
}

template <int W>
TESSERA_INLINE Float<W> at_most(Float<W> a, Float<W> bound) {
#if defined(__AVX512F__)
    if constexpr (W == 16) {
        return (Float<W>)_mm512_maskz_min_ps(0xffff, (__m512)bound, (__m512)a);
    }
#endif
    return a > bound ? bound : a;
}

template <int W>
TESSERA_INLINE Float<W> load(const float* from) {
    Float<W> value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

template <int W>
TESSERA_INLINE Float<W> load(const Bfloat16* from) {
    typename Lanes<W>::Half half;
    __builtin_memcpy(&half, from, sizeof half);
    return (Float<W>)(__builtin_convertvector(half, Bits<W>) << 16);
}

template <int W>
TESSERA_INLINE void store(float* to, Float<W> value) {
    __builtin_memcpy(to, &value, sizeof value);
}

/// The bits of the nearest bfloat16 (ties to even) in the upper half of every lane; NaN stays NaN.
template <int W>
TESSERA_INLINE Bits<W> round_to_bfloat16(Float<W> value) {
    const Bits<W> bits = (Bits<W>)value;
    const Bits<W> rounded = bits + 0x7fff + ((bits >> 16) & 1);
    return value == value ? rounded : bits | 0x400000;
}

template <int W>
TESSERA_INLINE void store(Bfloat16* to, Float<W> value) {
#if TESSERA_BFLOAT16_INSTRUCTIONS
    if constexpr (W == 16) {
        const __m256bh rounded = _mm512_cvtneps_pbh((__m512)value);
        __builtin_memcpy(to, &rounded, sizeof rounded);
        return;
    }
#endif
    const typename Lanes<W>::Half half =
        __builtin_convertvector(round_to_bfloat16<W>(value) >> 16, typename Lanes<W>::Half);
    __builtin_memcpy(to, &half, sizeof half);
}

/// 2 W channels as two vectors, in whatever order is cheapest: the lanes mean the same channels in
/// every pair of a type, and store_pair undoes it. Bfloat16 comes apart in even and odd channels by
/// a shift and a mask, where a conversion in order would shuffle.
template <int W>
struct Pair {
    Float<W> a;
    Float<W> b;
};

template <int W>
TESSERA_INLINE Pair<W> load_pair(const float* from) {
    return {load<W>(from), load<W>(from + W)};
}

template <int W>
TESSERA_INLINE void store_pair(float* to, const Pair<W>& pair) {
    store<W>(to, pair.a);
    store<W>(to + W, pair.b);
}

template <int W>
TESSERA_INLINE Pair<W> load_pair(const Bfloat16* from) {
    Bits<W> both;
    __builtin_memcpy(&both, from, sizeof both);
    return {(Float<W>)(both << 16), (Float<W>)(both & 0xffff0000u)};
}

#if TESSERA_BFLOAT16_INSTRUCTIONS
/// Where the two vectors' channels belong: one of a, one of b, and so on.
TESSERA_INLINE __m512i pair_order() {
    const Bits<16> lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return (__m512i)(lanes | (lanes + 16) << 16);
}
#endif

template <int W>
TESSERA_INLINE void store_pair(Bfloat16* to, const Pair<W>& pair) {
#if TESSERA_BFLOAT16_INSTRUCTIONS
    if constexpr (W == 16) {
        const __m512bh halves = _mm512_cvtne2ps_pbh((__m512)pair.b, (__m512)pair.a);
        const __m512i both = _mm512_permutexvar_epi16(pair_order(), (__m512i)halves);
        __builtin_memcpy(to, &both, sizeof both);
        return;
    }
#endif
    const Bits<W> both =
        (round_to_bfloat16<W>(pair.a) >> 16) | (round_to_bfloat16<W>(pair.b) & 0xffff0000u);
    __builtin_memcpy(to, &both, sizeof both);
}

/// sum + the products of the two bfloat16 in each lane of `a` with those in the same lane of `b`.
template <int W>
TESSERA_INLINE Float<W> add_products(Float<W> sum, Bits<W> a, Bits<W> b) {
#if TESSERA_BFLOAT16_INSTRUCTIONS
    if constexpr (W == 16) {
        return (Float<W>)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
    }
#endif
    sum += (Float<W>)(a << 16) * (Float<W>)(b << 16);
    return sum + (Float<W>)(a & 0xffff0000u) * (Float<W>)(b & 0xffff0000u);
}

TESSERA_INLINE float to_float(float value) {
    return value;
}

TESSERA_INLINE float to_float(Bfloat16 value) {
    const uint32_t bits = static_cast<uint32_t>(value.bits) << 16;
    float result;
    __builtin_memcpy(&result, &bits, sizeof result);
    return result;
}

TESSERA_INLINE void from_float(float value, float* to) {
    *to = value;
}

TESSERA_INLINE void from_float(float value, Bfloat16* to) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    bits = value == value ? bits + 0x7fff + ((bits >> 16) & 1) : bits | 0x400000;
    to->bits = static_cast<uint16_t>(bits >> 16);
}

/// `count` elements of at most Most, vector by vector without a loop: GCC would make a string
/// instruction of one, which takes longer to start than this takes.
template <int Most, class T>
TESSERA_INLINE void copy(const T* from, int64_t count, T* to) {
    constexpr int block = sizeof(Bits<kWidth>) / sizeof(T);
#pragma GCC unroll 64
    for (int i = 0; i + block <= Most; i += block) {
        if (i + block <= count) {
            Bits<kWidth> bits;
            __builtin_memcpy(&bits, from + i, sizeof bits);
            __builtin_memcpy(to + i, &bits, sizeof bits);
        }
    }
    for (int64_t i = count / block * block; i < count; ++i) {
        to[i] = from[i];
    }
}

template <class T>
TESSERA_INLINE void to_floats(const T* from, int64_t count, float* to) {
    int64_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store<kWidth>(to + i, load<kWidth>(from + i));
    }
    for (; i < count; ++i) {
        to[i] = to_float(from[i]);
    }
}

/// Lane i takes what lane (i + Step) % W held.
template <int Step, int... I>
TESSERA_INLINE Float<kWidth> rotate(Float<kWidth> value, std::integer_sequence<int, I...>) {
    return __builtin_shufflevector(value, value, ((I + Step) % kWidth)...);
}

template <int Step>
TESSERA_INLINE Float<kWidth> rotate(Float<kWidth> value) {
    return rotate<Step>(value, std::make_integer_sequence<int, kWidth>());
}

template <int W>
TESSERA_INLINE float sum_lanes(Float<W> value) {
    if constexpr (W == 4) {
        return (value[0] + value[1]) + (value[2] + value[3]);
    } else {
        Float<W / 2> halves[2];
        __builtin_memcpy(halves, &value, sizeof halves);
        return sum_lanes<W / 2>(halves[0] + halves[1]);
    }
}

TESSERA_INLINE int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

TESSERA_INLINE int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

}  // namespace tessera::kernels::TESSERA_ISA
