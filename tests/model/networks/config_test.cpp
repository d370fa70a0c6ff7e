// LgganConfig refuses what no network can be built from, and names it.
#include "model/networks/config.h"

#include "tests/model/check.h"

using tessera::LgganConfig;

TEST(DefaultIsValid) {
    LgganConfig{}.check();
}

TEST(NamesTheOptionThatIsOutOfRange) {
    LgganConfig config;
    config.base = -1;
    EXPECT_THROWS(config.check(), "base is -1");
    config = {};
    config.sau_kernel = 4;
    EXPECT_THROWS(config.check(), "sau_kernel is 4, must be odd");
    config = {};
    config.norm = "batch";
    EXPECT_THROWS(config.check(), "norm is \"batch\"");
    config = {};
    config.label_input = false;
    EXPECT_THROWS(config.check(), "image_channels must be positive");
}

TEST(WidthsDoubleUpToTheCap) {
    LgganConfig config;
    config.base = 32;
    config.cap = 192;
    config.downs = 3;
    EXPECT(config.width(0) == 32 && config.width(2) == 128 && config.width(3) == 192);
    EXPECT(config.stride() == 8);
}
