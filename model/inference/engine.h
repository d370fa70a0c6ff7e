// From a model file and a label map to a photo. Free of LibTorch headers: includable anywhere below
// ui/.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/files/model_card.h"
#include "model/inference/frame.h"
#include "model/inference/picture.h"
#include "model/networks/network_config.h"

namespace tessera {

class LgganImpl;

enum class Device { automatic, cpu, cuda };

/// "auto", "cpu" or "cuda". Throws std::runtime_error on any other.
Device device_named(const std::string& name);

enum class Precision { automatic, float32, bfloat16 };

/// Where and how precisely to compute.
struct EngineOptions {
    Device device =
        Device::automatic;  ///< automatic: CUDA where there is a GPU and a CUDA build, else CPU
    Precision precision = Precision::automatic;  ///< automatic: bfloat16 on a GPU or a CPU with
                                                 ///< AVX512-BF16 or AMX, else float32
    int threads = 0;                             ///< of the CPU; 0: all
};

/// What one step of a render took, and what it could take at best.
struct LayerTime {
    std::string name;
    bool convolution = false;
    double milliseconds = 0;
    double limit = 0;  ///< milliseconds: of a convolution, its own time alone with packed weights;
                       ///< of any other step, the time that copying its bytes takes
};

/// A photo, and where its classes are.
struct StylePhoto {
    int64_t height = 0;  ///< pixels
    int64_t width = 0;
    std::vector<uint8_t> rgb;      ///< height * width * 3
    std::vector<uint16_t> labels;  ///< height * width, as of a RenderRequest; empty where the model
                                   ///< does not look at them
};

/// A generator of any architecture in its place on a device. Immutable: render() may be called from
/// any thread, one call at a time computes (calls from several threads queue).
class Engine {
public:
    /// Reads a model file. Throws std::runtime_error that names the file and the reason:
    /// unreadable, not safetensors, bad config, missing or misshapen tensor, device absent.
    static std::shared_ptr<const Engine> open(const std::filesystem::path& file,
                                              EngineOptions options = {});

    /// A generator with random weights, for benchmarks and tests; the same seed gives the same
    /// weights.
    static std::shared_ptr<const Engine> random(const NetworkConfig& config,
                                                uint64_t seed,
                                                EngineOptions options = {});

    virtual ~Engine() = default;

    /// Renders one picture. Throws std::runtime_error on a request that does not fit the model
    /// (with what was expected), Cancelled when the request was withdrawn.
    virtual Picture render(const RenderRequest& request) const = 0;

    /// A canvas to paint on. It keeps the engine alive.
    virtual std::unique_ptr<Frame> frame() const = 0;

    /// Renders once and tells of every step in its order. Throws std::runtime_error as render()
    /// does, and with the reason where no plan renders this model.
    virtual std::vector<LayerTime> profile(const RenderRequest& request) const = 0;

    /// Why every render is left to the modules, in one line; empty where a plan makes them.
    virtual std::string obstacle() const = 0;

    /// The style vector of a photo: of LGGAN++ its encoder's mean, of SEAN a code a region, of
    /// MaskGAN the photo's look through its own map. Throws std::runtime_error when the model reads
    /// no photos, or wants a map that is not there.
    virtual std::vector<float> encode_style(const StylePhoto& photo) const = 0;

    /// LGGAN++'s modules, on its device and in its precision, for what a render doesn't tell; null
    /// where the architecture is another.
    virtual std::shared_ptr<const LgganImpl> generator() const = 0;

    virtual const NetworkConfig& config() const = 0;
    virtual const NetworkTraits& traits() const = 0;  ///< of its config
    virtual const ModelCard& card() const = 0;
    virtual bool has_style_encoder() const = 0;       ///< whether photos can be read
    virtual bool reads_labels_of_photos() const = 0;  ///< whether it wants a photo's own map
    virtual int64_t parameters() const = 0;           ///< of the generator, count
    virtual std::string device_name() const = 0;      ///< "CPU, 2 threads", "NVIDIA H100"
    virtual Precision precision() const = 0;          ///< the resolved one: float32 or bfloat16
};

/// A style vector drawn from the standard normal: a pure function of its seed and length.
std::vector<float> style_from_seed(uint32_t seed, int64_t length);

/// The side of the canvas that a picture's side is padded to: a multiple of the network's step
/// that every reflected border fits in.
int64_t canvas_side(const NetworkConfig& config, int64_t pixels);

/// Multiply-accumulates of one render at a picture's size, its canvas counted: convolutions and
/// what doubles.
int64_t render_cost(const NetworkConfig& config, int64_t height, int64_t width);

}  // namespace tessera
