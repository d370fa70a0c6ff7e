// Which networks, and the pictures that samples are drawn of.
#include "model/training/learner/learner.h"

#include <algorithm>
#include <stdexcept>

#include "model/data/augment.h"
#include "model/training/learner/segmenter_learner.h"

namespace tessera {

std::unique_ptr<Learner> make_learner(const Lesson& lesson) {
    return lesson.options.trains == "segmenter" ? make_segmenter_learner(lesson)
                                                : make_generator_learner(lesson);
}

std::vector<TrainingPicture> sample_pictures(const Lesson& lesson, int64_t stride) {
    const TrainingOptions& options = lesson.options;
    const DatasetLayout& layout = dataset_layout(lesson.data.layout);
    const std::vector<Pair> held_out = layout.list(lesson.data.folder, "val").pairs;
    const int64_t wanted = options.side > 0 ? options.side : options.late_crop;
    const int64_t side = std::max<int64_t>(wanted / stride, 1) * stride;
    std::vector<TrainingPicture> examples;
    for (const Pair& pair : held_out.empty() ? lesson.pairs : held_out) {
        if (static_cast<int64_t>(examples.size()) == options.samples) {
            break;
        }
        try {
            examples.push_back(middle(read_picture(pair, lesson.classes, options.side), side));
        } catch (const std::runtime_error&) {
            continue;  // the loader names it where it matters
        }
    }
    return examples;
}

}  // namespace tessera
