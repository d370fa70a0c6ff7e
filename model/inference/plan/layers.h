// The convolutions of a generator, packed for the sizes that a plan or a patch of it feeds them.
#pragma once

#include <string>
#include <vector>

#include "model/networks/lggan.h"
#include "model/networks/packed_convolution.h"

namespace tessera {

/// Height and width of what a layer reads.
struct Extent {
    int64_t height = 0;
    int64_t width = 0;
    int64_t zeros = 0;  ///< rows and columns of them that the layer adds on every side
};

/// Of every layer; borders that are reflected are counted.
struct LayerInputs {
    std::vector<Extent> down, compress, encode, decode;
    Extent block, head;
};

/// A convolution whose bias is left out, because the norm behind it takes every constant away.
struct PackedLayer {
    std::string name;
    PackedConvolution conv;
    Norm norm{nullptr};
    at::Tensor noise_strength;  ///< undefined: none
};

/// SAKG's two convolutions.
struct PackedSau {
    std::string name;
    PackedConvolution compress, encode;
};

/// Shares norms with the generator, whose weights must not change any more.
struct PackedLayers {
    PackedLayers() = default;
    PackedLayers(const Lggan& generator, const LayerInputs& inputs);

    std::vector<PackedLayer> down;
    std::vector<PackedLayer> block;  ///< two a residual block
    at::Tensor style_weight;  ///< of all residual blocks one after the other; undefined: none
    at::Tensor style_bias;
    std::vector<PackedSau> up;
    std::vector<PackedLayer> decode;
    PackedLayer global;
    PackedLayer weight;

private:
    void pack_styles(LgganImpl& net);
};

}  // namespace tessera
