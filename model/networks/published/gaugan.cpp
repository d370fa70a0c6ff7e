// The trunk's widths and sizes, and the two inputs that it may have.
#include "model/networks/published/gaugan.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/networks/published/semantic_map.h"

namespace tessera {
namespace {

constexpr size_t kWidePlaces = 4;  // where Table 12 changes the upsampler

}  // namespace

TrunkImpl::TrunkImpl(const GauganConfig& given) : config(given) {
    reset();
}

void TrunkImpl::reset() {
    const int64_t c = config.base;
    std::vector<int64_t> widths{16 * c, 16 * c, 8 * c, 4 * c, 2 * c, c};
    if (config.halvings == 7) {
        widths.push_back(c / 2);
    }
    const auto block = [this](int64_t a, int64_t b) {
        return SpadeBlock(SpadeOptions{a, b, config.semantic, config.hidden, config.statistics});
    };
    head = register_module("head", block(widths[0], widths[0]));
    middle = register_module("middle", torch::nn::ModuleList());
    for (int i = 0; i < 2; ++i) {
        middle->push_back(block(widths[0], widths[0]));
    }
    stage = register_module("stage", torch::nn::ModuleList());
    for (size_t i = 1; i + 1 < widths.size(); ++i) {
        stage->push_back(block(widths[i], widths[i + 1]));
    }
    up = register_module("up", torch::nn::ModuleList());
    for (size_t i = 0; i < kWidePlaces; ++i) {
        up->push_back(Upsample(UpsampleOptions{
            widths[i + 1], config.upsampler, config.sau_compressed, config.sau_kernel}));
    }
    image =
        register_module("image", Conv(ConvOptions{.in = widths.back(), .out = 3, .padding = 1}));
}

at::Tensor TrunkImpl::forward(at::Tensor x, const at::Tensor& sg, const DrawingPass& pass) {
    pass.check();
    x = middle->at<SpadeBlockImpl>(0).forward(doubled(head->forward(x, sg)), sg);
    x = middle->at<SpadeBlockImpl>(1).forward(config.halvings > 5 ? doubled(x) : x, sg);
    for (size_t i = 0; i < stage->size(); ++i) {
        x = i < up->size() ? pass.doubled_by(up->at<UpsampleImpl>(i), x) : doubled(x);
        x = stage->at<SpadeBlockImpl>(i).forward(x, sg);
    }
    return image->forward(at::leaky_relu(x, 0.2)).tanh();
}

GauganImpl::GauganImpl(const GauganConfig& given) : config(given) {
    config.check();
    reset();
}

void GauganImpl::reset() {
    const int64_t wide = 16 * config.base;
    if (config.style > 0) {
        const int64_t cells =
            (config.height >> config.halvings) * (config.width >> config.halvings);
        style_input = register_module(
            "input", Linear(LinearOptions{.in = config.style, .out = wide * cells}));
    } else {
        input = register_module(
            "input", Conv(ConvOptions{.in = config.semantic, .out = wide, .padding = 1}));
    }
    trunk = register_module("trunk", Trunk(config));
}

at::Tensor GauganImpl::forward(const at::Tensor& sg, const at::Tensor& z, const DrawingPass& pass) {
    const int64_t height = sg.size(2), width = sg.size(3), cell = int64_t{1} << config.halvings;
    TORCH_CHECK(sg.size(1) == config.semantic && height % cell == 0 && width % cell == 0,
                "Gaugan: the semantic map is ",
                sg.sizes(),
                ", ",
                config.semantic,
                " channels and sides that are multiples of ",
                cell,
                " are expected");
    if (!style_input) {
        return trunk->forward(input->forward(resized(sg, height / cell, width / cell)), sg, pass);
    }
    TORCH_CHECK(z.defined() && z.sizes() == at::IntArrayRef({sg.size(0), config.style}) &&
                    height == config.height && width == config.width,
                "Gaugan: this one draws ",
                config.height,
                " x ",
                config.width,
                " pixels from a style of ",
                config.style);
    const at::Tensor x = style_input->forward(z).view({z.size(0), -1, height / cell, width / cell});
    return trunk->forward(x, sg, pass);
}

}  // namespace tessera
