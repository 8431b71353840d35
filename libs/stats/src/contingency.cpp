#include "synchrony/stats/contingency.hpp"

#include <algorithm>
#include <boost/math/distributions/hypergeometric.hpp>
#include <cmath>
#include <limits>

#include "finite.hpp"
#include "quiet_boost.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {

std::optional<ChiSquaredTest> chi_squared(std::span<const std::uint64_t> counts, std::size_t columns, bool yates) {
    if (columns < 2 || counts.size() < 2 * columns || counts.size() % columns != 0) return std::nullopt;
    const std::size_t rows = counts.size() / columns;
    std::vector<double> of_rows(rows, 0.0);
    std::vector<double> of_columns(columns, 0.0);
    double all = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto count = static_cast<double>(counts[i]);
        of_rows[i / columns] += count;
        of_columns[i % columns] += count;
        all += count;
    }
    const auto empty = [](double sum) { return sum == 0.0; };
    if (std::ranges::any_of(of_rows, empty) || std::ranges::any_of(of_columns, empty)) return std::nullopt;
    ChiSquaredTest test;
    test.degrees = static_cast<double>((rows - 1) * (columns - 1));
    test.least_expected = *std::ranges::min_element(of_rows) * *std::ranges::min_element(of_columns) / all;
    const bool correct = yates && rows == 2 && columns == 2;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = of_rows[i / columns] * of_columns[i % columns] / all;
        double distance = std::abs(static_cast<double>(counts[i]) - expected);
        if (correct) distance -= std::min(0.5, distance);
        test.statistic += distance * distance / expected;
    }
    test.p = chi_squared_upper_p(test.statistic, test.degrees);
    return test;
}

double fisher_exact_p(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    constexpr double equal_within = 1e-7;  ///< relative; R's fisher.test takes the same
    const std::uint64_t row = a + b;
    const std::uint64_t column = a + c;
    const std::uint64_t all = a + b + c + d;
    if (row == 0 || column == 0 || row == all || column == all) return 1.0;
    if (all > std::numeric_limits<unsigned>::max()) return std::numeric_limits<double>::quiet_NaN();
    const boost::math::hypergeometric_distribution<double, Quiet> tables(
        static_cast<unsigned>(row), static_cast<unsigned>(column), static_cast<unsigned>(all));
    const double seen = boost::math::pdf(tables, static_cast<unsigned>(a));
    const std::uint64_t least = row + column > all ? row + column - all : 0;
    double sum = 0.0;
    for (std::uint64_t k = least; k <= std::min(row, column); ++k)
        if (const double p = boost::math::pdf(tables, static_cast<unsigned>(k)); p <= seen * (1.0 + equal_within))
            sum += p;
    return std::min(1.0, sum);
}

std::optional<double> standardised_difference(const Summary& first, const Summary& second) {
    const double variance = 0.5 * (first.sd * first.sd + second.sd * second.sd);
    if (!(variance > 0.0) || !std::isfinite(variance)) return std::nullopt;
    return if_finite((first.mean - second.mean) / std::sqrt(variance));
}

std::optional<double> standardised_difference(double first, double second) {
    const double variance = 0.5 * (first * (1.0 - first) + second * (1.0 - second));
    if (!(variance > 0.0)) return std::nullopt;
    return if_finite((first - second) / std::sqrt(variance));
}

}  // namespace synchrony::stats
