#include "synchrony/stats/bootstrap.hpp"

#include <algorithm>

#include "synchrony/core/parallel.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::stats {

std::vector<double> bootstrap_weights(std::size_t units, core::RandomStream& random) {
    std::vector<double> weights(units, 0.0);
    for (std::size_t i = 0; i < units; ++i) weights[random.index(units)] += 1.0;
    return weights;
}

std::vector<double> bootstrap(std::size_t units, const WeightedStatistic& statistic, const core::RandomStream& random,
                              const BootstrapOptions& options) {
    std::vector<std::optional<double>> drawn(options.resamples);
    core::parallel_for(units == 0 ? 0 : options.resamples, options.threads, [&](std::size_t i) {
        auto stream = random.child("bootstrap", i);
        drawn[i] = statistic(bootstrap_weights(units, stream));
    });
    std::vector<double> values;
    values.reserve(drawn.size());
    for (const auto& value : drawn)
        if (value) values.push_back(*value);
    return values;
}

std::optional<Interval> percentile_interval(std::span<const double> values, double level) {
    if (values.size() < least_resamples) return std::nullopt;
    return Interval{*quantile(values, 0.5 - level / 2.0), *quantile(values, 0.5 + level / 2.0)};
}

std::optional<double> bootstrap_p(std::span<const double> differences) {
    if (differences.size() < least_resamples) return std::nullopt;
    const auto below = std::ranges::count_if(differences, [](double d) { return d <= 0.0; });
    const auto above = std::ranges::count_if(differences, [](double d) { return d >= 0.0; });
    const double tail = static_cast<double>(std::min(below, above) + 1) / static_cast<double>(differences.size() + 1);
    return std::min(1.0, 2.0 * tail);
}

}  // namespace synchrony::stats
