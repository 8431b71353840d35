#include "synchrony/stats/meta_analysis.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/stats/distributions.hpp"

namespace synchrony::stats {

std::optional<RandomEffects> random_effects(std::span<const double> effects, std::span<const double> errors) {
    const std::size_t n = effects.size();
    if (n < 2 || errors.size() != n) return std::nullopt;
    for (std::size_t i = 0; i < n; ++i)
        if (!std::isfinite(effects[i]) || !std::isfinite(errors[i]) || errors[i] <= 0.0) return std::nullopt;
    double weights = 0.0, squares = 0.0, sum = 0.0;  // of the fixed-effect mean, by inverse variance
    for (std::size_t i = 0; i < n; ++i) {
        const double w = 1.0 / (errors[i] * errors[i]);
        weights += w;
        squares += w * w;
        sum += w * effects[i];
    }
    double q = 0.0;  // Cochran's
    for (std::size_t i = 0; i < n; ++i) q += std::pow((effects[i] - sum / weights) / errors[i], 2);
    const double between = std::max(0.0, (q - static_cast<double>(n - 1)) / (weights - squares / weights));
    double all = 0.0, mean = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const double w = 1.0 / (errors[i] * errors[i] + between);
        all += w;
        mean += w * effects[i];
    }
    mean /= all;
    const double error = 1.0 / std::sqrt(all);
    const double z = normal_quantile(0.975);
    if (!std::isfinite(mean) || !std::isfinite(error)) return std::nullopt;
    return RandomEffects{mean, error, std::sqrt(between), {mean - z * error, mean + z * error}};
}

}  // namespace synchrony::stats
