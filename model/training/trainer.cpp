// A run: loader, step, history, samples, checkpoints.
#include "model/training/trainer.h"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#include <chrono>
#include <cmath>
#include <new>
#include <opencv2/core.hpp>
#include <sstream>
#include <stdexcept>

#include "model/data/loader.h"
#include "model/files/tensors.h"
#include "model/training/checkpoint.h"
#include "model/training/export.h"
#include "model/training/learner/learner.h"
#include "model/training/networks.h"

namespace tessera {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kKeptCheckpoints = 3;
constexpr int64_t kMostSkippedInARow = 10;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Whether an error is of LibTorch, of OpenCV or of the language that found no memory.
bool is_out_of_memory(const std::exception& error) {
    if (const auto* picture = dynamic_cast<const cv::Exception*>(&error)) {
        return picture->code == cv::Error::StsNoMem;
    }
    const bool named = dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
                       dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr;
    return named || (dynamic_cast<const c10::Error*>(&error) != nullptr &&
                     std::string(error.what()).find("allocate memory") != std::string::npos);
}

int64_t late_from(const TrainingOptions& options) {
    return std::llround(static_cast<double>(options.steps) * (1 - options.late_part));
}

LoaderOptions loader_options(const TrainingOptions& options, const Processes& processes) {
    LoaderOptions loader;
    loader.early = {options.batch, options.crop};
    loader.late = {options.late_batch, options.late_crop};
    loader.late_from = late_from(options);
    loader.side = options.side;
    loader.flip = options.flip;
    loader.zoom = options.zoom;
    loader.colour = options.colour;
    loader.seed = static_cast<uint64_t>(options.seed);
    loader.workers = options.workers;
    loader.cache_bytes = options.cache << 20;
    loader.process = processes.rank();
    loader.processes = processes.count();
    return loader;
}

std::shared_ptr<const FeatureNetwork> open_features(const TrainingOptions& options,
                                                    const Trainer::Resources& resources) {
    if (options.trains != "segmenter" && options.perceptual == 0 && options.feature_critic == 0) {
        return nullptr;
    }
    return FeatureNetwork::open(
        options.features.empty() ? resources.features : std::filesystem::path(options.features),
        training_place(options));
}

std::map<std::string, at::Tensor> read_tensors(const std::filesystem::path& path) {
    const auto file = SafetensorsFile::open(path);
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, stored] : file->tensors()) {
        tensors[name] = to_tensor(stored).to(at::kFloat);
    }
    return tensors;
}

/// The options that say what the networks are: a run can't change them.
void check_same_networks(const TrainingOptions& before, const TrainingOptions& now) {
    for (const OptionInfo& info : option_list()) {
        const bool shape = info.name.rfind("network.", 0) == 0 ||
                           info.name.rfind("sean.", 0) == 0 || info.name == "critic_base" ||
                           info.name == "style_base" || info.name == "trains" ||
                           info.name == "segmenter.width";
        const bool judge = info.name == "label_critic" || info.name == "source_critic" ||
                           info.name == "feature_critic";
        const std::string was = option_value(before, info.name);
        const std::string is = option_value(now, info.name);
        if (was != is && (shape || (judge && (was == "0" || is == "0")))) {
            throw std::runtime_error(c10::str(
                "option ", info.name, " was ", was, " when the run began and can't become ", is));
        }
    }
}

std::string history_header(const Learner& learner) {
    std::string header = "step,rate,skipped";
    for (const std::string& name : learner.terms()) {
        header += "," + name;
    }
    return header;
}

class Run : public Trainer {
public:
    /// `folder` is the first process's; the others only compute.
    Run(std::shared_ptr<Processes> processes,
        std::optional<RunFolder> folder,
        const std::filesystem::path& path,
        TrainingOptions options,
        TrainingData data,
        const Resources& resources)
        : processes_(std::move(processes)),
          folder_(std::move(folder)),
          path_(path),
          options_(std::move(options)),
          data_(std::move(data)),
          classes_(data_.classes, data_.void_ids),
          listing_(list_dataset(dataset_layout(data_.layout), data_.folder, "train")),
          learner_(make_learner(
              {options_, data_, classes_, listing_.pairs, open_features(options_, resources)})) {
        processes_->prepare(learner_->device());
        if (options_.threads > 0) {
            at::set_num_threads(static_cast<int>(options_.threads));
        }
    }

    void begin() {
        for (const std::filesystem::path& file : data_.start) {
            try {
                learner_->load_weights(read_tensors(file));
            } catch (const std::runtime_error& error) {
                throw std::runtime_error(file.string() + ": " + error.what());
            }
        }
        if (folder_) {
            folder_->rewrite_history(history_header(*learner_) + "\n");
        }
        start_loader();
    }

    void resume(const Checkpoint& checkpoint, const std::filesystem::path& file) {
        try {
            learner_->load_state(checkpoint.tensors);
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(file.string() + ": " + error.what());
        }
        step_ = checkpoint.step;
        skipped_ = checkpoint.skipped;
        skipped_in_a_row_ = checkpoint.skipped_in_a_row;
        hours_ = checkpoint.hours;
        if (folder_) {
            folder_->rewrite_history(checkpoint.history);
            folder_->write_options(options_);
        }
        start_loader();
    }

    const TrainingOptions& options() const override { return options_; }
    int64_t step() const override { return step_; }
    int64_t skipped() const override { return skipped_; }
    double hours() const override { return hours_; }
    bool finished() const override { return step_ >= options_.steps; }

    TrainingLine advance() override {
        try {
            return step_and_keep();
        } catch (const std::exception& error) {
            if (!is_out_of_memory(error)) {
                throw;
            }
            const bool late = step_ >= late_from(options_);
            throw std::runtime_error(
                path_.string() + ": there is not enough memory for a step of " +
                std::to_string(late ? options_.late_batch : options_.batch) + " x " +
                std::to_string(late ? options_.late_crop : options_.crop) +
                " pixels; go on with a smaller batch or crop");
        }
    }

    void checkpoint() override {
        if (!folder_) {
            return;
        }
        Checkpoint state;
        state.tensors = learner_->state();
        state.options = options_;
        state.step = step_;
        state.skipped = skipped_;
        state.skipped_in_a_row = skipped_in_a_row_;
        state.hours = hours_;
        state.history = folder_->history();
        state.write(folder_->checkpoint_path(step_));
        folder_->forget_checkpoints(kKeptCheckpoints);
    }

    void write_model(const std::filesystem::path& file) const override {
        tessera::write_model(file,
                             learner_->state(),
                             options_,
                             data_,
                             {{"title", path_.filename().string()},
                              {"data", data_.folder.filename().string()},
                              {"steps", std::to_string(step_)}});
    }

    std::vector<std::string> problems() const override {
        std::vector<std::string> all = listing_.problems;
        const std::vector<std::string> left_out = loader_->left_out();
        all.insert(all.end(), left_out.begin(), left_out.end());
        return all;
    }

private:
    TrainingLine step_and_keep() {
        const auto start = Clock::now();
        const Batch batch = loader_->next().to(learner_->device());
        const double waited = seconds_since(start);
        const StepPlan plan{
            step_, rate_at(options_, step_), processes_->rank() * batch.real.size(0), processes_};
        const StepReport report = learner_->step(batch, plan);
        ++step_;
        skipped_in_a_row_ = report.finite ? 0 : skipped_in_a_row_ + 1;
        skipped_ += report.finite ? 0 : 1;
        TrainingLine line;
        line.step = step_;
        line.terms = report.terms;
        line.skipped = !report.finite;
        line.rate = plan.rate;
        line.waited = waited;
        line.parts = {{"generator", report.seconds.generator},
                      {"critics", report.seconds.critics},
                      {"features", report.seconds.features},
                      {"optimiser", report.seconds.optimiser}};
        line.seconds = seconds_since(start);
        hours_ += line.seconds / 3600;
        if (folder_) {
            folder_->append_history(history_line(line));
        }
        keep();
        return line;
    }

    void start_loader() {
        loader_ = std::make_unique<Loader>(
            listing_.pairs, classes_, loader_options(options_, *processes_), step_);
    }

    /// Writes what is due after a step.
    void keep() {
        if (skipped_in_a_row_ >= kMostSkippedInARow) {
            checkpoint();
            throw std::runtime_error(
                path_.string() + ": " + std::to_string(kMostSkippedInARow) +
                " steps in a row were not finite; the run ends with what it has");
        }
        if (folder_ && learner_->has_samples() &&
            (step_ % options_.sample_every == 0 || finished())) {
            learner_->write_sample(folder_->sample_path(step_));
        }
        if (step_ % options_.checkpoint_every == 0 || finished()) {
            checkpoint();
        }
    }

    std::string history_line(const TrainingLine& line) const {
        std::ostringstream text;
        text.precision(9);
        text << line.step << ',' << line.rate << ',' << (line.skipped ? 1 : 0);
        for (const std::string& name : learner_->terms()) {
            text << ',';
            for (const auto& [term, value] : line.terms) {
                if (term == name) {
                    text << value;
                }
            }
        }
        return text.str();
    }

    std::shared_ptr<Processes> processes_;
    std::optional<RunFolder> folder_;
    std::filesystem::path path_;
    TrainingOptions options_;
    TrainingData data_;
    ClassMap classes_;
    DatasetListing listing_;
    std::unique_ptr<Learner> learner_;
    std::unique_ptr<Loader> loader_;
    int64_t step_ = 0;
    int64_t skipped_ = 0;
    int64_t skipped_in_a_row_ = 0;
    double hours_ = 0;
};

}  // namespace

std::unique_ptr<Trainer> Trainer::begin(const std::filesystem::path& run,
                                        TrainingOptions options,
                                        const TrainingData& data,
                                        const Resources& resources) {
    options = fitted_options(std::move(options), data);
    training_place(options);  // both throw before a folder is made
    const std::shared_ptr<Processes> processes = Processes::from_environment();
    std::optional<RunFolder> folder;
    if (processes->rank() == 0) {
        folder = RunFolder::create(run, options, data);
    }
    auto trainer = std::make_unique<Run>(processes, folder, run, options, data, resources);
    trainer->begin();
    return trainer;
}

std::unique_ptr<Trainer> Trainer::resume(const std::filesystem::path& run,
                                         const Resources& resources,
                                         const std::function<void(TrainingOptions&)>& change) {
    const std::shared_ptr<Processes> processes = Processes::from_environment();
    std::optional<RunFolder> folder;
    if (processes->rank() == 0) {
        folder = RunFolder::open(run);
    }
    processes->meet();  // nothing is read while the first process might still find it in use
    const TrainingData data = RunFolder::read_data(run);
    const auto newest = RunFolder::newest_checkpoint(run);
    const Checkpoint checkpoint = newest ? Checkpoint::read(*newest) : Checkpoint{};
    const TrainingOptions before = newest ? checkpoint.options : RunFolder::read_options(run);
    TrainingOptions options = before;
    if (change) {
        change(options);
    }
    options.check();
    check_same_networks(before, options);
    auto trainer = std::make_unique<Run>(processes, folder, run, options, data, resources);
    if (newest) {
        trainer->resume(checkpoint, *newest);
    } else {
        trainer->begin();
    }
    return trainer;
}

}  // namespace tessera
