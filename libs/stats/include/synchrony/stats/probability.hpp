// How good are predicted probabilities? Every figure takes weights, so that a bootstrap resample or a subgroup is a
// weighting; empty weights count each item once. Spans are of one length; labels are 0 or 1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace synchrony::stats {

/// Area under the precision-recall steps: sum of (rise of recall) x precision, equal scores taken together. `order`
/// sorts the scores ascending (stats::ascending_order). Nothing without a positive.
[[nodiscard]] std::optional<double> average_precision(std::span<const double> scores,
                                                      std::span<const std::uint8_t> labels,
                                                      std::span<const std::size_t> order,
                                                      std::span<const double> weights = {});

/// Logistic recalibration (Cox 1958): outcome regressed on the log-odds of the predicted probability.
struct Calibration {
    double slope = 1.0;      ///< below 1: predictions too extreme (overfitting); 1 is right
    double intercept = 0.0;  ///< with the slope held at 1, "calibration in the large"; above 0: predictions too low
};
/// Probabilities are kept this far from 0 and 1, where the log-odds are infinite.
inline constexpr double least_probability = 1e-6;
/// Nothing where one class is absent, the predictions do not vary or separate the classes wholly (no finite slope).
[[nodiscard]] std::optional<Calibration> calibration(std::span<const double> probabilities,
                                                     std::span<const std::uint8_t> labels,
                                                     std::span<const double> weights = {});

/// Net benefit of treating those whose probability is `threshold` or more (Vickers & Elkin 2006): share of true
/// positives less share of false positives x odds of the threshold. `threshold` in (0, 1).
[[nodiscard]] std::optional<double> net_benefit(std::span<const double> probabilities,
                                                std::span<const std::uint8_t> labels, double threshold,
                                                std::span<const double> weights = {});
/// The same when everybody is treated, for a share of positives.
[[nodiscard]] double net_benefit_of_all(double prevalence, double threshold);

}  // namespace synchrony::stats
