// SAFU on the processor: dense channels-last memory for the vectorised rows, source rows shared out
// among the threads.
#include "model/kernels/safu/cpu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "model/kernels/dense.h"
#include "model/kernels/safu/safu_rows.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kFewestChannels = 8;  // that the rows accept

/// Fills in what all doors share, computes, and gives the result the layout of `features`. Where in
/// the features the rows lie they say themselves.
template <class T>
at::Tensor compute(const at::Tensor& features,
                   int64_t k,
                   int64_t scale,
                   SafuRows<T> rows,
                   const at::Tensor& into = {}) {
    const int64_t batch = features.size(0), channels = features.size(1);
    const int64_t height = rows.height, width = rows.width;
    const int64_t missing = std::max<int64_t>(kFewestChannels - channels, 0);
    const at::Tensor source = channels_last(with_channels(features, missing));
    TORCH_CHECK(
        !into.defined() ||
            (missing == 0 && has_dense_rows(into) && into.scalar_type() == features.scalar_type() &&
             into.sizes() == at::IntArrayRef({batch, channels, height * scale, width * scale})),
        "safu: into is ",
        into.sizes(),
        ", must be B,C,H*s,W*s with dense rows and eight channels at least");
    const at::Tensor output =
        into.defined() ? into
                       : empty_channels_last(
                             batch, channels + missing, height * scale, width * scale, features);
    rows.features = elements<T>(source);
    rows.output = writable<T>(output);
    rows.output_row_stride = output.stride(2);
    rows.output_batch_stride = output.stride(0);
    rows.map_height = features.size(2);
    rows.map_width = features.size(3);
    rows.channels = channels + missing;
    rows.k = k;
    rows.scale = scale;
    at::parallel_for(0, batch * height, /*grain_size=*/1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch(safu_scratch_size(k, scale));
        safu_rows(rows, begin, end, scratch.data());
    });
    if (into.defined()) {
        return into;
    }
    return output.narrow(1, 0, channels).contiguous(features.suggest_memory_format());
}

}  // namespace

at::Tensor safu_cpu(const at::Tensor& features,
                    const at::Tensor& kernels,
                    int64_t k,
                    int64_t scale) {
    return for_element_type(features, [&](auto element) {
        SafuRows<decltype(element)> rows{};
        rows.height = features.size(2);
        rows.width = features.size(3);
        rows.kernels = elements<decltype(element)>(kernels);
        rows.batch_stride = kernels.stride(0);
        rows.tap_stride = kernels.stride(1);
        rows.row_stride = kernels.stride(2);
        rows.column_stride = kernels.stride(3);
        return compute(features, k, scale, rows);
    });
}

at::Tensor safu_from_logits_cpu(const at::Tensor& features,
                                const at::Tensor& logits,
                                int64_t k,
                                int64_t scale,
                                at::Tensor* kernels_out,
                                const at::Tensor& into) {
    const at::Tensor dense_logits = channels_last(logits);
    if (kernels_out != nullptr) {
        *kernels_out = empty_channels_last(
            logits.size(0), k * k, logits.size(2) * scale, logits.size(3) * scale, logits);
    }
    return for_element_type(features, [&](auto element) {
        SafuRows<decltype(element)> rows{};
        rows.height = features.size(2);
        rows.width = features.size(3);
        rows.logits = elements<decltype(element)>(dense_logits);
        if (kernels_out != nullptr) {
            rows.kernels_out = writable<decltype(element)>(*kernels_out);
        }
        return compute(features, k, scale, rows, into);
    });
}

void safu_window_cpu(const at::Tensor& features,
                     const at::Tensor& logits,
                     int64_t k,
                     const SafuWindow& window) {
    const at::Tensor dense_logits = channels_last(logits);
    for_element_type(features, [&](auto element) {
        SafuRows<decltype(element)> rows{};
        rows.height = logits.size(2);
        rows.width = logits.size(3);
        rows.top = window.top;
        rows.left = window.left;
        rows.logits = elements<decltype(element)>(dense_logits);
        if (window.kernels.defined()) {
            rows.kernels_out = writable<decltype(element)>(window.kernels);
        }
        return compute(features, k, window.scale, rows, window.into);
    });
}

}  // namespace tessera::kernels
