// From a dataset's ids and colours to a network's channels.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/files/model_card.h"

namespace tessera {

/// A pixel of no class.
inline constexpr uint16_t kNoClass = 0xFFFF;

/// The classes that a network learns, in channel order, and the ids that it is to overlook.
class ClassMap {
public:
    /// `void_ids` mean no class; so does 255, unless it is one.
    explicit ClassMap(std::vector<ModelClass> classes, std::vector<int> void_ids = {});

    const std::vector<ModelClass>& classes() const { return classes_; }
    int64_t count() const { return static_cast<int64_t>(classes_.size()); }

    /// The channel of an id, or kNoClass; `known` tells an id that is to be overlooked from one
    /// that should not be there.
    struct Channel {
        uint16_t index = kNoClass;
        bool known = false;
    };
    Channel of_id(int id) const;

    /// The channel whose colour is nearest, or kNoClass where none is within `bound` (Euclidean).
    uint16_t of_color(std::array<uint8_t, 3> rgb, double bound) const;

    /// The channel of exactly this colour, or kNoClass.
    uint16_t of_exact_color(std::array<uint8_t, 3> rgb) const;

    /// What each channel becomes in a mirror: "left eye" and "right eye", "l_eye" and "r_eye"
    /// change places.
    const std::vector<uint16_t>& mirrored() const { return mirrored_; }

private:
    std::vector<ModelClass> classes_;
    std::unordered_map<int, Channel> by_id_;
    std::vector<uint16_t> mirrored_;
};

}  // namespace tessera
