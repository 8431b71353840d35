// Counts over patients: the figures of a resample, and limits where resampling gives none.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {

/// Squared distance of probability and outcome.
[[nodiscard]] double squared_error(const PatientPrediction& prediction);

/// Counts of a patient's predictions, all [patient], so that a resample is a weighted sum over patients.
struct PatientCounts {
    std::vector<double> tp, fp, tn, fn, errors, count;
};
[[nodiscard]] PatientCounts patient_counts(std::span<const PatientPrediction> predictions, std::size_t patients);

/// The share of the confusion matrix that the weighted patients make; `figure`: accuracy, sensitivity, specificity,
/// PPV, NPV or F1.
[[nodiscard]] std::optional<double> weighted_share(const PatientCounts& counts, Figure Metrics::*figure,
                                                   std::span<const double> weights);
/// Mean squared error of the weighted patients.
[[nodiscard]] std::optional<double> weighted_brier(const PatientCounts& counts, std::span<const double> weights);

/// Limits of a share from its values in resamples of people: Korn and Graubard's, exact ones among the people asked
/// where it is 0 or 1. F1, no share, has percentiles; at 0 and 1 it is 2 J / (1 + J) of the share J of right answers
/// among those called or being positive.
[[nodiscard]] std::optional<stats::Interval> share_interval(const PatientCounts& counts, Figure Metrics::*figure,
                                                            std::optional<double> share,
                                                            std::span<const double> resampled,
                                                            std::span<const std::size_t> people);
/// Limits of an AUC that is 0 or 1 in every resample.
[[nodiscard]] std::optional<stats::Interval> limits_of_certain(std::optional<double> area,
                                                               std::span<const PatientPrediction> predictions,
                                                               std::span<const std::size_t> people);
/// Of a rule whose score is its answer the AUC is the mean of sensitivity and specificity. Where one of these is the
/// same in every resample, the AUC's own resamples know the other's spread alone: four of four patients found would
/// make 0.58 (0.53 to 0.65). Its limits are then recovered from those of the two.
[[nodiscard]] std::optional<stats::Interval> limits_of_yes_or_no(const Metrics& m,
                                                                 std::span<const PatientPrediction> predictions);

}  // namespace synchrony::eval
