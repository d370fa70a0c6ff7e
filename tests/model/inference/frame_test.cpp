// Frames: what changed drawn alone against the whole picture drawn again.
#include "model/inference/frame.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <span>
#include <string>

#include "model/inference/device.h"
#include "model/inference/engine.h"
#include "tests/model/check.h"
#include "tests/model/inference/painted_canvas.h"
#include "tests/model/inference/tiny_model.h"
#include "tests/model/places.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

std::vector<Precision> precisions() {
    if (cpu_has_bfloat16()) {
        return {Precision::float32, Precision::bfloat16};
    }
    return {Precision::float32};
}

Area random_area(std::mt19937& random, const RenderRequest& canvas, int64_t most) {
    const auto below = [&](int64_t end) { return static_cast<int64_t>(random() % end); };
    const int64_t height = 1 + below(most), width = 1 + below(most);
    // Beyond the rims too, so that rims and corners are met often.
    const int64_t top = below(canvas.height + height) - height / 2;
    const int64_t left = below(canvas.width + width) - width / 2;
    Area area{std::clamp<int64_t>(top, 0, canvas.height - 1),
              std::clamp<int64_t>(left, 0, canvas.width - 1),
              0,
              0};
    area.height = std::min(height, canvas.height - area.top);
    area.width = std::min(width, canvas.width - area.left);
    return area;
}

int largest_difference(const Picture& a, const Picture& b) {
    int largest = 0;
    for (size_t i = 0; i < a.rgb.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    }
    return largest;
}

/// Changes that change nothing: whatever the patch's place, it draws what was there.
void redraw_same(const LgganConfig& config, int64_t height, int64_t width, Precision precision) {
    const auto engine = engine_of(config, precision);
    const RenderRequest canvas = canvas_of(height, width, static_cast<int>(config.classes));
    const auto frame = engine->frame();
    const Picture picture = frame->render(canvas);
    EXPECT(frame->keeps());
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        const Redrawn redrawn = frame->update(labels_in(canvas, random_area(random, canvas, 9)));
        EXPECT(!redrawn.exact);
        Picture after = picture;
        put(after, redrawn);
        // float32: sums in another order, at most a rounded byte. bfloat16: a map's last bit.
        EXPECT(largest_difference(after, picture) <= (precision == Precision::float32 ? 1 : 12));
        EXPECT(mean_difference(after, picture) < 0.2);
    }
}

/// A stroke as it was drawn: its class, its brush, and where it began, bent and ended, of 256.
struct Stroke {
    int label, radius;
    double from[2], over[2], to[2];
};

const Stroke kRecorded[] = {{7, 6, {20, 180}, {60, 150}, {110, 190}},
                            {3, 14, {30, 40}, {120, 20}, {220, 60}},
                            {11, 4, {128, 250}, {140, 180}, {120, 120}},
                            {5, 20, {200, 200}, {230, 150}, {250, 90}},
                            {1, 10, {0, 0}, {20, 60}, {60, 100}},
                            {9, 3, {90, 90}, {130, 60}, {170, 95}},
                            {2, 16, {255, 255}, {180, 230}, {100, 240}},
                            {14, 8, {60, 130}, {128, 128}, {200, 130}}};
constexpr int kDabs = 30;

// Of the steps of a whole render: as many as pass between two dabs of a hand.
constexpr int kStepsADab = 8;

/// Sky, hills, trees and a road, as far as the classes go.
RenderRequest landscape(int classes) {
    RenderRequest request;
    request.height = request.width = 256;
    for (int y = 0; y < 256; ++y) {
        for (int x = 0; x < 256; ++x) {
            const double hills = 110 + 25 * std::sin(x / 37.0) + 10 * std::sin(x / 11.0);
            int label = y < hills ? 0 : y < hills + 40 ? 1 : 2;
            if (std::abs(x - 128 - (y - 180) / 3.0) < (y - 120) / 5.0) {
                label = 3;
            } else if ((x - 60) * (x - 60) + (y - 150) * (y - 150) < 900) {
                label = 4;
            }
            request.labels.push_back(static_cast<uint16_t>(label * 3 % classes));
        }
    }
    return request;
}

/// A disc, in the rectangle around it.
LabelChange dab(RenderRequest& canvas, double x, double y, int radius, uint16_t label) {
    const auto within = [](double v, int64_t side) {
        return std::clamp<int64_t>(std::lround(v), 0, side);
    };
    Area area{within(y - radius, canvas.height - 1), within(x - radius, canvas.width - 1), 0, 0};
    area.height = within(y + radius + 1, canvas.height) - area.top;
    area.width = within(x + radius + 1, canvas.width) - area.left;
    for (int64_t row = area.top; row < area.top + area.height; ++row) {
        for (int64_t column = area.left; column < area.left + area.width; ++column) {
            const double dx = static_cast<double>(column) - x, dy = static_cast<double>(row) - y;
            if (dx * dx + dy * dy <= radius * radius) {
                canvas.labels[static_cast<size_t>(row * canvas.width + column)] = label;
            }
        }
    }
    return labels_in(canvas, area);
}

/// Paints strokes as the studio does: whole renders that are due go on beside the dabs.
class StrokePainter {
public:
    StrokePainter(std::shared_ptr<const Engine> engine)
        : engine_(std::move(engine)),
          classes_(static_cast<int>(engine_->traits().classes)),
          frame_(engine_->frame()),
          canvas_(landscape(classes_)) {
        canvas_.style = style_from_seed(4, engine_->traits().style);
        canvas_.noise_seed = 11;
        picture_ = frame_->render(canvas_);
    }

    /// The mean difference, of 255, that the last draft has from the exact picture.
    double paint(const Stroke& stroke) {
        dab_ = 0;
        while (dab_ < kDabs) {
            if (draw_next(stroke)) {
                render_beside(stroke);
            }
        }
        const Picture draft = std::move(picture_);
        picture_ = frame_->render(canvas_);
        return mean_difference(draft, picture_);
    }

    bool is_exact() const { return picture_.rgb == engine_->render(canvas_).rgb; }
    int renders() const { return renders_; }

private:
    /// Whether a whole render is due.
    bool draw_next(const Stroke& stroke) {
        const double t = static_cast<double>(dab_++) / (kDabs - 1), s = 1 - t;
        const auto at = [&](int axis) {
            return s * s * stroke.from[axis] + 2 * s * t * stroke.over[axis] +
                   t * t * stroke.to[axis];
        };
        const auto label = static_cast<uint16_t>(stroke.label % classes_);
        const Redrawn redrawn = frame_->update(dab(canvas_, at(0), at(1), stroke.radius, label));
        put(picture_, redrawn);
        return redrawn.far;
    }

    void render_beside(const Stroke& stroke) {
        int steps = 0;
        const RenderRequest now = canvas_;
        picture_ = frame_->render(now, [&] {
            if (++steps % kStepsADab == 0 && dab_ < kDabs) {
                draw_next(stroke);
            }
        });
        ++renders_;
        put(picture_, frame_->update(labels_in(canvas_, {0, 0, 1, 1})));
    }

    std::shared_ptr<const Engine> engine_;
    int classes_;
    std::unique_ptr<Frame> frame_;
    RenderRequest canvas_;
    Picture picture_;
    int dab_ = 0;
    int renders_ = 0;
};

/// The thread sanitizer makes a render a hundred times as long, and races show in the first
/// strokes.
#if defined(__SANITIZE_THREAD__)
constexpr bool kSlow = true;
#else
constexpr bool kSlow = false;
#endif

/// How far the last drafts of all recorded strokes are off.
struct StrokeErrors {
    double mean = 0, worst = 0;
};

StrokeErrors stroke_errors(const std::string& model, Precision precision) {
    StrokePainter painter(Engine::open(
        tessera::test::resource_file("models/" + model + ".safetensors"), on_cpu(precision)));
    StrokeErrors errors;
    const std::span<const Stroke> strokes =
        std::span(kRecorded).first(kSlow ? 1 : std::size(kRecorded));
    for (const Stroke& stroke : strokes) {
        const double difference = painter.paint(stroke);
        errors.worst = std::max(errors.worst, difference);
        errors.mean += difference / static_cast<double>(strokes.size());
    }
    EXPECT(painter.is_exact());
    std::printf(
        "%s: a stroke's last draft is %.3f of 255 off, up to %.3f, %d whole renders beside\n",
        model.c_str(),
        errors.mean,
        errors.worst,
        painter.renders());
    return errors;
}

}  // namespace

TEST(RedrawsTheSameWhereNothingChanged) {
    for (const Precision precision : precisions()) {
        redraw_same(small(), 96, 112, precision);
        LgganConfig config = small();
        config.downs = 3;
        config.style = 0;
        redraw_same(config, 160, 136, precision);
        config = small();
        config.combine = "conv";
        config.head_kernel = 7;
        config.noise = false;
        redraw_same(config, 128, 112, precision);
        config = small();
        config.blocks = 0;
        config.fuse = "average";
        config.sau_kernel = 3;
        redraw_same(config, 96, 96, precision);
        config.local = false;
        config.norm = "instance";
        redraw_same(config, 101, 99, precision);
    }
}

// The strokes are broad and of classes that the landscape has not: the hardest case, since norms'
// statistics move with every pixel of a new class.
TEST(RecordedStrokesStayCloseToTheExactPicture) {
    const auto check = [](const char* model, Precision precision) {
        const StrokeErrors errors = stroke_errors(model, precision);
        EXPECT(errors.mean < 1);
        EXPECT(errors.worst < 6);
    };
    for (const Precision precision : precisions()) {
        check("scenes", precision);
    }
    if (kSlow) {
        return;
    }
    for (const Precision precision : precisions()) {
        check("fashion", precision);
    }
    for (const char* model : {"facades", "camvid", "celebamask"}) {
        check(model, Precision::automatic);
    }
}

constexpr int kStrokes = kSlow ? 20 : 1000;

TEST(ThousandRandomStrokesStayCloseToTheExactPicture) {
    const auto engine = engine_of(small(), Precision::automatic);
    std::mt19937 random(11);
    double worst = 0, sum = 0;
    const auto frame = engine->frame();
    RenderRequest canvas = canvas_of(91, 113, 5);
    Picture picture = frame->render(canvas);
    int drafts = 0;
    for (int stroke = 0; stroke < kStrokes; ++stroke) {
        const auto label = static_cast<uint16_t>(random() % 6);  // 5: void
        for (int i = 0; i < 2; ++i) {
            const Redrawn redrawn =
                frame->update(paint(canvas, random_area(random, canvas, 8), label));
            drafts += redrawn.exact ? 0 : 1;
            put(picture, redrawn);
        }
        const Picture exact = frame->render(canvas);
        const double difference = mean_difference(picture, exact);
        worst = std::max(worst, difference);
        sum += difference;
        picture = exact;
    }
    std::printf("random strokes: %.3f of 255 off in the mean, %.3f at most, %d drafts\n",
                sum / kStrokes,
                worst,
                drafts);
    EXPECT(drafts > kStrokes / 2);
    EXPECT(sum / kStrokes < 2);
    EXPECT(worst < 6);  // one dab is a hundredth of this canvas
    EXPECT(picture.rgb == engine->render(canvas).rgb);
}

/// The mean difference of two maps of the inside, in an area of the picture.
double difference_in(const Picture& picture, const Area& area, const Array& a, const Array& b) {
    const size_t rank = a.shape.size();
    const int64_t height = a.shape[rank - 2], width = a.shape[rank - 1];
    const int64_t planes = a.size() / (height * width);
    double sum = 0;
    int64_t count = 0;
    for (int64_t plane = 0; plane < planes; ++plane) {
        for (int64_t y = 0; y < height; ++y) {
            for (int64_t x = 0; x < width; ++x) {
                const int64_t row = y * picture.height / height - area.top;
                const int64_t column = x * picture.width / width - area.left;
                if (row >= 0 && row < area.height && column >= 0 && column < area.width) {
                    const auto at = static_cast<size_t>((plane * height + y) * width + x);
                    sum += std::abs(a.values[at] - b.values[at]);
                    ++count;
                }
            }
        }
    }
    return sum / static_cast<double>(count);
}

// Where the dab is, what is kept comes as near to the exact inside as the picture does; elsewhere
// it stays as it was.
TEST(ADabIsDrawnInAllThatIsKept) {
    for (const Precision precision : precisions()) {
        const auto engine = engine_of(small(), precision);
        RenderRequest canvas = canvas_of(128, 144, 5);
        canvas.keep = Keep::everything();
        canvas.keep.logits = false;
        const auto frame = engine->frame();
        const Picture before = frame->render(canvas);
        const Area area{60, 66, 10, 10};
        const Redrawn redrawn = frame->update(paint(canvas, area, 1));
        EXPECT(!redrawn.exact);
        const std::optional<Picture> draft = frame->inside(canvas.keep);
        EXPECT(draft.has_value());
        const Picture exact = engine->render(canvas);
        Picture picture = before;
        put(picture, redrawn);
        EXPECT(draft->rgb == picture.rgb);
        EXPECT(draft->inside.size() == exact.inside.size() && exact.inside.size() == 8);
        for (const auto& [name, array] : exact.inside) {
            const Array &old = before.inside.at(name), &drawn = draft->inside.at(name);
            EXPECT(drawn.shape == array.shape);
            EXPECT(difference_in(exact, area, drawn, array) <
                   0.4 * difference_in(exact, area, old, array));
            EXPECT(difference_in(exact, {0, 0, 8, 8}, drawn, old) == 0);
        }
        EXPECT(frame->canvas().labels == canvas.labels);
    }
}

TEST(NothingIsGivenOfWhatWasNotKept) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(96, 112, 5);
    Keep weights, kernels, logits;
    weights.weights = kernels.kernels = logits.logits = true;
    canvas.keep = weights;
    const auto frame = engine->frame();
    EXPECT(!frame->inside(weights));
    frame->render(canvas);
    EXPECT(frame->inside(weights) && !frame->inside(kernels) && !frame->inside(logits));
    canvas.keep = logits;
    frame->render(canvas);
    EXPECT(!frame->inside(logits));  // a dab would not change them
    canvas.keep = Keep::nothing();
    frame->render(canvas);
    EXPECT(!frame->inside(weights));
}

TEST(ChangeOfMostOfTheCanvasIsExact) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(64, 72, 5);
    const auto frame = engine->frame();
    frame->render(canvas);
    const Redrawn redrawn = frame->update(paint(canvas, {2, 3, 60, 61}, 1));
    EXPECT(redrawn.exact && redrawn.area.height == 64 && redrawn.area.width == 72);
    EXPECT(redrawn.rgb == engine->render(canvas).rgb);
}

TEST(ModelWithoutAPlanRendersWhole) {
    LgganConfig config = small();
    config.upsampler = "nearest";
    const auto engine = engine_of(config, Precision::float32);
    RenderRequest canvas = canvas_of(96, 96, 5);
    const auto frame = engine->frame();
    frame->render(canvas);
    EXPECT(!frame->keeps());
    const Redrawn redrawn = frame->update(paint(canvas, {2, 3, 4, 4}, 1));
    EXPECT(redrawn.exact && redrawn.rgb == engine->render(canvas).rgb);
}

TEST(DabsAreDrawnWhileTheWholeIsRendered) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(128, 144, 5);
    const auto frame = engine->frame();
    const auto none = [] {};
    EXPECT(!frame->serves(canvas));
    frame->render(canvas, none);
    RenderRequest other = canvas_of(144, 128, 5);
    EXPECT(frame->serves(canvas) && !frame->serves(other));

    canvas.keep.weights = true;
    Picture shown = frame->render(canvas);
    put(shown, frame->update(paint(canvas, {40, 50, 12, 12}, 1)));
    const Picture exact = engine->render(canvas);
    const RenderRequest behind = canvas;
    int steps = 0;
    Picture rendered = frame->render(behind, [&] {
        if (++steps == 5 || steps == 9) {
            const Redrawn redrawn = frame->update(
                paint(canvas, {60 + steps, 80, 6, 6}, static_cast<uint16_t>(steps % 5)));
            EXPECT(!redrawn.exact);
            put(shown, redrawn);
            EXPECT(frame->inside(canvas.keep)->rgb == shown.rgb);
        }
    });
    EXPECT(steps > 20);
    EXPECT(rendered.rgb == exact.rgb);  // of what was asked for
    EXPECT(frame->canvas().labels == canvas.labels);
    const Redrawn again = frame->update(labels_in(canvas, {0, 0, 1, 1}));
    put(rendered, again);
    const Picture now = engine->render(canvas);
    EXPECT(mean_difference(rendered, now) < mean_difference(shown, now));
    EXPECT(mean_difference(rendered, now) < 0.5 * mean_difference(exact, now));
    EXPECT(frame->render(canvas).rgb == now.rgb);
}

TEST(AChangeOfMostOfTheCanvasEndsTheRenderBesideIt) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(64, 72, 5);
    const auto frame = engine->frame();
    frame->render(canvas);
    const RenderRequest behind = canvas;
    bool ended = false;
    try {
        frame->render(behind, [&] { frame->update(paint(canvas, {2, 3, 60, 61}, 1)); });
    } catch (const Cancelled&) {
        ended = true;
    }
    EXPECT(ended);
    const Redrawn redrawn = frame->update(labels_in(canvas, {0, 0, 1, 1}));
    EXPECT(redrawn.exact && redrawn.rgb == engine->render(canvas).rgb);
}

TEST(CancelledChangeIsDrawnByTheNext) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(96, 112, 5);
    const auto frame = engine->frame();
    Picture interrupted = frame->render(canvas);
    const std::atomic<bool> cancelled = true;
    const LabelChange first = paint(canvas, {40, 50, 6, 6}, 1);
    const LabelChange second = paint(canvas, {44, 52, 6, 6}, 2);
    bool stopped = false;
    try {
        frame->update(first, &cancelled);
    } catch (const Cancelled&) {
        stopped = true;
    }
    EXPECT(stopped);
    const Redrawn redrawn = frame->update(second);
    EXPECT(!redrawn.exact && redrawn.area.top <= 40 && redrawn.area.left <= 50);
    put(interrupted, redrawn);
    EXPECT(mean_difference(interrupted, engine->render(canvas)) < 3);
}

TEST(CanvasOfAnotherSizeStartsAnew) {
    const auto engine = engine_of(small(), Precision::float32);
    const auto frame = engine->frame();
    RenderRequest canvas = canvas_of(96, 112, 5);
    frame->render(canvas);
    frame->update(paint(canvas, {40, 50, 6, 6}, 1));
    RenderRequest other = canvas_of(120, 88, 5);
    Picture picture = frame->render(other);
    EXPECT(picture.rgb == engine->render(other).rgb);
    const Redrawn redrawn = frame->update(paint(other, {110, 80, 6, 6}, 1));
    EXPECT(!redrawn.exact && redrawn.area.top + redrawn.area.height == 120);
    put(picture, redrawn);
    EXPECT(mean_difference(picture, engine->render(other)) < 2);
    EXPECT_THROWS(frame->update({{40, 84, 6, 6}, std::vector<uint16_t>(36)}), "leaves the canvas");
}

TEST(SaysSoWhenAChangeIsNotFinite) {
    const tessera::test::ScratchFolder folder;
    tessera::test::TinyModel model;
    model.poisoned = "stem.norm.gamma.weight";  // of class 0
    tessera::test::write_tiny_model(folder / "nan.safetensors", model);
    const auto engine = Engine::open(folder / "nan.safetensors", on_cpu(Precision::float32));
    RenderRequest canvas = canvas_of(96, 96, 1);
    std::fill(canvas.labels.begin(), canvas.labels.end(), uint16_t{1});
    const auto frame = engine->frame();
    frame->render(canvas);
    EXPECT_THROWS(frame->update(paint(canvas, {40, 40, 6, 6}, 0)),
                  "the model Tiny model produced non-finite values");
    const Redrawn redrawn = frame->update(paint(canvas, {40, 40, 6, 6}, 2));
    EXPECT(redrawn.exact && redrawn.rgb == engine->render(canvas).rgb);
}

TEST(SaysWhatIsWrongWithAChange) {
    const auto engine = engine_of(small(), Precision::float32);
    const auto frame = engine->frame();
    EXPECT_THROWS(frame->update({{0, 0, 1, 1}, {0}}), "not rendered yet");
    frame->render(canvas_of(96, 96, 5));
    EXPECT_THROWS(frame->update({{0, 0, 2, 2}, {0}}), "4 pixels has 1 labels");
    EXPECT_THROWS(frame->update({{-1, 0, 2, 1}, {0, 0}}), "leaves the canvas");
}
