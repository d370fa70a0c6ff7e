// Kernels, traces and purity of an inspection.
#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <stdexcept>

#include "core/jobs/inspection/inspection_data.h"
#include "core/palette/void.h"
#include "model/inspection/purity.h"

namespace tessera {

/// Where every level's kernels lie, and the labels on its cells, which are counted when they are
/// first looked at.
struct Inspection::KernelMaps {
    struct Decoder {
        Decoder(const Insides& insides, const std::string& name) : reassembly(insides, name) {}

        Reassembly reassembly;
        std::once_flag counted;
        std::deque<LevelPurity> levels;  // which stay where they are made
    };

    explicit KernelMaps(const Insides& kept) : insides(kept) {
        for (const std::string& name : insides.model().decoders) {
            decoders.push_back(std::make_unique<Decoder>(insides, name));
        }
    }

    const Insides& insides;
    std::vector<std::unique_ptr<Decoder>> decoders;  // of as many levels each
    std::once_flag labelled;
    std::vector<CellLabels> pyramid;

    Decoder& at(int decoder) {
        Decoder& one = *decoders.at(static_cast<size_t>(decoder));
        std::call_once(labelled, [&] { pyramid = label_pyramid(insides, one.reassembly); });
        std::call_once(one.counted, [&] {
            for (int64_t level = 0; level < one.reassembly.count(); ++level) {
                one.levels.emplace_back(insides, one.reassembly, pyramid, level);
            }
        });
        return one;
    }

    const LevelPurity& at(int decoder, int level) {
        return at(decoder).levels.at(static_cast<size_t>(level));
    }
};

namespace {

Doubling doublingOf(Upsampling how) {
    return static_cast<Doubling>(how);
}

static_assert(static_cast<int>(Doubling::sau) == static_cast<int>(Upsampling::Sau) &&
              static_cast<int>(Doubling::uniform) == static_cast<int>(Upsampling::Uniform) &&
              static_cast<int>(Doubling::bilinear) == static_cast<int>(Upsampling::Bilinear) &&
              static_cast<int>(Doubling::bicubic) == static_cast<int>(Upsampling::Bicubic) &&
              static_cast<int>(Doubling::nearest) == static_cast<int>(Upsampling::Nearest));

NumberMap mapOf(const Array& array, int64_t cell) {
    return {{static_cast<int>(array.shape[1]), static_cast<int>(array.shape[0])},
            static_cast<double>(cell),
            array.values};
}

QRectF cellRect(int64_t x, int64_t y, int64_t cell) {
    const auto side = static_cast<qreal>(cell);
    return {static_cast<qreal>(x * cell), static_cast<qreal>(y * cell), side, side};
}

/// Share of a map's weight on cells of the class.
double purityOf(const Array& map, const CellLabels& cells, uint16_t channel) {
    double own = 0, all = 0;
    const int64_t width = map.shape[1];
    for (int64_t i = 0; i < map.size(); ++i) {
        const auto weight = static_cast<double>(map.values[static_cast<size_t>(i)]);
        if (weight != 0) {
            all += weight;
            own += weight * static_cast<double>(cells.share(i / width, i % width, channel));
        }
    }
    return all != 0 ? own / all : 0;
}

QRectF regionOf(const Array& map, int64_t cell) {
    QRectF region;
    const int64_t width = map.shape[1];
    for (int64_t i = 0; i < map.size(); ++i) {
        if (map.values[static_cast<size_t>(i)] != 0) {
            region |= cellRect(i % width, i / width, cell);
        }
    }
    return region;
}

PurityRow rowOf(int level, const PuritySums& sums) {
    PurityRow row;
    row.level = level;
    row.cells = sums.cells;
    row.borderCells = sums.border_cells;
    const double cells = static_cast<double>(std::max<int64_t>(sums.cells, 1));
    const double borders = static_cast<double>(std::max<int64_t>(sums.border_cells, 1));
    for (size_t how = 0; how < kDoublings.size(); ++how) {
        row.means[how] = {sums.everywhere[how] / cells, sums.at_borders[how] / borders};
    }
    row.entropy = sums.entropy / cells;
    return row;
}

PuritySums sumsOf(const PurityRow& row) {
    PuritySums sums;
    sums.cells = row.cells;
    sums.border_cells = row.borderCells;
    for (size_t how = 0; how < kDoublings.size(); ++how) {
        sums.everywhere[how] = row.means[how].everywhere * static_cast<double>(row.cells);
        sums.at_borders[how] = row.means[how].atBorders * static_cast<double>(row.borderCells);
    }
    sums.entropy = row.entropy * static_cast<double>(row.cells);
    return sums;
}

}  // namespace

std::shared_ptr<Inspection::KernelMaps> Inspection::Data::kernelsOf(const Insides& insides) {
    return std::make_shared<KernelMaps>(insides);
}

void Inspection::countCells(int decoder) const {
    data_->kernels->at(decoder);
}

Kernel Inspection::kernelAt(int level, QPoint pixel, Upsampling how, int decoder) const {
    KernelMaps::Decoder& from = data_->kernels->at(decoder);
    const Level& kernels = from.reassembly.level(level);
    const LevelPurity& cells = from.levels.at(static_cast<size_t>(level));
    const int64_t target = from.reassembly.target_cell(level), source = 2 * target;
    const int64_t y = pixel.y() / target, x = pixel.x() / target;
    Kernel kernel;
    kernel.level = level;
    kernel.side = static_cast<int>(kernels.side());
    kernel.cell = cellRect(x, y, target);
    const std::vector<float> window = kernels.window(doublingOf(how), y, x);
    for (int64_t i = 0; i < static_cast<int64_t>(window.size()); ++i) {
        const int64_t row = y / 2 + i / kernel.side - kernel.side / 2;
        const int64_t column = x / 2 + i % kernel.side - kernel.side / 2;
        const bool outside = row < 0 || column < 0 || row >= kernels.source_height() ||
                             column >= kernels.source_width();
        kernel.taps.push_back(
            {cellRect(column, row, source), window[static_cast<size_t>(i)], outside});
    }
    const uint16_t majority = cells.targets().majority(y, x);
    kernel.channel = majority == CellLabels::kNone ? kVoid : majority;
    kernel.purity = cells.at(doublingOf(how), y, x);
    std::vector<Tap> taps;
    kernels.taps(doublingOf(how), y, x, taps);
    kernel.entropy = entropy(taps);
    return kernel;
}

KernelTrace Inspection::trace(QPoint pixel, Upsampling how, int decoder) const {
    KernelMaps::Decoder& from = data_->kernels->at(decoder);
    const quint16 channel = channelAt(pixel);
    KernelTrace trace;
    int64_t level = from.reassembly.count();
    for (const Array& map : from.reassembly.trace(doublingOf(how), pixel.y(), pixel.x())) {
        --level;
        const int64_t cell = 2 * from.reassembly.target_cell(level);
        trace.maps.push_back(mapOf(map, cell));
        if (channel != kVoid) {
            trace.purity.push_back(
                purityOf(map, from.levels[static_cast<size_t>(level)].sources(), channel));
        }
        if (level == 0) {
            trace.region = regionOf(map, cell);
        }
    }
    return trace;
}

NumberMap Inspection::purityMap(int level, Upsampling how, int decoder) const {
    const LevelPurity& cells = data_->kernels->at(decoder, level);
    return mapOf(cells.map(doublingOf(how)),
                 data_->kernels->at(decoder).reassembly.target_cell(level));
}

NumberMap Inspection::entropyMap(int level, int decoder) const {
    const LevelPurity& cells = data_->kernels->at(decoder, level);
    return mapOf(cells.entropy_map(), data_->kernels->at(decoder).reassembly.target_cell(level));
}

PurityFindings Inspection::purity(int decoder, bool entropies) const {
    PurityFindings findings;
    findings.kernelSide = static_cast<int>(
        model().levels > 0 ? data_->kernels->at(decoder).reassembly.level(0).side() : 0);
    for (int level = 0; level < model().levels; ++level) {
        const std::vector<PuritySums> sums = data_->kernels->at(decoder, level).by_class(entropies);
        PuritySums all;
        for (const PuritySums& one : sums) {
            all += one;
        }
        findings.rows.push_back(rowOf(level, all));
        for (const ClassShare& present : classes()) {
            if (sums[present.channel].cells > 0) {
                findings.rows.push_back(rowOf(level, sums[present.channel]));
                findings.rows.back().of = present;
            }
        }
    }
    return findings;
}

PurityFindings joined(const std::vector<PurityFindings>& tables) {
    struct Joined {
        PuritySums sums;
        std::optional<ClassShare> of;
        double share = 0;  // sum over the pictures
    };
    PurityFindings all;
    std::map<std::pair<int, int>, Joined> rows;  // by level and channel, all classes as -1
    for (const PurityFindings& table : tables) {
        all.kernelSide = table.kernelSide;
        for (const PurityRow& row : table.rows) {
            Joined& one = rows[{row.level, row.of ? row.of->channel : -1}];
            one.sums += sumsOf(row);
            if (row.of) {
                const qint64 before = one.of ? one.of->pixels : 0;
                one.of = row.of;
                one.of->pixels += before;
                one.share += row.of->share;
            }
        }
    }
    std::vector<const std::pair<const std::pair<int, int>, Joined>*> order;
    order.reserve(rows.size());
    for (const auto& row : rows) {
        order.push_back(&row);
    }
    const auto place = [](const auto* row) {  // all classes first
        return std::pair(
            row->first.first,
            row->second.of ? -row->second.of->pixels : std::numeric_limits<qint64>::min());
    };
    std::sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
        return place(a) < place(b);
    });
    for (const auto* row : order) {
        const Joined& one = row->second;
        all.rows.push_back(rowOf(row->first.first, one.sums));
        if (one.of) {
            all.rows.back().of = one.of;
            all.rows.back().of->share = one.share / static_cast<double>(tables.size());
        }
    }
    return all;
}

}  // namespace tessera
