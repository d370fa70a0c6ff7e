#include "core/images/label_cleaning.h"

#include <algorithm>
#include <array>

namespace tessera {
namespace {

/// Labels of a 3 x 3 neighbourhood with their counts; at most nine.
class Votes {
public:
    void add(uint16_t label) {
        for (int i = 0; i < size_; ++i) {
            if (labels_[i] == label) {
                ++counts_[i];
                return;
            }
        }
        labels_[size_] = label;
        counts_[size_++] = 1;
    }

    bool isEmpty() const { return size_ == 0; }

    /// The label with most votes, the first seen among equals.
    uint16_t winner() const {
        int best = 0;
        for (int i = 1; i < size_; ++i) {
            best = counts_[i] > counts_[best] ? i : best;
        }
        return labels_[best];
    }

private:
    std::array<uint16_t, 9> labels_{};
    std::array<int, 9> counts_{};
    int size_ = 0;
};

/// Calls `visit` with each of the up to eight neighbours.
template <class Visit>
void forNeighbours(const LabelMap& labels, int x, int y, Visit visit) {
    for (int ny = y - 1; ny <= y + 1; ++ny) {
        for (int nx = x - 1; nx <= x + 1; ++nx) {
            if ((nx != x || ny != y) && labels.contains({nx, ny})) {
                visit(nx, ny);
            }
        }
    }
}

/// Sure pixels grow into the others, a ring a pass.
void growSure(LabelMap& labels, std::vector<Trust>& trust) {
    constexpr int kBlurredEdge = 2;  // pixels at each side of an edge that compression mixes
    const auto index = [&labels](int x, int y) {
        return static_cast<size_t>(y) * labels.width() + x;
    };
    std::vector<QPoint> open;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            if (trust[index(x, y)] != Trust::Sure) {
                open.emplace_back(x, y);
            }
        }
    }
    for (int pass = 0; !open.empty(); ++pass) {
        std::vector<QPoint> later;
        std::vector<std::pair<QPoint, uint16_t>> found;
        for (const QPoint p : open) {
            Votes votes;
            forNeighbours(labels, p.x(), p.y(), [&](int x, int y) {
                if (trust[index(x, y)] == Trust::Sure) {
                    votes.add(labels.at(x, y));
                }
            });
            if (!votes.isEmpty()) {
                found.emplace_back(p, votes.winner());
            } else if (pass + 1 < kBlurredEdge || trust[index(p.x(), p.y())] == Trust::None) {
                later.push_back(p);
            }
        }
        for (const auto& [p, label] : found) {
            labels.writableScanLine(p.y())[p.x()] = label;
            trust[index(p.x(), p.y())] = Trust::Sure;
        }
        if (found.empty()) {
            break;
        }
        open = std::move(later);
    }
}

/// Sure pixels with fewer than three sure neighbours of their own label are no longer.
void distrustSpecks(const LabelMap& labels, std::vector<Trust>& trust) {
    const std::vector<Trust> before = trust;
    size_t i = 0;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x, ++i) {
            int alike = 0;
            forNeighbours(labels, x, y, [&](int nx, int ny) {
                const size_t neighbour = static_cast<size_t>(ny) * labels.width() + nx;
                alike += before[neighbour] == Trust::Sure && labels.at(nx, ny) == labels.at(x, y);
            });
            if (before[i] == Trust::Sure && alike < 3) {
                trust[i] = Trust::Nearest;
            }
        }
    }
}

}  // namespace

LabelMap cleaned(const LabelMap& labels, std::vector<Trust> trust, bool lossy) {
    LabelMap result = labels;
    if (lossy) {
        distrustSpecks(labels, trust);
    }
    growSure(result, trust);
    size_t i = 0;
    for (int y = 0; y < result.height(); ++y) {
        uint16_t* row = result.writableScanLine(y);
        for (int x = 0; x < result.width(); ++x, ++i) {
            if (trust[i] == Trust::None) {
                row[x] = kVoid;
            }
        }
    }
    return result;
}

LabelMap withoutIslands(const LabelMap& labels, int pixels) {
    const auto place = [&](QPoint p) {
        return static_cast<size_t>(p.y()) * static_cast<size_t>(labels.width()) +
               static_cast<size_t>(p.x());
    };
    std::vector<Trust> trust(place({0, labels.height()}), Trust::Sure);
    std::vector<uint8_t> seen(trust.size());
    std::vector<QPoint> region;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            region.clear();
            const auto reach = [&](QPoint p) {
                if (labels.contains(p) && labels.at(p) == labels.at(x, y) && !seen[place(p)]) {
                    seen[place(p)] = 1;
                    region.push_back(p);
                }
            };
            reach({x, y});
            for (size_t next = 0; next < region.size();) {
                const QPoint from = region[next++];  // which grows
                for (const QPoint step : {QPoint(1, 0), {-1, 0}, {0, 1}, {0, -1}}) {
                    reach(from + step);
                }
            }
            if (region.size() < static_cast<size_t>(pixels)) {
                std::for_each(
                    region.begin(), region.end(), [&](QPoint p) { trust[place(p)] = Trust::None; });
            }
        }
    }
    const bool anything = std::find(trust.begin(), trust.end(), Trust::Sure) != trust.end();
    return anything ? cleaned(labels, std::move(trust), false) : labels;
}

}  // namespace tessera
