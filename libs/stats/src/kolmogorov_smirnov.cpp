#include "synchrony/stats/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace synchrony::stats {
namespace {

// Terms of Kolmogorov's series beyond which doubles do not change, for the range in which each form is used.
constexpr int kolmogorov_terms = 20;
// Below it the theta-transformed series converges faster, above it the alternating one.
constexpr double kolmogorov_turn = 1.0;
// Distances are multiples of 1 / (m n); half of the last digit that a sum of doubles may lose.
constexpr double ks_rounding = 1e-7;

/// Sorted, or empty where there is nothing to compare.
std::vector<double> ks_sorted(std::span<const double> values) {
    if (!std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) return {};
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    return sorted;
}

// P(distance < d): the share of the lattice paths from (0, 0) to (m, n) that stay within the band. Row by row, each
// row scaled so that the last entry is a share of all paths and nothing overflows.
double share_inside(double d, std::size_t m, std::size_t n) {
    const double rows = static_cast<double>(m), columns = static_cast<double>(n);
    const double widest = (0.5 + std::floor(d * rows * columns - ks_rounding)) / (rows * columns);
    std::vector<double> share(n + 1);
    for (std::size_t j = 0; j <= n; ++j) share[j] = static_cast<double>(j) / columns > widest ? 0.0 : 1.0;
    for (std::size_t i = 1; i <= m; ++i) {
        const double at = static_cast<double>(i) / rows;
        const double scale = static_cast<double>(i) / (static_cast<double>(i) + columns);
        share[0] = at > widest ? 0.0 : scale * share[0];
        for (std::size_t j = 1; j <= n; ++j)
            share[j] = std::abs(at - static_cast<double>(j) / columns) > widest ? 0.0 : scale * share[j] + share[j - 1];
    }
    return share[n];
}

}  // namespace

std::optional<double> kolmogorov_smirnov_distance(std::span<const double> first, std::span<const double> second) {
    const auto a = ks_sorted(first);
    const auto b = ks_sorted(second);
    if (a.empty() || b.empty()) return std::nullopt;
    double widest = 0.0;
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        const double x = std::min(a[i], b[j]);
        while (i < a.size() && a[i] == x) ++i;
        while (j < b.size() && b[j] == x) ++j;
        widest = std::max(widest, std::abs(static_cast<double>(i) / static_cast<double>(a.size()) -
                                           static_cast<double>(j) / static_cast<double>(b.size())));
    }
    return widest;
}

double kolmogorov_upper_p(double x) {
    if (std::isnan(x)) return x;
    if (x <= 0.0) return 1.0;
    double sum = 0.0;
    if (x < kolmogorov_turn) {
        for (int k = 1; k <= kolmogorov_terms; ++k) {
            const double odd = (2.0 * k - 1.0) * std::numbers::pi / x;
            sum += std::exp(-odd * odd / 8.0);
        }
        return std::clamp(1.0 - std::sqrt(2.0 * std::numbers::pi) / x * sum, 0.0, 1.0);
    }
    for (int k = 1; k <= kolmogorov_terms; ++k) sum += (k % 2 == 1 ? 1.0 : -1.0) * std::exp(-2.0 * k * k * x * x);
    return std::clamp(2.0 * sum, 0.0, 1.0);
}

double kolmogorov_smirnov_p(double distance, std::size_t first, std::size_t second) {
    if (std::isnan(distance)) return distance;
    if (first == 0 || second == 0 || distance <= 0.0) return 1.0;
    const auto [m, n] = std::minmax(first, second);
    if (n <= exact_kolmogorov_smirnov_up_to / m) return std::clamp(1.0 - share_inside(distance, m, n), 0.0, 1.0);
    const double rows = static_cast<double>(m), columns = static_cast<double>(n);
    return kolmogorov_upper_p(distance * std::sqrt(rows * columns / (rows + columns)));
}

}  // namespace synchrony::stats
