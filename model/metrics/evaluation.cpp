// Draws every picture of a set and measures it.
#include "model/metrics/evaluation.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <map>
#include <optional>
#include <stdexcept>

#include "model/data/augment.h"
#include "model/data/batch.h"
#include "model/data/random.h"
#include "model/files/model_file.h"
#include "model/inference/device.h"
#include "model/metrics/distances.h"
#include "model/metrics/distributions.h"

namespace tessera {
namespace {

using Draw = std::function<at::Tensor(const Batch&, uint64_t)>;

/// Draws with a model, in a style of its own for every picture.
Draw draw_with_model(const ModelFile& file, uint64_t seed, at::Device device) {
    Lggan generator = file.generator();
    generator->to(device);
    generator->freeze();
    return [generator, seed, style = file.lggan_config().style](const Batch& batch,
                                                                uint64_t number) mutable {
        LgganInput input;
        input.labels = batch.labels;
        input.image = batch.source;
        Random random(seed, {number});
        if (style > 0) {
            at::Generator normal = at::detail::createCPUGenerator(random.next());
            input.z = at::randn({1, style}, normal, at::kFloat).to(batch.real.device());
        }
        input.noise_seed = static_cast<uint32_t>(random.next());
        return generator->forward(input).image.clamp(-1, 1);
    };
}

/// Mean colours of the classes over the pictures themselves: what a picture of flat areas can
/// reach.
class MeanColours {
public:
    MeanColours(int64_t classes, at::Device device)
        : sums_(torch::zeros({classes, 3}, at::TensorOptions(at::kDouble).device(device))),
          counts_(torch::zeros({classes, 1}, sums_.options())) {}

    void add(const Batch& batch) {
        const at::Tensor labels = batch.labels.flatten().to(at::kLong);
        const at::Tensor known = labels.ge(0);
        const at::Tensor pixels = batch.real.permute({0, 2, 3, 1}).reshape({-1, 3}).to(at::kDouble);
        const at::Tensor index = labels.masked_select(known);
        sums_.index_add_(0, index, pixels.index({known}));
        counts_.index_add_(0, index, torch::ones({index.size(0), 1}, sums_.options()));
    }

    at::Tensor draw(const Batch& batch) const {
        const at::Tensor mean = (sums_ / counts_.clamp_min(1)).to(at::kFloat);
        const at::Tensor with_void = torch::cat({mean, mean.mean(0, /*keepdim=*/true)});
        const at::Tensor labels = torch::where(batch.labels.lt(0), mean.size(0), batch.labels);
        return torch::embedding(with_void, labels).permute({0, 3, 1, 2});
    }

private:
    at::Tensor sums_, counts_;
};

/// Calls visit(batch, pair) for every readable pair.
template <class Visit>
void for_each_pair(const EvaluationRequest& request,
                   at::Device device,
                   Evaluation& evaluation,
                   const Visit& visit) {
    const ClassMap classes(request.classes, request.void_ids);
    evaluation.left_out.clear();
    for (const Pair& pair : request.pairs) {
        std::optional<TrainingPicture> picture;
        try {
            picture = middle(read_picture(pair, classes, request.side), request.side);
        } catch (const std::runtime_error& error) {
            evaluation.left_out.emplace_back(error.what());
            continue;
        }
        visit(make_batch({*picture}).to(device), pair);
    }
}

struct Measured {
    std::map<std::string, at::Tensor> sums;  // of the distances
    std::vector<at::Tensor> fake_features, real_features, logits;

    void add(const FeatureNetwork& network, const at::Tensor& fake, const at::Tensor& real) {
        const auto sum = [&](const char* key, const at::Tensor& value) {
            sums[key] = sums[key].defined() ? sums[key] + value : value;
        };
        sum("l1", metrics::l1(fake, real));
        sum("psnr", metrics::psnr(fake, real));
        sum("ssim", metrics::ssim(fake, real));
        sum("sharpness_difference", metrics::sharpness_difference(fake, real));
        sum("perceptual", metrics::perceptual(network, fake, real));
        const FeatureNetwork::Verdict of_fake = network.classify(fake);
        // Sets are compared on the processor: small matrices in double precision.
        fake_features.push_back(of_fake.pooled.to(at::kCPU));
        logits.push_back(of_fake.logits.to(at::kCPU));
        real_features.push_back(network.classify(real).pooled.to(at::kCPU));
    }
};

std::vector<EvaluationFigure> figures(const Measured& measured,
                                      int64_t pictures,
                                      const std::string& network) {
    const auto mean = [&](const char* key) {
        return measured.sums.at(key).item<double>() / static_cast<double>(pictures);
    };
    std::vector<EvaluationFigure> list = {
        {"L1", "l1", mean("l1"), "", "", true},
        {"PSNR", "psnr", mean("psnr"), "dB", "", false},
        {"SSIM", "ssim", mean("ssim"), "", "", false},
        {"Sharpness difference",
         "sharpness_difference",
         mean("sharpness_difference"),
         "dB",
         "",
         false},
        {"Perceptual distance", "perceptual", mean("perceptual"), "", network, true}};
    if (pictures > 1) {
        list.push_back({"Fréchet distance",
                        "frechet",
                        metrics::frechet_distance(at::cat(measured.fake_features),
                                                  at::cat(measured.real_features)),
                        "",
                        network,
                        true});
    }
    list.push_back({"Inception-style score",
                    "inception_score",
                    metrics::inception_score(at::cat(measured.logits)),
                    "",
                    network,
                    false});
    return list;
}

}  // namespace

Evaluation evaluate(const EvaluationRequest& request,
                    const std::function<void(int64_t)>& progress) {
    const at::NoGradGuard no_grad;
    const at::Device device = resolve_place({request.device, Precision::float32, 0}).device;
    const auto network =
        FeatureNetwork::open(request.features, at::TensorOptions(at::kFloat).device(device));
    Evaluation evaluation;
    Measured measured;
    Draw draw;
    if (request.average_colours) {
        auto colours =
            std::make_shared<MeanColours>(static_cast<int64_t>(request.classes.size()), device);
        for_each_pair(request, device, evaluation, [&](const Batch& batch, const Pair&) {
            colours->add(batch);
        });
        draw = [colours](const Batch& batch, uint64_t) { return colours->draw(batch); };
    } else {
        draw = draw_with_model(ModelFile::open(request.model), request.seed, device);
    }
    if (!request.keep.empty()) {
        std::filesystem::create_directories(request.keep);
    }
    for_each_pair(request, device, evaluation, [&](const Batch& batch, const Pair& pair) {
        const at::Tensor fake = draw(batch, static_cast<uint64_t>(evaluation.pictures));
        measured.add(*network, fake, batch.real);
        if (!request.keep.empty()) {
            write_picture(request.keep / (pair.photo.file.stem().string() + ".png"),
                          to_picture(fake));
        }
        ++evaluation.pictures;
        if (progress) {
            progress(evaluation.pictures);
        }
    });
    if (evaluation.pictures == 0) {
        throw std::runtime_error(
            "there is no picture to judge by: " +
            (evaluation.left_out.empty() ? "none was given" : evaluation.left_out.front()));
    }
    evaluation.figures = figures(measured, evaluation.pictures, network->name());
    return evaluation;
}

}  // namespace tessera
