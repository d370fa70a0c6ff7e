// The norm on the processor: sums over chunks of pixels, tables that hold all that a class and a
// style do to a channel, and a second pass that reads them.
#include "model/kernels/class_norm/cpu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "model/kernels/class_norm/joined_moments.h"
#include "model/kernels/class_norm/noise_bits.h"
#include "model/kernels/class_norm/norm_rows.h"
#include "model/kernels/dense.h"
#include "model/kernels/door.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kChunk = kMomentsChunk;

/// Floats of a tensor, zeros behind the last channel up to `channels`; empty if undefined.
std::vector<float> floats(const at::Tensor& x, int64_t channels) {
    if (!x.defined()) {
        return {};
    }
    const int64_t own = x.size(-1), rows = x.numel() / std::max<int64_t>(own, 1);
    const at::Tensor values = (has_fast_type(x) ? x : x.to(at::kFloat)).contiguous();
    std::vector<float> result(rows * channels);
    for_element_type(values, [&](auto element) {
        const auto* from = elements<decltype(element)>(values);
        for (int64_t i = 0; i < rows; ++i) {
            std::transform(from + i * own,
                           from + (i + 1) * own,
                           result.begin() + i * channels,
                           [](auto value) { return as_float(value); });
        }
    });
    return result;
}

/// A map whose rows are dense, as the second pass walks it; `data` null: there is none.
template <class T>
struct Rows {
    T* data = nullptr;
    int64_t picture_stride = 0;
    int64_t row_stride = 0;

    Rows() = default;
    Rows(T* first, const at::Tensor& x)
        : data(first), picture_stride(x.stride(0)), row_stride(x.stride(2)) {}
};

/// The norm of one type of element.
template <class T>
class ClassNorm {
public:
    ClassNorm(const at::Tensor& x, const ClassNormOptions& options, const at::Tensor& y)
        : options_(options),
          batch_(x.size(0)),
          channels_(x.size(1)),
          pixels_(x.size(2) * x.size(3)),
          width_(x.size(3)),
          chunks_((pixels_ + kChunk - 1) / kChunk),
          x_(elements<T>(x)),
          height_(x.size(2)),
          y_(writable<T>(y), y),
          strength_(floats(options.noise_strength, channels_)) {
        if (options.residual.defined()) {
            residual_ = Rows<const T>(elements<T>(options.residual), options.residual);
        }
        if (options.labels.defined()) {
            labels_ = options.labels.const_data_ptr<int32_t>();
            classes_ = options.gamma.size(0);
        }
    }

    void compute() {
        if (options_.statistics.defined()) {
            take_statistics();
        } else {
            find_statistics();
        }
        if (options_.statistics_out != nullptr) {
            *options_.statistics_out = at::tensor(statistics_).view({3, channels_});
        }
        make_tables();
        for_chunks([&](int64_t chunk, const NormPixels<T>& in, int64_t first) {
            normalise_chunk(chunk / chunks_, in, first);
        });
    }

private:
    void take_statistics() {
        const at::Tensor given = options_.statistics.contiguous();
        const float* values = given.const_data_ptr<float>();
        statistics_.assign(values, values + 3 * channels_);
    }

    void find_statistics() {
        std::vector<float> sums(batch_ * chunks_ * 3 * channels_);
        for_chunks([&](int64_t chunk, const NormPixels<T>& in, int64_t) {
            float* to = sums.data() + chunk * 3 * channels_;
            moments(in, Moments{to, to + channels_, to + 2 * channels_});
        });
        statistics_.resize(batch_ * 3 * channels_);
        for (int64_t b = 0; b < batch_; ++b) {
            const std::vector<RunningMoments> joined =
                joined_moments(sums.data() + b * chunks_ * 3 * channels_, pixels_, channels_);
            float* to = statistics_.data() + b * 3 * channels_;
            for (int64_t c = 0; c < channels_; ++c) {
                to[c] = joined[c].rounded_mean();
                to[channels_ + c] = joined[c].mean_rest();
                to[2 * channels_ + c] = joined[c].scale(options_.eps);
            }
        }
    }

    /// Calls body(chunk, its pixels, its first pixel) on the threads; both count through the batch.
    template <class Body>
    void for_chunks(const Body& body) const {
        at::parallel_for(0, batch_ * chunks_, /*grain_size=*/1, [&](int64_t begin, int64_t end) {
            float noise[kChunk];
            for (int64_t chunk = begin; chunk < end; ++chunk) {
                const int64_t first = chunk % chunks_ * kChunk;
                const int64_t count = std::min(kChunk, pixels_ - first);
                const int64_t pixel = chunk / chunks_ * pixels_ + first;
                if (!strength_.empty()) {
                    make_noise(first, count, noise);
                }
                body(chunk,
                     NormPixels<T>{x_ + pixel * channels_,
                                   count,
                                   channels_,
                                   strength_.empty() ? nullptr : strength_.data(),
                                   noise},
                     pixel);
            }
        });
    }

    void make_noise(int64_t pixel, int64_t count, float* noise) const {
        for (const int64_t end = pixel + count; pixel < end;) {
            const int64_t column = pixel % width_;
            const int64_t run = std::min(width_ - column, end - pixel);
            const uint32_t row = static_cast<uint32_t>(pixel / width_ + options_.top);
            noise_run(noise_row_key(options_.noise_seed, options_.noise_level, row),
                      column + options_.left,
                      run,
                      noise);
            noise += run;
            pixel += run;
        }
    }

    /// Per picture a row of scale and shift for each class, and one for void.
    void make_tables() {
        const std::vector<float> gamma = floats(options_.gamma, channels_);
        const std::vector<float> beta = floats(options_.beta, channels_);
        const std::vector<float> style_scale = floats(options_.style_scale, channels_);
        const std::vector<float> style_shift = floats(options_.style_shift, channels_);
        const std::vector<float> zeros(channels_), ones(channels_, 1);
        tables_.resize(batch_ * table_size());
        for (int64_t b = 0; b < batch_; ++b) {
            const float* styled =
                style_scale.empty() ? zeros.data() : style_scale.data() + b * channels_;
            const float* shifted =
                style_shift.empty() ? zeros.data() : style_shift.data() + b * channels_;
            const float* rest = means_of(b) + channels_;
            const float* normalising = means_of(b) + 2 * channels_;
            float* row = tables_.data() + b * table_size();
            for (int64_t i = 0; i <= classes_; ++i, row += 2 * channels_) {
                const float* scale = i < classes_ ? gamma.data() + i * channels_ : ones.data();
                const float* shift = i < classes_ ? beta.data() + i * channels_ : zeros.data();
                for (int64_t c = 0; c < channels_; ++c) {
                    row[c] = normalising[c] * scale[c] * (1 + styled[c]);
                    row[channels_ + c] = shift[c] * (1 + styled[c]) + shifted[c] - rest[c] * row[c];
                }
            }
        }
    }

    /// `first` counts through the batch. What is written and added may have gaps between rows.
    void normalise_chunk(int64_t b, const NormPixels<T>& in, int64_t first) const {
        int32_t rows[kChunk];
        const int32_t none = static_cast<int32_t>(classes_);
        for (int64_t i = 0; i < in.count; ++i) {
            const int32_t label = labels_ != nullptr ? labels_[first + i] : none;
            rows[i] = label >= 0 && label < none ? label : none;
        }
        for (int64_t done = 0; done < in.count;) {
            const int64_t row = (first + done) / width_, column = (first + done) % width_;
            const int64_t run = std::min(width_ - column, in.count - done);
            normalise(
                NormPixels<T>{
                    in.x + done * channels_, run, channels_, in.strength, in.noise + done},
                NormTargets<T>{means_of(b),
                               tables_.data() + b * table_size(),
                               rows + done,
                               options_.relu ? 0 : -std::numeric_limits<float>::infinity(),
                               at(residual_, row, column),
                               at(y_, row, column)});
            done += run;
        }
    }

    /// Channel 0 of a pixel; `row` counts through the batch.
    template <class Element>
    Element* at(const Rows<Element>& map, int64_t row, int64_t column) const {
        return map.data == nullptr ? nullptr
                                   : map.data + row / height_ * map.picture_stride +
                                         row % height_ * map.row_stride + column * channels_;
    }

    /// Then come what was lost in rounding, and the scales.
    const float* means_of(int64_t b) const { return statistics_.data() + b * 3 * channels_; }

    int64_t table_size() const { return (classes_ + 1) * 2 * channels_; }

    const ClassNormOptions& options_;
    int64_t batch_, channels_, pixels_, width_, chunks_;
    int64_t classes_ = 0;
    const T* x_;
    int64_t height_;
    Rows<const T> residual_;
    const int32_t* labels_ = nullptr;
    Rows<T> y_;
    std::vector<float> strength_;
    std::vector<float> statistics_;  // batch,3,channels: mean, what it lost in rounding, scale
    std::vector<float> tables_;      // batch,classes+1,2,channels
};

}  // namespace

at::Tensor class_norm_cpu(const at::Tensor& x, const ClassNormOptions& options) {
    const int64_t channels = x.size(1);
    const int64_t missing = (4 - channels % 4) % 4;  // the rows want whole vectors
    const auto dense = [&](const at::Tensor& map) {
        return channels_last(with_channels(map, missing));
    };
    ClassNormOptions inputs = options;
    if (options.residual.defined() && !(missing == 0 && has_dense_rows(options.residual))) {
        inputs.residual = dense(options.residual);
    }
    if (options.labels.defined()) {
        inputs.labels = options.labels.contiguous();
    }
    const at::Tensor source = dense(x);
    const at::Tensor& into = options.into;
    TORCH_CHECK(!into.defined() || (missing == 0 && has_dense_rows(into)),
                "class_norm: into has strides ",
                into.strides(),
                ", its rows must be dense and its channels a multiple of 4");
    const at::Tensor y =
        into.defined()
            ? into
            : empty_channels_last(x.size(0), channels + missing, x.size(2), x.size(3), x);
    for_element_type(
        x, [&](auto element) { ClassNorm<decltype(element)>(source, inputs, y).compute(); });
    return into.defined() ? into : channels_last(y.narrow(1, 0, channels));
}

at::Tensor noise_map_cpu(uint32_t seed, uint32_t level, int64_t height, int64_t width) {
    at::Tensor map = at::empty({height, width}, at::kFloat);
    auto* to = writable<float>(map);
    for (int64_t row = 0; row < height; ++row) {
        const uint32_t key = noise_row_key(seed, level, static_cast<uint32_t>(row));
        for (int64_t column = 0; column < width; ++column) {
            const uint32_t bits = noise_mix(static_cast<uint32_t>(column) + key);
            *to++ = static_cast<float>((bits / 2147483648.0 - 1) * std::sqrt(3.0));
        }
    }
    return map;
}

}  // namespace tessera::kernels
