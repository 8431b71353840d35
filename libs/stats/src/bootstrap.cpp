#include "synchrony/stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

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
        if (value && std::isfinite(*value)) values.push_back(*value);
    return values;
}

std::vector<double> bootstrap_units(std::span<const std::size_t> unit_of, const WeightedStatistic& statistic,
                                    const core::RandomStream& random, const BootstrapOptions& options) {
    const auto of_rows = [&](std::span<const double> of_units) {
        std::vector<double> weights;
        weights.reserve(unit_of.size());
        for (const auto unit : unit_of) weights.push_back(of_units[unit]);
        return statistic(weights);
    };
    return bootstrap(unit_count(unit_of), of_rows, random, options);
}

std::vector<std::size_t> units_of_rows(std::span<const std::size_t> unit_of, std::size_t rows) {
    std::vector<std::size_t> units(unit_of.begin(), unit_of.end());
    if (!units.empty()) return units;
    units.resize(rows);
    std::iota(units.begin(), units.end(), std::size_t{0});
    return units;
}

std::vector<std::size_t> units_among(std::span<const std::size_t> unit_of, std::span<const std::size_t> rows) {
    std::map<std::size_t, std::size_t> seen;
    std::vector<std::size_t> units;
    for (const auto row : rows) units.push_back(seen.emplace(unit_of[row], seen.size()).first->second);
    return units;
}

std::size_t unit_count(std::span<const std::size_t> unit_of) {
    return unit_of.empty() ? 0 : *std::ranges::max_element(unit_of) + 1;
}

std::size_t units_with(bool positive, std::span<const std::uint8_t> labels, std::span<const std::size_t> unit_of) {
    std::vector<bool> there(unit_count(unit_of), false);
    for (std::size_t i = 0; i < labels.size(); ++i)
        if ((labels[i] != 0) == positive) there[unit_of[i]] = true;
    return static_cast<std::size_t>(std::ranges::count(there, true));
}

std::optional<Interval> percentile_interval(std::span<const double> values, double level) {
    if (values.size() < least_resamples) return std::nullopt;
    const auto low = quantile(values, 0.5 - level / 2.0);
    const auto high = quantile(values, 0.5 + level / 2.0);
    return low && high ? std::optional(Interval{*low, *high}) : std::nullopt;
}

std::optional<Interval> spread_interval(std::span<const double> values, double level) {
    if (std::ranges::adjacent_find(values, std::ranges::not_equal_to()) == values.end()) return std::nullopt;
    return percentile_interval(values, level);
}

std::optional<double> bootstrap_p(std::span<const double> differences) {
    if (differences.size() < least_resamples) return std::nullopt;
    const auto below = std::ranges::count_if(differences, [](double d) { return d <= 0.0; });
    const auto above = std::ranges::count_if(differences, [](double d) { return d >= 0.0; });
    const double tail = static_cast<double>(std::min(below, above) + 1) / static_cast<double>(differences.size() + 1);
    return std::min(1.0, 2.0 * tail);
}

}  // namespace synchrony::stats
