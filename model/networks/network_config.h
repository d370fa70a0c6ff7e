// The options of a generator of any architecture, and what it is to those who draw with it. Free of
// LibTorch.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/networks/config.h"
#include "model/networks/published/configs.h"

namespace tessera {

/// Options of one architecture. A model file's config names it: "lggan++" (also where it names
/// none), "gaugan", "lggan-synthesis", "sean" or "maskgan".
struct NetworkConfig
    : std::variant<LgganConfig, GauganConfig, LgganSynthesisConfig, SeanConfig, MaskganConfig> {
    using variant::variant;
};

/// What a style vector may come from, beside a photo where the model reads photos.
enum class StyleOrigin {
    none,    ///< there is no style
    seed,    ///< a standard normal
    photos,  ///< photos alone; without one the look is a neutral one
};

/// A generator from outside: what it wants, and what of its inside can be shown.
struct NetworkTraits {
    std::string architecture = "lggan++";
    std::string title = "LGGAN++";  ///< as a text calls it
    int64_t classes = 1;            ///< of the labels, void not counted
    int64_t image_channels = 0;     ///< of a source photo; 0: none
    int64_t style = 0;              ///< length of the style vector, 0: none
    StyleOrigin style_origin = StyleOrigin::none;
    int64_t photo_side = 256;  ///< the shorter side of photos that a style is read from, pixels
    bool region_codes =
        false;             ///< the style vector is `classes` codes of one length, a region each
    bool noise = false;    ///< a seed draws the texture
    int64_t step = 1;      ///< canvas sides are multiples of it
    int64_t min_side = 1;  ///< the smallest canvas side
    int64_t height = 0;    ///< of every picture, for an input that knows no other; 0: any
    int64_t width = 0;     ///< of every picture; 0: any

    std::optional<LgganConfig> local;  ///< of the side that has a generator a class
    std::string upsampler;             ///< as UpsampleOptions::kind, or "transpose"
    int64_t sau_kernel = 5;            ///< k
    int64_t levels = 0;                ///< doublings whose kernels can be kept, coarsest first
    bool to_full_size = true;          ///< the last of them ends at full resolution
    int64_t features = 0;              ///< channels of f' at full resolution; 0: cannot be kept
    std::vector<std::string> decoders{""};  ///< one f' has no name; else one a branch
    int64_t values_a_pixel = 0;  ///< that live at once at full resolution, an estimate on the high
                                 ///< side
};

NetworkTraits traits_of(const NetworkConfig& config);

/// Throws std::runtime_error that names the option and the value that is out of range.
void check(const NetworkConfig& config);

}  // namespace tessera
