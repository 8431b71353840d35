#include "synchrony/stats/paired.hpp"

#include <cmath>
#include <vector>

#include "finite.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {

std::optional<PairedDifference> paired_difference(std::span<const double> first, std::span<const double> second,
                                                  double level) {
    if (first.empty() || first.size() != second.size()) return std::nullopt;
    std::vector<double> differences;
    for (std::size_t i = 0; i < first.size(); ++i) differences.push_back(first[i] - second[i]);
    const auto centre = mean(differences);
    if (!centre) return std::nullopt;
    PairedDifference found;
    found.pairs = differences.size();
    found.mean = *centre;
    found.sd = standard_deviation(differences);
    if (!found.sd) return found;
    const auto n = static_cast<double>(found.pairs);
    const double t = student_t_quantile(0.5 + level / 2.0, n - 1.0);
    const double half = t * *found.sd / std::sqrt(n);
    if (std::isfinite(found.mean - half) && std::isfinite(found.mean + half))
        found.interval = Interval{found.mean - half, found.mean + half};
    return found;
}

}  // namespace synchrony::stats
