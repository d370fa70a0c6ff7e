// Agreement of label maps, counted by hand.
#include "model/metrics/confusion.h"

#include <cmath>

#include "tests/model/check.h"

using namespace tessera;

namespace {

bool close(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

}  // namespace

TEST(PixelsAreCountedByTrueAndFoundClass) {
    Confusion confusion(4);
    // Class 3 is nowhere; 0xFFFF and 4 are void.
    confusion.add({0, 0, 0, 1, 1, 2, 0xFFFF, 4}, {0, 0, 1, 1, 2, 2, 0, 3});
    EXPECT(confusion.pixels() == 6);
    EXPECT(confusion.count(0, 0) == 2 && confusion.count(0, 1) == 1 && confusion.count(1, 0) == 0);
    EXPECT(close(confusion.accuracy(), 4.0 / 6));
    const auto iou = confusion.iou();
    EXPECT(close(*iou[0], 2.0 / 3));  // three are 0, all found as 0 are among them
    EXPECT(close(*iou[1], 1.0 / 3));  // two are 1, two were found, one is both
    EXPECT(close(*iou[2], 1.0 / 2));
    EXPECT(!iou[3]);
    EXPECT(close(confusion.mean_iou(), (2.0 / 3 + 1.0 / 3 + 1.0 / 2) / 3));
}

TEST(PicturesAddUp) {
    Confusion together(2), apart(2);
    together.add({0, 1, 1, 0}, {0, 0, 1, 1});
    apart.add({0, 1}, {0, 0});
    apart.add({1, 0}, {1, 1});
    EXPECT(close(together.mean_iou(), 1.0 / 3) && close(apart.mean_iou(), 1.0 / 3));
    EXPECT(close(apart.accuracy(), 0.5));
}

TEST(AClassThatIsFoundInVainCounts) {
    Confusion confusion(2);
    confusion.add({0, 0}, {0, 1});
    EXPECT(close(*confusion.iou()[1], 0) && close(confusion.mean_iou(), 0.25));
}

TEST(NothingIsNoAgreement) {
    Confusion confusion(2);
    confusion.add({7}, {1});
    EXPECT(confusion.pixels() == 0 && confusion.accuracy() == 0 && confusion.mean_iou() == 0);
}

TEST(MapsThatDontFitAreRefused) {
    Confusion confusion(2);
    EXPECT_THROWS(confusion.add({0, 1}, {0}), "2 and 1 pixels");
    EXPECT_THROWS(confusion.add({0}, {2}), "class 2 was found, there are 2");
}
