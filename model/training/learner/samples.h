// Pictures of how far a run has come.
#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/data/batch.h"
#include "model/data/picture.h"

namespace tessera {

/// Copies tensors into a module's parameters and statistics by name, `prefix` before theirs.
void fill_parameters(torch::nn::Module& module,
                     const std::map<std::string, at::Tensor>& tensors,
                     const std::string& prefix);

/// Fixed pictures, drawn anew as a run goes on.
class SampleSheet {
public:
    /// Pictures drawn of a batch of one, 1,3,H,W in [-1, 1]: with no style, and in the photo's own
    /// where the network knows styles.
    using Draw = std::function<std::vector<at::Tensor>(const Batch&)>;

    /// `examples` are squares whose side the network can halve; `device` draws them.
    SampleSheet(std::vector<TrainingPicture> examples, ClassMap classes, at::Device device);

    /// Writes a PNG with a row a picture: labels, (source,) what `draw` draws, photo.
    void write(const std::filesystem::path& file, const Draw& draw) const;

    bool empty() const { return examples_.empty(); }

private:
    std::vector<TrainingPicture> examples_;
    ClassMap classes_;
    at::Device device_;
};

}  // namespace tessera
