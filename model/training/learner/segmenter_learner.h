// A segmenter's decoder, taught on a frozen network's features.
#pragma once

#include "model/networks/segmentation/decoder.h"
#include "model/training/learner/learner.h"

namespace tessera {

std::unique_ptr<Learner> make_segmenter_learner(const Lesson& lesson);

/// The config that the state of a segmenter's learner carries. Throws std::runtime_error where it
/// has none.
SegmenterConfig stored_config(const std::map<std::string, at::Tensor>& state);

}  // namespace tessera
