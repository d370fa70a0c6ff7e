// Sums of table rows, one output pixel after another: what label_conv/cpu.cpp hands to the
// vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// y[pixel] = bias + the sum of table[entry] over entries first[pixel] to first[pixel+1]-1. T is
/// float or Bfloat16.
template <class T>
struct TableSums {
    const float* table;  ///< rows,channels
    const float* bias;   ///< channels
    int64_t channels;    ///< a multiple of 16
    const int32_t* first;
    const int32_t* entries;  ///< rows of the table
    int64_t count;           ///< pixels
    T* y;                    ///< count,channels
};

TESSERA_VECTOR_DECLARE(void, sum_rows, (const TableSums<float>& sums))
TESSERA_VECTOR_DECLARE(void, sum_rows, (const TableSums<Bfloat16>& sums))
TESSERA_VECTOR_DISPATCH(sum_rows)

}  // namespace tessera::kernels
