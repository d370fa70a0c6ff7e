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
    const qsizetype pixels = qsizetype{labels.width()} * labels.height();
    mapped.channels.resize(static_cast<size_t>(pixels));
    const uint16_t* from = labels.isEmpty() ? nullptr : labels.scanLine(0);
    std::vector<bool> seen(channels_.size());
    for (qsizetype i = 0; i < pixels; ++i) {
        const uint16_t label = from[i];
        mapped.channels[static_cast<size_t>(i)] = channelOf(label);
        if (label < seen.size()) {
            seen[label] = true;
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
