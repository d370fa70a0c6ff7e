// The sheet of a study's pictures. Free of LibTorch.
#pragma once

#include <cstddef>
#include <vector>

#include "model/data/dataset.h"
#include "model/training/study/study.h"

namespace tessera {

/// Writes sheet.png into the study's folder, with the first `done` of its variants; see
/// write_report().
void write_study_sheet(const StudyRequest& request, const std::vector<Pair>& held_out, size_t done);

}  // namespace tessera
