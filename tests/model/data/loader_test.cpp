// Batches: the same in every run, whoever reads them; and what happens to broken pictures.
#include "model/data/loader.h"

#include <ATen/ATen.h>

#include <opencv2/imgcodecs.hpp>
#include <set>

#include "model/data/augment.h"
#include "tests/model/check.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

const ClassMap kClasses({{0, "left eye", {}}, {1, "right eye", {}}});

/// Photos whose red says which they are, blue at the right; labels 0 at the left, 1 at the right.
std::vector<Pair> pictures(const ScratchFolder& folder, int count) {
    std::vector<Pair> pairs;
    for (int i = 0; i < count; ++i) {
        Pair pair;
        pair.photo.file = folder.path() / ("photo" + std::to_string(i) + ".png");
        pair.labels.file = folder.path() / ("label" + std::to_string(i) + ".png");
        cv::Mat photo(40, 48, CV_8UC3, cv::Scalar(0, 0, i));
        photo.colRange(24, 48) = cv::Scalar(255, 0, i);
        cv::imwrite(pair.photo.file, photo);
        cv::Mat labels(40, 48, CV_8U, cv::Scalar(0));
        labels.colRange(24, 48) = 1;
        cv::imwrite(pair.labels.file, labels);
        pairs.push_back(pair);
    }
    return pairs;
}

LoaderOptions options() {
    LoaderOptions options;
    options.early = {3, 32};
    options.late = {2, 40};
    options.late_from = 5;
    options.zoom = 1.5;
    return options;
}

/// Which pictures a batch holds.
std::vector<int> numbers(const Batch& batch) {
    std::vector<int> list;
    const at::Tensor colors =
        ((batch.real.select(3, 0).select(2, 0).select(1, 0) + 1) * 127.5).round();
    for (int64_t i = 0; i < colors.size(0); ++i) {
        list.push_back(colors[i].item<int>());
    }
    return list;
}

bool same(const Batch& a, const Batch& b) {
    return at::equal(a.real, b.real) && at::equal(a.labels, b.labels);
}

}  // namespace

TEST(BatchesDoNotDependOnThreadsNorOnWhereTheRunBegan) {
    const ScratchFolder folder;
    const std::vector<Pair> pairs = pictures(folder, 10);
    LoaderOptions many = options();
    many.workers = 3;
    many.cache_bytes = 0;
    Loader one(pairs, kClasses, options(), 0), three(pairs, kClasses, many, 0);
    std::vector<Batch> batches;
    for (int step = 0; step < 8; ++step) {
        batches.push_back(one.next());
        EXPECT(same(batches.back(), three.next()));
    }
    Loader resumed(pairs, kClasses, options(), 4);
    for (size_t step = 4; step < 8; ++step) {
        EXPECT(same(batches[step], resumed.next()));
    }
}

TEST(EveryPictureIsSeenOnceAnEpoch) {
    const ScratchFolder folder;
    LoaderOptions plain = options();
    plain.early = {5, 32};
    plain.late_from = INT64_MAX;
    Loader loader(pictures(folder, 10), kClasses, plain, 0);
    std::vector<std::vector<int>> epochs;
    for (int epoch = 0; epoch < 2; ++epoch) {
        std::vector<int> order = numbers(loader.next());
        const std::vector<int> rest = numbers(loader.next());
        order.insert(order.end(), rest.begin(), rest.end());
        EXPECT(std::set<int>(order.begin(), order.end()).size() == 10);
        epochs.push_back(order);
    }
    EXPECT(epochs[0] != epochs[1]);
}

TEST(LateStepsAreLarger) {
    const ScratchFolder folder;
    Loader loader(pictures(folder, 4), kClasses, options(), 4);
    EXPECT((loader.next().real.sizes() == at::IntArrayRef{3, 3, 32, 32}));
    const Batch late = loader.next();
    EXPECT((late.real.sizes() == at::IntArrayRef{2, 3, 40, 40}));
    EXPECT((late.labels.sizes() == at::IntArrayRef{2, 40, 40}));
    EXPECT(late.labels.scalar_type() == at::kInt && late.real.scalar_type() == at::kFloat);
}

TEST(ProcessesShareABatch) {
    const ScratchFolder folder;
    const std::vector<Pair> pairs = pictures(folder, 10);
    LoaderOptions whole = options(), half = options();
    whole.early = {2, 32};
    half.early = {1, 32};
    half.processes = 2;
    Loader both(pairs, kClasses, whole, 0), first(pairs, kClasses, half, 0);
    half.process = 1;
    Loader second(pairs, kClasses, half, 0);
    for (int step = 0; step < 3; ++step) {
        EXPECT(at::equal(both.next().real, at::cat({first.next().real, second.next().real})));
    }
}

TEST(AMirroredPictureChangesSides) {
    const ScratchFolder folder;
    const TrainingPicture picture = read_picture(pictures(folder, 1).front(), kClasses, 0);
    const Augmentation how{40, true, 1, 0};
    int mirrored = 0;
    for (uint64_t i = 0; i < 40; ++i) {
        Random random(7, {i});
        const TrainingPicture example = augment(picture, how, kClasses.mirrored(), random);
        // What was the right eye is the left one now.
        EXPECT(example.labels.at<uint16_t>(0, 0) == 0 && example.labels.at<uint16_t>(0, 39) == 1);
        mirrored += example.photo.at<cv::Vec3b>(0, 0)[2] == 255;
    }
    EXPECT(mirrored > 5 && mirrored < 35);
}

TEST(ColoursChangeOnlyWhereAsked) {
    const ScratchFolder folder;
    const TrainingPicture picture = read_picture(pictures(folder, 200).back(), kClasses, 0);
    Random random(1, {0}), other(1, {0});
    const TrainingPicture plain = augment(picture, {40, false, 1, 0}, {}, random);
    const TrainingPicture changed = augment(picture, {40, false, 1, 0.5}, {}, other);
    EXPECT(plain.photo.at<cv::Vec3b>(3, 3) == picture.photo.at<cv::Vec3b>(3, 3));
    EXPECT(changed.photo.at<cv::Vec3b>(3, 3) != picture.photo.at<cv::Vec3b>(3, 3));
    EXPECT(cv::countNonZero(changed.labels != plain.labels) == 0);
}

TEST(ABrokenPictureIsNamedAndLeftOut) {
    const ScratchFolder folder;
    const std::vector<Pair> pairs = pictures(folder, 40);
    folder.touch("photo7.png", "cut off");
    Loader loader(pairs, kClasses, options(), 0);
    std::set<int> seen;
    for (int step = 0; step < 40; ++step) {
        for (const int number : numbers(loader.next())) {
            seen.insert(number);
        }
    }
    EXPECT(seen.size() == 39 && seen.count(7) == 0);
    EXPECT(loader.left_out().size() == 1);
    EXPECT(loader.left_out().front().find("photo7.png: not an image") != std::string::npos);
}

TEST(TooManyBrokenPicturesEndTheRun) {
    const ScratchFolder folder;
    const std::vector<Pair> pairs = pictures(folder, 10);
    folder.touch("photo3.png", "cut off");
    Loader loader(pairs, kClasses, options(), 0);
    EXPECT_THROWS(
        for (int step = 0; step < 10; ++step) { loader.next(); },
        "photo3.png: not an image (1 of 10 pictures can't be read, which is too many)");
}
