// The one solver of logistic regression: Newton's method, each step halved until the loss falls, steps uphill and steps
// that are no numbers refused. Two forms: a curve through one score, and many columns known by their rows' products.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace synchrony::stats {

/// log(1 + exp(x)), the loss of logistic regression; exact also where exp(x) overflows.
[[nodiscard]] double softplus(double x);

enum class LogisticEnd {
    converged,
    steps_used_up,  ///< the classes are separated, so that the best weights are infinite, or nearly so
    no_way_down,    ///< no part of Newton's step lowers the loss
    no_number       ///< loss or step are no finite numbers; what is given is the last point that was
};
/// "converged", "steps used up", ...
[[nodiscard]] std::string_view name_of(LogisticEnd end);

struct LogisticReport {
    LogisticEnd end = LogisticEnd::no_number;
    int steps = 0;
    double loss = std::numeric_limits<double>::quiet_NaN();
    [[nodiscard]] bool converged() const { return end == LogisticEnd::converged; }
};

struct LogisticOptions {
    int most_steps = 100;
    /// Converged when no item's log-odds change by more in a step.
    double least_change = 1e-10;
    /// Converged too when the loss falls by less than this share of itself; 0: not by this.
    double least_fall = 0.0;
    /// Of a curve's slope or offset in one step; far from the solution Newton's step may leap over it.
    double longest_step = std::numeric_limits<double>::infinity();
    /// Added to the curvature of a curve, so that a score without spread has a solution.
    double added_curvature = 0.0;
};

/// Probability = core::logistic(slope * score + offset).
struct LogisticCurve {
    double slope = 1.0;
    double offset = 0.0;
};

/// Items of one length; targets in [0, 1] (labels, or Platt's smoothed ones). Empty weights count each item once.
struct LogisticItems {
    std::span<const double> scores;
    std::span<const double> targets;
    std::span<const double> weights{};
};

/// The curve of least loss sum_i weight_i (softplus(m_i) - target_i m_i), m_i the log-odds, from `curve` on, which is
/// overwritten. With `free_slope` false the slope stays as it is.
LogisticReport fit_logistic_curve(const LogisticItems& items, bool free_slope, const LogisticOptions& options,
                                  LogisticCurve& curve);

/// Log-odds of row i: sum_k products[i, k] weights[k] + intercept.
struct KernelWeights {
    std::vector<double> weights;  ///< one a row; empty: zeros
    double intercept = 0.0;
};

/// Rows by their products alone (symmetric, n x n): the loss sum_i case_weight_i (softplus(m_i) - target_i m_i) +
/// ridge / 2 w' products w is made least over the weights w and the intercept, from `start` on, which is overwritten.
struct KernelProblem {
    std::span<const double> products;
    std::span<const double> targets;
    std::span<const double> case_weights;
    double ridge = 1.0;
};
LogisticReport fit_logistic_kernel(const KernelProblem& problem, const LogisticOptions& options, KernelWeights& start);

}  // namespace synchrony::stats
