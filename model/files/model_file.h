// A generator and all it says about itself, in one safetensors file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "model/files/model_card.h"
#include "model/files/safetensors.h"
#include "model/networks/lggan.h"
#include "model/networks/style_encoder.h"

namespace tessera {

/// An opened model file: header, config, card and the shape of every tensor are known to be right.
///
/// Metadata: `config`, the JSON of LgganConfig (what it leaves out has the default); `palette`, the
/// id of the palette; optionally `classes`, a JSON list of {id, name, color "#rrggbb"} in channel
/// order, and `card`, a JSON object. Tensors: the generator's parameters by name, and optionally a
/// style encoder's as `style_encoder.*`.
class ModelFile {
public:
    /// Reads header and metadata and compares every name and shape with what the config demands,
    /// before anything is allocated. Throws std::runtime_error, one line that names the file and
    /// the reason.
    static ModelFile open(const std::filesystem::path& path);

    const LgganConfig& config() const { return config_; }
    const ModelCard& card() const { return card_; }
    const std::filesystem::path& path() const { return file_->path(); }
    bool has_style_encoder() const { return style_encoder_.has_value(); }

    /// Networks with the file's weights, float32 on the CPU.
    Lggan generator() const;
    StyleEncoder style_encoder() const;  ///< Throws std::runtime_error where there is none.

private:
    void read_metadata();
    void check_tensors();

    std::shared_ptr<const SafetensorsFile> file_;
    LgganConfig config_;
    ModelCard card_;
    std::optional<StyleEncoderOptions> style_encoder_;
};

/// The config in a model file's JSON, and back. parse_config throws std::runtime_error that names
/// the option that is unknown, of the wrong type or out of range.
LgganConfig parse_config(const std::string& json);
std::string config_json(const LgganConfig& config);

/// Writes a copy of a model file with its weights stored as `type` (float32, float16, bfloat16) and
/// says so in its card.
void store_model(const std::filesystem::path& in,
                 const std::filesystem::path& out,
                 StoredType type);

}  // namespace tessera
