#include "other_databases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace synchrony::study {
namespace {

constexpr const char* finished = R"({"kind": "transfer gain", "database": "ludb",
  "tasks": [{"task": "lvh", "comparisons": [
      {"first": "frozen", "second": "random", "averaged_difference": 0.03, "se_over_patients": 0.02},
      {"first": "frozen", "second": "pixels", "averaged_difference": 0.01, "se_over_patients": null}]}],
  "mean_over_tasks": [{"first": "frozen", "second": "random", "averaged_difference": 0.05, "se_over_patients": 0.02}]})";

std::filesystem::path run_with(const test::TemporaryFolder& folder, const std::string& results) {
    std::ofstream(folder.path() / "results.json") << results;
    return folder.path();
}

TEST(OtherDatabases, gains_are_read_where_they_have_a_standard_error) {
    const test::TemporaryFolder folder;
    const auto found = read_finished_gains(run_with(folder, finished));
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->database, "ludb");
    ASSERT_EQ(found->gains.size(), 2U);
    EXPECT_EQ(found->gains[0].task, "lvh");
    EXPECT_EQ(found->gains[0].averaged, 0.03);
    EXPECT_EQ(found->gains[1].task, "") << "the mean over tasks";
    EXPECT_EQ(found->gains[1].se, 0.02);
}

TEST(OtherDatabases, what_is_no_finished_run_is_an_error) {
    const test::TemporaryFolder folder;
    EXPECT_FALSE(read_finished_gains(folder.path()));
    for (const char* results : {"[", "[]", "{}", R"({"kind": "evaluation"})", R"({"kind": 7, "tasks": 3})",
                                R"({"kind": "transfer gain", "tasks": [{"task": "lvh", "comparisons": [
                                    {"first": "a", "second": "b", "averaged_difference": 0.1}]}]})"})
        EXPECT_FALSE(read_finished_gains(run_with(folder, results))) << results;
}

// Equal errors: the mean is the middle, 0.02. With differences of 0.02 and errors of 0.02 Cochran's Q is 0.5, below its
// one degree of freedom: nothing between, and an error of 0.02 / sqrt(2).
TEST(OtherDatabases, the_same_question_is_joined_and_no_other) {
    const FinishedGains own{"ptbxl",
                            {{"lvh", "frozen", "random", 0.01, 0.02}, {"age60", "frozen", "random", 0.2, 0.02}}};
    const FinishedGains other{"ludb",
                              {{"lvh", "frozen", "pixels", 0.5, 0.02}, {"lvh", "frozen", "random", 0.03, 0.02}}};
    const auto pooled = pool(own, {&other, 1});
    ASSERT_TRUE(pooled);
    ASSERT_EQ(pooled->size(), 1U);
    EXPECT_EQ(pooled->front().task, "lvh");
    EXPECT_EQ(pooled->front().databases, (std::vector<std::string>{"ptbxl", "ludb"}));
    EXPECT_NEAR(pooled->front().over_databases.mean, 0.02, 1e-12);
    EXPECT_NEAR(pooled->front().over_databases.standard_error, 0.02 / std::sqrt(2.0), 1e-12);
}

TEST(OtherDatabases, runs_on_one_database_are_refused) {
    const FinishedGains own{"ludb", {}}, other{"ludb", {}};
    EXPECT_FALSE(pool(own, {&other, 1}));
}

}  // namespace
}  // namespace synchrony::study
