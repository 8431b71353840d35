#include "synchrony/stats/probability.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "synchrony/core/logistic.hpp"
#include "synchrony/stats/logistic.hpp"

namespace synchrony::stats {
namespace {

constexpr int most_calibration_steps = 60;
constexpr double longest_calibration_step = 5.0;  // far from the solution Newton's step may leap over it

double weight_of(std::span<const double> weights, std::size_t i) {
    return weights.empty() ? 1.0 : weights[i];
}

class Recalibration {
  public:
    Recalibration(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                  std::span<const double> weights)
        : labels_(labels), weights_(weights) {
        for (const double p : probabilities) {
            log_odds_.push_back(core::logit(std::clamp(p, least_probability, 1.0 - least_probability)));
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

    /// Nothing where the solver finds no end (the classes are separated). The slope stays at 1 where not `free`.
    [[nodiscard]] std::optional<Calibration> solve(bool free_slope) const {
        const std::vector<double> targets(labels_.begin(), labels_.end());
        LogisticOptions options;
        options.most_steps = most_calibration_steps;
        options.longest_step = longest_calibration_step;
        LogisticCurve curve{free_slope ? 0.0 : 1.0, 0.0};
        const auto report = fit_logistic_curve({log_odds_, targets, weights_}, free_slope, options, curve);
        if (!report.converged()) return std::nullopt;
        return Calibration{curve.slope, curve.offset};
    }

  private:
    std::vector<double> log_odds_;
    std::span<const std::uint8_t> labels_;
    std::span<const double> weights_;
};

}  // namespace

std::optional<double> average_precision(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                        std::span<const std::size_t> order, std::span<const double> weights) {
    double positives = 0.0;
    double all = 0.0;
    double sum = 0.0;
    for (std::size_t end = order.size(); end > 0;) {
        std::size_t begin = end;
        double risen = 0.0;
        do {  // at least one, also of a score that equals not even itself
            const auto i = order[--begin];
            const double w = weight_of(weights, i);
            if (labels[i] != 0) risen += w;
            all += w;
        } while (begin > 0 && scores[order[begin - 1]] == scores[order[end - 1]]);
        positives += risen;
        if (risen > 0.0) sum += risen * positives / all;
        end = begin;
    }
    if (!(positives > 0.0) || !std::isfinite(sum / positives)) return std::nullopt;
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
    if (!(all > 0.0) || !std::isfinite(benefit / all)) return std::nullopt;
    return benefit / all;
}

double net_benefit_of_all(double prevalence, double threshold) {
    return prevalence - (1.0 - prevalence) * threshold / (1.0 - threshold);
}

}  // namespace synchrony::stats
