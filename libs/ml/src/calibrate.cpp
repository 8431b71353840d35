#include "synchrony/ml/calibrate.hpp"
#include "softplus.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace synchrony::ml {
namespace {

constexpr int most_steps = 100;
constexpr double small = 1e-10;

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
        sum -= weight_at(weights, i) * softplus(labels[i] != 0 ? -x : x);
    }
    return sum;
}

/// Most likely offset with the slope at 1; both classes must be there.
double fit_offset(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                  std::span<const double> weights) {
    double offset = 0.0;
    for (int step = 0; step < most_steps; ++step) {
        double gradient = 0.0, curvature = small;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const double p = expit(decisions[i] + offset);
            gradient += weight_at(weights, i) * ((labels[i] != 0 ? 1.0 : 0.0) - p);
            curvature += weight_at(weights, i) * p * (1.0 - p);
        }
        const double change = std::clamp(gradient / curvature, -longest_step, longest_step);
        offset += change;
        if (std::abs(change) < small) break;
    }
    return offset;
}

/// Items of each class, as weighted.
struct Counts {
    double positives = 0.0;
    double negatives = 0.0;
};

/// The smoothed likelihood of a curve, its gradient and its curvature.
class PlattLoss {
  public:
    PlattLoss(std::span<const double> decisions, std::span<const std::uint8_t> labels, std::span<const double> weights)
        : decisions_(decisions), labels_(labels), weights_(weights) {
        for (std::size_t i = 0; i < labels_.size(); ++i)
            (labels_[i] != 0 ? counts_.positives : counts_.negatives) += weight(i);
    }
    [[nodiscard]] const Counts& counts() const { return counts_; }

    [[nodiscard]] double at(const Sigmoid& s) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const double x = s.slope * decisions_[i] + s.offset;
            sum += weight(i) * (softplus(x) - target(i) * x);
        }
        return sum;
    }

    /// Newton's step (to be taken off), and false where the gradient is nothing.
    [[nodiscard]] bool step(const Sigmoid& s, Sigmoid& taken_off) const {
        double g_slope = 0.0, g_offset = 0.0, h_ss = small, h_so = 0.0, h_oo = small;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const double p = expit(s.slope * decisions_[i] + s.offset);
            const double rest = weight(i) * (p - target(i));
            const double curvature = weight(i) * p * (1.0 - p);
            g_slope += rest * decisions_[i];
            g_offset += rest;
            h_ss += curvature * decisions_[i] * decisions_[i];
            h_so += curvature * decisions_[i];
            h_oo += curvature;
        }
        const double determinant = h_ss * h_oo - h_so * h_so;
        taken_off = {(h_oo * g_slope - h_so * g_offset) / determinant,
                     (h_ss * g_offset - h_so * g_slope) / determinant};
        return std::abs(g_slope) + std::abs(g_offset) >= small;
    }

  private:
    [[nodiscard]] double weight(std::size_t i) const { return weights_.empty() ? 1.0 : weights_[i]; }
    [[nodiscard]] double target(std::size_t i) const {
        return labels_[i] != 0 ? (counts_.positives + 1.0) / (counts_.positives + 2.0)
                               : 1.0 / (counts_.negatives + 2.0);
    }

    std::span<const double> decisions_;
    std::span<const std::uint8_t> labels_;
    std::span<const double> weights_;
    Counts counts_;
};

double flat_offset(const Counts& counts) {
    return std::log((counts.positives + 1.0) / (counts.negatives + 1.0));
}

}  // namespace

double expit(double x) {
    return x >= 0.0 ? 1.0 / (1.0 + std::exp(-x)) : std::exp(x) / (1.0 + std::exp(x));
}

Sigmoid fit_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                    std::span<const double> weights) {
    const PlattLoss loss(decisions, labels, weights);
    Sigmoid s{0.0, flat_offset(loss.counts())};
    for (int step = 0; step < most_steps; ++step) {
        Sigmoid off;
        if (!loss.step(s, off)) break;
        double length = 1.0;  // halved until the loss falls
        const double before = loss.at(s);
        while (length > small && loss.at({s.slope - length * off.slope, s.offset - length * off.offset}) > before)
            length *= 0.5;
        if (length <= small) break;
        s = {s.slope - length * off.slope, s.offset - length * off.offset};
    }
    return s;
}

Sigmoid fit_rising_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels,
                           std::span<const double> weights) {
    const auto fitted = fit_sigmoid(decisions, labels, weights);
    if (fitted.slope > 0.0) return fitted;
    return {0.0, flat_offset(PlattLoss(decisions, labels, weights).counts())};
}

Sigmoid least_recalibration(std::span<const double> log_odds, std::span<const std::uint8_t> labels,
                            std::span<const double> weights) {
    const auto counts = PlattLoss(log_odds, labels, weights).counts();
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
