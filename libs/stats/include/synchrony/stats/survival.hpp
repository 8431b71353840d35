// Time to an event, with patients who were followed for a while and had none.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {

struct FollowUp {
    double time = 0.0;   ///< any unit, >= 0
    bool event = false;  ///< false: followed until then without an event
};

struct SurvivalStep {
    double time = 0.0;
    std::size_t at_risk = 0;  ///< just before
    std::size_t events = 0;
    double survival = 1.0;                 ///< just after
    std::optional<double> standard_error;  ///< Greenwood 1926; nothing once survival is 0
    std::optional<Interval> interval;      ///< on the logarithm of survival, as R's survfit has it by default
};
/// The product-limit estimate (Kaplan & Meier 1958), a step for each time with an event.
[[nodiscard]] std::vector<SurvivalStep> kaplan_meier(std::span<const FollowUp> patients, double level = 0.95);
/// The first time at which survival is one half or less.
[[nodiscard]] std::optional<double> median_survival(std::span<const SurvivalStep> steps);
/// Survival at a time; 1 before the first event.
[[nodiscard]] double survival_at(std::span<const SurvivalStep> steps, double time);

struct LogRank {
    std::array<double, 2> observed{};
    std::array<double, 2> expected{};
    double chi_squared = 0.0;
    double p = 1.0;
};
/// Mantel 1966, hypergeometric variance. Nothing where there is no event while both groups are at risk.
[[nodiscard]] std::optional<LogRank> log_rank(std::span<const FollowUp> first, std::span<const FollowUp> second);

struct CoxFit {
    double coefficient = 0.0;  ///< log hazard ratio for one unit of x
    double standard_error = 0.0;
    double log_likelihood = 0.0;
    double null_log_likelihood = 0.0;
    [[nodiscard]] double hazard_ratio() const;
    [[nodiscard]] Interval hazard_ratio_interval(double level = 0.95) const;
    [[nodiscard]] double wald_p() const;
};
/// Proportional hazards in one covariate (Cox 1972), ties after Efron 1977, as R's coxph has it by default. Nothing for
/// values that are not finite, without spread among those at risk, or with a likelihood that has no maximum (every
/// event the largest x of its time).
[[nodiscard]] std::optional<CoxFit> cox_fit(std::span<const FollowUp> patients, std::span<const double> x);

/// Harrell's C (1982): among pairs of whom one had the event while the other was still followed, the share in which
/// that one has the larger risk; equal risks count half. Patient i stands for weights[i] (empty: 1), as in a
/// bootstrap sample. Nothing where there is no such pair.
[[nodiscard]] std::optional<double> concordance(std::span<const FollowUp> patients, std::span<const double> risk,
                                                std::span<const double> weights = {});

}  // namespace synchrony::stats
