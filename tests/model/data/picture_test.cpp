// Label maps in every form that datasets have, and what is wrong with some.
#include "model/data/picture.h"

#include <opencv2/imgcodecs.hpp>
#include <set>

#include "tests/model/check.h"
#include "tests/model/data/indexed_png.h"
#include "tests/model/places.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

const ClassMap kClasses(
    {{3, "left eye", {255, 0, 0}}, {5, "right eye", {0, 255, 0}}, {9, "skin", {0, 0, 255}}}, {0});

std::string real_label(const std::string& name) {
    return data_file("labels/" + name);
}

/// A pair of which only the labels matter.
Pair labels_in(const std::filesystem::path& file, LabelCode code = LabelCode::automatic) {
    Pair pair;
    pair.labels.file = file;
    pair.code = code;
    return pair;
}

bool equals(const cv::Mat& labels, const std::vector<uint16_t>& expected) {
    return std::equal(
        expected.begin(), expected.end(), labels.begin<uint16_t>(), labels.end<uint16_t>());
}

std::set<uint16_t> values(const cv::Mat& labels) {
    return {labels.begin<uint16_t>(), labels.end<uint16_t>()};
}

}  // namespace

TEST(GreyPicturesHoldIds) {
    const ScratchFolder folder;
    const std::string bytes = folder.path() / "8.png", words = folder.path() / "16.png";
    cv::imwrite(bytes, cv::Mat_<uint8_t>({2, 3}, {3, 5, 9, 0, 255, 3}));
    cv::imwrite(words, cv::Mat_<uint16_t>({2, 3}, {3, 5, 9, 0, 255, 3}));
    const std::vector<uint16_t> expected{0, 1, 2, kNoClass, kNoClass, 0};
    EXPECT(equals(read_labels(labels_in(bytes), kClasses), expected));
    EXPECT(equals(read_labels(labels_in(words), kClasses), expected));
}

TEST(IdsThatAreNoClassesAreCounted) {
    const ScratchFolder folder;
    const std::string file = folder.path() / "a.png";
    cv::imwrite(file, cv::Mat_<uint8_t>({1, 5}, {3, 77, 78, 77, 5}));
    EXPECT_THROWS(read_labels(labels_in(file), kClasses),
                  "a.png: 2 ids are no classes: 77 (2 pixels), 78 (1 pixels)");
    Pair shifted = labels_in(file);
    shifted.id_offset = -74;
    EXPECT_THROWS(read_labels(shifted, kClasses), "-71 (1 pixels)");
}

TEST(IndexedPicturesHoldColoursOrIds) {
    const ScratchFolder folder;
    const auto by_color = folder.path() / "painting.png", by_id = folder.path() / "ids.png";
    // A painting: positions in its palette, shown in the classes' colours; the last entry is void.
    std::vector<std::array<uint8_t, 3>> palette(256, {40, 40, 40});
    palette[0] = {255, 0, 0};
    palette[1] = {0, 255, 0};
    palette[2] = {0, 0, 255};
    write_indexed_png(by_color, 2, 2, {2, 1, 0, 255}, palette);
    EXPECT(equals(read_labels(labels_in(by_color), kClasses), {2, 1, 0, kNoClass}));
    std::vector<std::array<uint8_t, 3>> ramp;
    for (uint8_t i = 0; i < 16; ++i) {
        ramp.push_back({i, i, static_cast<uint8_t>(i * 2)});
    }
    write_indexed_png(by_id, 2, 2, {3, 5, 9, 0}, ramp);
    EXPECT(equals(read_labels(labels_in(by_id), kClasses), {0, 1, 2, kNoClass}));
}

TEST(ColouredPicturesHoldTheNearestClass) {
    const ScratchFolder folder;
    const std::string file = folder.path() / "a.png";
    cv::imwrite(file,
                cv::Mat_<cv::Vec3b>({1, 2}, {cv::Vec3b(250, 8, 3), cv::Vec3b(9, 240, 3)}));  // BGR
    EXPECT(equals(read_labels(labels_in(file), kClasses), {2, 1}));
}

TEST(LaterMasksCoverEarlierOnes) {
    const ScratchFolder folder;
    const std::string skin = folder.path() / "skin.png", eye = folder.path() / "eye.png";
    cv::imwrite(skin, cv::Mat_<uint8_t>({1, 3}, {255, 255, 0}));
    cv::imwrite(eye, cv::Mat_<uint8_t>({1, 3}, {0, 255, 0}));
    Pair face;
    face.parts = {{skin, 9}, {eye, 3}};
    EXPECT(equals(read_labels(face, kClasses), {2, 0, kNoClass}));
}

TEST(RealFacadesAreCleanedOfSpecks) {
    std::vector<ModelClass> classes;
    const std::array<uint8_t, 3> colors[] = {{0, 0, 222},
                                             {0, 48, 255},
                                             {0, 128, 255},
                                             {1, 207, 255},
                                             {32, 255, 224},
                                             {112, 254, 142},
                                             {192, 255, 63},
                                             {255, 240, 1},
                                             {255, 159, 0},
                                             {255, 80, 0},
                                             {254, 0, 0},
                                             {174, 0, 1}};
    for (const auto& color : colors) {
        classes.push_back(
            {static_cast<int>(classes.size()), std::to_string(classes.size()), color});
    }
    Pair pair;
    pair.photo = {real_label("facades_pair.jpg"), 0, 2};
    pair.labels = {real_label("facades_pair.jpg"), 1, 2};
    pair.code = LabelCode::colours;
    const TrainingPicture picture = read_picture(pair, ClassMap(classes), 0);
    EXPECT(picture.photo.size() == picture.labels.size());
    EXPECT(values(picture.labels).count(kNoClass) == 0 && values(picture.labels).size() >= 4);
    int specks = 0;
    for (int y = 1; y + 1 < picture.labels.rows; ++y) {
        for (int x = 1; x + 1 < picture.labels.cols; ++x) {
            const auto at = [&](int dy, int dx) {
                return picture.labels.at<uint16_t>(y + dy, x + dx);
            };
            specks += at(0, 0) != at(0, 1) && at(0, 0) != at(0, -1) && at(0, 0) != at(1, 0) &&
                      at(0, 0) != at(-1, 0);
        }
    }
    EXPECT(specks * 1000 < picture.labels.rows * picture.labels.cols);
}

TEST(RealStripsHoldSixGreySteps) {
    std::vector<ModelClass> classes;
    for (int id = 10; id <= 60; id += 10) {
        classes.push_back({id, std::to_string(id), {}});
    }
    for (const char* name : {"cvusa_strip.jpg", "dayton_strip.png"}) {
        Pair pair;
        pair.photo = {real_label(name), 1, 6};
        pair.source = {real_label(name), 0, 6};
        pair.labels = {real_label(name), 5, 6};
        pair.code = LabelCode::grey_steps;
        const TrainingPicture picture = read_picture(pair, ClassMap(classes, {0}), 0);
        EXPECT(picture.labels.size() == picture.photo.size());
        EXPECT(picture.source.size() == picture.photo.size());
        EXPECT(cv::countNonZero(picture.labels == kNoClass) * 20 < int(picture.labels.total()));
    }
}

TEST(PhotoAndLabelsHaveOneSizeUnlessTheDatasetSaysSo) {
    const ScratchFolder folder;
    const std::string photo = folder.path() / "a.jpg", labels = folder.path() / "a.png";
    cv::imwrite(photo, cv::Mat(64, 96, CV_8UC3, cv::Scalar(10, 20, 30)));
    cv::imwrite(labels, cv::Mat(32, 48, CV_8U, cv::Scalar(3)));
    Pair pair = labels_in(labels);
    pair.photo.file = photo;
    EXPECT_THROWS(read_picture(pair, kClasses, 0), "a.png: is 48 x 32, its photo 96 x 64");
    pair.sizes_may_differ = true;
    EXPECT(read_picture(pair, kClasses, 0).photo.size() == cv::Size(48, 32));
    EXPECT(read_picture(pair, kClasses, 16).labels.size() == cv::Size(24, 16));
}

TEST(PhotosAreRgb) {
    const ScratchFolder folder;
    const std::string photo = folder.path() / "a.png", labels = folder.path() / "b.png";
    cv::imwrite(photo, cv::Mat(2, 2, CV_8UC3, cv::Scalar(30, 20, 10)));  // BGR
    cv::imwrite(labels, cv::Mat(2, 2, CV_8U, cv::Scalar(3)));
    Pair pair = labels_in(labels);
    pair.photo.file = photo;
    EXPECT(read_picture(pair, kClasses, 0).photo.at<cv::Vec3b>(0, 0) == cv::Vec3b(10, 20, 30));
}

TEST(BrokenFilesAreNamed) {
    const ScratchFolder folder;
    const auto text = folder.touch("text.png", "no picture");
    EXPECT_THROWS(read_labels(labels_in(text), kClasses), "text.png: not an image");
    EXPECT_THROWS(read_labels(labels_in(folder.path() / "gone.png"), kClasses),
                  "gone.png: no such file");
    const std::string strip = folder.path() / "strip.png";
    cv::imwrite(strip, cv::Mat(4, 10, CV_8U));
    Pair pair = labels_in(strip);
    pair.labels.tiles = 6;
    EXPECT_THROWS(read_labels(pair, kClasses), "is 10 pixels wide, which does not make 6 tiles");
}

TEST(SidesChangePlacesInAMirror) {
    EXPECT((kClasses.mirrored() == std::vector<uint16_t>{1, 0, 2}));
    const ClassMap faces({{4, "l_eye", {}}, {5, "r_eye", {}}, {6, "lip", {}}});
    EXPECT((faces.mirrored() == std::vector<uint16_t>{1, 0, 2}));
}
