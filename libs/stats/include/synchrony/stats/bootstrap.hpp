// Percentile bootstrap with the person as the unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {

/// How often each of `units` patients was drawn in one resample; sums to `units`.
[[nodiscard]] std::vector<double> bootstrap_weights(std::size_t units, core::RandomStream& random);

/// One number of a resample, or nothing where it is undefined there (no positive drawn).
using WeightedStatistic = std::function<std::optional<double>(std::span<const double> weights)>;

struct BootstrapOptions {
    std::size_t resamples = 2000;  ///< Efron & Tibshirani 1993, section 14.3: 1000 or more for percentile limits
    int threads = 1;
};

/// The statistic's values over resamples of the patients, undefined ones left out. Resample i is fixed by `random`'s
/// seed and i alone: statistics evaluated with the same seed are paired, and threads change nothing.
[[nodiscard]] std::vector<double> bootstrap(std::size_t units, const WeightedStatistic& statistic,
                                            const core::RandomStream& random, const BootstrapOptions& options = {});

/// The same where rows of one unit (a person's) are drawn together: `unit_of` numbers each row's unit from 0 without
/// gaps, and the statistic takes a weight a row.
[[nodiscard]] std::vector<double> bootstrap_units(std::span<const std::size_t> unit_of,
                                                  const WeightedStatistic& statistic, const core::RandomStream& random,
                                                  const BootstrapOptions& options = {});
/// The units given, or where none are given every row its own.
[[nodiscard]] std::vector<std::size_t> units_of_rows(std::span<const std::size_t> unit_of, std::size_t rows);
/// The units of some of the rows, numbered anew in the order in which they are met.
[[nodiscard]] std::vector<std::size_t> units_among(std::span<const std::size_t> unit_of,
                                                   std::span<const std::size_t> rows);

/// How many units rows are of that are numbered from 0 without gaps.
[[nodiscard]] std::size_t unit_count(std::span<const std::size_t> unit_of);
/// How many units have a row whose label is 1 (`positive`) or 0; one label and one unit a row.
[[nodiscard]] std::size_t units_with(bool positive, std::span<const std::uint8_t> labels,
                                     std::span<const std::size_t> unit_of);

/// The percentile interval of those values; nothing for fewer than `least_resamples` of them.
inline constexpr std::size_t least_resamples = 100;
[[nodiscard]] std::optional<Interval> percentile_interval(std::span<const double> values, double level = 0.95);

/// The same unless every resample gave one value: these patients then show no spread, which is no certainty.
[[nodiscard]] std::optional<Interval> spread_interval(std::span<const double> values, double level = 0.95);

/// Two-sided p value of "the difference is zero" from bootstrapped differences: twice the smaller tail, with one added
/// to both counts so that it is never zero (Davison & Hinkley 1997, section 4.2).
[[nodiscard]] std::optional<double> bootstrap_p(std::span<const double> differences);

}  // namespace synchrony::stats
