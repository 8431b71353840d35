#include "synchrony/stats/confidence_intervals.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numeric>

#include "quiet_boost.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {
namespace {

bool is_level(double level) {
    return level > 0.0 && level < 1.0;
}

constexpr int limit_halvings = 60;  ///< more than a double between 0 and 1 can tell apart

/// Hanley and McNeil's variance of an area under the exponential model, (m + n) / 2 - 1 for both m - 1 and n - 1.
double hanley_mcneil_variance(double area, std::size_t positives, std::size_t negatives) {
    const auto m = static_cast<double>(positives);
    const auto n = static_cast<double>(negatives);
    const double others = 0.5 * (m + n) - 1.0;
    return area * (1.0 - area) * (1.0 + others * ((1.0 - area) / (2.0 - area) + area / (1.0 + area))) / (m * n);
}

/// Clopper and Pearson's limits; neither number need be whole.
Interval exact_limits(double successes, double trials, double level, IntervalMethod method) {
    const double tail = (1.0 - level) / 2.0;
    const double failures = trials - successes;
    return {successes <= 0.0 ? 0.0 : boost::math::ibeta_inv(successes, failures + 1.0, tail, Quiet()),
            failures <= 0.0 ? 1.0 : boost::math::ibeta_inv(successes + 1.0, failures, 1.0 - tail, Quiet()), method};
}

}  // namespace

std::string_view name_of(IntervalMethod method, std::string_view usual) {
    switch (method) {
        case IntervalMethod::usual:
            return usual;
        case IntervalMethod::korn_graubard:
            return "korn-graubard";
        case IntervalMethod::clopper_pearson:
            return "clopper-pearson";
        case IntervalMethod::auc_score:
            return "newcombe-score";
        case IntervalMethod::recovered:
            return "recovered";
    }
    return "";
}

std::string_view method_note() {
    return "* The figure or a part of it is the same in every resample of these patients, which is not certainty: "
           "limits "
           "of a share are exact (Clopper-Pearson, over people), of an AUC score limits (Newcombe 2006), of "
           "differences "
           "and of the AUC of a yes-or-no rule recovered from such limits (Zou and Donner 2008).";
}

std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t trials, double level) {
    if (trials == 0 || successes > trials || !is_level(level)) return std::nullopt;
    const double n = static_cast<double>(trials);
    const double p = static_cast<double>(successes) / n;
    const double z = normal_quantile(0.5 + level / 2.0);
    const double z2 = z * z;
    const double centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    const double half = z / (1.0 + z2 / n) * std::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    return Interval{successes == 0 ? 0.0 : centre - half, successes == trials ? 1.0 : centre + half};
}

std::optional<Interval> clopper_pearson_interval(std::uint64_t successes, std::uint64_t trials, double level) {
    if (trials == 0 || successes > trials || !is_level(level)) return std::nullopt;
    return exact_limits(static_cast<double>(successes), static_cast<double>(trials), level,
                        IntervalMethod::clopper_pearson);
}

std::optional<Interval> korn_graubard_interval(double share, double variance, std::size_t rows, std::size_t units,
                                               double level) {
    if (units == 0 || units > rows || !(share >= 0.0 && share <= 1.0) || !is_level(level)) return std::nullopt;
    if (share <= 0.0 || share >= 1.0) {
        const auto trials = static_cast<double>(units);
        return exact_limits(share * trials, trials, level, IntervalMethod::korn_graubard);
    }
    if (!(variance > 0.0) || units < 2) return std::nullopt;
    const double upper = 0.5 + level / 2.0;
    const auto t = [&](std::size_t n) { return student_t_quantile(upper, static_cast<double>(n) - 1.0); };
    const double few_units = units == rows ? 1.0 : std::pow(t(rows) / t(units), 2);
    const double trials = std::min(static_cast<double>(rows), share * (1.0 - share) / variance * few_units);
    return exact_limits(share * trials, trials, level, IntervalMethod::korn_graubard);
}

std::optional<Interval> auc_score_interval(double area, std::size_t positives, std::size_t negatives, double level) {
    if (positives == 0 || negatives == 0 || !is_level(level) || !(area >= 0.0 && area <= 1.0)) return std::nullopt;
    const double z = normal_quantile(0.5 + level / 2.0);
    const auto beyond = [&](double limit) {
        const double spread = z * std::sqrt(hanley_mcneil_variance(limit, positives, negatives));
        return std::abs(limit - area) > spread;
    };
    // From a place outside (or the end of the scale) to the area, which is inside: the border is met once.
    const auto border = [&](double outside) {
        double inside = area;
        if (!beyond(outside)) return outside;
        for (int halving = 0; halving < limit_halvings; ++halving) {
            const double middle = 0.5 * (inside + outside);
            (beyond(middle) ? outside : inside) = middle;
        }
        return inside;
    };
    // At 0 and 1 the variance is nothing: the ends themselves are outside whenever the area is elsewhere.
    return Interval{area == 0.0 ? 0.0 : border(0.0), area == 1.0 ? 1.0 : border(1.0), IntervalMethod::auc_score};
}

Interval difference_interval(double first, const Interval& of_first, double second, const Interval& of_second) {
    const double below = std::hypot(first - of_first.low, of_second.high - second);
    const double above = std::hypot(of_first.high - first, second - of_second.low);
    return {first - second - below, first - second + above, IntervalMethod::recovered};
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return std::isnan(p_values[i]) ? 1.0 : p_values[i]; });
    std::vector<double> adjusted(p_values.size());
    double so_far = 0.0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double factor = static_cast<double>(order.size() - rank);
        so_far = std::max(so_far, std::min(1.0, factor * p_values[order[rank]]));
        adjusted[order[rank]] = so_far;
    }
    return adjusted;
}

}  // namespace synchrony::stats
