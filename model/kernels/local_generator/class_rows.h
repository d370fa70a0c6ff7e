// The class-sparse heart of the local generator, row by row: what each source pixel contributes
// through its own class's weights, and what that leaves at each output pixel, class by class.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "model/kernels/label_windows.h"
#include "model/kernels/local_generator/local_rows.h"

namespace tessera::kernels {

/// Three colours and a lane to spare.
struct Colour {
    using Lanes __attribute__((vector_size(16))) = float;
    Lanes lanes = {};

    static Colour load(const float* from) {
        Colour colour;
        std::memcpy(&colour.lanes, from, sizeof colour.lanes);
        return colour;
    }
    float operator[](int i) const { return lanes[i]; }
    void operator+=(const Colour& other) { lanes += other.lanes; }
    void operator-=(const Colour& other) { lanes -= other.lanes; }
};

/// What all threads read. Rows are counted through the batch.
template <class T>
struct LocalInputs {
    const T* features;  ///< rows,width,channels; behind every row a gap
    int64_t gap = 0;    ///< elements
    KnownLabels known;  ///< of rows,width
    int64_t height, width, channels, classes, k;
    int64_t response_size;     ///< 3 k k and at least one more, a multiple of 32
    std::vector<T> weights;    ///< by present class: as ClassResponses has them
    std::vector<Colour> bias;  ///< by class
    std::vector<Colour> far;   ///< tanh(bias): what a class draws where none of its pixels is near
};

/// The responses of the source rows around an output row. They are computed in strips of a few
/// rows, so that even a small patch of a class fills whole blocks of pixels and its weights are
/// fetched once a strip.
template <class T>
class ResponseRows {
public:
    explicit ResponseRows(const LocalInputs<T>& in)
        : in_(in),
          rows_in_strip_(std::max<int64_t>(1, kPixelsInStrip / in.width)),
          strips_((in.k - 1 + rows_in_strip_ - 1) / rows_in_strip_ + 1),
          first_of_class_(in.known.present.list.size(), -1) {}

    /// Makes a row readable; the k - 1 rows before the largest one asked for stay so.
    void need(int64_t row) {
        const int64_t index = row / rows_in_strip_;
        Strip& strip = strips_[index % strips_.size()];
        if (strip.index != index) {
            compute(index, strip);
        }
    }

    /// Pixel x, row m and column n of the window, colour c: [x * response_size + (m * k + n) * 3 +
    /// c]. Nothing is written for a pixel without a class.
    const float* responses(int64_t row) const {
        return strip_of(row).responses.data() +
               row % rows_in_strip_ * in_.width * in_.response_size;
    }

    /// As uniform_windows() has it.
    const int32_t* uniform(int64_t row) const {
        return strip_of(row).uniform.data() + row % rows_in_strip_ * in_.width;
    }

private:
    static constexpr int64_t kPixelsInStrip = 1024;

    struct Strip {
        int64_t index = -1;
        std::vector<float> responses;
        std::vector<int32_t> uniform;
    };

    const Strip& strip_of(int64_t row) const {
        return strips_[row / rows_in_strip_ % strips_.size()];
    }

    void compute(int64_t index, Strip& strip) {
        const int64_t begin = index * rows_in_strip_ * in_.width;
        const int64_t count =
            std::min<int64_t>(rows_in_strip_ * in_.width, in_.known.count - begin);
        const int32_t* labels = in_.known.labels.get() + begin;
        strip.index = index;
        strip.responses.resize(count * in_.response_size);
        strip.uniform.resize(count);
        if (in_.known.only != kMixed) {
            std::fill(strip.uniform.begin(), strip.uniform.end(), in_.known.only);
        } else {
            for (int64_t x = 0; x < count; x += in_.width) {
                uniform_windows(labels + x, in_.width, in_.k, strip.uniform.data() + x);
            }
        }
        sort_by_class(labels, count);
        for (const int32_t present : classes_in_strip_) {
            pixels_.clear();
            for (int32_t i = first_of_class_[present]; i >= 0; i = runs_[i].next) {
                for (int32_t x = runs_[i].begin; x < runs_[i].end; ++x) {
                    pixels_.push_back(x);
                }
            }
            first_of_class_[present] = -1;
            respond(
                ClassResponses<T>{in_.features + begin * in_.channels + begin / in_.width * in_.gap,
                                  in_.channels,
                                  in_.width,
                                  in_.gap,
                                  in_.weights.data() + present * in_.channels * in_.response_size,
                                  in_.response_size,
                                  pixels_.data(),
                                  static_cast<int64_t>(pixels_.size()),
                                  strip.responses.data()});
        }
        classes_in_strip_.clear();
    }

    /// Pixels of one label, and the next run of their class.
    struct Run {
        int32_t begin, end, next;
    };

    /// Chains the runs of each class in the order of memory.
    void sort_by_class(const int32_t* labels, int64_t count) {
        runs_.clear();
        for (int64_t end = count, begin; end > 0; end = begin) {
            const int32_t label = labels[end - 1];
            for (begin = end - 1; begin > 0 && labels[begin - 1] == label; --begin) {
            }
            if (label == kNoClass) {
                continue;
            }
            const int32_t present = in_.known.present.slot[label];
            if (first_of_class_[present] < 0) {
                classes_in_strip_.push_back(present);
            }
            runs_.push_back(
                {static_cast<int32_t>(begin), static_cast<int32_t>(end), first_of_class_[present]});
            first_of_class_[present] = static_cast<int32_t>(runs_.size()) - 1;
        }
    }

    const LocalInputs<T>& in_;
    int64_t rows_in_strip_;
    std::vector<Strip> strips_;
    std::vector<Run> runs_;
    std::vector<int32_t> pixels_, first_of_class_, classes_in_strip_;
};

/// The classes near each pixel of one output row, and how far each departs from what it draws where
/// it is not near.
struct NearbyRow {
    int64_t row = -1;
    std::vector<int32_t> first;    ///< width+1: pixel x has entries first[x] to first[x+1]-1
    std::vector<int32_t> classes;  ///< by entry
    std::vector<Colour> values;    ///< by entry: P_i(p), then P_i(p) - tanh(b_i)
};

/// Fills NearbyRows, keeping the source rows that the next one will want too.
template <class T>
class NearbyClasses {
public:
    explicit NearbyClasses(const LocalInputs<T>& in)
        : in_(in),
          sources_(in),
          responses_(in.k),
          labels_(in.k),
          uniform_(in.k),
          columns_(in.width + in.k - 1),
          shared_(in.width) {
        for (int64_t i = 0; i < in.width + in.k - 1; ++i) {
            columns_[i] = mirror(i - in.k / 2, in.width);
        }
    }

    /// Sets `nearby` to every class near every pixel of a row; the values before their tanh.
    void collect(int64_t row, NearbyRow& nearby) {
        take_sources(row);
        nearby.row = row;
        switch (in_.k) {  // the usual sizes unrolled
            case 3:
                return collect<3>(nearby);
            case 7:
                return collect<7>(nearby);
            default:
                return collect<0>(nearby);
        }
    }

private:
    /// The window's rows, and for each pixel the label that its whole window shares, or kMixed.
    void take_sources(int64_t row) {
        const int64_t top = row - row % in_.height;
        for (int64_t m = 0; m < in_.k; ++m) {
            const int64_t source = top + mirror(row - top + m - in_.k / 2, in_.height);
            sources_.need(source);
            responses_[m] = sources_.responses(source) + m * in_.k * 3;
            labels_[m] = in_.known.labels.get() + source * in_.width;
            uniform_[m] = sources_.uniform(source);
        }
        std::copy(uniform_[0], uniform_[0] + in_.width, shared_.begin());
        for (int64_t m = 1; m < in_.k; ++m) {
            const int32_t* uniform = uniform_[m];
            for (int64_t x = 0; x < in_.width; ++x) {
                shared_[x] = shared_[x] == uniform[x] ? uniform[x] : kMixed;
            }
        }
    }

    template <int K>
    void collect(NearbyRow& nearby) {
        nearby.classes.clear();
        nearby.values.clear();
        nearby.first.resize(in_.width + 1);
        for (int64_t x = 0, end; x < in_.width; x = end) {
            const int32_t label = shared_[x];
            for (end = x + 1; end < in_.width && label != kMixed && shared_[end] == label; ++end) {
            }
            if (label == kMixed) {
                nearby.first[x] = static_cast<int32_t>(nearby.classes.size());
                add_mixed<K>(x, nearby);
            } else {
                add_uniform<K>(x, end, nearby);
            }
        }
        nearby.first[in_.width] = static_cast<int32_t>(nearby.classes.size());
    }

    Colour response(int64_t m, int64_t n, int64_t column) const {
        return Colour::load(responses_[m] + column * in_.response_size + n * 3);
    }

    template <int K>
    Colour row_sum(int64_t m, int64_t x) const {
        const int64_t k = K > 0 ? K : in_.k, half = k / 2;
        Colour sum;
        if (x >= half && x + half < in_.width) {
            const float* from = responses_[m] + (x - half) * in_.response_size;
            for (int64_t n = 0; n < k; ++n) {
                sum += Colour::load(from + n * (in_.response_size + 3));
            }
        } else {
            for (int64_t n = 0; n < k; ++n) {
                sum += response(m, n, columns_[x + n]);
            }
        }
        return sum;
    }

    /// Pixels whose windows all see the same class, or none.
    template <int K>
    void add_uniform(int64_t begin, int64_t end, NearbyRow& nearby) const {
        const int32_t label = shared_[begin];
        const size_t first = nearby.classes.size();
        const size_t entries = label != kNoClass ? static_cast<size_t>(end - begin) : 0;
        for (int64_t x = begin; x < end; ++x) {
            nearby.first[x] = static_cast<int32_t>(first + std::min<size_t>(entries, x - begin));
        }
        nearby.classes.resize(first + entries, label);
        nearby.values.resize(first + entries);
        if (entries == 0) {
            return;
        }
        Colour* values = nearby.values.data() + first;
        const int64_t k = K > 0 ? K : in_.k;
        const Colour bias = in_.bias[label];
        for (int64_t x = begin; x < end; ++x) {
            Colour sum = bias;
            for (int64_t m = 0; m < k; ++m) {
                sum += row_sum<K>(m, x);
            }
            values[x - begin] = sum;
        }
    }

    /// Sums along runs of equal labels before looking for the class's entry.
    template <int K>
    void add_mixed(int64_t x, NearbyRow& nearby) const {
        const int64_t k = K > 0 ? K : in_.k;
        const size_t begin = nearby.classes.size();
        for (int64_t m = 0; m < k; ++m) {
            if (uniform_[m][x] == kNoClass) {
                continue;
            }
            if (uniform_[m][x] != kMixed) {
                add_run(uniform_[m][x], row_sum<K>(m, x), begin, nearby);
                continue;
            }
            int32_t label = kNoClass;
            Colour sum;
            for (int64_t n = 0; n < k; ++n) {
                const int64_t column = columns_[x + n];
                if (labels_[m][column] != label) {
                    add_run(label, sum, begin, nearby);
                    label = labels_[m][column];
                    sum = {};
                }
                if (label != kNoClass) {
                    sum += response(m, n, column);
                }
            }
            add_run(label, sum, begin, nearby);
        }
    }

    /// `begin` is the pixel's first entry.
    void add_run(int32_t label, const Colour& sum, size_t begin, NearbyRow& nearby) const {
        if (label == kNoClass) {
            return;
        }
        size_t entry = begin;
        while (entry < nearby.classes.size() && nearby.classes[entry] != label) {
            ++entry;
        }
        if (entry == nearby.classes.size()) {
            nearby.classes.push_back(label);
            nearby.values.push_back(in_.bias[label]);
        }
        nearby.values[entry] += sum;
    }

    const LocalInputs<T>& in_;
    ResponseRows<T> sources_;
    std::vector<const float*> responses_;  // of the window's rows, at their part of the responses
    std::vector<const int32_t*> labels_, uniform_;
    std::vector<int64_t> columns_;  // mirrored: pixel x sees columns_[x] to columns_[x + k - 1]
    std::vector<int32_t> shared_;
};

}  // namespace tessera::kernels
