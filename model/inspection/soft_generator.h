// The generator drawing from shares of classes in place of labels, so that its picture has a
// gradient with regard to them.
#pragma once

#include "model/networks/lggan.h"

namespace tessera {

/// Each pixel has a share of each class; what its shares leave to 1 is void. On one-hot shares the
/// picture is the modules' own, and its gradient says what a little of another class would change.
/// Built of the modules' own layers; only where a label is looked up are tables weighted instead.
class SoftGenerator {
public:
    /// Shares the generator's weights, float32 or float64, on the processor, not frozen.
    explicit SoftGenerator(const Lggan& generator) : generator_(generator) {}

    /// The colours of one pixel, 3, in about [-1, 1]. `shares` 1,N,H,W in the type of the weights;
    /// of `input` the image, z, noise_seed and cancelled count. Throws Cancelled, c10::Error.
    at::Tensor pixel(const at::Tensor& shares, const LgganInput& input, int64_t y, int64_t x) const;

private:
    struct Soft;

    at::Tensor encode(const Soft& soft) const;
    at::Tensor stem(const Soft& soft) const;
    at::Tensor block(const ResidualBlockImpl& layer, const at::Tensor& x, const Soft& soft) const;
    at::Tensor decode(const std::string& branch, at::Tensor f, const Soft& soft) const;
    at::Tensor local_colours(const at::Tensor& f, const Soft& soft, int64_t y, int64_t x) const;

    Lggan generator_;
};

}  // namespace tessera
