// A generator of any architecture and all it says about itself, in one safetensors file.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "model/files/metadata.h"
#include "model/files/model_card.h"
#include "model/files/safetensors.h"
#include "model/networks/lggan.h"
#include "model/networks/published/published_network.h"
#include "model/networks/style_encoder.h"

namespace tessera {

/// An opened model file: header, config, card and the shape of every tensor are known to be right.
///
/// Metadata: `config`, the JSON of a NetworkConfig (model/files/config_json.h); `palette`, the id
/// of the palette; optionally `classes` and `card` (model/files/metadata.h). Tensors, float32,
/// float16 or bfloat16: the generator's parameters and statistics by name, and optionally, of
/// LGGAN++, a style encoder's as `style_encoder.*`.
class ModelFile {
public:
    /// Reads header and metadata and compares every name and shape with what the config demands,
    /// before anything is allocated. Throws std::runtime_error, one line that names the file and
    /// the reason.
    static ModelFile open(const std::filesystem::path& path);

    const NetworkConfig& config() const { return config_; }

    /// Of an LGGAN++. Throws std::runtime_error that says what the file has instead.
    const LgganConfig& lggan_config() const;

    const ModelCard& card() const { return card_; }

    /// What lies in the file: tensors of the shapes that the config demands, and all metadata.
    const SafetensorsFile& stored() const { return *file_; }
    const std::filesystem::path& path() const { return file_->path(); }
    bool has_style_encoder() const { return style_encoder_.has_value(); }

    /// Parameters of the generator, count.
    int64_t parameters() const { return parameters_; }

    /// Networks with the file's weights, float32 on the CPU. They outlive the file. Each throws
    /// std::runtime_error where the file has none of its kind.
    Lggan generator() const;
    std::unique_ptr<PublishedNetwork> published() const;
    StyleEncoder style_encoder() const;

private:
    void read_metadata();
    void check_tensors();

    std::shared_ptr<const SafetensorsFile> file_;
    NetworkConfig config_;
    ModelCard card_;
    std::optional<StyleEncoderOptions> style_encoder_;
    int64_t parameters_ = 0;
};

/// Writes a copy of a model file with its weights stored as `type` (float32, float16 or bfloat16).
/// The card says so in `stored`, and takes over `card_changes`. Throws std::runtime_error that
/// names the file and the reason.
void store_model(const std::filesystem::path& in,
                 const std::filesystem::path& out,
                 StoredType type,
                 const std::map<std::string, std::string>& card_changes = {});

}  // namespace tessera
