// How well a label map that was read off a picture agrees with the one that it should show. Free of
// LibTorch.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tessera {

/// Counts of pixels by true and found class, over any number of pictures.
class Confusion {
public:
    explicit Confusion(int64_t classes);

    /// Adds a picture: `truth` and `found` have one class a pixel. A true class >= classes is void
    /// and its pixel is left out. Throws std::runtime_error where the lengths differ or a found
    /// class is >= classes.
    void add(const std::vector<uint16_t>& truth, const std::vector<uint16_t>& found);

    int64_t classes() const { return classes_; }

    /// Pixels whose true class is `truth` and whose found class is `found`.
    int64_t count(int64_t truth, int64_t found) const;

    int64_t pixels() const;  ///< that were counted

    /// Share of the counted pixels whose class was found, 0 to 1; 0 where there is none.
    double accuracy() const;

    /// Intersection over union of every class, 0 to 1: the pixels that are of it and were found as
    /// it, by those that are or were. None of a class that neither map has.
    std::vector<std::optional<double>> iou() const;

    /// Mean over the classes that have one, as segmentation is judged; 0 where none has.
    double mean_iou() const;

private:
    int64_t classes_;
    std::vector<int64_t> counts_;  // classes x classes, a row a true class
};

}  // namespace tessera
