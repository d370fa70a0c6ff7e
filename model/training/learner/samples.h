// Pictures of how far a run has come.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/data/picture.h"
#include "model/networks/lggan.h"
#include "model/networks/style_encoder.h"

namespace tessera {

/// Copies tensors into a module's parameters by name, `prefix` before theirs.
void fill_parameters(torch::nn::Module& module,
                     const std::map<std::string, at::Tensor>& tensors,
                     const std::string& prefix);

/// Draws fixed pictures with weights as they are now.
class SampleSheet {
public:
    /// `examples` are squares whose side the network can halve; `device` draws them.
    SampleSheet(std::vector<TrainingPicture> examples,
                ClassMap classes,
                const LgganConfig& config,
                at::Device device);

    /// Writes a PNG with a row a picture: labels, (source,) drawn with no style, drawn in the
    /// photo's own style where there is one, photo. `weights` are by the names of a model file.
    void write(const std::filesystem::path& file,
               const std::map<std::string, at::Tensor>& weights,
               int64_t style_base) const;

    bool empty() const { return examples_.empty(); }

private:
    std::vector<TrainingPicture> examples_;
    ClassMap classes_;
    LgganConfig config_;
    at::Device device_;
};

}  // namespace tessera
