// RR intervals, counted by hand.
#include "synchrony/beats/rr.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace synchrony::beats {
namespace {

TEST(Rr, TheMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
    EXPECT_DOUBLE_EQ(median_rr_s(std::vector<std::int64_t>{100, 300, 500, 800}, 100.0), 2.0);
    EXPECT_DOUBLE_EQ(median_rr_s(std::vector<std::int64_t>{0, 100, 200, 350, 500}, 100.0), 1.25);
}

TEST(Rr, PausesEnterNoMedian) {
    EXPECT_DOUBLE_EQ(median_rr_s(std::vector<std::int64_t>{0, 100, 200, 2200}, 100.0), 1.0);
}

TEST(Rr, TheMeanIsAPulseThatIsCounted) {
    EXPECT_DOUBLE_EQ(mean_rr_s(std::vector<std::int64_t>{0, 60, 200, 260, 400}, 100.0), 1.0);
    EXPECT_DOUBLE_EQ(mean_rr_s(std::vector<std::int64_t>{0, 100, 220, 2200}, 100.0), 1.1);  // no pause in it
}

TEST(Rr, FewBeatsHaveNone) {
    EXPECT_DOUBLE_EQ(mean_rr_s(std::vector<std::int64_t>{50}, 100.0), 0.0);
    EXPECT_DOUBLE_EQ(median_rr_s({}, 100.0), 0.0);
    EXPECT_DOUBLE_EQ(median_rr_s(std::vector<std::int64_t>{50}, 100.0), 0.0);
}

}  // namespace
}  // namespace synchrony::beats
