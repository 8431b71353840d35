#include "synchrony/stats/paired.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "synchrony/stats/describe.hpp"

namespace synchrony::stats {

std::optional<PairedDifference> paired_difference(std::span<const double> first, std::span<const double> second,
                                                  double level) {
    if (first.empty() || first.size() != second.size()) return std::nullopt;
    std::vector<double> differences;
    for (std::size_t i = 0; i < first.size(); ++i) differences.push_back(first[i] - second[i]);
    PairedDifference found;
    found.pairs = differences.size();
    found.mean = *mean(differences);
    found.sd = standard_deviation(differences);
    if (!found.sd) return found;
    const auto n = static_cast<double>(found.pairs);
    const double t = boost::math::quantile(boost::math::students_t(n - 1.0), 0.5 + level / 2.0);
    const double half = t * *found.sd / std::sqrt(n);
    found.interval = Interval{found.mean - half, found.mean + half};
    return found;
}

}  // namespace synchrony::stats
