#include "synchrony/eval/decision_curve.hpp"

#include <algorithm>
#include <array>

#include "synchrony/stats/probability.hpp"

namespace synchrony::eval {

std::span<const double> decision_thresholds() {
    static const auto thresholds = [] {
        std::array<double, 19> values{};
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.05 * static_cast<double>(i + 1);
        return values;
    }();
    return thresholds;
}

std::vector<double> decision_curve(std::span<const PatientPrediction> predictions) {
    const bool shares =
        std::ranges::all_of(predictions, [](const auto& p) { return p.score >= 0.0 && p.score <= 1.0; });
    const bool between = std::ranges::any_of(predictions, [](const auto& p) { return p.score > 0.0 && p.score < 1.0; });
    std::vector<double> acted;
    std::vector<std::uint8_t> labels;
    for (const auto& p : predictions) {
        acted.push_back(shares && between ? p.score : (p.responds ? 1.0 : 0.0));
        labels.push_back(p.outcome);
    }
    std::vector<double> curve;
    for (const double threshold : decision_thresholds())
        if (const auto benefit = stats::net_benefit(acted, labels, threshold)) curve.push_back(*benefit);
    return curve;
}

std::vector<double> expected_decision_curve(std::span<const PatientPrediction> predictions) {
    std::vector<double> curve;
    if (predictions.empty()) return curve;
    for (const double threshold : decision_thresholds()) {
        double sum = 0.0;
        for (const auto& p : predictions)
            if (p.score >= threshold) sum += p.score - (1.0 - p.score) * threshold / (1.0 - threshold);
        curve.push_back(sum / static_cast<double>(predictions.size()));
    }
    return curve;
}

std::vector<double> decision_curve_of_all(std::size_t positives, std::size_t patients) {
    std::vector<double> curve;
    if (patients == 0) return curve;
    const double prevalence = static_cast<double>(positives) / static_cast<double>(patients);
    for (const double threshold : decision_thresholds())
        curve.push_back(stats::net_benefit_of_all(prevalence, threshold));
    return curve;
}

}  // namespace synchrony::eval
