// What a checkpoint must say for one of the networks that the paper compares with to be rebuilt.
// Free of LibTorch.
#pragma once

#include "model/networks/config.h"

namespace tessera {

/// Options of GauGAN; the defaults are the authors' for Cityscapes, whose map has 35 classes and a
/// channel of instances' edges.
struct GauganConfig {
    int64_t semantic = 36;              ///< S, channels of the semantic map: the classes, and then
    bool dont_care = false;             ///< one of what has no class
    bool edges = true;                  ///< one of the edges of instances
    int64_t base = 64;                  ///< channels at full resolution
    int64_t halvings = 5;               ///< the trunk begins at H / 2^halvings: 5, 6 or 7
    int64_t hidden = 128;               ///< of SPADE
    std::string statistics = "batch";   ///< of SPADE: batch | instance
    std::string upsampler = "nearest";  ///< as UpsampleOptions::kind
    int64_t sau_compressed = 64;        ///< C''
    int64_t sau_kernel = 5;             ///< k, odd
    int64_t style = 0;                  ///< length of z, which then takes the map's place as input
    int64_t height = 256, width = 512;  ///< of the picture; a style's input knows no other size

    /// Throws std::runtime_error that names the option and the value that is out of range.
    void check() const;

    int64_t classes() const { return semantic - (dont_care ? 1 : 0) - (edges ? 1 : 0); }

    bool operator==(const GauganConfig&) const = default;
};

/// Options of LGGAN for semantic image synthesis (Table 5): of its local side, whose classes are
/// the first channels of the map, and of GauGAN's trunk as its global one.
struct LgganSynthesisConfig {
    LgganConfig local;
    GauganConfig trunk;

    /// Throws std::runtime_error that names the option and what is wrong with it.
    void check() const;

    bool operator==(const LgganSynthesisConfig&) const = default;
};

/// Options of SEAN; the defaults are the authors' for CelebAMask-HQ. With nearest upsampling it is
/// their network.
struct SeanConfig {
    int64_t semantic = 19;              ///< S, channels of the semantic map
    int64_t base = 64;                  ///< channels at full resolution
    int64_t halvings = 5;               ///< the trunk begins at H / 2^halvings: 5 or 6
    int64_t hidden = 128;               ///< of SPADE
    int64_t style = 512;                ///< length of a region's code
    std::string upsampler = "nearest";  ///< as UpsampleOptions::kind
    int64_t sau_compressed = 64;        ///< C''
    int64_t sau_kernel = 5;             ///< k, odd

    /// Throws std::runtime_error that names the option and the value that is out of range.
    void check() const;

    bool operator==(const SeanConfig&) const = default;
};

/// Options of MaskGAN; the defaults are the authors' for CelebAMask-HQ.
struct MaskganConfig {
    int64_t semantic = 19;                ///< S, channels of the semantic map
    int64_t base = 64;                    ///< channels at full resolution
    int64_t downs = 4;                    ///< halvings
    int64_t blocks = 4;                   ///< adaptive residual blocks at the bottleneck
    std::string upsampler = "transpose";  ///< or one of UpsampleOptions::kind, and a convolution
    int64_t sau_compressed = 64;          ///< C''
    int64_t sau_kernel = 5;               ///< k, odd

    /// Throws std::runtime_error that names the option and the value that is out of range.
    void check() const;

    /// Channels at the bottleneck.
    int64_t widest() const { return base << downs; }

    /// Length of what a photo says: a shift and a scale for each of two norms a block.
    int64_t style() const { return 4 * widest() * blocks; }

    bool operator==(const MaskganConfig&) const = default;
};

}  // namespace tessera
