// Counts and figures of a row over its cohorts, against sums and means by hand.
#include "synchrony/app/row_over_cohorts.hpp"

#include <gtest/gtest.h>

namespace synchrony::app {
namespace {

RowOfCohort row_of(std::size_t cohort, eval::Confusion counts, eval::Figure accuracy, eval::Figure auc) {
    RowOfCohort row;
    row.cohort = cohort;
    row.row.metrics.pooled = counts;
    row.row.metrics.accuracy = accuracy;
    row.row.metrics.auc = auc;
    return row;
}

TEST(RowOverCohorts, OfOneCohortIsWhatItFound) {
    const auto own = row_over_cohorts({row_of(1, {40, 10, 15, 6}, {0.76, 0.11, 55.0 / 71, stats::Interval{0.66, 0.86}},
                                              {0.71, 0.09, 0.68, stats::Interval{0.58, 0.83}})});
    EXPECT_EQ(own.pooled.tp, 40U);
    EXPECT_EQ(own.pooled.total(), 71U);
    const auto& accuracy = own.of(&eval::Metrics::accuracy);
    EXPECT_DOUBLE_EQ(*accuracy.value, 55.0 / 71) << "all predictions together";
    EXPECT_DOUBLE_EQ(*accuracy.fold_mean, 0.76);
    EXPECT_DOUBLE_EQ(*accuracy.fold_sd, 0.11);
    EXPECT_DOUBLE_EQ(accuracy.ci95->low, 0.66);
    EXPECT_FALSE(accuracy.sd);
    EXPECT_DOUBLE_EQ(*own.of(&eval::Metrics::auc).value, 0.71) << "of pairs tested in one fold";
    EXPECT_FALSE(own.of(&eval::Metrics::calibration_slope).value);
}

TEST(RowOverCohorts, OfSeveralIsTheirMeanWithTheSpreadBetweenThem) {
    const auto own = row_over_cohorts({row_of(1, {40, 10, 15, 6}, {0.5, 0.1, 0.6, stats::Interval{0.5, 0.7}}, {}),
                                       row_of(3, {30, 12, 13, 16}, {0.7, 0.3, 0.8, stats::Interval{0.7, 0.9}},
                                              {0.9, 0.05, 0.8, stats::Interval{0.8, 1.0}})});
    EXPECT_EQ(own.pooled.tp, 70U);
    EXPECT_EQ(own.pooled.fp, 22U);
    EXPECT_EQ(own.pooled.tn, 28U);
    EXPECT_EQ(own.pooled.fn, 22U);
    const auto& accuracy = own.of(&eval::Metrics::accuracy);
    EXPECT_NEAR(*accuracy.value, 0.7, 1e-12);
    EXPECT_NEAR(*accuracy.sd, 0.141421356, 1e-8) << "divisor 1: the root of 0.02";
    EXPECT_NEAR(*accuracy.fold_mean, 0.6, 1e-12);
    EXPECT_NEAR(*accuracy.fold_sd, 0.2, 1e-12);
    EXPECT_FALSE(accuracy.ci95) << "an interval over patients is of one cohort";
    EXPECT_DOUBLE_EQ(*own.of(&eval::Metrics::auc).value, 0.9) << "of the cohort that has it";
    EXPECT_FALSE(own.of(&eval::Metrics::auc).sd);
}

TEST(RowOverCohorts, OfNoneHasNoFigures) {
    const auto own = row_over_cohorts({});
    EXPECT_EQ(own.pooled.total(), 0U);
    EXPECT_FALSE(own.of(&eval::Metrics::auc).value);
}

}  // namespace
}  // namespace synchrony::app
