// The layouts, a function each.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

#include "model/data/dataset.h"
#include "model/data/folders.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

/// Pairs photos and labels whose names agree once their endings are cut off.
DatasetListing pair_up(const std::vector<fs::path>& photos,
                       const std::string& photo_ending,
                       const std::vector<fs::path>& labels,
                       const std::string& label_ending) {
    std::map<std::string, fs::path> by_name;
    for (const fs::path& file : labels) {
        by_name[name_without(file, label_ending)] = file;
    }
    DatasetListing listing;
    for (const fs::path& photo : photos) {
        const auto found = by_name.find(name_without(photo, photo_ending));
        if (found == by_name.end()) {
            listing.problems.push_back(photo.string() + ": has no label map");
            continue;
        }
        Pair pair;
        pair.photo.file = photo;
        pair.labels.file = found->second;
        listing.pairs.push_back(std::move(pair));
        by_name.erase(found);
    }
    for (const auto& [name, file] : by_name) {
        listing.problems.push_back(file.string() + ": has no photo");
    }
    return listing;
}

DatasetListing cityscapes(const fs::path& root, const std::string& split) {
    return pair_up(files_under(root / "leftImg8bit" / split, "_leftImg8bit.png"),
                   "_leftImg8bit.png",
                   files_under(root / "gtFine" / split, "_gtFine_labelIds.png"),
                   "_gtFine_labelIds.png");
}

DatasetListing ade20k(const fs::path& root, const std::string& split) {
    const std::string folder = split == "train" ? "training" : "validation";
    return pair_up(files_under(root / "images" / folder, ".jpg"),
                   ".jpg",
                   files_under(root / "annotations" / folder, ".png"),
                   ".png");
}

DatasetListing coco_stuff(const fs::path& root, const std::string& split) {
    const std::string year = split + "2017";
    const fs::path photos =
        first_folder({root / year, root / "images" / year, root / (split + "_img")});
    const fs::path labels = first_folder({root / "stuffthingmaps" / year,
                                          root / "stuffthingmaps_trainval2017" / year,
                                          root / "annotations" / year,
                                          root / (split + "_label")});
    return pair_up(files_under(photos, ".jpg"), ".jpg", files_under(labels, ".png"), ".png");
}

DatasetListing deepfashion(const fs::path& root, const std::string& split) {
    const fs::path own = first_folder({root / split, root});
    const fs::path photos = first_folder({own / "images", own / (split + "_images")});
    const fs::path maps = first_folder({own / "segm", own / "parsing", own / "labels"});
    const bool named = !files_under(maps, "_segm.png").empty();
    const std::string ending = named ? "_segm.png" : ".png";
    return pair_up(photo_files(photos), "", files_under(maps, ending), ending);
}

/// The parts of a face in the order in which its masks are laid over each other.
constexpr std::array<const char*, 18> kFaceParts = {"skin",
                                                    "nose",
                                                    "eye_g",
                                                    "l_eye",
                                                    "r_eye",
                                                    "l_brow",
                                                    "r_brow",
                                                    "l_ear",
                                                    "r_ear",
                                                    "mouth",
                                                    "u_lip",
                                                    "l_lip",
                                                    "hair",
                                                    "hat",
                                                    "ear_r",
                                                    "neck_l",
                                                    "neck",
                                                    "cloth"};

/// CelebAMask-HQ has no split of its own here: every tenth face is for validation.
bool is_of_split(size_t position, const std::string& split) {
    return (position % 10 == 9) == (split == "val");
}

DatasetListing face_parts(const fs::path& root, const std::string& split) {
    std::map<std::string, fs::path> masks;  // "00012_l_eye"
    for (const fs::path& file : files_under(root / "CelebAMask-HQ-mask-anno", ".png")) {
        masks[file.stem().string()] = file;
    }
    DatasetListing listing;
    std::vector<fs::path> photos = photo_files(root / "CelebA-HQ-img");
    std::sort(photos.begin(), photos.end(), by_number);
    for (size_t i = 0; i < photos.size(); ++i) {
        if (!is_of_split(i, split)) {
            continue;
        }
        Pair pair;
        pair.photo.file = photos[i];
        pair.sizes_may_differ = true;  // photos of 1024, masks of 512 pixels
        const std::string number = photos[i].stem().string();
        const std::string padded =
            std::string(5 - std::min<size_t>(number.size(), 5), '0') + number;
        for (size_t part = 0; part < kFaceParts.size(); ++part) {
            const auto found = masks.find(padded + "_" + kFaceParts[part]);
            if (found != masks.end()) {
                pair.parts.push_back({found->second, static_cast<int>(part) + 1});
            }
        }
        if (pair.parts.empty()) {
            listing.problems.push_back(photos[i].string() + ": has no mask");
        } else {
            listing.pairs.push_back(std::move(pair));
        }
    }
    return listing;
}

DatasetListing same_folder(const fs::path& root, const std::string& split) {
    const fs::path folder = first_folder({root / split, root});
    return pair_up(files_under(folder, ".jpg"), ".jpg", files_under(folder, ".png"), ".png");
}

DatasetListing celebamask(const fs::path& root, const std::string& split) {
    if (fs::is_directory(root / "CelebAMask-HQ-mask-anno")) {
        return face_parts(root, split);
    }
    return same_folder(root, split);
}

/// Photo at the left, coloured labels at the right, both in one JPEG.
DatasetListing side_by_side(const fs::path& folder) {
    DatasetListing listing;
    for (const fs::path& file : photo_files(folder)) {
        Pair pair;
        pair.photo = {file, 0, 2};
        pair.labels = {file, 1, 2};
        pair.code = LabelCode::colours;
        listing.pairs.push_back(std::move(pair));
    }
    return listing;
}

DatasetListing facades(const fs::path& root, const std::string& split) {
    DatasetListing all;
    for (const char* part : {"base", "extended"}) {
        DatasetListing found = pair_up(
            files_under(root / part, ".jpg"), ".jpg", files_under(root / part, ".png"), ".png");
        std::move(found.pairs.begin(), found.pairs.end(), std::back_inserter(all.pairs));
        std::move(found.problems.begin(), found.problems.end(), std::back_inserter(all.problems));
    }
    if (all.pairs.empty() && all.problems.empty()) {
        return side_by_side(root / split);
    }
    DatasetListing kept;
    kept.problems = std::move(all.problems);
    for (size_t i = 0; i < all.pairs.size(); ++i) {
        if (is_of_split(i, split)) {
            all.pairs[i].id_offset = -1;  // files count from 1
            kept.pairs.push_back(std::move(all.pairs[i]));
        }
    }
    return kept;
}

/// Six tiles: aerial and ground photo, their coloured maps, their class maps.
DatasetListing strips(const fs::path& root, const std::string& split, bool to_ground) {
    const fs::path folder = split == "train" ? first_folder({root / "train", root})
                                             : first_folder({root / split, root / "test"});
    DatasetListing listing;
    constexpr int tiles = 6;
    for (const fs::path& file : photo_files(folder)) {
        Pair pair;
        pair.photo = {file, to_ground ? 1 : 0, tiles};
        pair.source = {file, to_ground ? 0 : 1, tiles};
        pair.labels = {file, to_ground ? 5 : 4, tiles};
        pair.code = LabelCode::grey_steps;
        listing.pairs.push_back(std::move(pair));
    }
    return listing;
}

DatasetListing to_ground(const fs::path& root, const std::string& split) {
    return strips(root, split, true);
}

DatasetListing to_aerial(const fs::path& root, const std::string& split) {
    return strips(root, split, false);
}

DatasetListing camvid(const fs::path& root, const std::string& split) {
    return pair_up(photo_files(root / split), "", photo_files(root / (split + "annot")), "");
}

DatasetListing two_folders(const fs::path& root, const std::string& split) {
    const auto folder = [&](std::initializer_list<const char*> names) {
        std::vector<fs::path> candidates;
        for (const char* name : names) {
            candidates.push_back(root / split / name);
            candidates.push_back(root / name / split);
            candidates.push_back(root / name);
        }
        return first_folder(candidates);
    };
    return pair_up(photo_files(folder({"photos", "images", "img", "jpg"})),
                   "",
                   photo_files(folder({"labels", "label_maps", "annotations", "masks"})),
                   "");
}

}  // namespace

const std::vector<DatasetLayout>& dataset_layouts() {
    static const std::vector<DatasetLayout> layouts = {
        {"cityscapes",
         "Cityscapes",
         "cityscapes",
         "leftImg8bit/<split>/<city>/*_leftImg8bit.png, "
         "gtFine/<split>/<city>/*_gtFine_labelIds.png",
         false,
         cityscapes},
        {"ade20k",
         "ADE20K",
         "ade20k",
         "images/training, images/validation, annotations/training, annotations/validation",
         false,
         ade20k},
        {"coco_stuff",
         "COCO-Stuff",
         "coco_stuff",
         "train2017, val2017, stuffthingmaps",
         false,
         coco_stuff},
        {"deepfashion",
         "DeepFashion-MultiModal",
         "deepfashion",
         "images, segm",
         false,
         deepfashion},
        {"celebamask_hq",
         "CelebAMask-HQ",
         "celebamask_hq",
         "CelebA-HQ-img and CelebAMask-HQ-mask-anno, or X.jpg and X.png side by side",
         false,
         celebamask},
        {"facades",
         "CMP Facades",
         "facades",
         "base and extended with X.jpg and X.png, or train and val with pairs in one picture",
         false,
         facades},
        {"strips-a2g",
         "Cross-view strips, aerial to ground",
         "dayton",
         "train, test with strips of six tiles",
         true,
         to_ground},
        {"strips-g2a",
         "Cross-view strips, ground to aerial",
         "dayton",
         "train, test with strips of six tiles",
         true,
         to_aerial},
        {"camvid", "CamVid", "camvid", "train, trainannot, val, valannot", false, camvid},
        {"folders",
         "A folder of photos and a folder of label maps",
         "",
         "photos (or images) and labels (or annotations, masks)",
         false,
         two_folders},
        {"pairs",
         "My paintings: a photo beside each label map",
         "",
         "X.jpg and X.png side by side, in the folder or in train and val",
         false,
         same_folder},
    };
    return layouts;
}

const DatasetLayout& dataset_layout(const std::string& name) {
    std::string known;
    for (const DatasetLayout& layout : dataset_layouts()) {
        if (layout.name == name) {
            return layout;
        }
        known += " " + layout.name;
    }
    throw std::runtime_error("there is no layout " + name + ", only" + known);
}

DatasetListing list_dataset(const DatasetLayout& layout,
                            const fs::path& root,
                            const std::string& split) {
    if (!fs::is_directory(root)) {
        throw std::runtime_error(root.string() + ": no folder");
    }
    DatasetListing listing = layout.list(root, split);
    if (listing.pairs.empty()) {
        throw std::runtime_error(root.string() + ": holds no pairs of " + layout.title + " for " +
                                 split + "; expected " + layout.expects);
    }
    return listing;
}

}  // namespace tessera
