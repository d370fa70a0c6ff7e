// Datasets as they are downloaded: which files belong together, and what their labels mean. Free of
// LibTorch and OpenCV.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tessera {

/// An image file, or one of several square tiles side by side in it.
struct ImagePlace {
    std::filesystem::path file;
    int tile = 0;   ///< counted from the left
    int tiles = 1;  ///< how many the file is cut into

    bool operator==(const ImagePlace&) const = default;
};

/// How a label file says what a pixel is.
enum class LabelCode {
    automatic,  ///< grey: ids; indexed: colours where they are the classes', else ids; colour:
                ///< colours
    colours,    ///< the nearest class colour, cleaned where JPEG blurred the edges
    grey_steps  ///< ids as grey levels that compression may have moved a little
};

/// A mask of one class; a later one covers what came before.
struct PartMask {
    std::filesystem::path file;
    int id = 0;
};

/// A photo and what is known of it.
struct Pair {
    ImagePlace photo;
    ImagePlace labels;            ///< no file where there are parts
    std::vector<PartMask> parts;  ///< lowest first; what no part covers has id 0
    ImagePlace source;            ///< the photo that a cross-view model starts from; else no file
    LabelCode code = LabelCode::automatic;
    int id_offset = 0;              ///< added to the ids in the file
    bool sizes_may_differ = false;  ///< labels are of another resolution than photos, by design
};

/// What a folder was found to hold.
struct DatasetListing {
    std::vector<Pair> pairs;  ///< by name
    std::vector<std::string>
        problems;  ///< one line each, naming the file: a photo without labels, ..
};

/// One way in which datasets are laid out.
struct DatasetLayout {
    std::string name;     ///< "cityscapes"
    std::string title;    ///< "Cityscapes"
    std::string palette;  ///< id of the palette that its ids are of; empty: the user's choice
    std::string expects;  ///< one line: the folders it looks for
    bool has_source = false;
    DatasetListing (*list)(const std::filesystem::path& root, const std::string& split) = nullptr;
};

/// All of them.
const std::vector<DatasetLayout>& dataset_layouts();

/// Throws std::runtime_error that names the layouts where there is none of that name.
const DatasetLayout& dataset_layout(const std::string& name);

/// The pairs of `split`, "train" or "val", under `root`. Throws std::runtime_error that names the
/// folder and what was expected where there is no pair at all.
DatasetListing list_dataset(const DatasetLayout& layout,
                            const std::filesystem::path& root,
                            const std::string& split);

}  // namespace tessera
