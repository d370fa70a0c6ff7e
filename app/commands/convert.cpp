// tessera convert: a model file with its weights stored in another type, or one out of a run, or
// out of a checkpoint of the authors of a published network.
#include <QCoreApplication>
#include <filesystem>

#include "app/commands/commands.h"
#include "app/terminal/checkpoint_options.h"
#include "core/jobs/model_library.h"
#include "model/files/model_blend.h"
#include "model/files/model_file.h"
#include "model/files/segmenter_file.h"
#include "model/training/export.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ConvertCommand)
};

constexpr double kMostNoise = 10;

/// A file for the weights in full precision, which goes with this.
class Passing {
public:
    explicit Passing(std::filesystem::path file) : file_(std::move(file)) {}
    ~Passing() {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;

    const std::filesystem::path& file() const { return file_; }

private:
    std::filesystem::path file_;
};

std::filesystem::path modelFile(const QString& named) {
    return ModelLibrary::load().find(named).toStdString();
}

double numberOf(const QString& option, const QString& text) {
    bool fine = false;
    const double number = text.toDouble(&fine);
    if (!fine || !(number >= 0 && number <= kMostNoise)) {
        throw UsageError(
            Text::tr("--%1 %2: must be a number from 0 to %3").arg(option, text).arg(kMostNoise));
    }
    return number;
}

std::vector<ModelShare> sharesOf(const CommandLine& line) {
    std::vector<ModelShare> shares;
    for (const auto& [model, share] : line.settings(QStringLiteral("blend"))) {
        shares.push_back({modelFile(model), numberOf(QStringLiteral("blend"), share)});
    }
    return shares;
}

bool isBlended(const CommandLine& line) {
    return line.isSet(QStringLiteral("blend")) || line.isSet(QStringLiteral("noise"));
}

std::map<std::string, std::string> cardChanges(const CommandLine& line) {
    std::map<std::string, std::string> changes;
    for (const auto& [name, value] : line.settings(QStringLiteral("card"))) {
        changes[name.toStdString()] = value.toStdString();
    }
    return changes;
}

/// A generator or a segmenter.
void storeAny(const std::filesystem::path& in,
              const std::filesystem::path& out,
              StoredType type,
              const std::map<std::string, std::string>& changes) {
    (is_segmenter(in) ? store_segmenter : store_model)(in, out, type, changes);
}

}  // namespace

int convertCommand(const QStringList& arguments) {
    CommandLine line(
        QStringLiteral("convert"),
        QStringLiteral("MODEL|RUN|CHECKPOINT OUT"),
        Text::tr("Writes a copy of a model whose weights are stored in another type; "
                 "half precision halves the file. Of a run's folder it takes the "
                 "newest checkpoint, the moving average of the weights. A checkpoint "
                 "(.pth) that LGGAN's, GauGAN's, SEAN's or MaskGAN's authors' projects "
                 "have saved becomes a model; of its file only tensors are read."));
    line.addOption({QStringLiteral("store")},
                   Text::tr("Type of the weights: float16, bfloat16 or float32."),
                   QStringLiteral("type"));
    line.addOption({QStringLiteral("card")},
                   Text::tr("What the card says of a thing; may be given several times."),
                   QStringLiteral("name=value"));
    line.addOption({QStringLiteral("blend")},
                   Text::tr("Takes this share of another model's weights in place of the model's "
                            "own, such as other.safetensors=0.3; may be given several times. Both "
                            "have one config and began as one model."),
                   QStringLiteral("model=share"));
    line.addOption({QStringLiteral("noise")},
                   Text::tr("Multiplies the strength of the texture noise."),
                   QStringLiteral("factor"));
    addCheckpointOptions(line);
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.positional().size() != 2) {
        throw UsageError(Text::tr("a model and the file to write are needed"));
    }
    static const std::map<QString, StoredType> types = {
        {QStringLiteral("float16"), StoredType::float16},
        {QStringLiteral("bfloat16"), StoredType::bfloat16},
        {QStringLiteral("float32"), StoredType::float32}};
    QStringList names;
    for (const auto& [name, type] : types) {
        names << name;
    }
    const QString store = line.choice(QStringLiteral("store"), names, QStringLiteral("float16"));
    const std::string out = line.positional().last().toStdString();
    const std::map<std::string, std::string> changes = cardChanges(line);
    const std::filesystem::path run = line.positional().first().toStdString();
    const Passing passing(out + ".float32");
    if (isBlended(line)) {
        const QString noise = line.value(QStringLiteral("noise"), QStringLiteral("1"));
        blend_models(modelFile(line.positional().first()),
                     sharesOf(line),
                     numberOf(QStringLiteral("noise"), noise),
                     passing.file());
        store_model(passing.file(), out, types.at(store), changes);
    } else if (std::filesystem::is_directory(run)) {
        export_run(run, passing.file());
        storeAny(passing.file(), out, types.at(store), changes);
    } else if (isCheckpoint(line.positional().first())) {
        convertCheckpoint(line, line.positional().first(), out, types.at(store), changes);
    } else {
        storeAny(modelFile(line.positional().first()), out, types.at(store), changes);
    }
    return Success;
}

}  // namespace tessera
