// Between the trainer and the files that others read.
#include "core/jobs/training/run_extras.h"

#include <algorithm>
#include <filesystem>

#include "core/files/whole_file.h"
#include "core/jobs/training/event_file.h"
#include "core/jobs/training/run_files.h"
#include "model/metrics/evaluation.h"
#include "model/training/trainer.h"

namespace tessera {
namespace {

/// Leaves a measurement.
struct Interrupted {};

void writeModel(const Trainer& trainer, const QString& file) {
    const QString beside = file + QStringLiteral(".part");
    trainer.write_model(beside.toStdString());
    std::filesystem::rename(beside.toStdString(), file.toStdString());
}

/// Held-out pairs, spread over all of them.
std::vector<Pair> heldOut(const TrainingData& data, int64_t most) {
    std::vector<Pair> pairs;
    try {
        pairs = dataset_layout(data.layout).list(data.folder, "val").pairs;
    } catch (const std::exception&) {
        return {};  // nothing to judge by
    }
    const auto count = static_cast<int64_t>(pairs.size());
    std::vector<Pair> chosen;
    for (int64_t i = 0; i < std::min(count, most); ++i) {
        chosen.push_back(pairs[static_cast<size_t>(i * count / std::min(count, most))]);
    }
    return chosen;
}

}  // namespace

RunExtras::RunExtras(const Trainer& trainer,
                     const QString& run,
                     const Networks& networks,
                     std::function<bool()> interrupted)
    : trainer_(trainer),
      run_(run),
      judge_(networks.judging),
      features_(trainer.options().features.empty()
                    ? networks.learning
                    : QString::fromStdString(trainer.options().features)),
      interrupted_(std::move(interrupted)),
      data_(std::make_unique<TrainingData>(RunFolder::read_data(run.toStdString()))) {
    takenWish(run_);  // of an earlier time
    const TrainingOptions& options = trainer_.options();
    if (options.validate_every > 0) {
        heldOut_ = heldOut(*data_, options.validate_pictures);
    }
    dropDistancesAfter(trainer_.step());
    if (options.tensorboard) {
        events_ = std::make_unique<EventFile>(eventsFolder(run_), trainer_.step());
    }
}

RunExtras::~RunExtras() = default;

void RunExtras::after(const TrainingLine& line) {
    const TrainingOptions& options = trainer_.options();
    Values values = line.terms;
    const bool measures =
        !heldOut_.empty() && (line.step % options.validate_every == 0 || trainer_.finished());
    if (takenWish(run_) || measures || line.step % options.checkpoint_every == 0) {
        writeSnapshot();
    }
    if (const auto figures = measures ? measure() : std::nullopt) {
        addDistances(line.step, *figures);
        values.insert(values.end(), figures->begin(), figures->end());
    }
    if (events_) {
        values.emplace_back("learning rate share", line.rate);
        values.emplace_back("steps a second", 1 / std::max(line.seconds, 1e-9));
        events_->add(line.step, values);
    }
}

void RunExtras::writeSnapshot() const {
    writeModel(trainer_, snapshotFile(run_));
}

void RunExtras::writeFinalModel() const {
    writeModel(trainer_, finalModelFile(run_));
}

std::optional<RunExtras::Values> RunExtras::measure() const {
    EvaluationRequest request;
    request.model = snapshotFile(run_).toStdString();
    request.pairs = heldOut_;
    request.features = judge_.toStdString();
    request.segmenter_features = features_.toStdString();
    request.palette = data_->palette;
    request.classes = data_->classes;
    request.void_ids = data_->void_ids;
    request.device = device_named(trainer_.options().device);
    request.side = trainer_.options().side > 0 ? trainer_.options().side : request.side;
    const auto lookUp = [this](int64_t) {
        if (interrupted_()) {
            throw Interrupted{};
        }
    };
    Values figures;
    try {
        for (const EvaluationFigure& figure : evaluate(request, lookUp).figures) {
            figures.emplace_back(figure.key, figure.value);
        }
    } catch (const Interrupted&) {
        return std::nullopt;
    }
    return figures;
}

void RunExtras::addDistances(qint64 step, const Values& figures) const {
    QByteArray text = readIfThere(distancesFile(run_));
    if (text.isEmpty()) {
        text = "step";
        for (const auto& [key, value] : figures) {
            text += ',' + QByteArray::fromStdString(key);
        }
        text += '\n';
    }
    text += QByteArray::number(step);
    for (const auto& [key, value] : figures) {
        text += ',' + QByteArray::number(value, 'g', 7);
    }
    writeWhole(distancesFile(run_), text + '\n');
}

// A run that goes on from its checkpoint measures again what came after it.
void RunExtras::dropDistancesAfter(qint64 step) const {
    const QByteArray text = readIfThere(distancesFile(run_));
    QByteArray kept;
    for (const QByteArray& line : text.split('\n')) {
        bool isNumber = false;
        const qint64 at = line.split(',').first().toLongLong(&isNumber);
        if (!line.isEmpty() && (!isNumber || at <= step)) {
            kept += line + '\n';
        }
    }
    if (kept != text) {
        writeWhole(distancesFile(run_), kept);
    }
}

}  // namespace tessera
