// Which recording came first. Truths by hand, from the definition of an offset: local time less the offset is UTC.
#include <gtest/gtest.h>

#include "synchrony/record/start_times.hpp"

namespace synchrony::record {
namespace {

TEST(StartTimes, ClocksOfTwoZonesAreComparedInUtc) {
    const Start lisbon{"2024-06-30T23:30:00", 60}, warsaw{"2024-07-01T00:10:00.5", 120};
    EXPECT_TRUE(std::is_lt(compare_starts(warsaw, lisbon))) << "22:10 and 22:30 in UTC";
    EXPECT_EQ(comparable_times(std::vector<Start>{lisbon, warsaw}),
              (std::vector<std::string>{"2024-06-30T22:30:00", "2024-06-30T22:10:00.5"}));
    EXPECT_EQ(comparable_times(std::vector<Start>{{"2023-12-31T22:00:00", -210}, {"2024-01-01T00:30:00", 60}}),
              (std::vector<std::string>{"2024-01-01T01:30:00", "2023-12-31T23:30:00"}))
        << "across the end of a year, both ways";
}

TEST(StartTimes, WhereOneSaysNoZoneClocksCount) {
    EXPECT_TRUE(std::is_lt(compare_starts({"2024-07-01T00:00:00", 120}, {"2024-07-01T01:00:00", {}})));
    EXPECT_EQ(compare_starts({"2024-07-01", {}}, {"2024-07-01T01:00:00", 60}), std::partial_ordering::unordered);
    EXPECT_TRUE(std::is_lt(compare_starts({"2024-06-30", 120}, {"2024-07-01T01:00:00", 60})));
}

// ISO 8601.
TEST(StartTimes, ZonesInWords) {
    EXPECT_EQ(zone_text(0), "+00:00");
    EXPECT_EQ(zone_text(-210), "-03:30");
    EXPECT_EQ(with_zone("2024-07-01T01:00:00", 60), "2024-07-01T01:00:00+01:00");
    EXPECT_EQ(with_zone("2024-07-01", 60), "2024-07-01");
    EXPECT_EQ(with_zone("2024-07-01T01:00:00", {}), "2024-07-01T01:00:00");
}

}  // namespace
}  // namespace synchrony::record
