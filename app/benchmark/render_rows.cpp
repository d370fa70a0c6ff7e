// Whole renders: shipped model and full-size LGGAN++, and what the number of classes costs.
#include <QElapsedTimer>
#include <QFileInfo>
#include <cmath>

#include "app/benchmark/engine_rows.h"
#include "model/kernels/reference_scope.h"

namespace tessera {
namespace {

constexpr double kSecondsARow = 12;
constexpr double kMostPlan = 300;  // milliseconds

struct Subject {
    QString name;
    std::function<std::shared_ptr<const Engine>(EngineOptions)> open;
    double leastRatio;  ///< of the float32 render at 256 x 256 against the straightforward version
};

QString precisionName(Precision precision) {
    return precision == Precision::bfloat16 ? QStringLiteral("bfloat16")
                                            : QStringLiteral("float32");
}

/// The straightforward version holds k*k copies of the widest upsampled features; larger than this
/// it is left out.
bool peerFits(const NetworkConfig& network, int64_t side) {
    const auto* lggan = std::get_if<LgganConfig>(&network);
    if (lggan == nullptr) {
        return false;  // its renders are the modules' anyway
    }
    const LgganConfig& config = *lggan;
    const double widest = static_cast<double>(config.width(1)) *
                          static_cast<double>(config.sau_kernel * config.sau_kernel) *
                          static_cast<double>(side * side) * sizeof(float);
    return 3 * widest < 6e9;
}

void measureOne(const BenchmarkOptions& options,
                const Subject& subject,
                Precision precision,
                int64_t side) {
    EngineOptions engineOptions = options.engine;
    engineOptions.precision = precision;
    const std::shared_ptr<const Engine> engine = subject.open(engineOptions);
    const RenderRequest request = benchmarkRequest(*engine, side);
    const auto ours = [&] { engine->render(request); };
    const auto straightforward = [&] {
        const kernels::ReferenceScope scope;
        engine->render(request);
    };
    BenchmarkRow row{
        QStringLiteral("%1 %2 %3").arg(subject.name, sizeName(side), precisionName(precision))};
    row.unit = QStringLiteral("ms");
    const bool withPeer = precision == Precision::float32 && side <= (options.quick ? 256 : 512) &&
                          peerFits(engine->config(), side);
    Samples mine;
    if (withPeer) {
        const auto [fast, slow] = Samples::inTurn(ours, straightforward, 15, kSecondsARow);
        mine = fast;
        row.peer = slow.median();
        row.ratio = slow.median() / fast.median();
    } else {
        mine = Samples::of(ours, 20, kSecondsARow);
    }
    row.value = mine.median();
    const QString name = row.name;
    row.name += QStringLiteral(" p50");
    if (withPeer && side == 256 && subject.leastRatio > 0) {
        row = withTarget(row, "ratio", ">=", subject.leastRatio);
    }
    options.report(row);
    options.report({name + QStringLiteral(" p95"), mine.percentile(0.95), "ms"});
}

/// The first render of a size builds its plan and touches its memory.
void measurePlan(const BenchmarkOptions& options, const Subject& subject, Precision precision) {
    EngineOptions engineOptions = options.engine;
    engineOptions.precision = precision;
    const std::shared_ptr<const Engine> engine = subject.open(engineOptions);
    const RenderRequest request = benchmarkRequest(*engine, 256);
    QElapsedTimer clock;
    clock.start();
    engine->render(request);
    const double first = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    const double later = Samples::of([&] { engine->render(request); }, 10, 1).median();
    options.report(withTarget({QStringLiteral("%1 %2 %3, first one beyond later ones: plan built")
                                   .arg(subject.name, sizeName(256), precisionName(precision)),
                               first - later,
                               "ms"},
                              "value",
                              "<=",
                              kMostPlan));
}

std::vector<int64_t> sizes(const BenchmarkOptions& options) {
    return options.quick ? std::vector<int64_t>{256} : std::vector<int64_t>{256, 512, 1024};
}

}  // namespace

QString sizeName(int64_t side) {
    return QString::number(side) + QChar(0x00B2);
}

RenderRequest benchmarkRequest(const Engine& engine, int64_t side) {
    const NetworkTraits& model = engine.traits();
    RenderRequest request;
    request.height = side;
    request.width = side;
    request.labels = blobs(side, side, static_cast<int>(model.classes));
    request.source.resize(static_cast<size_t>(model.image_channels * side * side));
    request.style = style_from_seed(1, model.style);
    request.noise_seed = 1;
    return request;
}

std::vector<uint16_t> blobs(int64_t height, int64_t width, int classes) {
    constexpr int64_t kCell = 24;
    std::vector<uint16_t> labels(static_cast<size_t>(height * width));
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            // Wavy cells: borders of every direction, as in a painting.
            const double u = static_cast<double>(x) + 8 * std::sin(static_cast<double>(y) / 11);
            const double v = static_cast<double>(y) + 8 * std::sin(static_cast<double>(x) / 13);
            const auto cell =
                static_cast<int64_t>(u + 16) / kCell * 7 + static_cast<int64_t>(v + 16) / kCell * 5;
            labels[static_cast<size_t>(y * width + x)] = static_cast<uint16_t>(cell % classes);
        }
    }
    return labels;
}

void measureRenders(const BenchmarkOptions& options) {
    const Subject shipped{
        QStringLiteral("render, %1").arg(QFileInfo(options.modelFile).baseName()),
        [&](EngineOptions engine) { return Engine::open(options.modelFile.toStdString(), engine); },
        2};
    const Subject full{
        QStringLiteral("render, full-size LGGAN++"),
        [](EngineOptions engine) { return Engine::random(LgganConfig{}, 1, engine); },
        0};
    for (const Precision precision : {Precision::float32, Precision::bfloat16}) {
        measurePlan(options, shipped, precision);
    }
    for (const Subject& subject : {shipped, full}) {
        for (const int64_t side : sizes(options)) {
            for (const Precision precision : {Precision::float32, Precision::bfloat16}) {
                measureOne(options, subject, precision, side);
            }
        }
    }
}

void measureClassCounts(const BenchmarkOptions& options) {
    EngineOptions engineOptions = options.engine;
    engineOptions.precision = Precision::float32;
    std::vector<std::shared_ptr<const Engine>> engines;
    std::vector<RenderRequest> requests;
    for (const int classes : {6, 35, 182}) {
        LgganConfig config;
        config.classes = classes;
        config.base = 32;
        config.cap = 192;
        config.downs = 3;
        config.blocks = 5;
        config.norm = "class";
        config.head_kernel = 3;
        engines.push_back(Engine::random(config, 1, engineOptions));
        requests.push_back(benchmarkRequest(*engines.back(), 256));
        requests.back().labels = blobs(256, 256, 6);  // the same picture for all
    }
    for (size_t i = 0; i < engines.size(); ++i) {
        const auto [fewest, these] = Samples::inTurn([&] { engines[0]->render(requests[0]); },
                                                     [&] { engines[i]->render(requests[i]); },
                                                     15,
                                                     kSecondsARow);
        const BenchmarkRow row{QStringLiteral("render 256² float32, %1 classes (peer: 6)")
                                   .arg(engines[i]->traits().classes),
                               these.median(),
                               "ms",
                               fewest.median(),
                               these.median() / fewest.median()};
        options.report(i == 0 ? row : withTarget(row, "ratio", "<=", 1.15));
    }
}

}  // namespace tessera
