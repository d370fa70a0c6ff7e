// A segmenter's decoder and all it says about itself, in one safetensors file.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "model/files/model_card.h"
#include "model/files/safetensors.h"
#include "model/networks/segmentation/decoder.h"

namespace tessera {

/// An opened segmenter: header, config, card and the shape of every tensor are known to be right.
///
/// Metadata: `config`, the JSON of a SegmenterConfig with `architecture` "segmenter"; `palette`,
/// the id of the palette; `classes` and optionally `card` (model/files/metadata.h). Tensors,
/// float32, float16 or bfloat16: the decoder's parameters by name. The frozen network is not in the
/// file; the config says which one it has to be.
class SegmenterFile {
public:
    /// Reads header and metadata and compares every name and shape with what the config demands.
    /// Throws std::runtime_error, one line that names the file and the reason.
    static SegmenterFile open(const std::filesystem::path& path);

    const SegmenterConfig& config() const { return config_; }
    const ModelCard& card() const { return card_; }
    const std::filesystem::path& path() const { return file_->path(); }
    int64_t parameters() const { return parameters_; }

    /// With the file's weights, float32 on the CPU. Outlives the file.
    SegmentationDecoder decoder() const;

private:
    friend void store_segmenter(const std::filesystem::path&,
                                const std::filesystem::path&,
                                StoredType,
                                const std::map<std::string, std::string>&);

    void read_metadata();
    void check_tensors();

    std::shared_ptr<const SafetensorsFile> file_;
    SegmenterConfig config_;
    ModelCard card_;
    int64_t parameters_ = 0;
};

/// Whether a file says that it is a segmenter. False where it can't be read.
bool is_segmenter(const std::filesystem::path& path);

/// Writes one, float32. `weights` are by the decoder's names. Throws std::runtime_error that names
/// the file and the reason.
void write_segmenter(const std::filesystem::path& path,
                     const std::map<std::string, at::Tensor>& weights,
                     const SegmenterConfig& config,
                     const ModelCard& card);

/// See store_model().
void store_segmenter(const std::filesystem::path& in,
                     const std::filesystem::path& out,
                     StoredType type,
                     const std::map<std::string, std::string>& card_changes = {});

/// The config with its architecture as a file has it. The parser throws std::runtime_error that
/// names what is missing, unknown, of the wrong type or out of range.
std::string segmenter_json(const SegmenterConfig& config);
SegmenterConfig parse_segmenter(const std::string& json);

}  // namespace tessera
