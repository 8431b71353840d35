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

}  // namespace

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
    const double k = static_cast<double>(successes);
    const double n = static_cast<double>(trials);
    const double tail = (1.0 - level) / 2.0;
    return Interval{successes == 0 ? 0.0 : boost::math::ibeta_inv(k, n - k + 1.0, tail, Quiet()),
                    successes == trials ? 1.0 : boost::math::ibeta_inv(k + 1.0, n - k, 1.0 - tail, Quiet())};
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
