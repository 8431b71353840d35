// One of our rows beside a published study: what its comparisons found on every cohort, and over all of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/eval/results.hpp"

namespace synchrony::app {

/// A row on one cohort, as `evaluate` found it.
struct RowOfCohort {
    std::size_t cohort = 1;                     ///< from 1
    std::string comparison;                     ///< its folder below --out: "comparisons/1/resnet18"
    std::size_t patients = 0;                   ///< that it answers for
    eval::ResultRow row;                        ///< without predictions, curves and subgroups
    std::vector<eval::Comparison> differences;  ///< of which it is the first row or the second
};

/// A figure over the cohorts that have it.
struct FigureOverCohorts {
    /// The mean: of the AUC of pairs tested in one fold, of every other figure from all predictions together.
    std::optional<double> value;
    std::optional<stats::Interval> ci95;  ///< over patients, of one cohort
    std::optional<double> sd;             ///< between cohorts, of two or more
    std::optional<double> fold_mean;      ///< mean over test folds, and of that the mean over cohorts
    std::optional<double> fold_sd;        ///< SD over the test folds of a cohort, mean over cohorts
};

struct RowOverCohorts {
    std::vector<RowOfCohort> by_cohort;      ///< in the cohorts' order; empty: not run
    eval::Confusion pooled;                  ///< summed over folds and cohorts
    std::vector<FigureOverCohorts> figures;  ///< in the order of eval::named_figures()
    /// A figure by its place in eval::Metrics.
    [[nodiscard]] const FigureOverCohorts& of(eval::Figure eval::Metrics::*figure) const;
};

/// Counts and figures of a row over its cohorts; `by_cohort` may be empty.
[[nodiscard]] RowOverCohorts row_over_cohorts(std::vector<RowOfCohort> by_cohort);

}  // namespace synchrony::app
