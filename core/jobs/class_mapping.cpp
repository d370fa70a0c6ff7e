// Classes meet by id inside one dataset, by name between two.
#include "core/jobs/class_mapping.h"

#include <algorithm>

namespace tessera {

ClassMapping::ClassMapping(const Palette& painted, const Palette& model) {
    const bool sameDataset = painted.id() == model.id();
    channels_.reserve(painted.classes().size());
    for (const PaletteClass& one : painted.classes()) {
        int channel = sameDataset ? model.indexOfId(one.id) : -1;
        if (channel < 0) {
            channel = model.indexOfName(one.name);
        }
        channels_.push_back(channel < 0 ? kVoid : static_cast<uint16_t>(channel));
    }
}

MappedLabels ClassMapping::map(const LabelMap& labels) const {
    MappedLabels mapped;
    mapped.channels.resize(static_cast<size_t>(qsizetype{labels.width()} * labels.height()));
    uint16_t* to = mapped.channels.data();
    std::vector<bool> seen(channels_.size());
    for (int y = 0; y < labels.height(); ++y) {
        const uint16_t* const from = labels.scanLine(y);
        for (int x = 0; x < labels.width(); ++x) {
            *to++ = channelOf(from[x]);
            if (from[x] < seen.size()) {
                seen[from[x]] = true;
            }
        }
    }
    int known = 0;
    for (size_t label = 0; label < seen.size(); ++label) {
        if (seen[label]) {
            (channels_[label] == kVoid ? mapped.unknown : known) += 1;
        }
    }
    mapped.nothingKnown = mapped.unknown > 0 && known == 0;
    return mapped;
}

Palette channelPalette(const Palette& palette, int channels) {
    std::vector<PaletteClass> classes;
    std::copy_if(palette.classes().begin(),
                 palette.classes().end(),
                 std::back_inserter(classes),
                 [](const PaletteClass& one) { return one.trainable; });
    if (static_cast<int>(classes.size()) != channels) {
        classes = palette.classes();
    }
    if (static_cast<int>(classes.size()) < channels || channels < 1) {
        return {};
    }
    classes.resize(static_cast<size_t>(channels));
    return Palette(palette.id(), palette.title(), palette.source(), palette.voidId(), classes);
}

}  // namespace tessera
