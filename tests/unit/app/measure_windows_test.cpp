// Windows of a long recording: what they come to, and how their times are said.
#include "synchrony/app/measure_windows.hpp"

#include <gtest/gtest.h>

namespace synchrony::app {
namespace {

MeasuredWindow window_at(double start_s, double qrs_ms, const std::vector<measure::Flag>& flags = {}) {
    measure::Measurements m;
    m.heart_rate_bpm = 60.0 + start_s / 100.0;
    m.intervals.qrs_ms = qrs_ms;
    m.flags = flags;
    for (const auto& flag : flags) m.likely_atrial_fibrillation |= flag.name == "likely_atrial_fibrillation";
    return {start_s, "", {"x", std::move(m)}};
}

WindowedRecording recording_of(std::size_t windows) {
    WindowedRecording recording;
    recording.every_s = 60.0;
    recording.window_s = 10.0;
    recording.windows = windows;
    return recording;
}

// 100 ms but for minutes 10 to 14 and 20, where a block stands; one window between is refused, one has no beat.
TEST(MeasureWindows, FindTheStretchesOfAnIntermittentBlock) {
    WindowTally tally;
    for (int i = 0; i < 40; ++i) {
        const double at = 60.0 * i;
        if (i == 12)
            tally.add(window_at(at, 300.0, {{"too_few_beats", "", true}}));
        else if (i == 30)
            tally.add({at, "", {"x", core::fail_input("no beat found")}});
        else
            tally.add(window_at(at, (i >= 10 && i <= 14) || i == 20 ? 150.0 + i : i % 2 == 0 ? 99.0 : 101.0));
    }
    const auto s = tally.summary(recording_of(40));
    EXPECT_EQ(s.windows, 40U);
    EXPECT_EQ(s.measured(), 38U);
    EXPECT_EQ(s.refused, 1U);
    EXPECT_EQ(s.not_measured, 1U);
    EXPECT_EQ(s.unreadable, 0U);
    EXPECT_EQ(s.refusals.at("too_few_beats"), 1U);
    ASSERT_TRUE(s.ranges[2]);
    EXPECT_EQ(s.ranges[2]->high, 170.0) << "what is refused has no part in it";
    EXPECT_GE(s.qrs_limit_ms, 3.8);
    EXPECT_LE(s.qrs_limit_ms, 20.0);
    EXPECT_EQ(s.departed, 5U);
    ASSERT_EQ(s.departures.size(), 2U);
    EXPECT_EQ(s.departures[0].begin_s, 600.0);
    EXPECT_EQ(s.departures[0].end_s, 850.0);
    EXPECT_EQ(s.departures[0].windows, 4U);
    EXPECT_EQ(s.departures[1].begin_s, 1200.0);
    EXPECT_EQ(s.departures[1].qrs_ms, 170.0);
}

TEST(MeasureWindows, PacingAndFibrillationAreFindingsAndNoRefusals) {
    WindowTally tally;
    tally.add(window_at(0.0, 100.0, {{"paced", "", true}}));
    tally.add(window_at(60.0, 100.0, {{"likely_atrial_fibrillation", "", true, true}}));
    tally.add(window_at(120.0, 100.0, {{"lead_swap", "", true}, {"paced", "", true}}));
    const auto s = tally.summary(recording_of(3));
    EXPECT_EQ(s.measured(), 2U);
    EXPECT_EQ(s.paced, 1U);
    EXPECT_EQ(s.fibrillation, 1U);
    EXPECT_EQ(s.departed, 0U);
}

// Where most windows differ from the next, their changes are no limit for themselves.
TEST(MeasureWindows, ChangeAllTheTimeAndAreSeenToDo) {
    WindowTally tally;
    for (int i = 0; i < 30; ++i) tally.add(window_at(60.0 * i, 100.0 + 40.0 * (i % 3)));
    const auto s = tally.summary(recording_of(30));
    EXPECT_EQ(s.qrs_limit_ms, 20.0);
    EXPECT_EQ(s.departed, 20U);
    EXPECT_EQ(WindowTally().summary(recording_of(1)).departed, 0U) << "of nothing";
}

TEST(MeasureWindows, TimesGoAroundTheClock) {
    EXPECT_EQ(time_of_day("08:04:00", 600.0), "08:14:00");
    EXPECT_EQ(time_of_day("23:59:30.5", 30.0), "00:00:00");
    EXPECT_EQ(time_of_day("8:04:00", 86'400.0), "08:04:00");
    EXPECT_EQ(time_of_day("", 5.0), "");
    EXPECT_EQ(hours_minutes_seconds(86'399.9), "23:59:59");
    EXPECT_EQ(hours_minutes_seconds(90'061.0), "25:01:01");
    EXPECT_EQ(hours_minutes_seconds(2.5, 1), "0:00:02.5");
}

}  // namespace
}  // namespace synchrony::app
