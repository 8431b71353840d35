#include "synchrony/stats/circular.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "finite.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

constexpr double full_turn_deg = 360.0;
constexpr double no_direction = 1e-9;  ///< a resultant below it is rounding

struct Resultant {
    double cosines = 0.0;
    double sines = 0.0;
    void add(double radians) {
        cosines += std::cos(radians);
        sines += std::sin(radians);
    }
};

}  // namespace

double within_half_turn(double degrees) {
    const double turned = std::remainder(degrees, full_turn_deg);
    return turned <= -0.5 * full_turn_deg ? turned + full_turn_deg : turned;
}

std::optional<CircularSummary> circular_summary(std::span<const double> degrees) {
    if (degrees.empty() || !all_finite(degrees)) return std::nullopt;
    Resultant sum;
    for (const double angle : degrees) sum.add(angle * std::numbers::pi / 180.0);
    CircularSummary summary;
    summary.n = degrees.size();
    summary.resultant = std::min(1.0, std::hypot(sum.cosines, sum.sines) / static_cast<double>(degrees.size()));
    if (summary.resultant < no_direction) return summary;
    summary.mean_deg = within_half_turn(std::atan2(sum.sines, sum.cosines) * 180.0 / std::numbers::pi);
    summary.sd_deg = std::sqrt(-2.0 * std::log(summary.resultant)) * 180.0 / std::numbers::pi;
    return summary;
}

std::optional<UniformScoresTest> uniform_scores_test(std::span<const double> first, std::span<const double> second) {
    if (first.size() < least_of_uniform_scores || second.size() < least_of_uniform_scores) return std::nullopt;
    if (!all_finite(first) || !all_finite(second)) return std::nullopt;
    std::vector<double> all;
    for (const auto& group : {first, second})
        for (const double angle : group) all.push_back(within_half_turn(angle));
    const auto ranks = midranks(all);
    const auto n = static_cast<double>(all.size());
    Resultant of_first, of_second;
    for (std::size_t i = 0; i < all.size(); ++i)
        (i < first.size() ? of_first : of_second).add(2.0 * std::numbers::pi * ranks[i] / n);
    const auto share = [](const Resultant& r, std::size_t size) {
        return (r.cosines * r.cosines + r.sines * r.sines) / static_cast<double>(size);
    };
    UniformScoresTest test;
    test.w = 2.0 * (n - 1.0) / n * (share(of_first, first.size()) + share(of_second, second.size()));
    test.p = chi_squared_upper_p(test.w, 2.0);
    return test;
}

}  // namespace synchrony::stats
