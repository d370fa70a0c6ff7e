// The local generator's gradients: forward keeps each source pixel's products with its own class's
// weights, backward draws the same rows again and hands every tap its class's share.
#include "model/kernels/local_generator/training.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <cmath>
#include <vector>

#include "model/kernels/dense.h"
#include "model/kernels/door.h"
#include "model/kernels/local_generator/training_rows.h"
#include "model/kernels/reflected_labels.h"

namespace tessera::kernels {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kOutputsMultiple = 16;

/// Everything of one call in the form that the vectorised code reads.
struct Scene {
    at::Tensor source;  ///< padded features, channels last, channels in whole eights
    at::Tensor labels;  ///< padded, int32, -1 for void
    at::Tensor weight;  ///< classes,channels,outputs float32
    at::Tensor bias;    ///< classes,3 float32
    at::Tensor tanh_bias;
    at::Tensor real;  ///< B,H,W,3 float32, or undefined
    int64_t classes, k, outputs, batch, height, width;

    Scene(const at::Tensor& padded,
          const at::Tensor& padded_labels,
          const at::Tensor& weights,
          const at::Tensor& biases,
          const at::Tensor& reals)
        : classes(weights.size(0)),
          k(weights.size(3)),
          batch(padded.size(0)),
          height(padded.size(2) - k / 2 * 2),
          width(padded.size(3) - k / 2 * 2) {
        source = channels_last(whole_eights(padded));
        labels = padded_labels;
        const int64_t used = 3 * k * k, channels = padded.size(1);
        outputs = (used + kOutputsMultiple - 1) / kOutputsMultiple * kOutputsMultiple;
        weight =
            at::constant_pad_nd(
                weights.to(at::kFloat).permute({0, 2, 3, 4, 1}).reshape({classes, channels, used}),
                {0, outputs - used, 0, source.size(1) - channels})
                .contiguous();
        bias = biases.to(at::kFloat).contiguous();
        tanh_bias = bias.tanh();
        if (reals.defined() && reals.numel() > 0) {
            real = reals.to(at::kFloat).permute({0, 2, 3, 1}).contiguous();
        }
    }

    template <class T>
    LocalSource<T> rows() const {
        return {elements<T>(source),
                elements<int32_t>(labels),
                height,
                width,
                source.size(1),
                k,
                outputs};
    }

    int64_t source_rows() const { return batch * source.size(2); }
    int64_t output_rows() const { return batch * height; }
    int64_t pixels() const { return batch * height * width; }

    LocalPictures pictures(const at::Tensor& products) const {
        LocalPictures seen{};
        seen.labels = elements<int32_t>(labels);
        seen.products = elements<float>(products);
        seen.height = height;
        seen.width = width;
        seen.k = k;
        seen.outputs = outputs;
        seen.classes = classes;
        seen.bias = elements<float>(bias);
        seen.tanh_bias = elements<float>(tanh_bias);
        seen.real = elements<float>(real);
        return seen;
    }
};

/// Runs `body(sums, scratch, begin, end)` over the output rows and adds up the tasks' sums in
/// order.
template <class Body>
std::vector<LocalClassSums> over_rows(const Scene& scene, const Body& body) {
    const auto classes = static_cast<size_t>(scene.classes);
    const auto tasks = static_cast<size_t>(at::get_num_threads());
    std::vector<LocalClassSums> sums(tasks * classes);
    at::parallel_for(0, scene.output_rows(), 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch(static_cast<size_t>(local_scratch_size(scene.width, scene.k)));
        body(
            &sums[static_cast<size_t>(at::get_thread_num()) * classes], scratch.data(), begin, end);
    });
    for (size_t i = classes; i < sums.size(); ++i) {
        LocalClassSums& total = sums[i % classes];
        total.pixels += sums[i].pixels;
        for (int o = 0; o < 3; ++o) {
            total.grad_bias[o] += sums[i].grad_bias[o];
            total.grad_outputs[o] += sums[i].grad_outputs[o];
        }
    }
    sums.resize(classes);
    return sums;
}

/// sum of |0 - tanh(b_i)| where class i is not visited.
double loss_elsewhere(const Scene& scene, const std::vector<LocalClassSums>& sums) {
    const auto* tanh_bias = elements<float>(scene.tanh_bias);
    double loss = 0;
    for (size_t i = 0; i < sums.size(); ++i) {
        for (size_t o = 0; o < 3; ++o) {
            loss += std::abs(tanh_bias[i * 3 + o]) *
                    static_cast<double>(scene.pixels() - sums[i].pixels);
        }
    }
    return loss;
}

/// Adds what a bias gets from where its class is not visited to what it gets from where it is.
at::Tensor bias_gradient(const Scene& scene,
                         const std::vector<LocalClassSums>& sums,
                         const at::Tensor& grad_image,
                         const at::Tensor& grad_per_class,
                         float grad_loss) {
    at::Tensor everywhere = grad_image.sum({0, 1, 2}).expand({scene.classes, 3});
    if (grad_per_class.defined()) {
        everywhere = everywhere + grad_per_class.sum({0, 3, 4});
    }
    everywhere = everywhere.contiguous();
    at::Tensor result = at::empty_like(scene.bias);
    const auto *all = elements<float>(everywhere), *tanh_bias = elements<float>(scene.tanh_bias);
    auto* to = writable<float>(result);
    for (size_t i = 0; i < sums.size(); ++i) {
        for (size_t o = 0; o < 3; ++o) {
            const float t = tanh_bias[i * 3 + o];
            const float sign = t > 0 ? 1 : t < 0 ? -1 : 0;
            const float far =
                all[i * 3 + o] - sums[i].grad_outputs[o] +
                sign * grad_loss * static_cast<float>(scene.pixels() - sums[i].pixels);
            to[i * 3 + o] = sums[i].grad_bias[o] + (1 - t * t) * far;
        }
    }
    return result;
}

/// The gradients of the padded features and of the weights (N,3,C,k,k) from those of the products.
template <class T>
std::pair<at::Tensor, at::Tensor> product_gradients(const Scene& scene,
                                                    const at::Tensor& grad_products,
                                                    int64_t channels) {
    const at::Tensor& f = scene.source;
    at::Tensor grad_source = empty_channels_last(f.size(0), f.size(1), f.size(2), f.size(3), f);
    const at::Tensor by_output = scene.weight.transpose(1, 2).contiguous();
    const int64_t tasks = at::get_num_threads();
    const at::Tensor sums = at::zeros({tasks, scene.classes, scene.outputs, f.size(1)}, at::kFloat);
    at::parallel_for(0, scene.source_rows(), 1, [&](int64_t begin, int64_t end) {
        local_products_backward(scene.rows<T>(),
                                elements<float>(by_output),
                                elements<float>(grad_products),
                                writable<T>(grad_source),
                                writable<float>(sums) + at::get_thread_num() * sums.stride(0),
                                begin,
                                end);
    });
    const int64_t k = scene.k;
    const at::Tensor grad_weight = sums.sum(0)
                                       .narrow(1, 0, 3 * k * k)
                                       .narrow(2, 0, channels)
                                       .reshape({scene.classes, k, k, 3, channels})
                                       .permute({0, 3, 4, 1, 2});
    return {grad_source.narrow(1, 0, channels), grad_weight};
}

class LocalGenerator : public torch::autograd::Function<LocalGenerator> {
public:
    static variable_list forward(AutogradContext* context,
                                 const at::Tensor& padded,
                                 const at::Tensor& labels,
                                 const at::Tensor& weight,
                                 const at::Tensor& bias,
                                 const at::Tensor& real,
                                 bool keep_per_class) {
        const Scene scene(padded, labels, weight, bias, real);
        const auto wide = scene.bias.options();
        const at::Tensor products = at::empty(
            {scene.batch, scene.source.size(2), scene.source.size(3), scene.outputs}, wide);
        for_element_type(padded, [&](auto type) {
            at::parallel_for(0, scene.source_rows(), 1, [&](int64_t begin, int64_t end) {
                local_products(scene.rows<decltype(type)>(),
                               elements<float>(scene.weight),
                               writable<float>(products),
                               begin,
                               end);
            });
        });
        const at::Tensor image = at::empty({scene.batch, scene.height, scene.width, 3}, wide);
        at::Tensor per_class = at::empty({0}, wide), loss = at::empty({0}, wide);
        LocalPictures pictures = scene.pictures(products);
        pictures.image = writable<float>(image);
        if (keep_per_class) {
            per_class = scene.tanh_bias.view({1, scene.classes, 3, 1, 1})
                            .expand({scene.batch, scene.classes, 3, scene.height, scene.width})
                            .contiguous();
            pictures.per_class = writable<float>(per_class);
        }
        const at::Tensor row_loss = at::zeros({scene.output_rows()}, wide);
        pictures.row_loss = writable<float>(row_loss);
        const at::Tensor base = scene.tanh_bias.sum(0);
        std::copy_n(elements<float>(base), 3, pictures.base);
        const std::vector<LocalClassSums> sums =
            over_rows(scene, [&](auto* task, float* scratch, int64_t begin, int64_t end) {
                local_pictures(pictures, task, scratch, begin, end);
            });
        if (scene.real.defined()) {
            loss = ((row_loss.sum(at::kDouble) + loss_elsewhere(scene, sums)) /
                    static_cast<double>(scene.pixels() * 3))
                       .to(at::kFloat);
        }
        context->save_for_backward({padded, labels, weight, bias, real, products});
        return {image.permute({0, 3, 1, 2}), per_class, loss};
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& products = saved[5];
        const Scene scene(saved[0], saved[1], saved[2], saved[3], saved[4]);
        const at::Tensor grad_image = grads[0].permute({0, 2, 3, 1}).contiguous();
        const at::Tensor grad_per_class =
            grads[1].numel() > 0 ? grads[1].contiguous() : at::Tensor();
        const at::Tensor grad_products = at::zeros_like(products);
        LocalPictures pictures = scene.pictures(products);
        pictures.grad_image = elements<float>(grad_image);
        pictures.grad_per_class = elements<float>(grad_per_class);
        pictures.grad_products = writable<float>(grad_products);
        if (scene.real.defined()) {
            pictures.grad_loss = grads[2].item<float>() / static_cast<float>(scene.pixels() * 3);
        }
        const std::vector<LocalClassSums> sums =
            over_rows(scene, [&](auto* task, float* scratch, int64_t begin, int64_t end) {
                local_pictures_backward(pictures, task, scratch, begin, end);
            });
        const at::Tensor grad_bias =
            bias_gradient(scene, sums, grad_image, grad_per_class, pictures.grad_loss);
        const auto [grad_source, grad_weight] = for_element_type(saved[0], [&](auto type) {
            return product_gradients<decltype(type)>(scene, grad_products, saved[0].size(1));
        });
        return {grad_source,
                {},
                grad_weight.to(saved[2].scalar_type()),
                grad_bias.to(saved[3].scalar_type()),
                {},
                {}};
    }
};

}  // namespace

LocalTrainingOutputs local_generator_training(const at::Tensor& features,
                                              const at::Tensor& labels,
                                              const at::Tensor& weight,
                                              const at::Tensor& bias,
                                              const at::Tensor& real,
                                              bool keep_per_class) {
    const bool fast = !ReferenceScope::active() && has_fast_type(features);
    if (fast && features.is_cuda()) {
        return local_generator_operators(features, labels, weight, bias, real, keep_per_class);
    }
    if (!fast || !features.is_cpu()) {
        LocalTrainingOutputs outputs =
            local_generator_training_reference(features, labels, weight, bias, real);
        if (!keep_per_class) {
            outputs.per_class.reset();
        }
        return outputs;
    }
    const int64_t pad = weight.size(3) / 2;
    const variable_list results =
        LocalGenerator::apply(at::reflection_pad2d(features, {pad, pad, pad, pad}),
                              reflected_labels(labels, weight.size(0), pad),
                              weight,
                              bias,
                              real.defined() ? real : at::empty({0}),
                              keep_per_class);
    return {results[0],
            keep_per_class ? results[1] : at::Tensor(),
            real.defined() ? results[2] : at::Tensor()};
}

LocalTrainingOutputs local_generator_training_reference(const at::Tensor& features,
                                                        const at::Tensor& labels,
                                                        const at::Tensor& weight,
                                                        const at::Tensor& bias,
                                                        const at::Tensor& real) {
    const LocalOutputs drawn = local_generator_reference(features, labels, weight, bias);
    LocalTrainingOutputs outputs{drawn.image, drawn.per_class, {}};
    if (real.defined()) {
        std::vector<at::Tensor> terms;
        for (int64_t i = 0; i < weight.size(0); ++i) {
            const at::Tensor own = real * labels.eq(i).unsqueeze(1).to(real.scalar_type());
            terms.push_back((own - drawn.per_class.select(1, i)).abs().mean());
        }
        outputs.masked_l1 = at::stack(terms).sum();
    }
    return outputs;
}

LocalOutputs local_generator_autograd(const at::Tensor& features,
                                      const at::Tensor& labels,
                                      const at::Tensor& weight,
                                      const at::Tensor& bias,
                                      const at::Tensor& combine_weight,
                                      const at::Tensor& combine_bias,
                                      bool keep_per_class) {
    const bool combines = combine_weight.defined();
    const LocalTrainingOutputs drawn =
        local_generator_training(features, labels, weight, bias, {}, keep_per_class || combines);
    LocalOutputs outputs{drawn.image, keep_per_class ? drawn.per_class : at::Tensor()};
    if (combines) {
        outputs.image = combine_per_class(drawn.per_class, combine_weight, combine_bias);
    }
    return outputs;
}

}  // namespace tessera::kernels
