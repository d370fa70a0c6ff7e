// What every engine does with a request before it draws, and with a network before the first.
#pragma once

#include <torch/nn/module.h>

#include <functional>

#include "model/inference/canvas.h"
#include "model/inference/device.h"
#include "model/inference/engine.h"

namespace tessera {

/// Throws std::runtime_error with what was expected where the request does not fit the network.
void check_request(const RenderRequest& request, const NetworkTraits& traits);

/// The same of a photo whose style is asked for; `labels` says whether it needs a map.
void check_photo(const StylePhoto& photo, bool labels);

/// The same of a part of a canvas, and of a change of it; `canvas` of height 0 was not rendered
/// yet.
void check_area(const Area& area, const RenderRequest& canvas);
void check_change(const LabelChange& change, const RenderRequest& canvas);

/// Says so where a picture takes more bytes than are free.
[[noreturn]] void refuse_memory(int64_t needed, int64_t available);

/// On the CPU the system promises memory that it does not have and then ends the process; a GPU
/// says no by itself. Throws std::runtime_error where the canvas takes more than is free.
void check_memory(const NetworkConfig& config,
                  const Keep& keep,
                  const Canvas& canvas,
                  const Place& place);

/// Moves a network to its place for drawing; convolutions like their weights channels last on a
/// GPU.
void settle(torch::nn::Module& network, const Place& place);

/// Runs `body` alone on the process's threads, without gradients; LibTorch's errors become
/// std::runtime_error of one line.
void compute_in(const Place& place, const std::function<void()>& body);

/// The values of a tensor of any shape and type, on the CPU.
std::vector<float> to_values(const at::Tensor& tensor);

}  // namespace tessera
