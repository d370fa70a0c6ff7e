// Frames of large canvases: what is looked at first, strokes in windows, and exact pictures after.
#include <cstdio>

#include "model/inference/frame.h"
#include "tests/model/check.h"
#include "tests/model/inference/painted_canvas.h"

using namespace tessera;
using namespace tessera::test;

TEST(LargeCanvasIsDrawnWhereItIsLookedAt) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(1100, 1210, 5);
    const auto frame = engine->frame();
    const Area seen{300, 500, 200, 180};
    const Redrawn first = frame->look(canvas, seen);
    EXPECT(!first.exact && first.area == seen && frame->keeps());
    const Picture exact = frame->render(canvas);
    EXPECT(exact.rgb == engine->render(canvas).rgb);
    Picture picture = exact;
    put(picture, first);
    const double own = mean_difference(picture, exact);
    picture = exact;
    const Redrawn again = frame->look(canvas, seen);  // with the statistics of the whole
    put(picture, again);
    const double whole = mean_difference(picture, exact);
    std::printf("a look is %.4f of 255 off in the mean, %.4f before a whole render\n", whole, own);
    EXPECT(!again.exact && whole < own && whole < 0.02);  // a thirtieth of the picture
}

TEST(LargeCanvasFollowsStrokesInAndBesideItsWindow) {
    const auto engine = engine_of(small(), Precision::float32);
    RenderRequest canvas = canvas_of(1100, 1210, 5);
    const auto frame = engine->frame();
    frame->look(canvas, {300, 500, 200, 180});
    Picture picture = frame->render(canvas);
    for (const Area& area : {Area{380, 560, 9, 8}, {20, 10, 7, 7}, {1096, 1206, 4, 4}}) {
        const Redrawn redrawn = frame->update(paint(canvas, area, 3));
        EXPECT(!redrawn.exact && redrawn.area.height < 400 && redrawn.area.width < 400);
        EXPECT(redrawn.area.top <= area.top && redrawn.area.left <= area.left);
        put(picture, redrawn);
    }
    const std::atomic<bool> cancelled = true;
    canvas.cancelled = &cancelled;
    bool stopped = false;
    try {
        frame->render(canvas);
    } catch (const Cancelled&) {
        stopped = true;
    }
    canvas.cancelled = nullptr;
    EXPECT(stopped && frame->keeps());  // the next stroke need not wait for a whole render
    const Redrawn redrawn = frame->update(paint(canvas, {1090, 1200, 6, 6}, 1));
    EXPECT(!redrawn.exact);
    put(picture, redrawn);
    EXPECT(mean_difference(picture, engine->render(canvas)) < 0.05);
    EXPECT(frame->render(canvas).rgb == engine->render(canvas).rgb);
}
