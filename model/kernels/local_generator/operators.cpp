// The class-sparse local generator on LibTorch's operators, which bring its gradients along. Every
// pair of a source pixel and a tap sends a product to one output pixel; those that meet there and
// are of one class make an entry.
#include <ATen/ATen.h>

#include <vector>

#include "model/kernels/local_generator/training.h"
#include "model/kernels/reflected_labels.h"

namespace tessera::kernels {
namespace {

/// Sizes of a call.
struct Sizes {
    int64_t batch, height, width, classes, k;

    int64_t pixels() const { return batch * height * width; }
};

/// The source pixels that have a class, sorted by it.
struct SortedPixels {
    at::Tensor index;             ///< into batch, height + 2 (k/2), width + 2 (k/2)
    at::Tensor classes;           ///< of them
    std::vector<int64_t> counts;  ///< of each class
};

SortedPixels sort_by_class(const at::Tensor& padded_labels, int64_t classes) {
    const at::Tensor labels = padded_labels.flatten().to(at::kLong);
    const auto [sorted, order] = labels.sort(std::optional(true), /*dim=*/0);  // stable
    const at::Tensor counts = at::zeros({classes + 1}, labels.options())
                                  .index_add(0, labels + 1, at::ones_like(labels))
                                  .to(at::kCPU);  // how many rows a product has, it must know here
    const auto* count = counts.const_data_ptr<int64_t>();
    const int64_t of_void = count[0];
    return {order.slice(0, of_void), sorted.slice(0, of_void), {count + 1, count + 1 + classes}};
}

/// What each pixel sends to its k*k windows: pixels,k*k,3, by its own class's weights alone.
at::Tensor products(const at::Tensor& padded,
                    const SortedPixels& sorted,
                    const at::Tensor& weight) {
    const int64_t channels = padded.size(1), taps = weight.size(3) * weight.size(4);
    const std::vector<at::Tensor> features = padded.permute({0, 2, 3, 1})
                                                 .reshape({-1, channels})
                                                 .index_select(0, sorted.index)
                                                 .to(weight.scalar_type())
                                                 .split_with_sizes(sorted.counts);
    const std::vector<at::Tensor> weights =
        weight.permute({0, 2, 3, 4, 1}).reshape({-1, channels, taps * 3}).unbind();
    std::vector<at::Tensor> rows;
    for (size_t i = 0; i < weights.size(); ++i) {
        if (sorted.counts[i] > 0) {
            rows.push_back(features[i].mm(weights[i]));
        }
    }
    return rows.empty() ? at::zeros({0, taps, 3}, weight.options())
                        : at::cat(rows).view({-1, taps, 3});
}

/// Where products go: the rows of them that reach a pixel of the map, and the number of the class
/// times the map's size plus the pixel that each reaches.
struct Targets {
    at::Tensor rows;
    at::Tensor places;
};

Targets targets(const SortedPixels& sorted, const Sizes& sizes) {
    const int64_t rim = sizes.k / 2 * 2;
    const auto over = [](const at::Tensor& x, int64_t by) { return x.div(by, "floor"); };
    const at::Tensor tap = at::arange(sizes.k * sizes.k, sorted.index.options());
    const at::Tensor line = over(sorted.index, sizes.width + rim);
    const at::Tensor picture = over(line, sizes.height + rim).unsqueeze(1);
    const at::Tensor y = line.remainder(sizes.height + rim).unsqueeze(1) - over(tap, sizes.k);
    const at::Tensor x =
        sorted.index.remainder(sizes.width + rim).unsqueeze(1) - tap.remainder(sizes.k);
    const at::Tensor rows =
        (y.ge(0) & y.lt(sizes.height) & x.ge(0) & x.lt(sizes.width)).flatten().nonzero().squeeze(1);
    const at::Tensor map = sorted.classes.unsqueeze(1) * sizes.batch + picture;
    const at::Tensor places = (map * sizes.height + y) * sizes.width + x;
    return {rows, places.flatten().index_select(0, rows)};
}

/// The classes near each pixel and what they draw there.
struct Entries {
    at::Tensor places;   ///< as in Targets, each once
    at::Tensor classes;  ///< of them
    at::Tensor pixels;
    at::Tensor drawn;  ///< entries,3: P_i(p)
};

Entries draw(const at::Tensor& padded,
             const at::Tensor& padded_labels,
             const at::Tensor& weight,
             const at::Tensor& bias,
             const Sizes& sizes) {
    const SortedPixels sorted = sort_by_class(padded_labels, sizes.classes);
    const Targets reached = targets(sorted, sizes);
    const auto [places, entry, counts] =
        at::_unique2(reached.places, /*sorted=*/true, /*return_inverse=*/true);
    Entries entries{places, places.div(sizes.pixels(), "floor"), {}, {}};
    entries.pixels = places - entries.classes * sizes.pixels();
    const at::Tensor sent =
        products(padded, sorted, weight).view({-1, 3}).index_select(0, reached.rows);
    entries.drawn = bias.index_select(0, entries.classes).index_add(0, entry, sent).tanh();
    return entries;
}

/// Eq. 3: near its class a picture has the photo where the pixel is of the class, and should be
/// zero elsewhere.
at::Tensor masked_l1(const Entries& entries,
                     const at::Tensor& far,
                     const at::Tensor& labels,
                     const at::Tensor& real,
                     const Sizes& sizes) {
    const at::Tensor own =
        labels.flatten().index_select(0, entries.pixels).eq(entries.classes).unsqueeze(1);
    const at::Tensor photo =
        real.permute({0, 2, 3, 1}).reshape({-1, 3}).index_select(0, entries.pixels).to(far.dtype());
    const at::Tensor near = (photo * own - entries.drawn).abs().sum();
    const at::Tensor visits =
        at::zeros({sizes.classes}, far.options())
            .index_add(0, entries.classes, at::ones_like(entries.classes, far.options()));
    const at::Tensor elsewhere = (far.abs() * (sizes.pixels() - visits).unsqueeze(1)).sum();
    return (near + elsewhere) / (sizes.pixels() * 3);
}

}  // namespace

LocalTrainingOutputs local_generator_operators(const at::Tensor& features,
                                               const at::Tensor& labels,
                                               const at::Tensor& weight,
                                               const at::Tensor& bias,
                                               const at::Tensor& real,
                                               bool keep_per_class) {
    const int64_t pad = weight.size(3) / 2;
    const Sizes sizes{
        features.size(0), features.size(2), features.size(3), weight.size(0), weight.size(3)};
    const auto type = at::promote_types(features.scalar_type(), at::kFloat);
    const at::Tensor wide_bias = bias.to(type), far = wide_bias.tanh();
    const Entries entries = draw(at::reflection_pad2d(features, {pad, pad, pad, pad}),
                                 reflected_labels(labels, sizes.classes, pad),
                                 weight.to(type),
                                 wide_bias,
                                 sizes);
    LocalTrainingOutputs outputs;
    outputs.image =
        far.sum(0)
            .expand({sizes.pixels(), 3})
            .index_add(0, entries.pixels, entries.drawn - far.index_select(0, entries.classes))
            .view({sizes.batch, sizes.height, sizes.width, 3})
            .permute({0, 3, 1, 2});
    if (keep_per_class) {
        outputs.per_class = far.unsqueeze(1)
                                .expand({sizes.classes, sizes.pixels(), 3})
                                .reshape({-1, 3})
                                .index_copy(0, entries.places, entries.drawn)
                                .view({sizes.classes, sizes.batch, sizes.height, sizes.width, 3})
                                .permute({1, 0, 4, 2, 3});
    }
    if (real.defined()) {
        outputs.masked_l1 = masked_l1(entries, far, labels, real, sizes);
    }
    return outputs;
}

}  // namespace tessera::kernels
