#include "synchrony/stats/probability.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace synchrony::stats {
namespace {

double weight_of(std::span<const double> weights, std::size_t i) {
    return weights.empty() ? 1.0 : weights[i];
}

/// Sums of a weighted logistic regression's gradient and curvature at (intercept, slope).
struct Normal {
    double g0 = 0.0, g1 = 0.0, h00 = 0.0, h01 = 0.0, h11 = 0.0;
};

class Recalibration {
  public:
    Recalibration(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                  std::span<const double> weights)
        : labels_(labels), weights_(weights) {
        for (const double p : probabilities) {
            const double kept = std::clamp(p, least_probability, 1.0 - least_probability);
            log_odds_.push_back(std::log(kept / (1.0 - kept)));
        }
    }

    /// Both classes drawn, and the predictions differ among what was drawn.
    [[nodiscard]] bool defined() const {
        double positives = 0.0, negatives = 0.0, low = 1e300, high = -1e300;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const double w = weight_of(weights_, i);
            if (!(w > 0.0)) continue;
            (labels_[i] != 0 ? positives : negatives) += w;
            low = std::min(low, log_odds_[i]);
            high = std::max(high, log_odds_[i]);
        }
        return positives > 0.0 && negatives > 0.0 && high > low;
    }

    /// Newton's method; nothing where it runs away (the classes are separated). The slope stays where not `free`.
    [[nodiscard]] std::optional<Calibration> solve(bool free_slope) const {
        constexpr int most_steps = 60;
        constexpr double close = 1e-10;
        constexpr double runaway = 1e4;
        double intercept = 0.0;
        double slope = free_slope ? 0.0 : 1.0;
        for (int step = 0; step < most_steps; ++step) {
            const auto n = sums(intercept, slope);
            double d0 = 0.0, d1 = 0.0;
            if (free_slope) {
                const double determinant = n.h00 * n.h11 - n.h01 * n.h01;
                if (!(determinant > 0.0)) return std::nullopt;
                d0 = (n.h11 * n.g0 - n.h01 * n.g1) / determinant;
                d1 = (n.h00 * n.g1 - n.h01 * n.g0) / determinant;
            } else {
                if (!(n.h00 > 0.0)) return std::nullopt;
                d0 = n.g0 / n.h00;
            }
            constexpr double longest = 5.0;  // a step of Newton's far from the solution may leap over it
            const double scale = std::min(1.0, longest / std::max({std::abs(d0), std::abs(d1), close}));
            intercept += scale * d0;
            slope += scale * d1;
            if (!(std::abs(intercept) < runaway && std::abs(slope) < runaway)) return std::nullopt;
            if (std::abs(d0) < close && std::abs(d1) < close) return Calibration{slope, intercept};
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] Normal sums(double intercept, double slope) const {
        Normal n;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const double w = weight_of(weights_, i);
            const double x = log_odds_[i];
            const double p = 1.0 / (1.0 + std::exp(-(intercept + slope * x)));
            const double rest = w * ((labels_[i] != 0 ? 1.0 : 0.0) - p);
            const double curvature = w * p * (1.0 - p);
            n.g0 += rest;
            n.g1 += rest * x;
            n.h00 += curvature;
            n.h01 += curvature * x;
            n.h11 += curvature * x * x;
        }
        return n;
    }

    std::vector<double> log_odds_;
    std::span<const std::uint8_t> labels_;
    std::span<const double> weights_;
};

}  // namespace

std::optional<double> brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                  std::span<const double> weights) {
    double top = 0.0;
    double bottom = 0.0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double distance = probabilities[i] - (labels[i] != 0 ? 1.0 : 0.0);
        top += weight_of(weights, i) * distance * distance;
        bottom += weight_of(weights, i);
    }
    if (!(bottom > 0.0)) return std::nullopt;
    return top / bottom;
}

std::optional<double> average_precision(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                        std::span<const std::size_t> order, std::span<const double> weights) {
    double positives = 0.0;
    double all = 0.0;
    double sum = 0.0;
    for (std::size_t end = order.size(); end > 0;) {
        std::size_t begin = end;
        double risen = 0.0;
        for (; begin > 0 && scores[order[begin - 1]] == scores[order[end - 1]]; --begin) {
            const auto i = order[begin - 1];
            const double w = weight_of(weights, i);
            if (labels[i] != 0) risen += w;
            all += w;
        }
        positives += risen;
        if (risen > 0.0) sum += risen * positives / all;
        end = begin;
    }
    if (!(positives > 0.0)) return std::nullopt;
    return sum / positives;
}

std::optional<Calibration> calibration(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                       std::span<const double> weights) {
    const Recalibration recalibration(probabilities, labels, weights);
    if (!recalibration.defined()) return std::nullopt;
    const auto both = recalibration.solve(true);
    const auto large = recalibration.solve(false);
    if (!both || !large) return std::nullopt;
    return Calibration{both->slope, large->intercept};
}

std::optional<double> net_benefit(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                  double threshold, std::span<const double> weights) {
    double benefit = 0.0;
    double all = 0.0;
    const double odds = threshold / (1.0 - threshold);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double w = weight_of(weights, i);
        all += w;
        if (probabilities[i] >= threshold) benefit += labels[i] != 0 ? w : -w * odds;
    }
    if (!(all > 0.0)) return std::nullopt;
    return benefit / all;
}

double net_benefit_of_all(double prevalence, double threshold) {
    return prevalence - (1.0 - prevalence) * threshold / (1.0 - threshold);
}

}  // namespace synchrony::stats
