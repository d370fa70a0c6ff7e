// Runs: what they keep, that they go on as if they had never stopped, and what ends them.
#include "model/training/trainer.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "model/files/model_file.h"
#include "model/training/checkpoint.h"
#include "model/training/export.h"
#include "tests/model/check.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

namespace fs = std::filesystem;

int64_t lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

/// In the environment of the process that a case starts and kills: its folder.
constexpr char kToBeKilled[] = "TESSERA_TEST_TO_BE_KILLED";

/// Starts this program anew, for the case TrainsUntilItIsKilled alone: a process that has threads
/// can't be forked for more than that.
pid_t start_process_to_be_killed(const ScratchFolder& folder) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv(kToBeKilled, folder.path().c_str(), 1);
        ::execl("/proc/self/exe", "trainer_test", "TrainsUntilItIsKilled", nullptr);
        ::_exit(1);
    }
    return child;
}

/// Lowers one of the process's limits while it lives.
class Limit {
public:
    Limit(decltype(RLIMIT_AS) which, rlim_t value) : which_(which) {
        ::getrlimit(which_, &before_);
        rlimit lowered = before_;
        lowered.rlim_cur = value;
        ::setrlimit(which_, &lowered);
    }
    ~Limit() { ::setrlimit(which_, &before_); }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

private:
    decltype(RLIMIT_AS) which_;
    rlimit before_{};
};

/// Bytes of addresses that this process has taken.
rlim_t addresses_in_use() {
    rlim_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

/// The history of a run that was never interrupted.
std::string unbroken_history(const ScratchFolder& folder, const TrainingOptions& options) {
    const fs::path run = folder.path() / "unbroken";
    finish(*Trainer::begin(run, options, small_data(folder), resources()));
    return text_of(run / "history.csv");
}

}  // namespace

TEST(ARunKeepsHistorySamplesAndTheLastThreeCheckpoints) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    TrainingOptions options = small_options();
    options.checkpoint_every = 2;
    const fs::path run = folder.path() / "run";
    const auto trainer = Trainer::begin(run, options, small_data(folder), resources());
    finish(*trainer);
    const std::string history = text_of(run / "history.csv");
    EXPECT(lines(history) == options.steps + 1);
    EXPECT(history.rfind("step,rate,skipped,l1,class_l1,", 0) == 0);
    EXPECT(!fs::exists(run / "checkpoints/step-000000002.safetensors"));
    EXPECT(fs::exists(run / "checkpoints/step-000000004.safetensors"));
    EXPECT(fs::exists(run / "checkpoints/step-000000008.safetensors"));
    const cv::Mat sheet = cv::imread(run / "samples/step-000000008.png");
    EXPECT(sheet.cols == 4 * 40 && sheet.rows == 2 * 40);
    EXPECT(RunFolder::read_options(run) == trainer->options());
    EXPECT(trainer->options().network.classes == 3);
}

TEST(AResumedRunGivesTheLossesOfAnUnbrokenOne) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const TrainingOptions options = small_options(/*features=*/true);
    const std::string expected = unbroken_history(folder, options);
    const fs::path run = folder.path() / "broken";
    {
        const auto trainer = Trainer::begin(run, options, small_data(folder), resources());
        for (int i = 0; i < 5; ++i) {
            trainer->advance();  // the last checkpoint is of step 3
        }
    }
    const auto trainer = Trainer::resume(run, resources());
    EXPECT(trainer->step() == 3);
    finish(*trainer);
    EXPECT(text_of(run / "history.csv") == expected);
}

TEST(ARunThatWasKilledGoesOn) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const TrainingOptions options = small_options();
    const std::string expected = unbroken_history(folder, options);
    const fs::path run = folder.path() / "killed";
    ::mkfifo((folder.path() / "ready").c_str(), 0600);
    const pid_t child = start_process_to_be_killed(folder);
    std::ifstream(folder.path() / "ready").get();  // waits for the child
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    finish(*Trainer::resume(run, resources()));
    EXPECT(text_of(run / "history.csv") == expected);
}

TEST(TrainsUntilItIsKilled) {
    const char* folder = std::getenv(kToBeKilled);
    if (folder == nullptr) {
        SKIP("runs in the process that ARunThatWasKilledGoesOn kills");
    }
    const fs::path root = folder;
    TrainingData data = small_data_in(root);
    const auto trainer = Trainer::begin(root / "killed", small_options(), data, resources());
    for (int i = 0; i < 4; ++i) {
        trainer->advance();
    }
    std::ofstream(root / "ready") << 'x' << std::flush;
    while (true) {
        trainer->advance();
    }
}

TEST(TheModelOfARunPaints) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    const auto trainer = Trainer::begin(run, small_options(), small_data(folder), resources());
    finish(*trainer);
    const fs::path direct = folder.path() / "direct.safetensors",
                   exported = folder.path() / "run.safetensors";
    trainer->write_model(direct);
    export_run(run, exported);
    const ModelFile model = ModelFile::open(exported);
    EXPECT(model.lggan_config().classes == 3 && model.has_style_encoder());
    EXPECT(model.card().classes.size() == 3 && model.card().classes[1].name == "b");
    EXPECT(model.card().palette == "test");
    EXPECT(model.card().fields.at("steps") == "8");
    const auto a = ModelFile::open(direct).generator()->parameters();
    const auto b = model.generator()->parameters();
    for (size_t i = 0; i < a.size(); ++i) {
        EXPECT(at::equal(a[i], b[i]));
    }
}

TEST(ARunStartsFromGivenWeights) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path first = folder.path() / "first", weights = folder.path() / "first.safetensors";
    const auto trainer = Trainer::begin(first, small_options(), small_data(folder), resources());
    finish(*trainer);
    trainer->write_model(weights);
    TrainingData data = small_data(folder);
    data.start = {weights};
    const auto second =
        Trainer::begin(folder.path() / "second", small_options(), data, resources());
    const fs::path again = folder.path() / "again.safetensors";
    second->write_model(again);
    const auto a = ModelFile::open(weights).generator()->parameters();
    const auto b = ModelFile::open(again).generator()->parameters();
    for (size_t i = 0; i < a.size(); ++i) {
        EXPECT(at::equal(a[i], b[i]));
    }
}

TEST(StepsThatAreNotFiniteAreSkippedAndTenInARowEndTheRun) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    TrainingOptions options = small_options();
    options.steps = 40;
    options.checkpoint_every = 1000;
    options.l1 = 1000;
    const fs::path run = folder.path() / "run", file = folder.path() / "nan.safetensors";
    {
        const auto trainer = Trainer::begin(run, options, small_data(folder), resources());
        trainer->checkpoint();
    }
    // Weights that give nothing finite, by way of a checkpoint.
    const auto newest = RunFolder::newest_checkpoint(run);
    Checkpoint checkpoint = Checkpoint::read(*newest);
    checkpoint.tensors.at("generator/weights/global_image.bias")
        .fill_(std::numeric_limits<float>::quiet_NaN());
    checkpoint.write(*newest);
    const auto trainer = Trainer::resume(run, resources());
    for (int i = 0; i < 9; ++i) {
        EXPECT(trainer->advance().skipped);
    }
    EXPECT_THROWS(trainer->advance(), "10 steps in a row were not finite");
    EXPECT(trainer->skipped() == 10);
    EXPECT(Checkpoint::read(*RunFolder::newest_checkpoint(run)).skipped == 10);
}

TEST(AFullDiskEndsARunWithItsLastCheckpointWhole) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    TrainingOptions options = small_options();
    options.samples = 0;
    const std::string expected = unbroken_history(folder, options);
    const fs::path run = folder.path() / "run";
    {
        const auto trainer = Trainer::begin(run, options, small_data(folder), resources());
        for (int i = 0; i < 5; ++i) {
            trainer->advance();  // the last checkpoint is of step 3
        }
        ::signal(SIGXFSZ, SIG_IGN);  // a write that goes too far fails then, as on a full disk
        const Limit limit(RLIMIT_FSIZE, fs::file_size(*RunFolder::newest_checkpoint(run)) / 2);
        EXPECT_THROWS(trainer->advance(), "step-000000006.safetensors: File too large");
    }
    const auto files = fs::directory_iterator(run / "checkpoints");
    EXPECT(std::distance(begin(files), end(files)) == 1);  // nothing half-written is left
    const auto trainer = Trainer::resume(run, resources());
    EXPECT(trainer->step() == 3);
    finish(*trainer);
    EXPECT(text_of(run / "history.csv") == expected);
}

TEST(OutOfMemoryEndsARunWithItsLastCheckpointWhole) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("a sanitizer ends the program where memory ends");
#endif
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    {
        const auto trainer = Trainer::begin(run, small_options(), small_data(folder), resources());
        for (int i = 0; i < 3; ++i) {
            trainer->advance();
        }
    }
    {
        const Limit limit(RLIMIT_AS, addresses_in_use() + (rlim_t{1} << 29));
        const auto trainer = Trainer::resume(run, resources(), [](TrainingOptions& options) {
            options.batch = 64;
            options.crop = 1024;
        });
        EXPECT_THROWS(trainer->advance(),
                      "run: there is not enough memory for a step of 64 x 1024 pixels");
    }
    const auto trainer = Trainer::resume(run, resources());
    EXPECT(trainer->step() == 3);
    trainer->advance();
}

TEST(AGpuThatIsAbsentIsNamedBeforeAFolderIsMade) {
    if (at::hasCUDA()) {
        SKIP("this machine has a GPU");
    }
    const ScratchFolder folder;
    write_pictures(folder, 4);
    TrainingOptions options = small_options();
    options.device = "cuda";
    EXPECT_THROWS(Trainer::begin(folder.path() / "run", options, small_data(folder), resources()),
                  "device cuda: ");
    EXPECT(!fs::exists(folder.path() / "run"));
}

TEST(OneProcessAtATimeIsInAFolder) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    const auto trainer = Trainer::begin(run, small_options(), small_data(folder), resources());
    EXPECT_THROWS(Trainer::resume(run, resources()), "another process is training in this folder");
    EXPECT_THROWS(Trainer::begin(run, small_options(), small_data(folder), resources()),
                  "holds a run already");
}

TEST(ARunThatWasNotCheckpointedStartsAgain) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    Trainer::begin(run, small_options(), small_data(folder), resources())->advance();
    EXPECT(Trainer::resume(run, resources())->step() == 0);
}

TEST(ResumingMayChangeLossesButNotNetworks) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    finish(*Trainer::begin(run, small_options(), small_data(folder), resources()));
    const auto longer = Trainer::resume(run, resources(), [](TrainingOptions& options) {
        options.steps = 10;
        options.l1 = 7;
    });
    EXPECT(!longer->finished() && longer->options().l1 == 7);
    EXPECT(RunFolder::read_options(run).l1 == 7);
    const auto change = [&](const char* name, const char* value) {
        Trainer::resume(
            run, resources(), [&](TrainingOptions& options) { set_option(options, name, value); });
    };
    EXPECT_THROWS(change("l1", "2"), "another process");  // `longer` is at it
    EXPECT_THROWS(
        {
            const fs::path other = folder.path() / "other";
            finish(*Trainer::begin(other, small_options(), small_data(folder), resources()));
            Trainer::resume(
                other, resources(), [](TrainingOptions& options) { options.network.base = 16; });
        },
        "option network.base was 8 when the run began and can't become 16");
}

TEST(BrokenCheckpointsAreNamed) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path run = folder.path() / "run";
    finish(*Trainer::begin(run, small_options(), small_data(folder), resources()));
    const fs::path newest = *RunFolder::newest_checkpoint(run);
    Checkpoint other = Checkpoint::read(newest);
    other.tensors.erase("critics/moment1/ds.score.bias");
    other.write(newest);
    EXPECT_THROWS(Trainer::resume(run, resources()),
                  "step-000000008.safetensors: there is no tensor moment1/ds.score.bias");
    fs::resize_file(newest, 100);
    EXPECT_THROWS(Trainer::resume(run, resources()), "step-000000008.safetensors");
}

TEST(DataThatIsMissingIsNamedBeforeAFolderIsMade) {
    const ScratchFolder folder;
    std::filesystem::create_directories(folder.path() / "data");
    const fs::path run = folder.path() / "run";
    EXPECT_THROWS(Trainer::begin(run, small_options(), small_data(folder), resources()),
                  "holds no pairs");
    EXPECT(!fs::exists(run));
}
