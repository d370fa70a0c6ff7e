// The local generator on the GPU: counts the classes near each pixel, makes room for what they
// draw, draws and merges, on PyTorch's current stream.
#include "model/kernels/local_generator/cuda.h"

#include <ATen/ATen.h>

#include "model/kernels/cuda/stream.h"
#include "model/kernels/dense.h"
#include "model/kernels/local_generator/local_threads.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kRoom = int64_t{1} << 24;  // entries, 256 MiB

/// The classes near each pixel and what they add to tanh(b).
struct NearbyLists {
    at::Tensor first, near, differences;
};

template <class T>
NearbyLists draw(NearbyThreads<T> args, const at::Tensor& labels, const CurrentStream& stream) {
    NearbyLists lists;
    const at::Tensor counts = at::zeros({args.pixels() + 1}, labels.options().dtype(at::kLong));
    args.first = writable<int64_t>(counts);
    stream.check(launch_count_nearby(args, stream.get()));
    lists.first = counts.cumsum(0);
    // To know their number the processor would have to wait, and a pass with that in it can't be
    // recorded.
    const int64_t most = most_nearby(args.pixels(), args.classes, args.k);
    const int64_t entries =
        most <= kRoom ? most : lists.first[args.pixels()].template item<int64_t>();
    lists.near = at::empty({entries}, labels.options());
    lists.differences = at::empty({entries, 3}, labels.options().dtype(at::kFloat));
    args.first = writable<int64_t>(lists.first);
    args.near = writable<int32_t>(lists.near);
    args.differences = writable<float>(lists.differences);
    stream.check(launch_draw_nearby(args, stream.get()));
    return lists;
}

}  // namespace

LocalOutputs local_generator_cuda(const at::Tensor& features,
                                  const at::Tensor& labels,
                                  const at::Tensor& weight,
                                  const at::Tensor& bias,
                                  const at::Tensor& combine_weight,
                                  const at::Tensor& combine_bias,
                                  bool keep_per_class) {
    const int64_t batch = features.size(0), height = features.size(2), width = features.size(3);
    const int64_t classes = weight.size(0);
    const auto floats = [](const at::Tensor& x) { return x.to(at::kFloat).contiguous(); };
    const at::Tensor planes = features.contiguous(), dense_labels = labels.contiguous();
    const at::Tensor by_tap = floats(weight.permute({0, 3, 4, 2, 1}));  // N,k,k,C,3
    const at::Tensor dense_bias = floats(bias), far = dense_bias.tanh();
    LocalOutputs outputs;
    if (keep_per_class) {
        outputs.per_class =
            far.view({1, classes, 3, 1, 1}).expand({batch, classes, 3, height, width}).contiguous();
    }
    const CurrentStream stream(features);
    const NearbyLists lists = for_element_type(features, [&](auto element) {
        using T = decltype(element);
        NearbyThreads<T> args{};
        args.features = elements<T>(planes);
        args.labels = dense_labels.const_data_ptr<int32_t>();
        args.weight = elements<float>(by_tap);
        args.bias = elements<float>(dense_bias);
        args.batch = batch;
        args.height = height;
        args.width = width;
        args.channels = features.size(1);
        args.classes = classes;
        args.k = weight.size(3);
        args.per_class = keep_per_class ? writable<float>(outputs.per_class) : nullptr;
        return draw(args, dense_labels, stream);
    });
    outputs.image = at::empty({batch, 3, height, width},
                              features.options().dtype(at::kFloat),
                              at::MemoryFormat::ChannelsLast);
    MergeThreads merge{};
    merge.first = lists.first.const_data_ptr<int64_t>();
    merge.near = lists.near.const_data_ptr<int32_t>();
    merge.differences = lists.differences.const_data_ptr<float>();
    merge.batch = batch;
    merge.height = height;
    merge.width = width;
    merge.image = writable<float>(outputs.image);
    at::Tensor added = far.sum(0), taps, constant;
    if (combine_weight.defined()) {
        // classes,tap,input,output
        taps = floats(combine_weight.view({3, classes, 3, 9}).permute({1, 3, 2, 0}));
        added = (taps * far.view({classes, 1, 3, 1})).sum(at::IntArrayRef({0, 2}));  // tap,output
        constant = floats(combine_bias);
        merge.taps = elements<float>(taps);
        merge.bias = elements<float>(constant);
    }
    merge.far = elements<float>(added);
    stream.check(launch_merge_classes(merge, stream.get()));
    return outputs;
}

}  // namespace tessera::kernels
