// Trains the variants of a study one after another, and judges them by the same held-out pictures.
// Free of LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "model/training/run_folder.h"
#include "model/training/study/variants.h"
#include "model/training/trainer.h"

namespace tessera {

/// What is compared, how long each learns, and what judges.
struct StudyRequest {
    Study study;
    std::filesystem::path folder;    ///< of the study: a run a variant, tables, a sheet
    TrainingOptions options;         ///< of every variant, but for what it changes
    TrainingData data;               ///< "train" is learnt from, "val" is judged by
    std::filesystem::path features;  ///< frozen network that training leans on
    std::filesystem::path judge;     ///< network that judges
    int64_t pictures = 6;            ///< rows of the sheet
};

/// Who wants to know how far it is. Any may be empty.
struct StudyObserver {
    std::function<void(const StudyVariant&, const TrainingLine&)> trained;
    std::function<void(const StudyVariant&, int64_t done, int64_t all)> judged;  ///< pictures
    std::function<bool()> stops;  ///< asked after every step and picture
};

/// Does what is left to do, writing as each variant is done: table.md, table.csv and sheet.png hold
/// those that are. A study that was stopped or killed at any moment goes on where it was and ends
/// as it would have without that; a variant that is done is left alone. False where it was stopped.
///
/// Throws std::runtime_error, one line: where the folder holds a study begun with other options or
/// data, which it names; or as Trainer and evaluate() do.
bool run_study(const StudyRequest& request, const StudyObserver& observer = {});

}  // namespace tessera
