// Is one row better than another on the same patients?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {

/// Difference of two rows' AUC (pairs tested in one fold), first - second, on the patients that both answered for.
struct Comparison {
    RowName first;
    RowName second;
    std::string question;  ///< "model against the best simple rule", "joined inputs against one of them",
                           ///< "pre-training against none"
    double difference = 0.0;
    std::optional<stats::Interval> ci95;  ///< bootstrap over people, both rows on the same resamples
    std::optional<double> p;              ///< two-sided, from the same bootstrap; where no resample changes the
                                          ///< difference, both from the score limits of the two AUCs
    std::optional<double> p_holm;         ///< corrected for all comparisons of the run
    /// DeLong's test on each patient's mean score over the repeats: takes the scores of different folds' models as one
    /// model's, so that its difference of AUC is another one, which may even point the other way; the bootstrap is the
    /// answer and this its check. Two-sided p, and the same corrected. Nothing beside a row whose folds answer by
    /// different rules (the best simple rule): milliseconds and microvolt seconds are no one score.
    std::optional<double> delong_difference;
    std::optional<double> delong_p;
    std::optional<double> delong_p_holm;
    std::size_t patients = 0;  ///< that both rows answered for
};

/// The smallest p of R resamples is 2 / (R + 1), and Holm multiplies it by the number of comparisons: so many resamples
/// for each keep the smallest corrected p at 0.02. With fewer no difference could ever be shown to hold.
inline constexpr std::size_t resamples_a_comparison = 100;

/// Every model row against the best simple rule, where one was chosen in the training parts, and against every row that
/// readers expect (QRS duration, the guideline); where there is none of these, against the rule (else baseline) with
/// the largest AUC. Where there are more than 20 comparisons, they take more than the 2000 resamples that are usual, so
/// that the correction leaves room for a finding. Every pre-trained row against the row of the same name and features
/// with pre-training "none".
[[nodiscard]] std::vector<Comparison> compare(const CrossValidation& run, std::size_t patients,
                                              const MetricOptions& options = {});

}  // namespace synchrony::eval
