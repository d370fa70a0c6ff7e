// Every layout against a small tree of it.
#include <algorithm>
#include <fstream>

#include "model/data/dataset.h"
#include "tests/model/check.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using tessera::test::ScratchFolder;

namespace {

namespace fs = std::filesystem;

DatasetListing list(const std::string& layout,
                    const ScratchFolder& root,
                    const std::string& split = "train") {
    return list_dataset(dataset_layout(layout), root.path(), split);
}

bool mentions(const std::vector<std::string>& lines, const std::string& text) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.find(text) != std::string::npos;
    });
}

}  // namespace

TEST(CityscapesPairsPhotosWithRawIds) {
    const ScratchFolder root;
    for (const char* name : {"aachen_000000_000019", "aachen_000001_000019"}) {
        root.touch(std::string("leftImg8bit/train/aachen/") + name + "_leftImg8bit.png");
        const std::string labels = std::string("gtFine/train/aachen/") + name;
        root.touch(labels + "_gtFine_labelIds.png");
        root.touch(labels + "_gtFine_instanceIds.png");
        root.touch(labels + "_gtFine_color.png");
    }
    root.touch("leftImg8bit/val/ulm/ulm_000000_000019_leftImg8bit.png");
    root.touch("gtFine/val/ulm/ulm_000000_000019_gtFine_labelIds.png");
    const DatasetListing found = list("cityscapes", root);
    EXPECT(found.pairs.size() == 2 && found.problems.empty());
    EXPECT(found.pairs[0].labels.file.filename() == "aachen_000000_000019_gtFine_labelIds.png");
    EXPECT(list("cityscapes", root, "val").pairs.size() == 1);
}

TEST(Ade20kPairsImagesWithAnnotations) {
    const ScratchFolder root;
    root.touch("images/training/ADE_train_00000001.jpg");
    root.touch("annotations/training/ADE_train_00000001.png");
    root.touch("images/validation/ADE_val_00000001.jpg");
    root.touch("annotations/validation/ADE_val_00000001.png");
    EXPECT(list("ade20k", root).pairs.size() == 1);
    EXPECT(list("ade20k", root, "val").pairs.front().photo.file.stem() == "ADE_val_00000001");
}

TEST(CocoStuffPairsPhotosWithStuffthingmaps) {
    const ScratchFolder root;
    root.touch("train2017/000000000009.jpg");
    root.touch("stuffthingmaps/train2017/000000000009.png");
    root.touch("train2017/000000000025.jpg");
    const DatasetListing found = list("coco_stuff", root);
    EXPECT(found.pairs.size() == 1);
    EXPECT(mentions(found.problems, "000000000025.jpg: has no label map"));
}

TEST(DeepFashionPairsImagesWithParsingMaps) {
    const ScratchFolder root;
    root.touch("images/MEN-Denim-id_00000080-01_7_additional.jpg");
    root.touch("segm/MEN-Denim-id_00000080-01_7_additional_segm.png");
    EXPECT(list("deepfashion", root).pairs.size() == 1);
}

TEST(CelebAMaskGathersTheMasksOfAFaceInTheirOrder) {
    const ScratchFolder root;
    for (int face = 0; face < 11; ++face) {
        root.touch("CelebA-HQ-img/" + std::to_string(face) + ".jpg");
        for (const char* part : {"hair", "skin", "l_eye"}) {
            const std::string number = face < 10 ? "0000" + std::to_string(face) : "00010";
            root.touch("CelebAMask-HQ-mask-anno/0/" + number + "_" + part + ".png");
        }
    }
    const DatasetListing train = list("celebamask_hq", root);
    EXPECT(train.pairs.size() == 10);  // the tenth is for validation
    const std::vector<PartMask>& parts = train.pairs.front().parts;
    EXPECT(parts.size() == 3 && parts[0].id == 1 && parts[1].id == 4 && parts[2].id == 13);
    EXPECT(train.pairs.back().photo.file.stem() == "10");  // numbers, not texts, are in order
    EXPECT(list("celebamask_hq", root, "val").pairs.front().photo.file.stem() == "9");
}

TEST(FacadesComeInTwoForms) {
    const ScratchFolder both;
    for (int i = 1; i <= 4; ++i) {
        const std::string number = "000" + std::to_string(i);
        both.touch("base/cmp_b" + number + ".jpg");
        both.touch("base/cmp_b" + number + ".png");
        both.touch("base/cmp_b" + number + ".xml");
        both.touch("extended/cmp_x" + number + ".jpg");
        both.touch("extended/cmp_x" + number + ".png");
    }
    const DatasetListing parts = list("facades", both);
    EXPECT(parts.pairs.size() == 8 && parts.problems.empty());
    EXPECT(parts.pairs.front().id_offset == -1);
    const ScratchFolder pairs;
    pairs.touch("train/1.jpg");
    const Pair pair = list("facades", pairs).pairs.front();
    EXPECT(pair.photo.tile == 0 && pair.labels.tile == 1 && pair.labels.tiles == 2);
    EXPECT(pair.code == LabelCode::colours);
}

TEST(StripsGoBothWays) {
    const ScratchFolder root;
    root.touch("train/0000001.jpg");
    root.touch("test/0000002.jpg");
    const Pair ground = list("strips-a2g", root).pairs.front();
    EXPECT(ground.source.tile == 0 && ground.photo.tile == 1 && ground.labels.tile == 5);
    const Pair aerial = list("strips-g2a", root).pairs.front();
    EXPECT(aerial.source.tile == 1 && aerial.photo.tile == 0 && aerial.labels.tile == 4);
    EXPECT(aerial.code == LabelCode::grey_steps && aerial.labels.tiles == 6);
    EXPECT(list("strips-a2g", root, "val").pairs.front().photo.file.stem() == "0000002");
    EXPECT(dataset_layout("strips-a2g").has_source);
}

TEST(CamVidPairsFoldersByName) {
    const ScratchFolder root;
    root.touch("train/0001TP_006690.png");
    root.touch("trainannot/0001TP_006690.png");
    root.touch("trainannot/0001TP_006720.png");
    const DatasetListing found = list("camvid", root);
    EXPECT(found.pairs.size() == 1);
    EXPECT(mentions(found.problems, "0001TP_006720.png: has no photo"));
}

TEST(AnyTwoFoldersAndAnyPairsAreTaken) {
    const ScratchFolder folders;
    folders.touch("images/a.jpg");
    folders.touch("images/b.png");
    folders.touch("labels/a.png");
    folders.touch("labels/b.png");
    EXPECT(list("folders", folders).pairs.size() == 2);
    const ScratchFolder paintings;
    paintings.touch("street.png");
    paintings.touch("street.jpg");
    EXPECT(list("pairs", paintings).pairs.size() == 1);
}

TEST(SaysWhatItLookedFor) {
    const ScratchFolder root;
    EXPECT_THROWS(list("cityscapes", root),
                  "holds no pairs of Cityscapes for train; expected leftImg8bit");
    EXPECT_THROWS(list_dataset(dataset_layout("ade20k"), root.path() / "absent", "train"),
                  "no folder");
    EXPECT_THROWS(dataset_layout("imagenet"), "there is no layout imagenet, only cityscapes");
}
