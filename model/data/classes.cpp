// From a dataset's ids and colours to a network's channels.
#include "model/data/classes.h"

#include <algorithm>
#include <stdexcept>

namespace tessera {
namespace {

/// The name of the same thing on the other side; empty where the name has no side.
std::string other_side(const std::string& name) {
    const std::pair<std::string, std::string> sides[] = {
        {"left ", "right "}, {"right ", "left "}, {"l_", "r_"}, {"r_", "l_"}};
    for (const auto& [side, other] : sides) {
        if (name.rfind(side, 0) == 0) {
            return other + name.substr(side.size());
        }
    }
    return {};
}

}  // namespace

ClassMap::ClassMap(std::vector<ModelClass> classes, std::vector<int> void_ids)
    : classes_(std::move(classes)) {
    if (classes_.empty() || classes_.size() >= kNoClass) {
        throw std::runtime_error("a network learns 1 to 65534 classes, not " +
                                 std::to_string(classes_.size()));
    }
    void_ids.push_back(255);
    for (const int id : void_ids) {
        by_id_[id] = {kNoClass, true};
    }
    for (size_t i = 0; i < classes_.size(); ++i) {
        by_id_[classes_[i].id] = {static_cast<uint16_t>(i), true};
    }
    for (size_t i = 0; i < classes_.size(); ++i) {
        mirrored_.push_back(static_cast<uint16_t>(i));
        const std::string name = other_side(classes_[i].name);
        for (size_t other = 0; !name.empty() && other < classes_.size(); ++other) {
            if (classes_[other].name == name) {
                mirrored_.back() = static_cast<uint16_t>(other);
            }
        }
    }
}

ClassMap::Channel ClassMap::of_id(int id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? Channel{} : found->second;
}

uint16_t ClassMap::of_color(std::array<uint8_t, 3> rgb, double bound) const {
    uint16_t best = kNoClass;
    int least = static_cast<int>(std::min(bound * bound, 1e6));
    for (size_t i = 0; i < classes_.size(); ++i) {
        int distance = 0;
        for (size_t c = 0; c < 3; ++c) {
            const int difference = int{rgb[c]} - int{classes_[i].color[c]};
            distance += difference * difference;
        }
        if (distance <= least) {
            least = distance - 1;  // the first of equals stays
            best = static_cast<uint16_t>(i);
        }
    }
    return best;
}

uint16_t ClassMap::of_exact_color(std::array<uint8_t, 3> rgb) const {
    return of_color(rgb, 0);
}

}  // namespace tessera
