// What a render of LGGAN++ costs, counted layer by layer from the config; and what doubling costs.
#include "model/inference/canvas.h"
#include "model/inference/engine.h"
#include "model/inference/published_cost.h"

namespace tessera {
namespace {

// Walks the network as it is drawn and adds up. What is a look-up instead of a product (one-hot
// labels through the stem, SPADE's first convolution) counts as one for each kernel element and
// channel; the local generator as the one convolution that its class-sparse form costs.
class Counter {
public:
    Counter(const LgganConfig& config, const Canvas& canvas) : config_(config), canvas_(canvas) {}

    int64_t total() {
        stem();
        for (int64_t level = 1; level <= config_.downs; ++level) {
            conv_norm(level, config_.width(level - 1), config_.width(level));
        }
        for (int64_t i = 0; i < 2 * config_.blocks; ++i) {
            conv_norm(config_.downs, config_.width(config_.downs), config_.width(config_.downs));
        }
        heads();
        return total_;
    }

private:
    int64_t pixels(int64_t level) const {
        return (canvas_.height >> level) * (canvas_.width >> level);
    }

    void conv(int64_t level, int64_t kernel, int64_t in, int64_t out) {
        total_ += pixels(level) * kernel * kernel * in * out;
    }

    void conv_norm(int64_t level, int64_t in, int64_t out) {
        conv(level, 3, in, out);
        norm(level, out);
    }

    void norm(int64_t level, int64_t channels) {
        if (config_.norm == "spade") {
            conv(level, 3, 1, 128);
            conv(level, 3, 128, 2 * channels);
        }
    }

    void stem() {
        const int64_t in = (config_.label_input ? 1 : 0) + config_.image_channels;
        conv(0, config_.head_kernel, in, config_.base);
        norm(0, config_.base);
    }

    void decoder() {
        for (int64_t level = config_.downs; level > 0; --level) {
            const int64_t in = config_.width(level);
            upsample(level, in);
            // The transposed convolution spends its 9 products on each pixel that it reads.
            conv(config_.upsampler == "transpose" ? level : level - 1,
                 3,
                 in,
                 config_.width(level - 1));
            norm(level - 1, config_.width(level - 1));
        }
    }

    void upsample(int64_t level, int64_t channels) {
        total_ += doubling_cost({config_.upsampler, config_.sau_compressed, config_.sau_kernel},
                                pixels(level),
                                channels);
    }

    void heads() {
        const bool weights = config_.local && config_.fuse == "weights";
        const int64_t base = config_.base;
        if (config_.decoder == "shared") {
            decoder();
            conv_norm(0, base, base);  // global_conv
            if (weights) {
                conv_norm(0, base, base / 2);
                conv(0, 1, base / 2, 2);
            }
        } else {
            decoder();
            if (config_.local) {
                decoder();
            }
            if (weights) {
                decoder();
                conv(0, 1, base, 2);
            }
        }
        conv(0, config_.head_kernel, base, 3);
        if (config_.local) {
            conv(0, config_.head_kernel, base, 3);
            if (config_.combine == "conv") {
                conv(0, 3, 3 * config_.classes, 3);
            }
        }
    }

    const LgganConfig& config_;
    const Canvas canvas_;
    int64_t total_ = 0;
};

}  // namespace

int64_t doubling_cost(const DoublingCost& by, int64_t pixels, int64_t channels) {
    const auto conv = [&](int64_t places, int64_t kernel, int64_t in, int64_t out) {
        return places * kernel * kernel * in * out;
    };
    if (by.upsampler == "sau") {
        return conv(pixels, 1, channels, by.sau_compressed) +
               conv(pixels, 3, by.sau_compressed, by.sau_kernel * by.sau_kernel * 4) +
               conv(4 * pixels, by.sau_kernel, channels, 1);
    }
    if (by.upsampler == "bilinear" || by.upsampler == "bicubic") {
        return conv(4 * pixels, by.upsampler == "bilinear" ? 2 : 4, channels, 1);
    }
    if (by.upsampler == "deconv") {
        return conv(pixels, 2, channels, channels);
    }
    if (by.upsampler == "pixel_shuffle") {
        return conv(pixels, 3, channels, 4 * channels);
    }
    if (by.upsampler == "spatial_attention") {
        const int64_t reduced = channels / 8;
        return conv(pixels, 1, channels, 2 * reduced + channels) +
               pixels * pixels * (reduced + channels);
    }
    if (by.upsampler == "involution") {
        const int64_t hidden = std::max<int64_t>(channels / 16, 1);
        return conv(pixels, 1, channels, hidden) + conv(pixels, 1, hidden, 49) +
               conv(pixels, 7, channels, 1);
    }
    return 0;  // nearest, and "transpose", whose convolution doubles
}

int64_t render_cost(const NetworkConfig& config, int64_t height, int64_t width) {
    const Canvas canvas = canvas_for(config, height, width);
    const auto* lggan = std::get_if<LgganConfig>(&config);
    return lggan != nullptr ? Counter(*lggan, canvas).total() : published_cost(config, canvas);
}

}  // namespace tessera
