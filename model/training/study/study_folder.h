// A study on disk: study.json says what was begun, each variant's run what came out of it. Free of
// LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>

#include "model/metrics/evaluation.h"
#include "model/training/study/study.h"

namespace tessera {

/// What came out of one variant.
struct StudyResult {
    int64_t parameters = 0;  ///< of its generator, count
    Evaluation evaluation;
};

/// Makes the folder, or makes sure that it is of the same study. Throws std::runtime_error that
/// names every option that is another there, or says what else the folder holds.
void open_study_folder(const StudyRequest& request);

/// evaluation.json in a variant's run. Reading throws std::runtime_error that names the file.
bool has_result(const std::filesystem::path& run);
StudyResult read_result(const std::filesystem::path& run);
void write_result(const std::filesystem::path& run, const StudyResult& result);

/// Where a variant's drawn pictures are, each by its photo's name with the ending png.
std::filesystem::path pictures_of(const std::filesystem::path& run);

/// Pixels of the squares that are judged: what the pictures' short sides are shrunk to, as far as
/// the network can halve it.
int64_t judged_side(const TrainingOptions& options);

}  // namespace tessera
