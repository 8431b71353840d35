#include "synchrony/eval/arithmetic.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/text.hpp"

namespace synchrony::eval {
namespace {

/// Sums of a few thousand doubles round to less than this.
constexpr double rounding = 1e-9;

void expect_equal(std::vector<std::string>& found, const std::string& what, std::uint64_t got, std::uint64_t expected) {
    if (got != expected) found.push_back(what + " is " + std::to_string(got) + ", not " + std::to_string(expected));
}

/// A figure that the pooled counts give.
void expect_share(std::vector<std::string>& found, const std::string& what, const Figure& figure,
                  const std::optional<double>& of_counts) {
    if (figure.pooled && (!of_counts || std::abs(*figure.pooled - *of_counts) > rounding))
        found.push_back("pooled " + what + " does not follow from the counts");
}

void check_figure(std::vector<std::string>& found, const std::string& name, const Figure& figure) {
    for (const auto& value : {figure.mean, figure.pooled})
        if (value && !(*value >= -rounding && *value <= 1.0 + rounding))
            found.push_back(name + " lies outside [0, 1]: " + core::shortest(*value));
    if (figure.sd && !(*figure.sd >= 0.0)) found.push_back(name + " has a negative SD");
    if (figure.ci95 && !(figure.ci95->low <= figure.ci95->high)) found.push_back(name + "'s interval is turned round");
}

}  // namespace

std::vector<std::string> contradictions(const Metrics& m, std::size_t positives, std::size_t negatives,
                                        std::size_t repeats) {
    std::vector<std::string> found;
    expect_equal(found, "tp + fn", m.pooled.tp + m.pooled.fn, positives * repeats);
    expect_equal(found, "tn + fp", m.pooled.tn + m.pooled.fp, negatives * repeats);
    check_figure(found, "accuracy", m.accuracy);
    check_figure(found, "sensitivity", m.sensitivity);
    check_figure(found, "specificity", m.specificity);
    check_figure(found, "AUC", m.auc);
    check_figure(found, "Brier score", m.brier);
    check_figure(found, "PPV", m.ppv);
    check_figure(found, "NPV", m.npv);
    check_figure(found, "F1", m.f1);
    check_figure(found, "average precision", m.average_precision);
    expect_share(found, "PPV", m.ppv, m.pooled.ppv());
    expect_share(found, "NPV", m.npv, m.pooled.npv());
    expect_share(found, "F1", m.f1, m.pooled.f1());
    const double p = static_cast<double>(positives);
    const double n = static_cast<double>(negatives);
    if (m.accuracy.pooled && m.sensitivity.pooled && m.specificity.pooled) {
        const double implied = (*m.sensitivity.pooled * p + *m.specificity.pooled * n) / (p + n);
        if (std::abs(implied - *m.accuracy.pooled) > rounding)
            found.push_back("pooled accuracy is " + std::to_string(*m.accuracy.pooled) +
                            ", but sensitivity and specificity imply " + std::to_string(implied));
    }
    return found;
}

bool possible(double accuracy, double sensitivity, double specificity, std::size_t positives, std::size_t negatives,
              int decimals) {
    if (positives == 0 || negatives == 0) return false;
    const double half = 0.5 * std::pow(10.0, -decimals) + rounding;
    const double n = static_cast<double>(positives + negatives);
    for (std::size_t tp = 0; tp <= positives; ++tp) {
        if (std::abs(static_cast<double>(tp) / static_cast<double>(positives) - sensitivity) > half) continue;
        for (std::size_t tn = 0; tn <= negatives; ++tn) {
            if (std::abs(static_cast<double>(tn) / static_cast<double>(negatives) - specificity) > half) continue;
            if (std::abs(static_cast<double>(tp + tn) / n - accuracy) <= half) return true;
        }
    }
    return false;
}

}  // namespace synchrony::eval
