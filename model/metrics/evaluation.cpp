// Draws every picture of a set and measures it.
#include "model/metrics/evaluation.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <optional>
#include <stdexcept>

#include "model/data/augment.h"
#include "model/data/batch.h"
#include "model/data/random.h"
#include "model/files/model_file.h"
#include "model/files/segmenter_file.h"
#include "model/inference/device.h"
#include "model/metrics/measures.h"
#include "model/metrics/readings.h"

namespace tessera {
namespace {

using Draw = std::function<at::Tensor(const Batch&, uint64_t)>;

at::Tensor random_style(Random& random, int64_t length, at::Device device) {
    at::Generator normal = at::detail::createCPUGenerator(random.next());
    return at::randn({1, length}, normal, at::kFloat).to(device);
}

Draw draw_with_lggan(const ModelFile& file, uint64_t seed, at::Device device) {
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
            input.z = random_style(random, style, batch.real.device());
        }
        input.noise_seed = static_cast<uint32_t>(random.next());
        return generator->forward(input).image.clamp(-1, 1);
    };
}

/// Throws std::runtime_error where the network draws no square of this side.
void check_side(const ModelFile& file, const NetworkTraits& traits, int64_t side) {
    const bool any_size = traits.height == 0;
    if (side % traits.step != 0 || side < traits.min_side ||
        (!any_size && (traits.height != side || traits.width != side))) {
        throw std::runtime_error(file.path().string() + ": " + traits.title +
                                 " draws no squares of " + std::to_string(side) + " pixels");
    }
}

/// The other networks: where a style comes from photos alone it is the picture's own.
Draw draw_with_published(const ModelFile& file,
                         const EvaluationRequest& request,
                         at::Device device) {
    const NetworkTraits traits = traits_of(file.config());
    check_side(file, traits, request.side);
    const std::shared_ptr<PublishedNetwork> network = file.published();
    network->module().to(device);
    network->module().eval();
    return [network, traits, seed = request.seed](const Batch& batch, uint64_t number) {
        Random random(seed, {number});
        PublishedInput input;
        input.labels = batch.labels;
        if (traits.style_origin == StyleOrigin::photos) {
            input.style = network->style_of(batch.real, batch.labels);
        } else if (traits.style_origin == StyleOrigin::seed) {
            input.style = random_style(random, traits.style, batch.real.device());
        }
        input.noise_seed = static_cast<uint32_t>(random.next());
        return network->draw(input).image.clamp(-1, 1);
    };
}

/// Draws with a model, in a style of its own for every picture.
Draw draw_with_model(const EvaluationRequest& request, at::Device device) {
    const ModelFile file = ModelFile::open(request.model);
    return std::holds_alternative<LgganConfig>(file.config())
               ? draw_with_lggan(file, request.seed, device)
               : draw_with_published(file, request, device);
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

metrics::Readings readings(const std::filesystem::path& segmenter,
                           const EvaluationRequest& request) {
    auto opened = Segmenter::open(segmenter, request.segmenter_features, request.device);
    check_segmenter_fits(*opened, request.palette, request.classes);
    return metrics::Readings(std::move(opened));
}

void append(std::vector<EvaluationFigure>& list, const std::vector<EvaluationFigure>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

void check_some(const Evaluation& evaluation) {
    if (evaluation.pictures == 0) {
        throw std::runtime_error(
            "there is no picture to judge by: " +
            (evaluation.left_out.empty() ? "none was given" : evaluation.left_out.front()));
    }
}

/// How well a segmenter reads photos.
Evaluation evaluate_segmenter(const EvaluationRequest& request,
                              const std::function<void(int64_t)>& progress) {
    metrics::Readings own = readings(request.model, request);
    Evaluation evaluation;
    for_each_pair(request, at::kCPU, evaluation, [&](const Batch& batch, const Pair&) {
        own.add(batch.real, batch.labels);
        ++evaluation.pictures;
        if (progress) {
            progress(evaluation.pictures);
        }
    });
    check_some(evaluation);
    evaluation.figures = own.figures("", "");
    evaluation.agreement = own.agreement();
    return evaluation;
}

}  // namespace

Evaluation evaluate(const EvaluationRequest& request,
                    const std::function<void(int64_t)>& progress) {
    if (!request.average_colours && is_segmenter(request.model)) {
        return evaluate_segmenter(request, progress);
    }
    const at::NoGradGuard no_grad;
    const at::Device device = resolve_place({request.device, Precision::float32, 0}).device;
    metrics::Measures measures(request, device);
    std::optional<metrics::Readings> of_drawn, of_photos;
    if (!request.segmenter.empty()) {
        of_drawn.emplace(readings(request.segmenter, request));
        of_photos = of_drawn;
    }
    Evaluation evaluation;
    Draw draw;
    if (request.average_colours) {
        auto colours =
            std::make_shared<MeanColours>(static_cast<int64_t>(request.classes.size()), device);
        for_each_pair(request, device, evaluation, [&](const Batch& batch, const Pair&) {
            colours->add(batch);
        });
        draw = [colours](const Batch& batch, uint64_t) { return colours->draw(batch); };
    } else {
        draw = draw_with_model(request, device);
    }
    if (!request.keep.empty()) {
        std::filesystem::create_directories(request.keep);
    }
    for_each_pair(request, device, evaluation, [&](const Batch& batch, const Pair& pair) {
        const at::Tensor fake = draw(batch, static_cast<uint64_t>(evaluation.pictures));
        measures.add(fake, batch.real);
        if (of_drawn) {
            of_drawn->add(fake, batch.labels);
            of_photos->add(batch.real, batch.labels);
        }
        if (!request.keep.empty()) {
            write_picture(request.keep / (pair.photo.file.stem().string() + ".png"),
                          to_picture(fake));
        }
        ++evaluation.pictures;
        if (progress) {
            progress(evaluation.pictures);
        }
    });
    check_some(evaluation);
    evaluation.figures = measures.figures();
    if (of_drawn) {
        append(evaluation.figures, of_drawn->figures("", ""));
        append(evaluation.figures, of_photos->figures(" of the photos", "photo_"));
        evaluation.agreement = of_drawn->agreement();
        evaluation.photo_agreement = of_photos->agreement();
    }
    return evaluation;
}

}  // namespace tessera
