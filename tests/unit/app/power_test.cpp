// Truths: Hanley and McNeil's variance of the AUC (Radiology 1982;143:29) and its normal approximation.
#include "synchrony/app/power.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::app {
namespace {

core::RunContext context() {
    core::RunContext c;
    c.seed = 2;
    return c;
}

TEST(Power, width_agrees_with_hanley_and_mcneil) {
    PowerRequest request;
    request.auc = 0.8;
    request.responders = 0.5;
    request.sizes = {200};
    request.studies = 400;
    const auto report = power(request, context());
    ASSERT_TRUE(report);
    // A = 0.8, 100 and 100: Q1 = A / (2 - A) = 0.66667, Q2 = 2 A^2 / (1 + A) = 0.71111;
    // var = (A (1 - A) + 99 (Q1 - A^2) + 99 (Q2 - A^2)) / 10^4 = (0.16 + 2.64 + 7.04) / 10^4; width 2 * 1.96 * 0.03137.
    const double width = 2.0 * 1.96 * std::sqrt((0.16 + 99.0 * (2.0 / 3.0 - 0.64) + 99.0 * (1.28 / 1.8 - 0.64)) / 1e4);
    EXPECT_NEAR(report->points[0].median_width, width, 0.05 * width);
}

TEST(Power, grows_with_patients_and_finds_the_least_size) {
    PowerRequest request;
    request.rule_auc = 0.7;
    request.sizes = {400, 50, 150};
    request.studies = 300;
    const auto report = power(request, context());
    ASSERT_TRUE(report);
    ASSERT_EQ(report->points.size(), 3U);
    EXPECT_EQ(report->points[0].patients, 50U);
    EXPECT_LT(*report->points[0].beats, *report->points[2].beats);
    EXPECT_GT(report->points[0].median_width, report->points[2].median_width);
    EXPECT_EQ(report->patients_to_beat, 400U);
}

TEST(Power, of_equal_scores_is_the_false_positive_rate) {
    // A rule barely below the model: the model "wins" in about alpha / 2 of the studies.
    PowerRequest request;
    request.auc = 0.7;
    request.rule_auc = 0.6999999;
    request.sizes = {300};
    request.studies = 2000;
    const auto report = power(request, context());
    ASSERT_TRUE(report);
    EXPECT_NEAR(*report->points[0].beats, 0.025, 0.012);
}

TEST(Power, is_the_same_on_any_number_of_threads) {
    PowerRequest request;
    request.sizes = {71};
    request.studies = 200;
    auto three = context();
    three.threads = 3;
    EXPECT_EQ(power(request, context())->points[0].median_width, power(request, three)->points[0].median_width);
}

TEST(Power, refuses_what_makes_no_sense) {
    const auto refused = [](auto change) {
        PowerRequest request;
        change(request);
        const auto report = power(request, context());
        return !report && report.error().kind == core::ErrorKind::usage;
    };
    EXPECT_TRUE(refused([](PowerRequest& r) { r.auc = 0.5; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.rule_auc = 0.9; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.correlation = 1.0; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.responders = 0.0; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.sizes = {3}; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.studies = 1; }));
    EXPECT_TRUE(refused([](PowerRequest& r) { r.width = std::nan(""); }));
}

TEST(Power, says_what_the_grid_of_sizes_can_tell) {
    PowerReport report;
    for (const std::size_t patients : {40U, 50U, 71U}) report.points.push_back({patients, 0.2, 0.9, {}});
    EXPECT_EQ(needed_words(report, 71), "71 patients (50 are too few)");
    EXPECT_EQ(needed_words(report, 40), "40 patients or fewer (the smallest size tried)");
    EXPECT_EQ(needed_words(report, std::nullopt), "more than 71 patients (the largest size tried)");
    EXPECT_FALSE(too_few(report, 40));
}

}  // namespace
}  // namespace synchrony::app
