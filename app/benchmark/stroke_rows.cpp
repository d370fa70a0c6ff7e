// What a dab costs on a canvas that is kept, and what ten thousand strokes leave behind.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>

#include "app/benchmark/engine_rows.h"

namespace tessera {
namespace {

constexpr double kAgainstRender = 8;  // times faster than a whole render
constexpr double kLargeCanvas = 1.3;  // times a dab on 1024², at most
constexpr double kGrowth = 2;         // percent
constexpr int64_t kDabSide = 102;     // pixels: 1 % of 1024²
constexpr int kStrokes = 10'000;
constexpr int kThousand = 1000;

/// Paints squares here and there, another class each time.
class Dabs {
public:
    Dabs(const Engine& engine, int64_t side)
        : engine_(engine),
          side_(side),
          frame_(engine.frame()),
          canvas_(benchmarkRequest(engine, side)) {
        render();
    }

    void render() { frame_->render(canvas_); }
    bool keeps() const { return frame_->keeps(); }

    void dab(int64_t size) {
        const auto place = [&] {
            return static_cast<int64_t>(random_() % static_cast<uint64_t>(side_ - size + 1));
        };
        LabelChange change{{place(), place(), size, size}, {}};
        const auto label =
            static_cast<uint16_t>(random_() % static_cast<uint64_t>(engine_.traits().classes));
        change.labels.assign(static_cast<size_t>(size * size), label);
        for (int64_t y = 0; y < size; ++y) {
            std::fill_n(canvas_.labels.begin() + (change.area.top + y) * side_ + change.area.left,
                        size,
                        label);
        }
        frame_->update(change);
    }

private:
    const Engine& engine_;
    int64_t side_;
    std::unique_ptr<Frame> frame_;
    RenderRequest canvas_;
    std::mt19937 random_{1};
};

double residentMiB() {
    std::ifstream file("/proc/self/statm");
    int64_t all = 0, resident = 0;
    if (!(file >> all >> resident)) {
        throw std::runtime_error("/proc/self/statm: can't be read");
    }
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::shared_ptr<const Engine> open(const BenchmarkOptions& options, Precision precision) {
    EngineOptions engine = options.engine;
    engine.precision = precision;
    return Engine::open(options.modelFile.toStdString(), engine);
}

void measureDabs(const BenchmarkOptions& options, Precision precision, const QString& name) {
    const auto engine = open(options, precision);
    Dabs small(*engine, 256), large(*engine, 1024);
    const auto [little, render256] =
        Samples::inTurn([&] { small.dab(26); }, [&] { small.render(); }, 30, 8);
    BenchmarkRow first{QStringLiteral("a 1 % dab on 256² %1 (peer: whole render)").arg(name),
                       little.median(),
                       "ms",
                       render256.median(),
                       render256.median() / little.median()};
    options.report(first);
    const auto [dab, render] =
        Samples::inTurn([&] { large.dab(kDabSide); }, [&] { large.render(); }, 10, 15);
    BenchmarkRow second{QStringLiteral("a 1 % dab on 1024² %1 (peer: whole render)").arg(name),
                        dab.median(),
                        "ms",
                        render.median(),
                        render.median() / dab.median()};
    options.report(withTarget(second, "ratio", ">=", kAgainstRender));
    if (options.quick || precision != Precision::bfloat16) {
        return;
    }
    Dabs largest(*engine, 4096);
    if (!largest.keeps()) {
        return;  // there is not the memory for it
    }
    const Samples here = Samples::of([&] { largest.dab(kDabSide); }, 10, 10);
    BenchmarkRow third{QStringLiteral("the same dab on 4096² %1 (peer: on 1024²)").arg(name),
                       here.median(),
                       "ms",
                       dab.median(),
                       here.median() / dab.median()};
    options.report(withTarget(third, "ratio", "<=", kLargeCanvas));
}

}  // namespace

void measureStrokes(const BenchmarkOptions& options) {
    measureDabs(options, Precision::float32, QStringLiteral("float32"));
    measureDabs(options, Precision::bfloat16, QStringLiteral("bfloat16"));
}

void measureEndurance(const BenchmarkOptions& options) {
    const auto engine = open(options, Precision::automatic);
    Dabs canvas(*engine, 128);
    double second = 0, last = 0;
    for (int stroke = 0; stroke < kStrokes; ++stroke) {
        canvas.dab(8);
        canvas.render();
        if (stroke / kThousand == 1) {
            second = std::max(second, residentMiB());
        } else if (stroke / kThousand == kStrokes / kThousand - 1) {
            last = std::max(last, residentMiB());
        }
    }
    options.report({"resident after 10,000 strokes (peer: after 2,000)", last, "MiB", second});
    options.report(
        withTarget({"growth of memory over 10,000 strokes", 100 * (last / second - 1), "%"},
                   "value",
                   "<=",
                   kGrowth));
}

}  // namespace tessera
