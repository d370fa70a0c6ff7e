// One render step by step, and the whole of it against the sum of its convolutions alone.
#include <QElapsedTimer>
#include <QFileInfo>

#include "app/benchmark/engine_rows.h"

namespace tessera {
namespace {

constexpr int kRenders = 15;
constexpr int64_t kSide = 256;

struct Profile {
    Samples render;                        ///< whole renders that nobody looks into
    Samples convolutions;                  ///< the sum of the convolutions' limits in each
    std::vector<LayerTime> layers;         ///< in order
    std::vector<Samples> taken, possible;  ///< of each layer
};

/// Renders and profiles in turn, so that a change of the machine's speed meets both alike.
Profile profileOf(const Engine& engine) {
    const RenderRequest request = benchmarkRequest(engine, kSide);
    Profile profile;
    profile.layers = engine.profile(request);  // what is packed and allocated comes here
    profile.taken.resize(profile.layers.size());
    profile.possible.resize(profile.layers.size());
    for (int i = 0; i < kRenders; ++i) {
        QElapsedTimer clock;
        clock.start();
        engine.render(request);
        profile.render.add(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        const std::vector<LayerTime> layers = engine.profile(request);
        double sum = 0;
        for (size_t n = 0; n < layers.size(); ++n) {
            profile.taken[n].add(layers[n].milliseconds);
            profile.possible[n].add(layers[n].limit);
            sum += layers[n].convolution ? layers[n].limit : 0;
        }
        profile.convolutions.add(sum);
    }
    return profile;
}

void reportRatio(const BenchmarkOptions& options,
                 const QString& name,
                 const Profile& profile,
                 double most) {
    const double value = profile.render.median(), sum = profile.convolutions.median();
    options.report(withTarget({QStringLiteral("%1 (peer: its convolutions alone)").arg(name),
                               value,
                               "ms",
                               sum,
                               value / sum},
                              "ratio",
                              "<=",
                              most));
}

void reportLayers(const BenchmarkOptions& options, const QString& name, const Profile& profile) {
    for (size_t n = 0; n < profile.layers.size(); ++n) {
        const double taken = profile.taken[n].median(), possible = profile.possible[n].median();
        options.report(
            {QStringLiteral("%1: %2").arg(name, QString::fromStdString(profile.layers[n].name)),
             taken,
             "ms",
             possible,
             possible / taken});
    }
}

void measure(const BenchmarkOptions& options, bool layers) {
    for (const auto& [precision, name, most] :
         {std::tuple{Precision::float32, QStringLiteral("float32"), 1.25},
          std::tuple{Precision::bfloat16, QStringLiteral("bfloat16"), 1.4}}) {
        EngineOptions engine = options.engine;
        engine.precision = precision;
        const Profile profile = profileOf(*Engine::open(options.modelFile.toStdString(), engine));
        if (layers) {
            reportLayers(options, name, profile);
        }
        const QString model = QFileInfo(options.modelFile).baseName();
        reportRatio(options,
                    QStringLiteral("render, %1 %2 %3").arg(model, sizeName(kSide), name),
                    profile,
                    most);
    }
}

}  // namespace

void measureProfile(const BenchmarkOptions& options) {
    measure(options, true);
}

void measureAgainstConvolutions(const BenchmarkOptions& options) {
    measure(options, false);
}

}  // namespace tessera
