// Distances a picture, and what whole sets say.
#include "model/metrics/measures.h"

#include <ATen/ATen.h>

#include <stdexcept>

#include "model/metrics/distances.h"
#include "model/metrics/distributions.h"

namespace tessera::metrics {
namespace {

constexpr double kPercent = 100;
constexpr int64_t kPlaces = 365;  // classes of Places365
constexpr int64_t kTops[] = {1, 5};

std::shared_ptr<const FeatureNetwork> open_classifier(const std::filesystem::path& file,
                                                      const at::TensorOptions& options) {
    if (file.empty()) {
        return nullptr;
    }
    auto network = FeatureNetwork::open(file, options);
    if (!network->classifies()) {
        throw std::runtime_error(file.string() + ": holds " + network->name() +
                                 " without its classifier");
    }
    return network;
}

void append_agreement(std::vector<EvaluationFigure>& list,
                      const Agreement& found,
                      const std::string& network) {
    const auto add = [&](const std::string& name, const char* key, double share) {
        list.push_back({name, key, kPercent * share, "%", network, false});
    };
    add("Top-1 accuracy", "accuracy_top1", found.top1);
    add("Top-5 accuracy", "accuracy_top5", found.top5);
    if (found.confident > 0) {
        const std::string sure = ", " + std::to_string(found.confident) + " sure";
        add("Top-1 accuracy" + sure, "sure_accuracy_top1", found.confident_top1);
        add("Top-5 accuracy" + sure, "sure_accuracy_top5", found.confident_top5);
    }
}

}  // namespace

void Seen::add(const FeatureNetwork& network, const at::Tensor& fake, const at::Tensor& real) {
    const FeatureNetwork::Verdict of_fake = network.classify(fake),
                                  of_real = network.classify(real);
    // Sets are compared on the processor: small matrices in double precision.
    if (of_fake.pooled.defined()) {
        fake_features.push_back(of_fake.pooled.to(at::kCPU));
        real_features.push_back(of_real.pooled.to(at::kCPU));
    }
    fake_logits.push_back(of_fake.logits.to(at::kCPU));
    real_logits.push_back(of_real.logits.to(at::kCPU));
}

std::vector<EvaluationFigure> classifier_figures(const Seen& seen, const std::string& network) {
    const at::Tensor fake = at::cat(seen.fake_logits), real = at::cat(seen.real_logits);
    const bool inception = network == "inception-v3";
    const bool places = network == "alexnet" && fake.size(1) == kPlaces;
    const std::string score = inception || places ? "Inception score" : "Inception-style score";
    const std::string judge = network.find("classes") == std::string::npos
                                  ? network + ", " + std::to_string(fake.size(1)) + " classes"
                                  : network;
    std::vector<EvaluationFigure> list{{score + ", all classes",
                                        "classifier_inception_score",
                                        inception_score(fake),
                                        "",
                                        judge,
                                        false}};
    for (const int64_t top : kTops) {
        const std::string count = std::to_string(top);
        list.push_back({std::string(score).append(", top ").append(count),
                        "classifier_inception_score_top" + count,
                        inception_score(fake, top),
                        "",
                        judge,
                        false});
    }
    append_agreement(list, agreement(fake, real), judge);
    const KlScore kl = kl_score(fake, real);
    list.push_back({"KL score", "kl", kl.score, "", judge, true});
    list.push_back({"KL score, deviation", "kl_deviation", kl.deviation, "", judge, true});
    if (seen.fake_features.size() > 1) {
        list.push_back(
            {inception ? "FID" : "Fréchet distance, all axes",
             "classifier_frechet",
             frechet_distance(at::cat(seen.fake_features), at::cat(seen.real_features), /*axes=*/0),
             "",
             judge,
             true});
    }
    return list;
}

Measures::Measures(const EvaluationRequest& request, at::Device device)
    : judge_(open_classifier(request.features, at::TensorOptions(at::kFloat).device(device))),
      classifier_(
          open_classifier(request.classifier, at::TensorOptions(at::kFloat).device(device))) {
    if (!request.lpips.empty()) {
        lpips_.emplace(
            request.lpips, request.lpips_linear, at::TensorOptions(at::kFloat).device(device));
    }
}

void Measures::sum(const std::string& key, const at::Tensor& value) {
    at::Tensor& sum = sums_[key];
    sum = sum.defined() ? sum + value : value;
}

double Measures::mean(const std::string& key) const {
    return sums_.at(key).item<double>() / static_cast<double>(pictures_);
}

void Measures::add(const at::Tensor& fake, const at::Tensor& real) {
    ++pictures_;
    sum("l1", l1(fake, real));
    sum("psnr", psnr(fake, real));
    sum("ssim", ssim(fake, real));
    sum("sharpness_difference", sharpness_difference(fake, real));
    if (!judge_->channels().empty()) {
        sum("perceptual", perceptual(*judge_, fake, real));
    }
    judged_.add(*judge_, fake, real);
    if (classifier_) {
        classified_.add(*classifier_, fake, real);
    }
    if (lpips_) {
        sum("lpips", (*lpips_)(fake, real));
    }
}

std::vector<EvaluationFigure> Measures::figures() const {
    const std::string& judge = judge_->name();
    std::vector<EvaluationFigure> list = {{"L1", "l1", mean("l1"), "", "", true},
                                          {"PSNR", "psnr", mean("psnr"), "dB", "", false},
                                          {"SSIM", "ssim", mean("ssim"), "", "", false},
                                          {"Sharpness difference",
                                           "sharpness_difference",
                                           mean("sharpness_difference"),
                                           "dB",
                                           "",
                                           false}};
    if (sums_.count("perceptual") > 0) {
        list.push_back({"Perceptual distance", "perceptual", mean("perceptual"), "", judge, true});
    }
    if (judged_.fake_features.size() > 1) {
        list.push_back(
            {"Fréchet distance",
             "frechet",
             frechet_distance(at::cat(judged_.fake_features), at::cat(judged_.real_features)),
             "",
             judge,
             true});
    }
    list.push_back({"Inception-style score",
                    "inception_score",
                    inception_score(at::cat(judged_.fake_logits)),
                    "",
                    judge,
                    false});
    append_classifier(list);
    return list;
}

void Measures::append_classifier(std::vector<EvaluationFigure>& list) const {
    if (lpips_) {
        list.push_back({"LPIPS", "lpips", mean("lpips"), "", lpips_->network(), true});
    }
    if (classifier_) {
        const auto more = classifier_figures(classified_, classifier_->name());
        list.insert(list.end(), more.begin(), more.end());
    }
}

}  // namespace tessera::metrics
