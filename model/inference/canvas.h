// Any size of picture on a canvas that the network can halve.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/inference/picture.h"
#include "model/networks/network_config.h"

namespace tessera {

/// The picture lies at the canvas's top left; its last row and column are repeated below and to the
/// right of it.
struct Canvas {
    int64_t height = 0;
    int64_t width = 0;

    bool operator==(const Canvas&) const = default;
};

/// The smallest canvas that holds a picture and that the network can render.
Canvas canvas_for(const NetworkConfig& config, int64_t height, int64_t width);

/// The request's labels, 1,H,W int32 on the canvas.
at::Tensor labels_on(const Canvas& canvas, const RenderRequest& request);

/// The request's edges, 1,1,H,W uint8 on the canvas; undefined where it has none.
at::Tensor edges_on(const Canvas& canvas, const RenderRequest& request);

/// The request's source image, 1,C,H,W float32 on the canvas; undefined where it has none.
at::Tensor source_on(const Canvas& canvas, const RenderRequest& request);

/// Bytes to what networks see: 1,3,H,W float32 in [-1, 1] of height * width RGB triples.
at::Tensor from_rgb(const std::vector<uint8_t>& rgb, int64_t height, int64_t width);

/// Photos are bytes: round((v + 1) * 127.5), held in 0 .. 255. `image` 1,3,H,W float32 of any
/// strides; the top left `height` x `width` of it, as RGB triples. Throws std::runtime_error, which
/// says that `painter` made them, on a value that is not finite.
std::vector<uint8_t> to_rgb(const at::Tensor& image,
                            int64_t height,
                            int64_t width,
                            const std::string& painter = "the model");

/// One picture's tensor, 1,..,H,W of any type on any device, as an array without the batch. A map
/// of the canvas at any scale is cropped to the picture's part of it (a started pixel counts).
Array to_array(const at::Tensor& tensor, const Canvas& canvas, int64_t height, int64_t width);

}  // namespace tessera
