// The stem's inner loop: rows of a table, added up in registers over as many channels as fit.
#include "model/kernels/label_conv/label_rows.h"

#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

template <int Vectors, class T>
TESSERA_INLINE void sum_block(const TableSums<T>& sums, int64_t pixel, int64_t c) {
    Float<kWidth> y[Vectors];
    for (int v = 0; v < Vectors; ++v) {
        y[v] = load<kWidth>(sums.bias + c + v * kWidth);
    }
    for (int32_t i = sums.first[pixel]; i < sums.first[pixel + 1]; ++i) {
        const float* row = sums.table + sums.entries[i] * sums.channels + c;
        for (int v = 0; v < Vectors; ++v) {
            y[v] += load<kWidth>(row + v * kWidth);
        }
    }
    for (int v = 0; v < Vectors; ++v) {
        store<kWidth>(sums.y + pixel * sums.channels + c + v * kWidth, y[v]);
    }
}

template <class T>
void sum_all(const TableSums<T>& sums) {
    for (int64_t pixel = 0; pixel < sums.count; ++pixel) {
        int64_t c = 0;
        for (; c + 4 * kWidth <= sums.channels; c += 4 * kWidth) {
            sum_block<4>(sums, pixel, c);
        }
        for (; c < sums.channels; c += kWidth) {
            sum_block<1>(sums, pixel, c);
        }
    }
}

}  // namespace

void sum_rows(const TableSums<float>& sums) {
    sum_all(sums);
}

void sum_rows(const TableSums<Bfloat16>& sums) {
    sum_all(sums);
}

}  // namespace tessera::kernels::TESSERA_ISA
