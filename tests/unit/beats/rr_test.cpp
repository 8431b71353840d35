// RR intervals, counted by hand.
#include "synchrony/beats/rr.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace synchrony::beats {
namespace {

TEST(Rr, IntervalsOfEachBeat) {
    const std::vector<std::int64_t> peaks{100, 300, 500, 800};
    const auto beats = beat_intervals(peaks, 100.0);
    ASSERT_EQ(beats.size(), 4u);
    EXPECT_EQ(beats[0], (BeatIntervals{0.0, 2.0, 2.0}));
    EXPECT_EQ(beats[1], (BeatIntervals{2.0, 2.0, 2.0}));
    EXPECT_EQ(beats[3], (BeatIntervals{3.0, 0.0, 2.0}));
}

TEST(Rr, LocalMedianTakesTheIntervalsAround) {
    const std::vector<std::int64_t> peaks{0, 100, 200, 350, 500, 650, 800};
    // One before and one after: the mean of the middle two.
    const auto beats = beat_intervals(peaks, 100.0, 1);
    EXPECT_DOUBLE_EQ(beats[1].local_s, 1.0);
    EXPECT_DOUBLE_EQ(beats[2].local_s, 1.25);
    EXPECT_DOUBLE_EQ(beats[3].local_s, 1.5);
}

TEST(Rr, PausesEnterNoMedian) {
    const std::vector<std::int64_t> peaks{0, 100, 200, 2200};
    EXPECT_DOUBLE_EQ(median_rr_s(peaks, 100.0), 1.0);
    EXPECT_DOUBLE_EQ(beat_intervals(peaks, 100.0)[3].before_s, 20.0);
    EXPECT_DOUBLE_EQ(beat_intervals(peaks, 100.0)[3].local_s, 1.0);
}

TEST(Rr, FewBeats) {
    EXPECT_TRUE(beat_intervals({}, 100.0).empty());
    EXPECT_DOUBLE_EQ(median_rr_s({}, 100.0), 0.0);
    const std::vector<std::int64_t> one{50};
    EXPECT_THAT(beat_intervals(one, 100.0), ::testing::ElementsAre(BeatIntervals{}));
    EXPECT_DOUBLE_EQ(median_rr_s(one, 100.0), 0.0);
}

}  // namespace
}  // namespace synchrony::beats
