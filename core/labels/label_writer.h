// Writes rows of pixels into a label map: clips, honours "only on", records, keeps the bounds.
#pragma once

#include <QRect>
#include <optional>

#include "core/labels/label_map.h"
#include "core/labels/label_patch.h"

namespace tessera {

/// Every paint operation ends here, in whole rows. A pixel that would get the value it has is left
/// alone, so that the bounds are tight and a shared map does not detach for nothing.
class LabelWriter {
public:
    LabelWriter(LabelMap& labels, LabelRecorder* recorder, std::optional<uint16_t> onlyOn)
        : labels_(labels), recorder_(recorder), onlyOn_(onlyOn) {}

    const LabelMap& labels() const { return labels_; }
    QRect canvas() const { return labels_.rect(); }

    /// Pixels first .. last-1 of row y, clipped to the canvas, become `label`.
    void fill(int y, int first, int last, uint16_t label);
    /// The same, restricted to pixels of class `from`.
    void replace(int y, int first, int last, uint16_t from, uint16_t label);
    /// Pixels first .. first+count-1 of row y, all on the canvas, become `values`.
    void copy(int y, int first, const uint16_t* values, int count, bool voidIsTransparent);

    /// Smallest rectangle that holds all that changed so far.
    QRect changed() const { return changed_; }

private:
    uint16_t* open(int y, int first, int last);

    LabelMap& labels_;
    LabelRecorder* recorder_;
    std::optional<uint16_t> onlyOn_;
    QRect changed_;
};

}  // namespace tessera
