// What stays of a render, so that the next one computes only what changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/inference/canvas.h"
#include "model/inference/plan/feature_map.h"
#include "model/networks/lggan.h"

namespace tessera {

/// Of every norm, by the name of the layer before it: 3,C float32, as ClassNormOptions has them.
using Statistics = std::map<std::string, at::Tensor>;

/// Every map that a later layer reads beyond its own pixel, and all that sums over the whole
/// canvas. The stem's map and the upsampled ones are left out: they are the largest, and cheap to
/// make again where they are wanted.
struct KeptMaps {
    std::vector<at::Tensor> labels;      ///< 1,h,w int32 by level, full size first
    at::Tensor noise;                    ///< h,w of the bottleneck's texture; undefined: none
    std::vector<at::Tensor> styles;      ///< 1,4C a residual block; empty: no style
    std::vector<FeatureMap> down;        ///< behind each halving; the last with its noise
    std::vector<FeatureMap> block;       ///< two a residual block
    std::vector<at::Tensor> compressed;  ///< SAKG's, by level, coarsest first
    std::vector<FeatureMap> decoded;     ///< by level; the last is f'
    at::Tensor picture;                  ///< 1,3,H,W float32
    Keep keep;                           ///< what of the inside the render kept,
    LgganOutput inside;                  ///< which is this, all but the picture
    Statistics statistics;               ///< that the maps were made with
    int64_t top = 0;                     ///< where in a larger canvas these maps' canvas lies
    int64_t left = 0;

    /// Bytes that a canvas's maps take: 124 values a pixel in the shipped models.
    static int64_t bytes(const LgganConfig& config, const Canvas& canvas, int64_t element_size);
};

}  // namespace tessera
