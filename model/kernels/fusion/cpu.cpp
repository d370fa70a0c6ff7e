// Rows of pixels shared out among the threads; of two logits only their difference matters.
#include "model/kernels/fusion/cpu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "model/kernels/dense.h"
#include "model/kernels/fusion/fusion_rows.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kGrain = 8;  // rows

/// W_l of a row, and 1 - W_l one plane further.
void keep(const float* local, int64_t width, int64_t plane, float* to) {
    std::copy(local, local + width, to);
    std::transform(local, local + width, to + plane, [](float weight) { return 1 - weight; });
}

}  // namespace

Fused fuse_cpu(const at::Tensor& features,
               const at::Tensor& weight,
               const at::Tensor& bias,
               const at::Tensor& global,
               const at::Tensor& local,
               bool keep_weights) {
    const int64_t batch = features.size(0), channels = features.size(1);
    const int64_t height = features.size(2), width = features.size(3), plane = height * width;
    const at::Tensor source = has_dense_rows(features) ? features : channels_last(features);
    const at::Tensor global_rows = channels_last(global), local_rows = channels_last(local);
    const at::Tensor wide = weight.to(at::kFloat).view({2, channels});
    const at::Tensor difference = (wide[0] - wide[1]).contiguous();
    const at::Tensor offsets = bias.to(at::kFloat);
    Fused fused;
    fused.image = empty_channels_last(batch, 3, height, width, global);
    if (keep_weights) {
        fused.weights = at::empty({batch, 2, height, width}, global.options());
    }
    FusionParts parts{difference.const_data_ptr<float>(),
                      offsets[0].item<float>() - offsets[1].item<float>(),
                      channels,
                      width};
    for_element_type(source, [&](auto element) {
        using T = decltype(element);
        at::parallel_for(0, batch * height, kGrain, [&](int64_t begin, int64_t end) {
            std::vector<float> weights(static_cast<size_t>(width));
            for (int64_t row = begin; row < end; ++row) {
                const int64_t picture = row / height, y = row % height, pixel = row * width * 3;
                fuse_row(parts,
                         FusionRow<T>{elements<T>(source) + picture * source.stride(0) +
                                          y * source.stride(2),
                                      global_rows.const_data_ptr<float>() + pixel,
                                      local_rows.const_data_ptr<float>() + pixel,
                                      writable<float>(fused.image) + pixel,
                                      weights.data()});
                if (keep_weights) {
                    keep(weights.data(),
                         width,
                         plane,
                         writable<float>(fused.weights) + picture * 2 * plane + y * width);
                }
            }
        });
    });
    return fused;
}

}  // namespace tessera::kernels
