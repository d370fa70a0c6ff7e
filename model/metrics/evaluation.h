// Judges a generator or a segmenter on pictures that it was not trained on. Free of LibTorch.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/data/dataset.h"
#include "model/files/model_card.h"
#include "model/inference/engine.h"

namespace tessera {

/// What is judged, and by what.
struct EvaluationRequest {
    std::filesystem::path model;  ///< a generator, or a segmenter
    std::vector<Pair> pairs;
    std::filesystem::path features;      ///< of the network that judges
    std::filesystem::path classifier;    ///< another one that classifies, of the user's; or empty
    std::filesystem::path lpips;         ///< AlexNet or VGG-16 that LPIPS is measured by; or empty
    std::filesystem::path lpips_linear;  ///< and its channels' weights
    std::filesystem::path segmenter;     ///< that reads the classes off what was drawn; or empty
    std::filesystem::path segmenter_features;  ///< the frozen network that segmenters look through
    std::string palette;                       ///< id of the palette of the classes
    std::vector<ModelClass> classes;           ///< in the model's channel order
    std::vector<int> void_ids;                 ///< ids of no class
    int64_t side = 256;                        ///< pixels: the square in the middle, shrunk to this
    Device device = Device::automatic;         ///< that draws and measures, in float32
    uint64_t seed = 1;             ///< a random style and noise for every picture; the style of
                                   ///< its own photo where styles come from photos
    bool average_colours = false;  ///< draw each class as its mean colour instead: the baseline
    std::filesystem::path keep;    ///< a folder for the drawn pictures, or empty
};

/// One figure of a model.
struct EvaluationFigure {
    std::string name;  ///< "Fréchet distance"
    std::string key;   ///< "frechet"
    double value = 0;
    std::string unit;     ///< "dB" or empty
    std::string network;  ///< that it was measured by, or empty
    bool lower_is_better = true;
};

/// How far a segmenter finds the pixels of one class where they should be.
struct ClassAgreement {
    int id = 0;  ///< of the palette
    std::string name;
    std::optional<double> iou;  ///< intersection over union, 0 to 1; none where no picture has it
};

struct Evaluation {
    int64_t pictures = 0;
    std::vector<EvaluationFigure> figures;
    std::vector<ClassAgreement> agreement;  ///< of the drawn pictures; of a segmenter, its own
    std::vector<ClassAgreement> photo_agreement;  ///< of their photos
    std::vector<std::string> left_out;            ///< "file: reason"
};

/// Draws with a generator and measures; of a segmenter (`model`) measures what it reads off the
/// photos. `progress` is called with how many pictures are done. Throws std::runtime_error that
/// names the file and the reason.
Evaluation evaluate(const EvaluationRequest& request,
                    const std::function<void(int64_t)>& progress = {});

}  // namespace tessera
