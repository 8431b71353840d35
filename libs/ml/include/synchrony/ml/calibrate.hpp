// From a decision value to a probability and from a probability to a decision, both learnt from predictions on patients
// that the model did not see.
#pragma once

#include <cstdint>
#include <span>

namespace synchrony::ml {

/// Slope and offset of a logistic curve: probability = 1 / (1 + exp(-(slope x + offset))).
struct Sigmoid {
    double slope = 1.0;
    double offset = 0.0;
};

/// The curve through (decision, label) with Platt's (1999) smoothed targets, (N+ + 1) / (N+ + 2) and 1 / (N- + 2), by
/// Newton's method. `weights` count each item so often (a bootstrap resample, a repeat's share); empty: once each.
[[nodiscard]] Sigmoid fit_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                                  std::span<const double> weights = {});

/// The same, but where the curve falls it is flat at the share of positives, (N+ + 1) / (N + 2): a falling curve is
/// noise, and turning the model round would be overfitting to it.
[[nodiscard]] Sigmoid fit_rising_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                                         std::span<const double> weights = {});

/// For decisions that are log-odds already: the least change that the labels ask for, by closed testing at 5 %
/// (Vergouwe et al., Stat Med 2017;36:4529). Nothing (slope 1, offset 0) unless fit_rising_sigmoid is significantly
/// more likely; else a new offset alone (slope 1) unless that is significantly less likely than the whole curve. On few
/// patients a fitted curve is noise, and worse than the log-odds themselves.
[[nodiscard]] Sigmoid least_recalibration(std::span<const double> log_odds, std::span<const std::uint8_t> labels,
                                          std::span<const double> weights = {});

/// The cut between two scores that maximises sensitivity + specificity (Youden 1950); of equals the nearest to 1/2.
[[nodiscard]] double youden_threshold(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace synchrony::ml
