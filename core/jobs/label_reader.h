// Classes read off pictures, and how well they agree with those that were painted.
#pragma once

#include <QImage>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

class Segmenter;

/// The segmenter that comes with the program for a palette. Readable from any thread.
class LabelReader {
public:
    /// Throws std::runtime_error, one line, where there is none, it can't be opened, or it knows
    /// classes that the palette has not.
    explicit LabelReader(const Palette& palette);

    /// Positions in the palette, at the picture's size; never void. Throws std::runtime_error for a
    /// picture that is empty.
    LabelMap read(const QImage& picture) const;

    const Palette& palette() const { return palette_; }
    QString name() const;  ///< of the segmenter, for people

private:
    Palette palette_;
    std::shared_ptr<const Segmenter> segmenter_;
    std::vector<uint16_t> positions_;  ///< in the palette, by the segmenter's channel
};

/// Of two label maps of one size; pixels that are painted as void don't count.
struct Agreement {
    double accuracy = 0;                     ///< share of the pixels whose class was found, 0 to 1
    double meanIou = 0;                      ///< over the classes that either map has, 0 to 1
    std::vector<std::optional<double>> iou;  ///< intersection over union, by position
};

/// `classes` of the palette that both maps are of.
Agreement agreementOf(const LabelMap& painted, const LabelMap& read, int classes);

}  // namespace tessera
