// The loop over a study's variants.
#include "model/training/study/study.h"

#include <memory>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "model/data/dataset.h"
#include "model/files/model_file.h"
#include "model/metrics/evaluation.h"
#include "model/training/export.h"
#include "model/training/study/report.h"
#include "model/training/study/study_folder.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

/// Leaves an evaluation half done.
struct Stopped {};

/// What judges must not have been learnt from: some layouts take one folder for both.
std::vector<Pair> pictures_held_out(const TrainingData& data) {
    const DatasetLayout& layout = dataset_layout(data.layout);
    std::set<std::pair<fs::path, int>> learnt;
    for (const Pair& pair : list_dataset(layout, data.folder, "train").pairs) {
        learnt.emplace(pair.photo.file, pair.photo.tile);
    }
    std::vector<Pair> pairs = list_dataset(layout, data.folder, "val").pairs;
    for (const Pair& pair : pairs) {
        if (learnt.count({pair.photo.file, pair.photo.tile}) > 0) {
            throw std::runtime_error(pair.photo.file.string() +
                                     ": is learnt from, so it can't judge; expected " +
                                     layout.expects + ", with pictures held out");
        }
    }
    return pairs;
}

class StudyRun {
public:
    StudyRun(const StudyRequest& request, const StudyObserver& observer)
        : request_(request), observer_(observer) {
        for (const StudyVariant& variant : request.study.variants) {
            fitted_options(options_of(variant, request.options), request.data);
        }
        held_out_ = pictures_held_out(request.data);
        open_study_folder(request);
    }

    bool run() {
        std::vector<StudyResult> results;
        for (const StudyVariant& variant : request_.study.variants) {
            const fs::path run = request_.folder / variant.name;
            const bool done = has_result(run);
            if (!done && !(train(variant, run) && judge(variant, run))) {
                return false;
            }
            results.push_back(read_result(run));
            if (!done || results.size() == request_.study.variants.size()) {
                write_report(request_, held_out_, results);
            }
        }
        return true;
    }

private:
    bool stops() const { return observer_.stops && observer_.stops(); }

    bool train(const StudyVariant& variant, const fs::path& run) const {
        const Trainer::Resources resources{request_.features};
        const std::unique_ptr<Trainer> trainer =
            fs::exists(run / "options.json")
                ? Trainer::resume(run, resources)
                : Trainer::begin(
                      run, options_of(variant, request_.options), request_.data, resources);
        while (!trainer->finished()) {
            if (stops()) {
                trainer->checkpoint();
                return false;
            }
            const TrainingLine line = trainer->advance();
            if (observer_.trained) {
                observer_.trained(variant, line);
            }
        }
        return true;
    }

    bool judge(const StudyVariant& variant, const fs::path& run) const {
        EvaluationRequest wanted;
        wanted.model = run / "model.safetensors";
        wanted.pairs = held_out_;
        wanted.features = request_.judge;
        wanted.classes = request_.data.classes;
        wanted.void_ids = request_.data.void_ids;
        wanted.side = judged_side(request_.options);
        wanted.device = device_named(request_.options.device);
        wanted.keep = pictures_of(run);
        export_run(run, wanted.model);
        StudyResult result;
        result.parameters = ModelFile::open(wanted.model).parameters();
        try {
            result.evaluation = evaluate(wanted, [&](int64_t done) {
                if (observer_.judged) {
                    observer_.judged(variant, done, static_cast<int64_t>(held_out_.size()));
                }
                if (stops()) {
                    throw Stopped{};
                }
            });
        } catch (const Stopped&) {
            return false;
        }
        write_result(run, result);
        return true;
    }

    const StudyRequest& request_;
    const StudyObserver& observer_;
    std::vector<Pair> held_out_;
};

}  // namespace

bool run_study(const StudyRequest& request, const StudyObserver& observer) {
    return StudyRun(request, observer).run();
}

}  // namespace tessera
