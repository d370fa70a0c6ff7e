// The stem's convolution on the processor: a table of the weights of the classes that occur, with
// the sums of each window row and of the whole window ready, since most windows see one class.
#include "model/kernels/label_conv/cpu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "model/kernels/dense.h"
#include "model/kernels/label_conv/label_rows.h"
#include "model/kernels/label_windows.h"

namespace tessera::kernels {
namespace {

constexpr int64_t kLanes = 16;  // channels are padded to the widest vector

/// Per class that occurs: k*k taps, then k sums of a window row, then the sum of all.
class Table {
public:
    Table(const at::Tensor& weight, const at::Tensor& bias, PresentClasses present)
        : k_(weight.size(2)),
          channels_(weight.size(0)),
          padded_((channels_ + kLanes - 1) / kLanes * kLanes),
          present_(std::move(present)),
          rows_(static_cast<int64_t>(present_.list.size()) * rows_of_class() * padded_),
          bias_(padded_) {
        if (bias.defined()) {
            const at::Tensor values = bias.to(at::kFloat).contiguous();
            std::copy_n(values.const_data_ptr<float>(), channels_, bias_.begin());
        }
        const at::Tensor dense = weight.contiguous();
        for_element_type(dense, [&](auto element) {
            using W = decltype(element);
            at::parallel_for(0,
                             static_cast<int64_t>(present_.list.size()),
                             /*grain_size=*/1,
                             [&](int64_t begin, int64_t end) {
                                 for (int64_t i = begin; i < end; ++i) {
                                     fill(elements<W>(dense), weight.size(1), i);
                                 }
                             });
        });
    }

    int64_t k() const { return k_; }
    int64_t padded_channels() const { return padded_; }
    const float* rows() const { return rows_.data(); }
    const float* bias() const { return bias_.data(); }

    int32_t tap(int32_t label, int64_t m, int64_t n) const { return at(label, m * k_ + n); }
    int32_t row_sum(int32_t label, int64_t m) const { return at(label, k_ * k_ + m); }
    int32_t whole(int32_t label) const { return at(label, k_ * k_ + k_); }

private:
    int64_t rows_of_class() const { return k_ * k_ + k_ + 1; }

    int32_t at(int32_t label, int64_t row) const {
        return static_cast<int32_t>(present_.slot[label] * rows_of_class() + row);
    }

    template <class W>
    void fill(const W* weight, int64_t classes, int64_t index) {
        const int64_t taps = k_ * k_;
        const W* from = weight + present_.list[index] * taps;  // C,N,k,k
        float* to = rows_.data() + index * rows_of_class() * padded_;
        float* row_sums = to + taps * padded_;
        float* sum = row_sums + k_ * padded_;
        for (int64_t c = 0; c < channels_; ++c, from += classes * taps) {
            for (int64_t tap = 0; tap < taps; ++tap) {
                const float value = as_float(from[tap]);
                to[tap * padded_ + c] = value;
                row_sums[tap / k_ * padded_ + c] += value;
                sum[c] += value;
            }
        }
    }

    int64_t k_, channels_, padded_;
    PresentClasses present_;
    std::vector<float> rows_;  // present classes,rows_of_class,padded
    std::vector<float> bias_;
};

/// Lists, row by row, what has to be summed at each pixel.
class Windows {
public:
    Windows(const Table& table, const int32_t* labels, int64_t height, int64_t width)
        : table_(table),
          labels_(labels),
          height_(height),
          width_(width),
          uniform_(table.k(), std::vector<int32_t>(width)),
          uniform_row_(table.k(), -1),
          columns_(width + table.k() - 1) {
        for (int64_t i = 0; i < width + table.k() - 1; ++i) {
            columns_[i] = mirror(i - table.k() / 2, width);
        }
    }

    /// `row` counts through the batch.
    void collect(int64_t row) {
        const int64_t k = table_.k(), top = row - row % height_;
        std::vector<const int32_t*> uniform(k), labels(k);
        for (int64_t m = 0; m < k; ++m) {
            const int64_t source = top + mirror(row - top + m - k / 2, height_);
            labels[m] = labels_ + source * width_;
            uniform[m] = uniform_of(source);
        }
        first.assign(1, 0);
        entries.clear();
        for (int64_t x = 0; x < width_; ++x) {
            add_window(x, labels, uniform);
            first.push_back(static_cast<int32_t>(entries.size()));
        }
    }

    std::vector<int32_t> first, entries;  ///< as TableSums has them

private:
    const int32_t* uniform_of(int64_t row) {
        const int64_t slot = row % table_.k();
        if (uniform_row_[slot] != row) {
            uniform_row_[slot] = row;
            uniform_windows(labels_ + row * width_, width_, table_.k(), uniform_[slot].data());
        }
        return uniform_[slot].data();
    }

    void add_window(int64_t x,
                    const std::vector<const int32_t*>& labels,
                    const std::vector<const int32_t*>& uniform) {
        const int64_t k = table_.k();
        const int32_t shared = uniform[0][x];
        if (std::all_of(uniform.begin(), uniform.end(), [&](const int32_t* row) {
                return row[x] == shared && shared != kMixed;
            })) {
            add(shared, [&] { return table_.whole(shared); });
            return;
        }
        for (int64_t m = 0; m < k; ++m) {
            if (uniform[m][x] != kMixed) {
                add(uniform[m][x], [&] { return table_.row_sum(uniform[m][x], m); });
                continue;
            }
            for (int64_t n = 0; n < k; ++n) {
                const int32_t label = labels[m][columns_[x + n]];
                add(label, [&] { return table_.tap(label, m, n); });
            }
        }
    }

    template <class Entry>
    void add(int32_t label, const Entry& entry) {
        if (label != kNoClass) {
            entries.push_back(entry());
        }
    }

    const Table& table_;
    const int32_t* labels_;
    int64_t height_, width_;
    std::vector<std::vector<int32_t>> uniform_;  // of the last k rows
    std::vector<int64_t> uniform_row_;
    std::vector<int64_t> columns_;
};

}  // namespace

at::Tensor label_conv_cpu(const at::Tensor& labels,
                          const at::Tensor& weight,
                          const at::Tensor& bias) {
    const int64_t batch = labels.size(0), height = labels.size(1), width = labels.size(2);
    const at::Tensor dense = labels.contiguous();
    const KnownLabels known =
        known_labels(dense.const_data_ptr<int32_t>(), dense.numel(), weight.size(1));
    const Table table(weight, bias, known.present);
    const int64_t channels = table.padded_channels();
    const at::Tensor y = empty_channels_last(batch, channels, height, width, weight);
    for_element_type(weight, [&](auto element) {
        using T = decltype(element);
        at::parallel_for(0, batch * height, /*grain_size=*/1, [&](int64_t begin, int64_t end) {
            Windows windows(table, known.labels.get(), height, width);
            for (int64_t row = begin; row < end; ++row) {
                windows.collect(row);
                sum_rows(TableSums<T>{table.rows(),
                                      table.bias(),
                                      channels,
                                      windows.first.data(),
                                      windows.entries.data(),
                                      width,
                                      writable<T>(y) + row * width * channels});
            }
        });
    });
    return channels_last(y.narrow(1, 0, weight.size(0)));
}

}  // namespace tessera::kernels
