// The published networks behind one door, for whoever draws with a model file.
#pragma once

#include <torch/nn/module.h>

#include <memory>

#include "model/networks/lggan.h"
#include "model/networks/network_config.h"

namespace tessera {

/// What a published network draws from; each takes what it has use for.
struct PublishedInput {
    at::Tensor labels;  ///< B,H,W int32 class indices; outside 0..N-1 is void. Sides as the
                        ///< traits say
    at::Tensor edges;   ///< B,1,H,W: 1 at the edges of instances; undefined: where labels differ
    at::Tensor style;   ///< B,style of the traits; undefined: zeros, of MaskGAN norms left alone
    uint32_t noise_seed = 0;
    Keep keep;
    const std::atomic<bool>* cancelled = nullptr;  ///< checked between blocks
};

class PublishedNetwork {
public:
    virtual ~PublishedNetwork() = default;

    /// Throws c10::Error that names the shape it got, Cancelled when that was set.
    virtual LgganOutput draw(const PublishedInput& input) = 0;

    /// A photo's style, B,style: `photo` B,3,H,W in [-1, 1] and its own labels B,H,W int32, sides
    /// as of pictures. Throws std::runtime_error where the network reads no photos.
    virtual at::Tensor style_of(const at::Tensor& photo, const at::Tensor& labels);

    /// Its parameters and statistics are named as in a model file.
    virtual torch::nn::Module& module() = 0;
};

/// Throws std::runtime_error where the config is out of range, or LGGAN++'s.
std::unique_ptr<PublishedNetwork> make_published(const NetworkConfig& config);

/// Where a label differs from one beside it, above or below it: B,1,H,W of labels B,H,W.
at::Tensor edges_of(const at::Tensor& labels, at::TensorOptions options);

}  // namespace tessera
