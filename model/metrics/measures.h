// What is measured of drawn pictures and their photos, summed up a picture at a time.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/metrics/evaluation.h"
#include "model/metrics/lpips.h"

namespace tessera::metrics {

/// What a classifier saw of pictures and of their photos, 1,features and 1,classes each.
struct Seen {
    std::vector<at::Tensor> fake_features, real_features;  ///< of a network that tells them
    std::vector<at::Tensor> fake_logits, real_logits;

    void add(const FeatureNetwork& network, const at::Tensor& fake, const at::Tensor& real);
};

/// The figures of a classifier that the user chose. Those that the papers define by one network are
/// called by the papers' names over that network alone: FID over Inception-v3 as it was ported
/// from TensorFlow, the inception score over the same, or over AlexNet of Places365 as the
/// cross-view papers have it.
std::vector<EvaluationFigure> classifier_figures(const Seen& seen, const std::string& network);

/// Everything that an evaluation tells.
class Measures {
public:
    /// Opens the networks that the request names. Throws std::runtime_error that names the file.
    Measures(const EvaluationRequest& request, at::Device device);

    /// One picture and its photo, 1,3,H,W in [-1, 1].
    void add(const at::Tensor& fake, const at::Tensor& real);

    std::vector<EvaluationFigure> figures() const;

private:
    void sum(const std::string& key, const at::Tensor& value);
    double mean(const std::string& key) const;
    void append_classifier(std::vector<EvaluationFigure>& list) const;

    std::shared_ptr<const FeatureNetwork> judge_, classifier_;
    std::optional<Lpips> lpips_;
    std::map<std::string, at::Tensor> sums_;  // of the distances
    int64_t pictures_ = 0;
    Seen judged_, classified_;
};

}  // namespace tessera::metrics
