// The table of options: text, JSON, presets, and what it refuses.
#include "model/training/options.h"

#include "tests/model/check.h"

using namespace tessera;

TEST(EveryOptionGoesThroughTextAndJson) {
    for (const std::string& name : preset_names()) {
        const TrainingOptions options = preset(name);
        options.check();
        TrainingOptions copy;
        for (const OptionInfo& info : option_list()) {
            set_option(copy, info.name, option_value(options, info.name));
            EXPECT(!info.help.empty());
        }
        EXPECT(copy == options);
        EXPECT(parse_options(options_json(options)) == options);
    }
}

TEST(TheListHasTheDefaults) {
    const TrainingOptions defaults;
    for (const OptionInfo& info : option_list()) {
        EXPECT(info.value == option_value(defaults, info.name));
    }
}

TEST(RealtimeIsTheShippedShape) {
    const LgganConfig network = preset("realtime").network;
    EXPECT(network.base == 32 && network.cap == 192 && network.downs == 3 && network.blocks == 5);
    EXPECT(network.norm == "class" && network.style == 16 && network.noise);
    EXPECT(network.head_kernel == 3 && network.sau_compressed == 32);
    EXPECT(preset("paper").network == LgganConfig{});
    EXPECT(preset("cross-view").network.image_channels == 3);
}

TEST(SeanTakesSquaresOfItsOwnStride) {
    TrainingOptions options = preset("sean");
    EXPECT(std::get<SeanConfig>(options.drawing()) == options.sean && options.stride() == 32);
    options.crop = 144;
    EXPECT_THROWS(options.check(), "option crop is 144, must be a multiple of 32");
    options.crop = 128;
    options.sean.sau_kernel = 4;
    EXPECT_THROWS(options.check(), "sau_kernel");
}

TEST(NamesWhatIsWrong) {
    TrainingOptions options;
    EXPECT_THROWS(set_option(options, "l3", "1"), "there is no option l3");
    EXPECT_THROWS(set_option(options, "l1", "much"), "option l1 is much, must be a number");
    EXPECT_THROWS(set_option(options, "steps", "1.5"), "must be a whole number");
    EXPECT_THROWS(set_option(options, "l1", "-1"), "option l1 is -1, must be 0 to 1000");
    EXPECT_THROWS(set_option(options, "flip", "maybe"), "must be true or false");
    EXPECT_THROWS(set_option(options, "adversarial", "wgan"), "must be one of hinge lsgan");
    EXPECT_THROWS(set_option(options, "beta1", "nan"), "option beta1 is nan");
    EXPECT_THROWS(preset("fast"), "there is no preset fast, only realtime paper cross-view");
    EXPECT_THROWS(parse_options("[]"), "no JSON object");
    EXPECT_THROWS(parse_options("{\"steps\": 0}"), "option steps is 0");
    options.crop = 100;
    options.network.downs = 3;
    EXPECT_THROWS(options.check(), "option crop is 100, must be a multiple of 8");
}
