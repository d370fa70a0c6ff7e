// What a CUDA kernel and the processor share. A kernel's work is written as functions of (block,
// thread); the GPU calls them from a __global__ function, a test calls them for every block and
// thread, so that the arithmetic is tested where there is no GPU.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "model/kernels/vector/bfloat16.h"

#ifdef __CUDACC__
#define TESSERA_HOST_DEVICE __host__ __device__ inline
#else
#define TESSERA_HOST_DEVICE inline __attribute__((always_inline))
#endif

namespace tessera::kernels {

/// How many blocks of how many threads, and the floats of shared memory of each block.
struct LaunchShape {
    int64_t blocks;
    int threads;
    int64_t shared_floats;
};

TESSERA_HOST_DEVICE int64_t div_up(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

TESSERA_HOST_DEVICE int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/// Mirrors an index that is less than `size` outside 0..size-1, without repeating the border.
TESSERA_HOST_DEVICE int64_t mirror(int64_t index, int64_t size) {
    return index < 0 ? -index : index < size ? index : 2 * (size - 1) - index;
}

TESSERA_HOST_DEVICE float read(const float* from) {
    return *from;
}

TESSERA_HOST_DEVICE float read(const Bfloat16* from) {
    const uint32_t bits = static_cast<uint32_t>(from->bits) << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

TESSERA_HOST_DEVICE void write(float* to, float value) {
    *to = value;
}

/// To the nearest, ties to even; NaN stays NaN.
TESSERA_HOST_DEVICE void write(Bfloat16* to, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = value == value ? bits + 0x7fff + ((bits >> 16) & 1) : bits | 0x400000;
    to->bits = static_cast<uint16_t>(bits >> 16);
}

}  // namespace tessera::kernels
