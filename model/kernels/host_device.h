// Marks functions that a CUDA kernel and the processor share, so that a GPU's arithmetic can be
// tested without one.
#pragma once

#ifdef __CUDACC__
#define TESSERA_HOST_DEVICE __host__ __device__ inline
#else
#define TESSERA_HOST_DEVICE inline __attribute__((always_inline))
#endif
