// Padding on the way in, cropping and bytes on the way out.
#include "model/inference/canvas.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include "model/inference/engine.h"

namespace tessera {
namespace {

// Copies rows of a height x width plane to a canvas, repeating the last value and the last row.
template <typename From, typename To>
void replicate(const From* from, int64_t height, int64_t width, const Canvas& canvas, To* to) {
    for (int64_t y = 0; y < canvas.height; ++y) {
        const From* row = from + std::min(y, height - 1) * width;
        To* out = std::copy(row, row + width, to + y * canvas.width);
        std::fill(out, to + (y + 1) * canvas.width, static_cast<To>(row[width - 1]));
    }
}

// A NaN becomes 0: in this order it loses both comparisons.
uint8_t to_byte(float value) {
    return static_cast<uint8_t>(std::min(255.0f, std::max(0.0f, value * 127.5f + 128.0f)));
}

}  // namespace

int64_t canvas_side(const NetworkConfig& config, int64_t pixels) {
    const NetworkTraits traits = traits_of(config);
    return (std::max(pixels, traits.min_side) + traits.step - 1) / traits.step * traits.step;
}

Canvas canvas_for(const NetworkConfig& config, int64_t height, int64_t width) {
    return {canvas_side(config, height), canvas_side(config, width)};
}

at::Tensor labels_on(const Canvas& canvas, const RenderRequest& request) {
    at::Tensor labels = torch::empty({1, canvas.height, canvas.width}, torch::kInt32);
    replicate(request.labels.data(),
              request.height,
              request.width,
              canvas,
              labels.mutable_data_ptr<int32_t>());
    return labels;
}

at::Tensor edges_on(const Canvas& canvas, const RenderRequest& request) {
    if (request.edges.empty()) {
        return {};
    }
    at::Tensor edges = torch::empty({1, 1, canvas.height, canvas.width}, torch::kUInt8);
    replicate(request.edges.data(),
              request.height,
              request.width,
              canvas,
              edges.mutable_data_ptr<uint8_t>());
    return edges;
}

at::Tensor source_on(const Canvas& canvas, const RenderRequest& request) {
    if (request.source.empty()) {
        return {};
    }
    const int64_t pixels = request.height * request.width;
    const int64_t channels = static_cast<int64_t>(request.source.size()) / pixels;
    at::Tensor source = torch::empty({1, channels, canvas.height, canvas.width}, torch::kFloat);
    for (int64_t c = 0; c < channels; ++c) {
        replicate(request.source.data() + c * pixels,
                  request.height,
                  request.width,
                  canvas,
                  source.mutable_data_ptr<float>() + c * canvas.height * canvas.width);
    }
    return source;
}

at::Tensor from_rgb(const std::vector<uint8_t>& rgb, int64_t height, int64_t width) {
    at::Tensor photo = torch::empty({1, height, width, 3}, torch::kFloat);
    std::transform(rgb.begin(), rgb.end(), photo.mutable_data_ptr<float>(), [](uint8_t byte) {
        return static_cast<float>(byte) / 127.5f - 1;
    });
    return photo.permute({0, 3, 1, 2});
}

std::vector<uint8_t> to_rgb(const at::Tensor& image,
                            int64_t height,
                            int64_t width,
                            const std::string& painter) {
    const at::Tensor pixels = image.to(at::kCPU, at::kFloat);
    const float* data = pixels.const_data_ptr<float>();
    const int64_t channel = pixels.stride(1);
    const int64_t row = pixels.stride(2);
    const int64_t column = pixels.stride(3);
    std::vector<uint8_t> rgb(static_cast<size_t>(height * width * 3));
    std::atomic<bool> finite = true;
    at::parallel_for(0, height, 16, [&](int64_t begin, int64_t end) {
        float worst = 0;  // v - v is 0 for a finite v, else NaN, and NaN stays in a sum
        for (int64_t y = begin; y < end; ++y) {
            uint8_t* out = rgb.data() + y * width * 3;
            for (int64_t x = 0; x < width; ++x) {
                for (int64_t c = 0; c < 3; ++c) {
                    const float value = data[y * row + x * column + c * channel];
                    worst += value - value;
                    out[x * 3 + c] = to_byte(value);
                }
            }
        }
        if (worst != 0) {
            finite = false;
        }
    });
    if (!finite) {
        throw std::runtime_error(painter +
                                 " produced non-finite values: its weights are damaged, " +
                                 "or too large for this precision; choose another model");
    }
    return rgb;
}

Array to_array(const at::Tensor& tensor, const Canvas& canvas, int64_t height, int64_t width) {
    at::Tensor part = tensor.select(0, 0);
    const int64_t rank = part.dim();
    if (rank >= 3) {  // a map, at the canvas's size or a whole fraction of it
        const auto crop = [](int64_t picture, int64_t full, int64_t size) {
            return (picture * size + full - 1) / full;
        };
        part = part.narrow(rank - 2, 0, crop(height, canvas.height, part.size(rank - 2)))
                   .narrow(rank - 1, 0, crop(width, canvas.width, part.size(rank - 1)));
    }
    part = part.to(at::kCPU);
    Array array{part.sizes().vec(), {}};
    if (part.is_contiguous() && part.scalar_type() == at::kFloat) {
        const float* values = part.const_data_ptr<float>();
        array.values.assign(values, values + part.numel());
    } else {  // converts and puts in order in one pass
        array.values.resize(static_cast<size_t>(part.numel()));
        at::from_blob(array.values.data(), part.sizes(), at::kFloat).copy_(part);
    }
    return array;
}

}  // namespace tessera
