// Walks each network as it is drawn and adds up.
#include "model/inference/published_cost.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace tessera {
namespace {

int64_t conv(int64_t pixels, int64_t kernel, int64_t in, int64_t out) {
    return pixels * kernel * kernel * in * out;
}

/// GauGAN's trunk and SEAN's are one but for what a norm takes.
struct TrunkShape {
    int64_t semantic, base, halvings, hidden;
    DoublingCost doubling;
    int64_t code = 0;  ///< length of SEAN's codes; 0: SPADE alone
};

class TrunkCounter {
public:
    TrunkCounter(const TrunkShape& shape, const Canvas& canvas)
        : shape_(shape), pixels_(canvas.height * canvas.width) {}

    int64_t total() {
        const int64_t c = shape_.base;
        int64_t level = shape_.halvings;
        block(level, 16 * c, 16 * c);
        --level;
        block(level, 16 * c, 16 * c);
        level -= shape_.halvings > 5 ? 1 : 0;
        block(level, 16 * c, 16 * c);
        std::vector<int64_t> widths{16 * c, 8 * c, 4 * c, 2 * c, c};
        if (shape_.halvings == 7) {
            widths.push_back(c / 2);
        }
        for (size_t i = 0; i + 1 < widths.size(); ++i) {
            if (i < 4) {
                total_ += doubling_cost(shape_.doubling, at(level), widths[i]);
            }
            --level;
            block(level, widths[i], widths[i + 1]);
        }
        total_ += conv(at(level), 3, widths.back(), 3);
        return total_;
    }

private:
    int64_t at(int64_t level) const { return pixels_ >> (2 * level); }

    void norm(int64_t level, int64_t channels, bool styled) {
        total_ += conv(at(level), 3, shape_.semantic, shape_.hidden);
        total_ += conv(at(level), 3, shape_.hidden, 2 * channels);
        if (styled) {
            total_ += conv(at(level), 3, shape_.code, 2 * channels);
        }
    }

    void block(int64_t level, int64_t in, int64_t out) {
        const bool styled = shape_.code > 0 && out != shape_.base;
        const int64_t middle = std::min(in, out);
        norm(level, in, styled);
        norm(level, middle, styled);
        total_ += conv(at(level), 3, in, middle) + conv(at(level), 3, middle, out);
        if (in != out) {
            norm(level, in, styled);
            total_ += conv(at(level), 1, in, out);
        }
    }

    const TrunkShape shape_;
    const int64_t pixels_;
    int64_t total_ = 0;
};

DoublingCost doubling_of(const auto& config) {
    return {config.upsampler, config.sau_compressed, config.sau_kernel};
}

int64_t trunk_cost(const GauganConfig& config, const Canvas& canvas) {
    return TrunkCounter(
               {config.semantic, config.base, config.halvings, config.hidden, doubling_of(config)},
               canvas)
        .total();
}

int64_t cost(const GauganConfig& config, const Canvas& canvas) {
    const int64_t wide = 16 * config.base;
    const int64_t cells = (canvas.height * canvas.width) >> (2 * config.halvings);
    const int64_t input =
        config.style > 0 ? config.style * wide * cells : conv(cells, 3, config.semantic, wide);
    return input + trunk_cost(config, canvas);
}

int64_t cost(const SeanConfig& config, const Canvas& canvas) {
    const int64_t cells = (canvas.height * canvas.width) >> (2 * config.halvings);
    return conv(cells, 3, config.semantic, 16 * config.base) + TrunkCounter({config.semantic,
                                                                             config.base,
                                                                             config.halvings,
                                                                             config.hidden,
                                                                             doubling_of(config),
                                                                             config.style},
                                                                            canvas)
                                                                   .total();
}

/// From widths[i + 1] at a level to widths[i] at the one above, doubled on the way.
int64_t decoder_cost(const DoublingCost& doubling,
                     const std::vector<int64_t>& widths,
                     int64_t pixels) {
    int64_t total = 0;
    for (size_t i = 0; i + 1 < widths.size(); ++i) {
        const int64_t below = pixels >> (2 * (i + 1));
        total += doubling_cost(doubling, below, widths[i + 1]);
        const bool transpose = doubling.upsampler == "transpose";
        total += conv(transpose ? below : pixels >> (2 * i), 3, widths[i + 1], widths[i]);
    }
    return total;
}

int64_t cost(const MaskganConfig& config, const Canvas& canvas) {
    const int64_t pixels = canvas.height * canvas.width;
    std::vector<int64_t> widths;
    for (int64_t level = 0; level <= config.downs; ++level) {
        widths.push_back(config.base << level);
    }
    int64_t total = conv(pixels, 7, config.semantic, config.base) + conv(pixels, 7, config.base, 3);
    for (int64_t level = 1; level <= config.downs; ++level) {
        total += conv(pixels >> (2 * level), 3, config.base << (level - 1), config.base << level);
    }
    const int64_t deepest = pixels >> (2 * config.downs);
    total += 2 * config.blocks * conv(deepest, 3, config.widest(), config.widest());
    return total + decoder_cost(doubling_of(config), widths, pixels);
}

int64_t cost(const LgganSynthesisConfig& config, const Canvas& canvas) {
    const int64_t pixels = canvas.height * canvas.width, c = config.local.base;
    int64_t total = trunk_cost(config.trunk, canvas);
    total += conv(pixels, 7, config.trunk.semantic, c);
    for (int64_t level = 1; level <= 4; ++level) {
        total += conv(pixels >> (2 * level), 3, c << (level - 1), c << level);
    }
    total += 2 * config.local.blocks * conv(pixels >> 4, 3, 4 * c, 4 * c);
    total += 2 * decoder_cost(doubling_of(config.local), {c, 2 * c, 4 * c}, pixels);
    // Class-sparse, the local generator costs one convolution.
    total += conv(pixels, config.local.head_kernel, c, 3) + conv(pixels, 1, c, 2);
    if (config.local.combine == "conv") {
        total += conv(pixels, 3, 3 * config.local.classes, 3);
    }
    return total;
}

int64_t cost(const LgganConfig&, const Canvas&) {
    throw std::logic_error("LGGAN++ is counted elsewhere");
}

}  // namespace

int64_t published_cost(const NetworkConfig& config, const Canvas& canvas) {
    return std::visit([&](const auto& options) { return cost(options, canvas); }, config);
}

}  // namespace tessera
