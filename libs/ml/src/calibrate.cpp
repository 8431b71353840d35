#include "synchrony/ml/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "synchrony/stats/logistic.hpp"

namespace synchrony::ml {
namespace {

constexpr double added_curvature = 1e-10;  // so that decisions without spread have a curve, too

/// Upper 5 % points of the chi-squared distribution with 2 and 1 degrees of freedom.
constexpr double significant_2 = 5.991464547107979;
constexpr double significant_1 = 3.841458820694124;
constexpr double longest_step = 2.0;  // of the offset; far from the solution Newton's step may leap over it

double weight_at(std::span<const double> weights, std::size_t i) {
    return weights.empty() ? 1.0 : weights[i];
}

double log_likelihood(const Sigmoid& s, std::span<const double> decisions, std::span<const std::uint8_t> labels,
                      std::span<const double> weights) {
    double sum = 0.0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double x = s.slope * decisions[i] + s.offset;
        sum -= weight_at(weights, i) * stats::softplus(labels[i] != 0 ? -x : x);
    }
    return sum;
}

/// Most likely offset with the slope at 1; both classes must be there.
double fit_offset(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                  std::span<const double> weights) {
    const std::vector<double> targets(labels.begin(), labels.end());
    stats::LogisticOptions options;
    options.longest_step = longest_step;
    options.added_curvature = added_curvature;
    stats::LogisticCurve curve{1.0, 0.0};
    (void)stats::fit_logistic_curve({decisions, targets, weights}, false, options, curve);  // the last point will do
    return curve.offset;
}

/// Items of each class, as weighted.
struct Counts {
    double positives = 0.0;
    double negatives = 0.0;
};

Counts counts_of(std::span<const std::uint8_t> labels, std::span<const double> weights) {
    Counts counts;
    for (std::size_t i = 0; i < labels.size(); ++i)
        (labels[i] != 0 ? counts.positives : counts.negatives) += weight_at(weights, i);
    return counts;
}

/// Platt's smoothed targets.
std::vector<double> platt_targets(std::span<const std::uint8_t> labels, const Counts& counts) {
    std::vector<double> targets;
    for (const auto label : labels)
        targets.push_back(label != 0 ? (counts.positives + 1.0) / (counts.positives + 2.0)
                                     : 1.0 / (counts.negatives + 2.0));
    return targets;
}

double flat_offset(const Counts& counts) {
    return std::log((counts.positives + 1.0) / (counts.negatives + 1.0));
}

}  // namespace

Sigmoid fit_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                    std::span<const double> weights) {
    const auto counts = counts_of(labels, weights);
    const auto targets = platt_targets(labels, counts);
    stats::LogisticOptions options;
    options.added_curvature = added_curvature;
    stats::LogisticCurve curve{0.0, flat_offset(counts)};
    (void)stats::fit_logistic_curve({decisions, targets, weights}, true, options, curve);  // as far as it came
    return {curve.slope, curve.offset};
}

Sigmoid fit_rising_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                           std::span<const double> weights) {
    const auto fitted = fit_sigmoid(decisions, labels, weights);
    if (fitted.slope > 0.0) return fitted;
    return {0.0, flat_offset(counts_of(labels, weights))};
}

Sigmoid least_recalibration(std::span<const double> log_odds, std::span<const std::uint8_t> labels,
                            std::span<const double> weights) {
    const auto counts = counts_of(labels, weights);
    if (!(counts.positives > 0.0) || !(counts.negatives > 0.0)) return {};
    const auto likelihood = [&](const Sigmoid& s) { return log_likelihood(s, log_odds, labels, weights); };
    const auto whole = fit_rising_sigmoid(log_odds, labels, weights);
    if (2.0 * (likelihood(whole) - likelihood({})) <= significant_2) return {};
    const Sigmoid shifted{1.0, fit_offset(log_odds, labels, weights)};
    return 2.0 * (likelihood(whole) - likelihood(shifted)) <= significant_1 ? shifted : whole;
}

double youden_threshold(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    std::vector<double> cuts(scores.begin(), scores.end());
    std::ranges::sort(cuts);
    double best = 0.5;
    double best_index = -1.0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double cut = 0.5 * (cuts[i] + cuts[i + 1]);
        double hits = 0.0, positives = 0.0, rejected = 0.0, negatives = 0.0;
        for (std::size_t k = 0; k < labels.size(); ++k) {
            (labels[k] != 0 ? positives : negatives) += 1.0;
            if (labels[k] != 0 && scores[k] >= cut) hits += 1.0;
            if (labels[k] == 0 && scores[k] < cut) rejected += 1.0;
        }
        const double index = hits / positives + rejected / negatives - 1.0;
        const bool nearer = index == best_index && std::abs(cut - 0.5) < std::abs(best - 0.5);
        if (index > best_index || nearer) best = cut, best_index = index;
    }
    return best;
}

}  // namespace synchrony::ml
