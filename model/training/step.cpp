// A training step. The graph is cut at the drawn picture: every judge says how the picture should
// change, and the generator hears the sum, so that each part's graph lives only as long as it must.
#include "model/training/step.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "model/data/random.h"
#include "model/networks/published/semantic_map.h"
#include "model/training/losses.h"

namespace tessera {
namespace {

using losses::Adversarial;
using torch::autograd::grad;
using Tensors = std::vector<at::Tensor>;

/// Adds the time since the last lap to one of several counts. Waits for a GPU to be done with it.
class Laps {
public:
    explicit Laps(at::Device device) : device_(device) {}

    void add_to(double& seconds) {
        if (device_.is_cuda()) {
            c10::impl::VirtualGuardImpl(device_.type()).synchronizeDevice(device_.index());
        }
        const auto now = std::chrono::steady_clock::now();
        seconds += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

private:
    at::Device device_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// What a batch norm has seen so far.
using Statistics = std::map<std::string, at::Tensor>;

Statistics copies(Statistics tensors) {
    for (auto& [name, tensor] : tensors) {
        tensor = tensor.clone();
    }
    return tensors;
}

at::Tensor channels_last(const at::Tensor& x) {
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

class Step {
public:
    Step(TrainingNetworks& networks,
         const TrainingOptions& options,
         const Batch& batch,
         const StepPlan& plan)
        : nets_(networks),
          options_(options),
          batch_(batch),
          plan_(plan),
          kind_(options.adversarial == "hinge" ? Adversarial::hinge : Adversarial::lsgan),
          laps_(networks.device) {}

    StepReport run() {
        const Statistics before = nets_.sean ? copies(fixed_tensors(*nets_.sean)) : Statistics{};
        draw();
        judge_by_features();
        judge_by_patches();
        learn_to_draw();
        order_terms();
        share_terms(report_, *plan_.processes);
        update();
        if (!report_.finite) {
            restore(before);
        }
        return std::move(report_);
    }

private:
    void draw();
    LgganOutput draw_with_lggan();
    at::Tensor draw_with_sean();
    at::Tensor style();
    void judge_by_features();
    void judge_by_patches();
    Tensors judge_by_patches(PatchDiscriminator& critic,
                             const at::Tensor& condition,
                             double weight,
                             const std::string& suffix);
    void learn_to_draw();
    void update();
    void restore(const Statistics& statistics) const;
    void step(Parameters* parameters, double norm, double rate) const;
    void order_terms();

    /// Records a term and adds it to `total`, which is minimised, by its weight.
    void add(const std::string& name, const at::Tensor& value, double weight, at::Tensor& total) {
        note(name, value.item<double>());
        const at::Tensor weighted = value * weight;
        total = total.defined() ? total + weighted : weighted;
    }

    void note(const std::string& name, double value) {
        report_.terms.emplace_back(name, value);
        report_.finite = report_.finite && std::isfinite(value);
    }

    /// Adds d(total)/d(picture), keeping the graph for what the judge itself learns.
    void hear(const at::Tensor& total) {
        if (total.defined()) {
            const at::Tensor change = grad({total}, {leaf_}, {}, /*retain_graph=*/true)[0];
            grad_image_ = grad_image_.defined() ? grad_image_ + change : change;
        }
    }

    at::Tensor one_hot_labels() const {
        return channels_last(
            one_hot(batch_.labels, nets_.classes, batch_.real.options()).to(nets_.type));
    }

    uint64_t draw_seed(Purpose purpose, int64_t picture = 0) const {
        return Random(static_cast<uint64_t>(options_.seed),
                      {static_cast<uint64_t>(purpose),
                       static_cast<uint64_t>(plan_.number),
                       static_cast<uint64_t>(picture)})
            .next();
    }

    TrainingNetworks& nets_;
    const TrainingOptions& options_;
    const Batch& batch_;
    const StepPlan& plan_;
    Adversarial kind_;
    StepReport report_;
    Laps laps_;

    at::Tensor image_;       // as drawn, with its graph
    at::Tensor leaf_;        // the same values, where the judges' graphs begin
    at::Tensor total_;       // of the losses that need no judge
    at::Tensor grad_image_;  // what the judges say
    Tensors generator_gradients_, critic_gradients_, feature_critic_gradients_;
};

at::Tensor Step::style() {
    if (!nets_.style_encoder) {
        return {};
    }
    const StyleDistribution of_real =
        nets_.style_encoder->forward(channels_last(batch_.real.to(nets_.type)));
    add("style_kl",
        losses::kl_divergence(of_real.mean, of_real.log_variance),
        options_.style_kl,
        total_);
    const at::Tensor mean = of_real.mean.to(at::kFloat);
    std::vector<at::Tensor> noise;
    for (int64_t i = 0; i < mean.size(0); ++i) {
        at::Generator generator =
            at::detail::createCPUGenerator(draw_seed(Purpose::style, plan_.first_picture + i));
        noise.push_back(at::randn({mean.size(1)}, generator, at::kFloat));
    }
    // Drawn on the CPU, so that a seed gives one style on every device.
    return mean +
           at::stack(noise).to(mean.device()) * (of_real.log_variance.to(at::kFloat) * 0.5).exp();
}

LgganOutput Step::draw_with_lggan() {
    LgganInput input;
    input.labels = batch_.labels;
    input.image = batch_.source;
    input.z = style();
    input.noise_seed = static_cast<uint32_t>(draw_seed(Purpose::noise));
    if (nets_.generator->config.local && options_.class_l1 > 0) {
        input.real = batch_.real;
    }
    input.keep.logits = options_.class_loss > 0;
    input.keep.branches = options_.global_l1 > 0 || options_.local_l1 > 0;
    return nets_.generator->forward(input);
}

/// In the photo's own style, region by region, as SEAN's authors teach it.
at::Tensor Step::draw_with_sean() {
    SeanCondition condition;
    condition.sg = one_hot_labels();
    condition.codes =
        nets_.sean->style_encoder->forward(channels_last(batch_.real.to(nets_.type)), condition.sg);
    condition.noise_seed = static_cast<uint32_t>(draw_seed(Purpose::noise));
    return nets_.sean->forward(condition);
}

void Step::draw() {
    LgganOutput drawn;
    if (nets_.sean) {
        drawn.image = draw_with_sean();
    } else {
        drawn = draw_with_lggan();
    }
    image_ = drawn.image;
    leaf_ = image_.detach().requires_grad_();

    const auto weigh = [&](const char* name, double weight, const at::Tensor& basis, auto loss) {
        if (weight > 0 && basis.defined()) {
            add(name, loss(basis), weight, total_);
        }
    };
    const auto l1 = [&](const at::Tensor& x) { return losses::l1(x, batch_.real); };
    weigh("l1", options_.l1, drawn.image, l1);
    weigh("class_l1", options_.class_l1, drawn.masked_l1, [](const at::Tensor& x) { return x; });
    weigh("global_l1", options_.global_l1, drawn.global, l1);
    weigh("local_l1", options_.local_l1, drawn.local, l1);
    weigh("class_loss", options_.class_loss, drawn.logits, [&](const at::Tensor& x) {
        return losses::class_discriminative(x, batch_.labels);
    });
    weigh("variation", options_.variation, drawn.image, losses::total_variation);
    laps_.add_to(report_.seconds.generator);
}

void Step::judge_by_features() {
    if (!nets_.features || (options_.perceptual == 0 && !nets_.feature_critic)) {
        return;
    }
    Tensors real;
    {
        const at::NoGradGuard no_grad;
        real = nets_.features->levels(batch_.real);
    }
    const Tensors fake = nets_.features->levels(leaf_);
    laps_.add_to(report_.seconds.features);
    // The judges' graphs begin at the features, so that the frozen network is gone through once.
    Tensors seen;
    for (const at::Tensor& level : fake) {
        seen.push_back(level.detach().requires_grad_());
    }
    at::Tensor total;
    if (options_.perceptual > 0) {
        add("perceptual", losses::perceptual(seen, real), options_.perceptual, total);
    }
    at::Tensor own_loss;
    if (nets_.feature_critic) {
        nets_.feature_critic->iterate();
        const Tensors shares = class_shares(batch_.labels, nets_.classes, real);
        const Tensors of_fake = nets_.feature_critic->forward(seen, shares);
        const Tensors of_real = nets_.feature_critic->forward(real, shares);
        Tensors fooled, told;
        for (size_t i = 0; i < of_fake.size(); ++i) {
            fooled.push_back(losses::fool(of_fake[i], kind_));
            told.push_back(losses::tell_apart(of_real[i], of_fake[i], kind_));
        }
        add("fool_features", at::stack(fooled).sum(), options_.feature_critic, total);
        own_loss = at::stack(told).sum();
        note("tell_features", own_loss.item<double>());
    }
    const Tensors changes = grad({total}, seen, {}, /*retain_graph=*/own_loss.defined());
    if (own_loss.defined()) {
        feature_critic_gradients_ = grad({own_loss}, nets_.judging_features->working());
    }
    laps_.add_to(report_.seconds.critics);
    grad_image_ = grad(fake, {leaf_}, changes)[0];
    laps_.add_to(report_.seconds.features);
}

Tensors Step::judge_by_patches(PatchDiscriminator& critic,
                               const at::Tensor& condition,
                               double weight,
                               const std::string& suffix) {
    const PatchScores of_fake = critic->forward(condition, channels_last(leaf_.to(nets_.type)));
    const PatchScores of_real =
        critic->forward(condition, channels_last(batch_.real.to(nets_.type)));
    at::Tensor total;
    add("fool" + suffix, losses::fool(of_fake.score, kind_), weight, total);
    if (options_.feature_matching > 0) {
        add("matching" + suffix,
            losses::feature_matching(of_fake.features, of_real.features),
            options_.feature_matching,
            total);
    }
    hear(total);
    const at::Tensor own_loss = losses::tell_apart(of_real.score, of_fake.score, kind_);
    note("tell" + suffix, own_loss.item<double>());
    return grad({own_loss}, critic->parameters());
}

void Step::judge_by_patches() {
    if (nets_.label_critic) {
        critic_gradients_ = judge_by_patches(
            nets_.label_critic, one_hot_labels(), options_.label_critic, "_labels");
    }
    if (nets_.source_critic) {
        const Tensors more = judge_by_patches(nets_.source_critic,
                                              channels_last(batch_.source.to(nets_.type)),
                                              options_.source_critic,
                                              "_source");
        critic_gradients_.insert(critic_gradients_.end(), more.begin(), more.end());
    }
    laps_.add_to(report_.seconds.critics);
}

void Step::learn_to_draw() {
    Tensors outputs, weights;
    if (total_.defined()) {
        outputs.push_back(total_);
        weights.push_back(at::ones_like(total_));
    }
    if (grad_image_.defined()) {
        outputs.push_back(image_);
        weights.push_back(grad_image_.to(image_.scalar_type()));
    }
    TORCH_CHECK(!outputs.empty(), "training: every loss has weight zero");
    generator_gradients_ = grad(outputs,
                                nets_.generating->working(),
                                weights,
                                /*retain_graph=*/false,
                                /*create_graph=*/false,
                                /*allow_unused=*/true);
    image_.reset();
    total_.reset();
    laps_.add_to(report_.seconds.generator);
}

void Step::update() {
    const auto set_gradient = [this](Parameters* parameters, const Tensors& gradients) {
        return parameters != nullptr ? parameters->set_gradient(gradients, *plan_.processes) : 0;
    };
    const double generator = set_gradient(nets_.generating.get(), generator_gradients_);
    const double critics = set_gradient(nets_.judging.get(), critic_gradients_);
    const double feature_critic =
        set_gradient(nets_.judging_features.get(), feature_critic_gradients_);
    note("gradient", generator);
    note("critic_gradient", std::hypot(critics, feature_critic));
    if (report_.finite) {
        step(nets_.generating.get(), generator, options_.generator_rate);
        step(nets_.judging.get(), critics, options_.critic_rate);
        step(nets_.judging_features.get(), feature_critic, options_.critic_rate);
    }
    laps_.add_to(report_.seconds.optimiser);
}

/// A picture that is not finite leaves nothing behind.
void Step::restore(const Statistics& statistics) const {
    if (nets_.sean) {
        const at::NoGradGuard no_grad;
        for (const auto& [name, tensor] : fixed_tensors(*nets_.sean)) {
            tensor.copy_(statistics.at(name));
        }
    }
}

void Step::step(Parameters* parameters, double norm, double rate) const {
    if (parameters == nullptr) {
        return;
    }
    parameters->step(adam_options(options_, rate * plan_.rate, norm));
}

/// Every term in its column; one that this run does not have is left out.
void Step::order_terms() {
    const std::vector<std::string> names = step_terms();
    const auto place = [&](const auto& term) {
        return std::find(names.begin(), names.end(), term.first);
    };
    std::sort(report_.terms.begin(), report_.terms.end(), [&](const auto& a, const auto& b) {
        return place(a) < place(b);
    });
}

}  // namespace

std::vector<std::string> step_terms() {
    return {"l1",
            "class_l1",
            "global_l1",
            "local_l1",
            "class_loss",
            "variation",
            "style_kl",
            "perceptual",
            "fool_labels",
            "matching_labels",
            "fool_source",
            "matching_source",
            "fool_features",
            "tell_labels",
            "tell_source",
            "tell_features",
            "gradient",
            "critic_gradient"};
}

StepReport training_step(TrainingNetworks& networks,
                         const TrainingOptions& options,
                         const Batch& batch,
                         const StepPlan& plan) {
    return Step(networks, options, batch, plan).run();
}

kernels::AdamOptions adam_options(const TrainingOptions& options, double rate, double norm) {
    kernels::AdamOptions adam;
    adam.rate = rate;
    adam.beta1 = options.beta1;
    adam.beta2 = options.beta2;
    adam.average_memory = options.average;
    adam.gradient_scale = options.clip > 0 && norm > options.clip ? options.clip / norm : 1;
    return adam;
}

void share_terms(StepReport& report, Processes& processes) {
    if (processes.count() == 1) {
        return;
    }
    const at::Tensor values = at::empty({static_cast<int64_t>(report.terms.size())}, at::kDouble);
    auto* value = values.mutable_data_ptr<double>();
    for (size_t i = 0; i < report.terms.size(); ++i) {
        value[i] = report.terms[i].second;
    }
    processes.average(values);
    report.finite = true;
    for (size_t i = 0; i < report.terms.size(); ++i) {
        report.terms[i].second = value[i];
        report.finite = report.finite && std::isfinite(value[i]);
    }
}

double rate_at(const TrainingOptions& options, int64_t step) {
    if (options.decay <= 0) {
        return 1;
    }
    const auto total = static_cast<double>(options.steps);
    const double left = (total - static_cast<double>(step)) / (total * options.decay);
    return std::clamp(left, 0.0, 1.0);
}

}  // namespace tessera
