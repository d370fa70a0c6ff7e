// What a checkpoint must say for its LGGAN++ generator to be rebuilt.
#pragma once

#include <cstdint>
#include <string>

namespace tessera {

/// Options of the generator, named as in the model file's `config` JSON. The defaults are the
/// full-size LGGAN++ of the paper.
struct LgganConfig {
    int64_t classes = 12;           ///< N, void not counted; 1 to 4096
    int64_t image_channels = 0;     ///< 3 for cross-view translation: the source photo beside S_g
    bool label_input = true;        ///< false: S_g reaches the stem only as colours in the image
    int64_t base = 64;              ///< channels at full resolution
    int64_t cap = 256;              ///< channels never exceed this
    int64_t downs = 2;              ///< stride-2 convolutions in the encoder
    int64_t blocks = 9;             ///< residual blocks at the bottleneck
    std::string norm = "instance";  ///< instance | class | spade
    std::string upsampler = "sau";  ///< nearest | bilinear | bicubic | deconv | pixel_shuffle |
                                    ///< spatial_attention | involution | sau | transpose
    std::string decoder =
        "shared";                  ///< shared: one f' (Eq. 2); branches: each upsamples for itself
    int64_t sau_compressed = 64;   ///< C'', channels of SAKG's compressed features
    int64_t sau_kernel = 5;        ///< k, odd
    int64_t head_kernel = 7;       ///< of the stem and of the convolutions that make an image, odd
    bool local = true;             ///< class-specific local generator (Table 9, B2 and on)
    std::string combine = "add";   ///< add (Eq. 4) | conv (Eq. 5)
    bool classify = true;          ///< class-discriminative classifier (Eq. 6)
    std::string fuse = "weights";  ///< weights (Eq. 7, 8) | average
    int64_t style = 0;             ///< length of the style vector z; 0: none
    bool noise = false;            ///< texture noise at the bottleneck and in the decoder

    /// Throws std::runtime_error that names the option and the value that is out of range.
    void check() const;

    /// Whether a weight map fuses the branches (Eq. 7, 8).
    bool weighs() const { return local && fuse == "weights"; }

    /// Canvas sides must be multiples of this: 2^downs.
    int64_t stride() const { return int64_t{1} << downs; }

    /// The smallest canvas side that every reflected border fits in.
    int64_t min_side() const;

    /// Channels after the stem and each halving: min(base * 2^i, cap), i = 0 .. downs.
    int64_t width(int64_t level) const;

    bool operator==(const LgganConfig&) const = default;
};

}  // namespace tessera
