#include "synchrony/features/segment.hpp"

#include <gtest/gtest.h>

#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

TEST(BeatRr, ByHand) {
    const std::vector<std::int64_t> r{100, 460, 780, 1180};  // intervals 360, 320, 400 samples
    const auto rr = beat_rr(r, 400.0);
    ASSERT_EQ(rr.size(), 4u);
    EXPECT_EQ(rr[0].before_s, 0);
    EXPECT_NEAR(rr[0].after_s, 0.9, 1e-12);
    EXPECT_NEAR(rr[1].before_s, 0.9, 1e-12);
    EXPECT_NEAR(rr[1].after_s, 0.8, 1e-12);
    EXPECT_NEAR(rr[3].before_s, 1.0, 1e-12);
    EXPECT_EQ(rr[3].after_s, 0);
    for (const auto& beat : rr) EXPECT_NEAR(beat.local_s, 0.9, 1e-12);  // all three intervals are near every beat
}

TEST(BeatRr, LocalIsTheMedianOfTenIntervals) {
    std::vector<std::int64_t> r{0};
    for (int i = 1; i <= 20; ++i) r.push_back(r.back() + 100 * i);  // interval i is i s at 100 Hz
    const auto rr = beat_rr(r, 100.0);
    EXPECT_NEAR(rr[10].local_s, 10.5, 1e-12);  // intervals 6..15
    EXPECT_NEAR(rr[0].local_s, 3, 1e-12);      // intervals 1..5
    EXPECT_NEAR(rr[20].local_s, 18, 1e-12);    // intervals 16..20
}

TEST(BeatRr, OneBeatAndNone) {
    EXPECT_TRUE(beat_rr({}, 360).empty());
    const std::vector<std::int64_t> one{5};
    const auto rr = beat_rr(one, 360);
    EXPECT_EQ(rr[0].before_s + rr[0].after_s + rr[0].local_s, 0);
}

TEST(Segment, RrIsTheMeanOfTheKnownNeighbours) {
    EXPECT_NEAR(segment_rr_s(0.6, 1.0), 0.8, 1e-12);
    EXPECT_NEAR(segment_rr_s(0, 1.0), 1.0, 1e-12);
    EXPECT_NEAR(segment_rr_s(0.6, 0), 0.6, 1e-12);
    EXPECT_EQ(segment_rr_s(0, 0), usual_rr_s);
    EXPECT_EQ(segment_rr_s(30, 30), longest_rr_s);
    EXPECT_EQ(segment_rr_s(0.01, 0.01), shortest_rr_s);
}

TEST(Segment, OfEachRecipe) {
    // paper: 1.2 * 0.8 s * 360 Hz = 345.6 -> 346, half of it before the peak
    EXPECT_EQ(segment_around(test::recipe("paper"), 1000, 0.6, 1.0), (Segment{.begin = 827, .length = 346}));
    // fine: 248 samples whatever the rate, 0.4 * 248 = 99.2 before the peak
    EXPECT_EQ(segment_around(test::recipe("fine"), 1000, 0.3, 0.3), (Segment{.begin = 901, .length = 248}));
    EXPECT_EQ(longest_segment(test::recipe("paper")), 1080);  // 1.2 * 2.5 * 360
    EXPECT_EQ(longest_segment(test::recipe("fine")), 248);
}

TEST(Segment, OutsideTheRecordIsZero) {
    const std::vector<float> lead{1, 2, 3, 4};
    std::vector<float> out(8, -1.0F);
    extract(lead, {.begin = -2, .length = 8}, out);
    EXPECT_EQ(out, (std::vector<float>{0, 0, 1, 2, 3, 4, 0, 0}));
    out.resize(2);
    extract(lead, {.begin = 2, .length = 2}, out);
    EXPECT_EQ(out, (std::vector<float>{3, 4}));
    extract(lead, {.begin = 100, .length = 2}, out);
    EXPECT_EQ(out, (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace synchrony::features
