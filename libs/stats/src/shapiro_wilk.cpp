#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "finite.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"
#include "synchrony/stats/two_sample.hpp"

namespace synchrony::stats {
namespace {

// Polynomials of Royston 1995 (AS R94), lowest power first.
constexpr std::array last_weight{0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};   // in 1 / sqrt(n)
constexpr std::array next_weight{0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};  // in 1 / sqrt(n)
constexpr std::array small_mean{0.544, -0.39978, 0.025054, -6.714e-4};                       // in n
constexpr std::array small_log_sd{1.3822, -0.77857, 0.062767, -0.0020322};                   // in n
constexpr std::array small_bound{-2.273, 0.459};                                             // in n
constexpr std::array large_mean{-1.5861, -0.31082, -0.083751, 0.0038915};                    // in log n
constexpr std::array large_log_sd{-0.4803, -0.082676, 0.0030302};                            // in log n
constexpr std::size_t largest_small = 11;
constexpr std::size_t fewest = 3;
constexpr std::size_t most = 5000;

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
    double sum = 0.0;
    for (std::size_t i = N; i-- > 0;) sum = sum * x + coefficients[i];
    return sum;
}

/// Weights of the differences "largest - smallest", "next largest - next smallest", ...
std::vector<double> weights(std::size_t n) {
    if (n == fewest) return {std::numbers::sqrt2 / 2.0};
    std::vector<double> normal;  // expected order statistics, from the smallest; negative
    double squares = 0.0;
    for (std::size_t i = 1; i <= n / 2; ++i) {
        normal.push_back(normal_quantile((static_cast<double>(i) - 0.375) / (static_cast<double>(n) + 0.25)));
        squares += 2.0 * normal.back() * normal.back();
    }
    const double x = 1.0 / std::sqrt(static_cast<double>(n));
    std::vector<double> a(n / 2);
    a[0] = polynomial(last_weight, x) - normal[0] / std::sqrt(squares);
    std::size_t fixed = 1;
    double rest = squares - 2.0 * normal[0] * normal[0];
    double share = 1.0 - 2.0 * a[0] * a[0];
    if (n > 5) {
        a[1] = polynomial(next_weight, x) - normal[1] / std::sqrt(squares);
        rest -= 2.0 * normal[1] * normal[1];
        share -= 2.0 * a[1] * a[1];
        fixed = 2;
    }
    for (std::size_t i = fixed; i < a.size(); ++i) a[i] = -normal[i] / std::sqrt(rest / share);
    return a;
}

double p_value(double w, std::size_t n) {
    const double size = static_cast<double>(n);
    if (n == fewest)
        return std::clamp(6.0 / std::numbers::pi * (std::asin(std::sqrt(w)) - std::asin(std::sqrt(0.75))), 0.0, 1.0);
    if (w >= 1.0) return 1.0;
    double y = std::log1p(-w);
    double centre = 0.0;
    double sd = 1.0;
    if (n <= largest_small) {
        const double bound = polynomial(small_bound, size);
        if (y >= bound) return 0.0;
        y = -std::log(bound - y);
        centre = polynomial(small_mean, size);
        sd = std::exp(polynomial(small_log_sd, size));
    } else {
        centre = polynomial(large_mean, std::log(size));
        sd = std::exp(polynomial(large_log_sd, std::log(size)));
    }
    return 1.0 - normal_cdf((y - centre) / sd);
}

}  // namespace

std::optional<NormalityTest> shapiro_wilk(std::span<const double> values) {
    const std::size_t n = values.size();
    if (n < fewest || n > most || !all_finite(values)) return std::nullopt;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    const double centre = *mean(sorted);
    double squares = 0.0;
    for (const double v : sorted) squares += (v - centre) * (v - centre);
    if (!(squares > 0.0) || !std::isfinite(squares)) return std::nullopt;
    const auto a = weights(n);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * (sorted[n - 1 - i] - sorted[i]);
    NormalityTest test;
    test.w = std::min(1.0, sum * sum / squares);
    test.p = p_value(test.w, n);
    return std::isfinite(test.w) && std::isfinite(test.p) ? std::optional(test) : std::nullopt;
}

}  // namespace synchrony::stats
