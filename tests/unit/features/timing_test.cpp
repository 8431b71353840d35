#include "synchrony/features/timing.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::features {
namespace {

TEST(Timing, OfARegularRhythmIsZeroButForTheRate) {
    const std::vector<double> rr(30, 0.6);
    for (const auto& beat : timing_inputs(rr)) {
        for (std::size_t i = 0; i < beat.size(); ++i) {
            const double expected = i == local_rate_input ? std::log(0.6 / 0.8) : 0.0;
            EXPECT_NEAR(beat[i], expected, 1e-6) << timing_input_names[i];
        }
    }
    EXPECT_NEAR(regular_timing(0.6)[local_rate_input], std::log(0.75), 1e-6);
    EXPECT_EQ(regular_timing(0.6)[0], 0);
    EXPECT_EQ(regular_timing(0), TimingInputs{});
}

// Four beats, 1.0 s apart but for the third, which comes after 0.5 s and is followed by 1.5 s. The unknown first
// interval counts as the next one, 1.0: intervals 1, 1, 0.5, 1.5; all within ten beats; mean 1, median 1, and the
// standard deviation sqrt((0 + 0 + 0.25 + 0.25) / 4). The distances from the median are 0, 0, 0.5, 0.5, their median
// 0.25. Two of four intervals are unlike the one before.
TEST(Timing, OfAPrematureBeatByHand) {
    const std::vector<double> rr{0.0, 1.0, 0.5, 1.5};
    const auto beat = timing_inputs(rr)[2];
    const double half = std::log(0.5), long_pause = std::log(1.5);
    const double unit = 5 * (1.4826 * 0.25 + 0.02);
    const double expected[] = {half,
                               long_pause,
                               std::log(0.5 / 1.5),
                               half,
                               long_pause,
                               half,
                               long_pause,
                               0,
                               long_pause,
                               half,
                               half,
                               std::sqrt(0.125),
                               std::log(1 / 0.8),
                               -0.5 / unit,
                               0.5 / unit,
                               -0.5 / unit,
                               0.5};
    for (std::size_t i = 0; i < beat.size(); ++i) EXPECT_NEAR(beat[i], expected[i], 1e-6) << timing_input_names[i];
}

TEST(Timing, LooksTenBeatsAsideLocallyAndFiftyWidely) {
    std::vector<double> rr(201, 1.0);
    rr[100] = 2.0;
    const auto timing = timing_inputs(rr);
    EXPECT_NEAR(timing[90][0], -std::log(22.0 / 21), 1e-6) << "21 intervals, one of them 2 s";
    EXPECT_NEAR(timing[89][0], 0, 1e-6);
    EXPECT_NEAR(timing[50][9], -std::log(102.0 / 101), 1e-6);
    EXPECT_NEAR(timing[49][9], 0, 1e-6);
    EXPECT_NEAR(timing[100][5], std::log(2.0), 1e-6) << "against the median";
}

TEST(Timing, IsHeldAndSurvivesUnknownIntervals) {
    const std::vector<double> rr{0, 1, 1, 1, 1, 1, 1, 1, 1, 100};
    EXPECT_EQ(timing_inputs(rr)[9][5], largest_timing_input);
    const std::vector<double> none{0, 0, 0};
    for (const auto& beat : timing_inputs(none)) EXPECT_EQ(beat, TimingInputs{});
    EXPECT_TRUE(timing_inputs({}).empty());
    const std::vector<double> gap{0, 1, 0, 1};
    for (const auto& beat : timing_inputs(gap)) EXPECT_NEAR(beat[0], 0, 1e-6);
}

}  // namespace
}  // namespace synchrony::features
