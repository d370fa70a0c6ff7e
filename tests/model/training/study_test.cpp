// Studies: what their variants are, that they end alike however often they are stopped, and what
// they leave.
#include "model/training/study/study.h"

#include <algorithm>
#include <fstream>

#include "model/training/study/study_folder.h"
#include "tests/model/check.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

namespace fs = std::filesystem;

constexpr int64_t kSteps = 3;
constexpr int kHeldOut = 3;

int64_t lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

void write_data(const ScratchFolder& folder) {
    write_pictures(folder.path() / "data" / "train", 4);
    write_pictures(folder.path() / "data" / "val", kHeldOut);
}

StudyRequest small_study(const ScratchFolder& folder, const std::string& study) {
    StudyRequest request;
    request.study = study_named(study);
    request.folder = folder.path() / "study";
    request.options = small_options();
    request.options.steps = kSteps;
    request.options.late_part = 0;
    request.options.samples = 0;
    request.options.checkpoint_every = 2;
    request.data = small_data(folder);
    request.features = resources().features;
    request.judge = resource_file("features/efficientnet-lite2.safetensors");
    request.pictures = 2;
    return request;
}

/// The files that a reader of the study looks at.
std::string left_by(const StudyRequest& request) {
    std::string all;
    for (const char* name : {"table.md", "table.csv", "sheet.png"}) {
        all += read_bytes(request.folder / name);
    }
    return all;
}

std::string unbroken(const ScratchFolder& folder, StudyRequest request) {
    request.folder = folder.path() / "unbroken";
    run_study(request);
    return left_by(request);
}

/// What stands in for a process that is killed: nothing is written after it.
struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

}  // namespace

TEST(EachRowOfTheAblationAddsToTheOneAboveIt) {
    const Study study = study_named("ablation");
    std::vector<LgganConfig> networks;
    std::vector<double> class_losses;
    for (const StudyVariant& variant : study.variants) {
        const TrainingOptions options = options_of(variant, preset("realtime"));
        networks.push_back(options.network);
        class_losses.push_back(options.class_loss);
    }
    EXPECT(networks.size() == 5);
    EXPECT(!networks[0].local && networks[1].local);
    EXPECT(networks[1].combine == "add" && networks[1].fuse == "average");
    EXPECT(networks[2].combine == "conv" && networks[2].fuse == "average");
    EXPECT(!networks[2].classify && class_losses[2] == 0);
    EXPECT(networks[3].classify && networks[3].fuse == "average");
    EXPECT(class_losses[3] == preset("realtime").class_loss);
    EXPECT(networks[4].classify && networks[4].combine == "conv" && networks[4].weighs());
}

TEST(TheUpsamplersStandAsInTheTable) {
    const Study study = study_named("upsampling");
    EXPECT(study.variants.size() == 8);
    EXPECT(options_of(study.variants[0], preset("realtime")).network.upsampler == "nearest");
    EXPECT(options_of(study.variants[4], preset("realtime")).network.upsampler == "pixel_shuffle");
    EXPECT(options_of(study.variants[7], preset("realtime")).network.upsampler == "sau");
    EXPECT(study.variants[4].published == 143.2 && study.variants[7].published == 93.4);
    EXPECT(varies(study, "network.upsampler") && !varies(study, "steps"));
    EXPECT_THROWS(study_named("sampling"), "there is no study sampling, only ablation");
}

TEST(AStudyLeavesARunATableRowAndAColumnOfTheSheetAVariant) {
    const ScratchFolder folder;
    write_data(folder);
    const StudyRequest request = small_study(folder, "ablation");
    EXPECT(run_study(request));
    for (const StudyVariant& variant : request.study.variants) {
        const fs::path run = request.folder / variant.name;
        const StudyResult result = read_result(run);
        EXPECT(RunFolder::read_options(run).network.fuse ==
               options_of(variant, request.options).network.fuse);
        EXPECT(result.parameters > 0 && result.evaluation.pictures == kHeldOut);
        EXPECT(fs::exists(pictures_of(run) / "p0.png"));
    }
    const std::string table = read_bytes(request.folder / "table.md");
    EXPECT(contains(table, "| B1 | ") && contains(table, "| B5 | "));
    EXPECT(contains(table, "3 steps of 2 × 32²") && contains(table, "3 held-out pictures of 40²"));
    EXPECT(contains(table, "Fréchet distance ↓") && contains(table, "SSIM ↑"));
    EXPECT(contains(table, "efficientnet-lite2") && contains(table, "no column"));
    EXPECT(!contains(table, "–"));
    const std::string csv = read_bytes(request.folder / "table.csv");
    EXPECT(lines(csv) == 1 + 5);
    EXPECT(csv.rfind("variant,title,options,steps,seed,parameters,pictures,l1,psnr", 0) == 0);
    const cv::Mat sheet = cv::imread((request.folder / "sheet.png").string());
    EXPECT(sheet.cols == 7 * (40 + 2));
    EXPECT(sheet.rows == 28 + 2 + 2 * (40 + 2));
}

TEST(AStudyOfUpsamplersCountsTheirParametersBesideThePapers) {
    const ScratchFolder folder;
    write_data(folder);
    StudyRequest request = small_study(folder, "upsampling");
    request.options.steps = 1;
    EXPECT(run_study(request));
    const std::string table = read_bytes(request.folder / "table.md");
    EXPECT(contains(table, "in the paper") && contains(table, "| 143.2 |"));
    const auto parameters = [&](const char* variant) {
        return read_result(request.folder / variant).parameters;
    };
    EXPECT(parameters("B1") == parameters("B3") && parameters("B5") > parameters("B4"));
    EXPECT(lines(read_bytes(request.folder / "table.csv")) == 1 + 8);
}

TEST(AStoppedStudyEndsAsAnUnbrokenOne) {
    const ScratchFolder folder;
    write_data(folder);
    const StudyRequest request = small_study(folder, "ablation");
    const std::string expected = unbroken(folder, request);
    int64_t steps = 0, asked = 0, stopped = 0;
    StudyObserver observer;
    observer.trained = [&](const StudyVariant&, const TrainingLine&) { ++steps; };
    observer.stops = [&] { return ++asked % 5 == 0; };  // between steps, and between pictures
    while (!run_study(request, observer)) {
        ++stopped;
    }
    EXPECT(stopped > 2);
    EXPECT(steps == 5 * kSteps);  // none twice: a checkpoint is left where it stops
    EXPECT(left_by(request) == expected);
}

TEST(AKilledStudyEndsAsAnUnbrokenOne) {
    const ScratchFolder folder;
    write_data(folder);
    const StudyRequest request = small_study(folder, "ablation");
    const std::string expected = unbroken(folder, request);
    StudyObserver in_training, in_judging;
    in_training.trained = [](const StudyVariant& variant, const TrainingLine& line) {
        if (variant.name == "B2" && line.step == kSteps) {
            throw Killed();
        }
    };
    in_judging.judged = [](const StudyVariant& variant, int64_t done, int64_t) {
        if (variant.name == "B2" && done == 2) {
            throw Killed();
        }
    };
    EXPECT_THROWS(run_study(request, in_training), "killed");
    EXPECT(lines(read_bytes(request.folder / "table.csv")) == 1 + 5);  // B1's numbers, four to come
    EXPECT(contains(read_bytes(request.folder / "table.md"), "| – |"));
    EXPECT_THROWS(run_study(request, in_judging), "killed");
    EXPECT(!has_result(request.folder / "B2"));
    EXPECT(run_study(request));
    EXPECT(left_by(request) == expected);
}

TEST(AVariantThatIsDoneIsLeftAlone) {
    const ScratchFolder folder;
    write_data(folder);
    const StudyRequest request = small_study(folder, "ablation");
    run_study(request);
    StudyObserver observer;
    observer.trained = [](const StudyVariant&, const TrainingLine&) { throw Killed(); };
    observer.judged = [](const StudyVariant&, int64_t, int64_t) { throw Killed(); };
    EXPECT(run_study(request, observer));
}

TEST(OtherOptionsThanTheFoldersAreNamed) {
    const ScratchFolder folder;
    write_data(folder);
    StudyRequest request = small_study(folder, "ablation");
    StudyObserver at_once;
    at_once.stops = [] { return true; };
    EXPECT(!run_study(request, at_once));
    request.options.steps = 4;
    request.options.seed = 9;
    EXPECT_THROWS(run_study(request, at_once), "steps 3, not 4; seed 1, not 9");
    request = small_study(folder, "upsampling");
    EXPECT_THROWS(run_study(request, at_once), "study ablation, not upsampling");
    request = small_study(folder, "ablation");
    request.data.classes.pop_back();
    EXPECT_THROWS(run_study(request, at_once), "classes a, b, c, not a, b");
}

TEST(FoldersAndOptionsThatWontDoAreRefusedBeforeAnythingIsTrained) {
    const ScratchFolder folder;
    write_data(folder);
    StudyRequest request = small_study(folder, "ablation");
    request.folder = folder.path() / "data";
    EXPECT_THROWS(run_study(request), "is no empty folder, and holds no study");
    request = small_study(folder, "upsampling");
    request.options.network.base = 2;  // too few for spatial attention, the sixth
    EXPECT_THROWS(run_study(request), "base is 2");
    EXPECT(!fs::exists(request.folder));
    request = small_study(folder, "ablation");
    fs::remove_all(folder.path() / "data" / "val");
    EXPECT_THROWS(run_study(request), "is learnt from, so it can't judge");
    EXPECT(!fs::exists(request.folder));
}
