// From a photo to the classes that it shows. Free of LibTorch headers: includable anywhere below
// ui/.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/files/model_card.h"
#include "model/inference/engine.h"
#include "model/inference/picture.h"

namespace tessera {

/// A segmentation network in its place on a device: a frozen classifier's features and a decoder
/// learnt on them. Immutable: labels() may be called from any thread, one call at a time computes
/// (calls from several threads queue, and behind renders, too).
class Segmenter {
public:
    /// Reads a segmenter's file, and the frozen network that it was trained on (`features`, by
    /// default the one that comes with the program). Throws std::runtime_error, one line that names
    /// the file and the reason: unreadable, a model of another architecture, a missing or misshapen
    /// tensor, a feature network other than the one that the file names, device absent.
    static std::shared_ptr<const Segmenter> open(const std::filesystem::path& file,
                                                 const std::filesystem::path& features,
                                                 Device device = Device::automatic);

    virtual ~Segmenter() = default;

    /// Reads the classes off a picture; its height, width (pixels, 1 to 16384 each) and rgb count
    /// alone. Returns row-major channels, height * width, each below card().classes.size(): the
    /// position of the pixel's class in that list. Void is never among them. The network looks at
    /// the picture with its short side made side() (pictures that are smaller than that, too), and
    /// what it says is enlarged smoothly to the picture's size before the likeliest class is taken;
    /// a picture that is longer than four of its short sides is squeezed to that for the network.
    /// Throws std::runtime_error where the picture's sizes and bytes don't fit each other, and
    /// Cancelled where `cancelled` is given and set before the network has run.
    virtual std::vector<uint16_t> labels(const Picture& picture,
                                         const std::atomic<bool>* cancelled = nullptr) const = 0;

    virtual const std::filesystem::path& path() const = 0;
    virtual const ModelCard& card() const = 0;  ///< palette's id, classes (never empty), fields
    virtual int64_t side() const = 0;           ///< pixels
    virtual int64_t parameters() const = 0;     ///< of the decoder, count
};

/// Reads palette, classes and card off a segmenter's header, without its weights. Throws
/// std::runtime_error that names the file and the reason, as Segmenter::open() does.
ModelCard segmenter_card(const std::filesystem::path& file);

/// Throws std::runtime_error that names the segmenter's file, what it knows and what is expected,
/// unless its classes are `classes` in the same order (by id) and its palette is `palette`.
void check_segmenter_fits(const Segmenter& segmenter,
                          const std::string& palette,
                          const std::vector<ModelClass>& classes);

}  // namespace tessera
