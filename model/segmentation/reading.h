// What a segmenter is put together from, and what its scores become.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "model/features/feature_network.h"
#include "model/networks/segmentation/decoder.h"

namespace tessera {

/// What tells a frozen network's weights from another's: the root mean square of each of its levels
/// over a fixed picture. A half-precision network gives nearly the same.
std::vector<double> fingerprint(const FeatureNetwork& features);

/// Throws std::runtime_error that says what the config expects and what there is, unless the frozen
/// network is the one that the decoder was trained on.
void check_features(const SegmenterConfig& config, const FeatureNetwork& features);

/// Enlarges logits 1,N,h,w (half-pixel centres, bilinear) and takes the likeliest class of each
/// pixel, the first of equals: row-major channels, height * width. Needs no more memory than a row
/// of scores at a time.
std::vector<uint16_t> likeliest(const at::Tensor& logits, int64_t height, int64_t width);

}  // namespace tessera
