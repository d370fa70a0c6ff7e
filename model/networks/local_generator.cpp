// G_l around its kernel, and the classifier that keeps its classes apart.
#include "model/networks/local_generator.h"

#include <ATen/ATen.h>

#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/local_generator/training.h"

namespace tessera {

LocalGeneratorImpl::LocalGeneratorImpl(const LgganConfig& given) : config(given) {
    reset();
}

void LocalGeneratorImpl::reset() {
    const int64_t n = config.classes, c = config.base, k = config.head_kernel;
    weight = register_parameter("weight", new_parameter({n, 3, c, k, k}, [](at::Tensor& values) {
                                    values.normal_(0, 0.02);
                                }));
    bias = register_parameter("bias",
                              new_parameter({n, 3}, [](at::Tensor& values) { values.zero_(); }));
    if (config.classify) {
        classifier = register_module("classifier", Linear(LinearOptions{.in = c, .out = n}));
    }
    if (config.combine == "conv") {
        combine =
            register_module("combine", Conv(ConvOptions{.in = 3 * n, .out = 3, .padding = 1}));
    }
}

LocalOutput LocalGeneratorImpl::forward(const at::Tensor& f,
                                        const at::Tensor& labels,
                                        bool keep_per_class,
                                        bool keep_logits,
                                        const at::Tensor& real) {
    LocalOutput output = draw(f, labels, keep_per_class, real);
    if (keep_logits && classifier) {
        output.logits = classify(f, labels);
    }
    return output;
}

LocalOutput LocalGeneratorImpl::draw(const at::Tensor& f,
                                     const at::Tensor& labels,
                                     bool keep_per_class,
                                     const at::Tensor& real) {
    if (!real.defined()) {
        const kernels::LocalOutputs drawn =
            kernels::local_generator(f,
                                     labels,
                                     weight,
                                     bias,
                                     combine ? combine->weight : at::Tensor(),
                                     combine ? combine->bias : at::Tensor(),
                                     keep_per_class);
        return {drawn.image, drawn.per_class, {}, {}};
    }
    const kernels::LocalTrainingOutputs drawn =
        kernels::local_generator_training(f, labels, weight, bias, real, keep_per_class || combine);
    LocalOutput output{drawn.image, drawn.per_class, {}, drawn.masked_l1};
    if (combine) {
        output.image = kernels::combine_per_class(drawn.per_class, combine->weight, combine->bias);
    }
    return output;
}

/// Semantic-guided pooling: the mean of each class's features over the class's own pixels, as one
/// scattered sum instead of a masked pass a class; then the classifier.
at::Tensor LocalGeneratorImpl::classify(const at::Tensor& f, const at::Tensor& labels) {
    const int64_t b = f.size(0), c = f.size(1), n = config.classes;
    const at::Tensor is_void = labels.lt(0).logical_or(labels.ge(n));
    const at::Tensor picture = at::arange(b, labels.options().dtype(at::kLong)).view({b, 1, 1});
    const at::Tensor bin =
        (labels.to(at::kLong).masked_fill(is_void, n) + picture * (n + 1)).flatten();
    const at::Tensor pixels = at::promote_types(f.scalar_type(), at::kFloat) == f.scalar_type()
                                  ? f.permute({0, 2, 3, 1})
                                  : f.permute({0, 2, 3, 1}).to(at::kFloat);
    const at::Tensor sums =
        at::zeros({b * (n + 1), c}, pixels.options()).index_add(0, bin, pixels.reshape({-1, c}));
    const at::Tensor area = at::zeros({b * (n + 1)}, pixels.options())
                                .index_add(0, bin, at::ones_like(bin, pixels.options()));
    const at::Tensor mean = (sums / area.clamp_min(1).unsqueeze(1)).view({b, n + 1, c});
    return classifier->forward(mean.narrow(1, 0, n).to(f.scalar_type()));
}

}  // namespace tessera
