// Tests of counts in classes, and how far two groups stand apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/stats/two_sample.hpp"

namespace synchrony::stats {

struct ChiSquaredTest {
    double statistic = 0.0;
    double degrees = 0.0;
    double p = 1.0;
    double least_expected = 0.0;  ///< the smallest count expected under independence
};
/// Pearson's chi-squared test of independence. `counts` is row-major with `columns` columns. Yates's correction is
/// made only where asked for and only in a 2 x 2 table, never beyond the difference itself. Nothing where the table is
/// not whole, or a row or a column sums to zero.
[[nodiscard]] std::optional<ChiSquaredTest> chi_squared(std::span<const std::uint64_t> counts, std::size_t columns,
                                                        bool yates = false);

/// Fisher's exact test of the table {{a, b}, {c, d}}, two-sided: the summed probability of all tables with these
/// margins that are no likelier than this one (as R and SciPy do). 1 where a margin is zero. Counts of patients: below
/// 2^32, else NaN.
[[nodiscard]] double fisher_exact_p(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d);

/// Difference of the means, first - second, in units of the root mean of the two variances (Austin 2009); does not grow
/// with the number of patients, as a p value does. Nothing where neither group varies.
[[nodiscard]] std::optional<double> standardised_difference(const Summary& first, const Summary& second);
/// The same of two proportions, with variance p (1 - p).
[[nodiscard]] std::optional<double> standardised_difference(double first, double second);

}  // namespace synchrony::stats
