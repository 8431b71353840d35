// Halves of recordings in which nothing changes.
#include "synchrony/app/repeatability.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/paths.hpp"

namespace synchrony::app {
namespace {

const RepeatedQuantity& quantity_named(std::string_view name) {
    return *std::ranges::find(repeated_quantities(), name, &RepeatedQuantity::name);
}

TEST(Repeatability, AnglesChangeTheShortWayRound) {
    const auto& axis = quantity_named("qrs_axis_deg");
    EXPECT_DOUBLE_EQ(change_of(axis, 170.0, -170.0), 20.0);
    EXPECT_DOUBLE_EQ(change_of(axis, -170.0, 170.0), -20.0);
    EXPECT_DOUBLE_EQ(change_of(quantity_named("qrs_duration_ms"), 170.0, -170.0), -340.0);
}

// The limits are those that docs/results/repeatability.md gives for LUDB and PTB-XL; five records of LUDB can only say
// that they are of the right size.
TEST(Repeatability, HalvesOfRealRecordingsLieWithinTheLimitsMostly) {
    const auto data = test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ludb" / "data" / "1.hea"))
        GTEST_SKIP() << "needs ludb in SYNCHRONY_DATA or ../shared/data";
    std::vector<std::filesystem::path> records;
    for (const char* name : {"1", "3", "5", "7", "13"})
        records.push_back(*data / "ludb" / "data" / (std::string(name) + ".hea"));
    const auto report = repeatability(records, {}, {});
    ASSERT_TRUE(report) << report.error().message();
    for (const auto& q : report->quantities) {
        ASSERT_GT(q.recordings, 1U) << q.name;
        EXPECT_LT(std::abs(q.mean), 2.0 * quantity_named(q.name).limit) << q.name;
    }
    EXPECT_FALSE(repeatability({"nowhere.hea"}, {}, {}));
}

}  // namespace
}  // namespace synchrony::app
