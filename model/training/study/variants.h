// What the studies compare: variants of one network, by the names that the paper's tables have for
// them. Free of LibTorch.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/training/options.h"

namespace tessera {

/// One row of a study's table.
struct StudyVariant {
    std::string name;   ///< "B3": as the table calls it; its run's folder, too
    std::string title;  ///< what it is, in a few words

    /// Options of the training that make it, and their values as set_option() takes them.
    std::vector<std::pair<std::string, std::string>> changes;

    std::optional<double> published{};  ///< what the paper's table says of it, see Study::published
};

/// Variants that are trained alike and judged alike.
struct Study {
    std::string name;       ///< "ablation"
    std::string title;      ///< "Ablation, after Table 9"
    std::string published;  ///< heading of what is known of the paper's table; empty: nothing
    std::string note;       ///< what a reader has to know of that, a sentence or two
    std::vector<StudyVariant> variants;
};

/// "ablation" (B1 to B5 of Table 9) and "upsampling" (B1 to B8 of Table 12).
std::vector<std::string> study_names();

/// Throws std::runtime_error that names the studies where there is none of that name.
Study study_named(const std::string& name);

/// The options of one variant. Throws std::runtime_error that names an option that is out of range.
TrainingOptions options_of(const StudyVariant& variant, TrainingOptions options);

/// Whether a study's variants differ in an option, so that it is not the caller's to choose.
bool varies(const Study& study, const std::string& option);

}  // namespace tessera
