// A step of training, part by part, against the straightforward one.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <QElapsedTimer>
#include <QImage>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <stdexcept>

#include "app/benchmark/child_memory.h"
#include "app/benchmark/engine_rows.h"
#include "app/benchmark/straightforward_step.h"
#include "core/jobs/resources.h"
#include "model/data/loader.h"

namespace tessera {
namespace {

constexpr int64_t kClasses = 18;
constexpr double kSeconds = 60;
constexpr double kLeastRatio = 2.5;

/// Photos of noise and label maps of blobs, as files that are read like any data set.
class Pictures {
public:
    Pictures() {
        const std::vector<uint16_t> ids = blobs(kSide, kSide, kClasses);
        for (int i = 0; i < kPictures; ++i) {
            const QString name = folder_.path() + QStringLiteral("/%1").arg(i);
            QImage photo(kSide, kSide, QImage::Format_RGB888);
            QImage labels(kSide, kSide, QImage::Format_Grayscale8);
            for (int y = 0; y < kSide; ++y) {
                QRandomGenerator random(static_cast<quint32>(i * kSide + y));
                for (int x = 0; x < kSide * 3; ++x) {
                    photo.scanLine(y)[x] = static_cast<uchar>(random.bounded(256));
                }
                for (int x = 0; x < kSide; ++x) {
                    labels.scanLine(y)[x] = static_cast<uchar>(
                        ids[static_cast<size_t>(y) * kSide + static_cast<size_t>(x)]);
                }
            }
            if (!photo.save(name + ".jpg") || !labels.save(name + ".png")) {
                throw std::runtime_error(name.toStdString() + ": cannot be written");
            }
        }
    }

    QString folder() const { return folder_.path(); }

    Loader load(const TrainingOptions& options) const {
        std::vector<ModelClass> classes;
        classes.reserve(kClasses);
        for (int id = 0; id < kClasses; ++id) {
            classes.push_back({id, std::to_string(id), {}});
        }
        LoaderOptions loading;
        loading.early = {options.batch, options.crop};
        return {list_dataset(dataset_layout("pairs"), folder_.path().toStdString(), "train").pairs,
                ClassMap(classes),
                loading,
                0};
    }

private:
    static constexpr int kPictures = 16;
    static constexpr int kSide = 256;

    QTemporaryDir folder_;
};

std::shared_ptr<const FeatureNetwork> features(const at::TensorOptions& place) {
    const QString file = learningFeatures();
    if (file.isEmpty()) {
        throw std::runtime_error(
            "features/efficientnet-lite0.safetensors: not among the resources");
    }
    return FeatureNetwork::open(file.toStdString(), place);
}

/// Of a run's first steps, with all that a run has.
double trainingMemory(const QString& pictures, const TrainingOptions& training) {
    const QTemporaryDir runs;
    return peakMemory({"train",
                       "--data",
                       pictures.toStdString(),
                       "--layout",
                       "pairs",
                       "--palette",
                       "scenes",
                       "--out",
                       (runs.path() + "/run").toStdString(),
                       "--steps",
                       "4",
                       "--device",
                       training.device,
                       "--set",
                       "samples=0",
                       "--set",
                       "late_part=0"});
}

}  // namespace

void measureTraining(const BenchmarkOptions& options) {
    if (options.engine.threads > 0) {
        at::set_num_threads(options.engine.threads);
    }
    TrainingOptions training = preset("realtime");
    training.network.classes = kClasses;
    training.device = "cpu";  // of which the straightforward step is, too
    const Pictures pictures;
    Loader loader = pictures.load(training);
    TrainingNetworks networks(training, features(training_place(training)));
    Batch batch;
    int64_t number = 0;
    StepTimes parts;
    double waited = 0;
    const auto ours = [&] {
        QElapsedTimer clock;
        clock.start();
        batch = loader.next();
        waited += static_cast<double>(clock.nsecsElapsed()) / 1e9;
        const StepTimes times =
            training_step(networks, training, batch, {number++, 1, 0, Processes::alone()}).seconds;
        parts.generator += times.generator;
        parts.critics += times.critics;
        parts.features += times.features;
        parts.optimiser += times.optimiser;
    };
    ours();
    options.report({"training, peak memory", trainingMemory(pictures.folder(), training), "MiB"});
    parts = {};
    waited = 0;
    number = 0;
    StraightforwardTrainer straightforward(training, features(at::kFloat));
    const auto [fast, slow] = Samples::inTurn(
        ours, [&] { straightforward.step(batch); }, options.quick ? 8 : 30, kSeconds);
    const double ratio = slow.median() / fast.median();
    options.report(
        withTarget({QStringLiteral("training step, realtime, %1 x 128²").arg(training.batch),
                    fast.median(),
                    "ms",
                    slow.median(),
                    ratio},
                   "ratio",
                   ">=",
                   kLeastRatio));
    options.report({"training, steps a second", 1000 / fast.median(), ""});
    const auto each = [&](double seconds) { return seconds * 1000 / static_cast<double>(number); };
    options.report({"training, generator", each(parts.generator), "ms"});
    options.report({"training, discriminators", each(parts.critics), "ms"});
    options.report({"training, feature network", each(parts.features), "ms"});
    options.report({"training, optimiser", each(parts.optimiser), "ms"});
    options.report({"training, wait for the loader", each(waited), "ms"});
}

}  // namespace tessera
