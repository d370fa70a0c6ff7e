// From the classes that someone paints with to those that a model knows.
#pragma once

#include <cstdint>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// Labels as a model wants them, and how much of them it does not know.
struct MappedLabels {
    std::vector<uint16_t> channels;  ///< row-major; the model's channel, or kVoid
    int unknown = 0;                 ///< classes that occur in the picture and became void
    bool nothingKnown = false;       ///< classes occur, and every one became void
};

/// A palette's positions to a model's channels.
class ClassMapping {
public:
    /// `model` lists the model's classes in channel order. Two palettes of the same id are the same
    /// dataset, whose ids mean the same; other palettes meet by the names of their classes.
    ClassMapping(const Palette& painted, const Palette& model);

    /// Channel of a label map's value, or kVoid.
    uint16_t channelOf(uint16_t label) const {
        return label < channels_.size() ? channels_[label] : kVoid;
    }

    MappedLabels map(const LabelMap& labels) const;

private:
    std::vector<uint16_t> channels_;
};

/// The palette that lists a model's channels in order, when the model's file names no classes: the
/// trainable classes where they are as many as the channels, else the first of all classes. Empty
/// when the palette has too few.
Palette channelPalette(const Palette& palette, int channels);

}  // namespace tessera
