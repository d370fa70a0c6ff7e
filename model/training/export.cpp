// Writes model files.
#include "model/training/export.h"

#include <cstdio>
#include <stdexcept>

#include "model/files/metadata.h"
#include "model/files/segmenter_file.h"
#include "model/files/tensors.h"
#include "model/training/checkpoint.h"
#include "model/training/learner/segmenter_learner.h"

namespace tessera {
namespace {

std::string hours_text(double hours) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", hours);
    return text;
}

/// The tensors whose names begin with `prefix`, which is cut off.
std::map<std::string, at::Tensor> below(const std::map<std::string, at::Tensor>& tensors,
                                        const std::string& prefix) {
    std::map<std::string, at::Tensor> found;
    for (const auto& [name, tensor] : tensors) {
        if (name.rfind(prefix, 0) == 0) {
            found[name.substr(prefix.size())] = tensor;
        }
    }
    return found;
}

}  // namespace

void write_model(const std::filesystem::path& file,
                 const std::map<std::string, at::Tensor>& state,
                 const TrainingOptions& options,
                 const TrainingData& data,
                 const std::map<std::string, std::string>& card) {
    if (options.trains == "segmenter") {
        write_segmenter(file,
                        below(state, "segmenter/average/"),
                        stored_config(state),
                        {data.palette, data.classes, card});
        return;
    }
    auto weights = below(state, "generator/average/");
    weights.merge(below(state, "generator/fixed/"));
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : weights) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(file,
                      stored,
                      {{"config", config_json(options.drawing())},
                       {"palette", data.palette},
                       {"classes", classes_json(data.classes)},
                       {"card", card_json("{}", card)}});
}

void export_run(const std::filesystem::path& run, const std::filesystem::path& file) {
    const auto newest = RunFolder::newest_checkpoint(run);
    if (!newest) {
        throw std::runtime_error(run.string() + ": has no checkpoint yet");
    }
    const Checkpoint checkpoint = Checkpoint::read(*newest);
    const TrainingData data = RunFolder::read_data(run);
    write_model(file,
                checkpoint.tensors,
                checkpoint.options,
                data,
                {{"title", run.filename().string()},
                 {"data", data.folder.filename().string() + ", layout " + data.layout},
                 {"steps", std::to_string(checkpoint.step)},
                 {"hours", hours_text(checkpoint.hours)},
                 {"training",
                  "moving average of the weights; " + std::to_string(checkpoint.options.batch) +
                      " x " + std::to_string(checkpoint.options.crop) + " pixels a step"}});
}

}  // namespace tessera
