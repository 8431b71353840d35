#include "synchrony/sim/copula.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "synchrony/core/text.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::sim {
namespace {

double density(double z) {
    return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

struct Moments {
    double mean, sd;
};

/// Mean and SD of a normal variable cut on both sides (Johnson, Kotz and Balakrishnan, Continuous Univariate
/// Distributions I, 1994, section 10.1).
Moments moments_of(const CutNormal& c) {
    const double a = std::max(-37.0, (c.low - c.mean) / c.sd), b = std::min(37.0, (c.high - c.mean) / c.sd);
    const double mass = std::max(1e-300, stats::normal_cdf(b) - stats::normal_cdf(a));
    const double shift = (density(a) - density(b)) / mass;
    const double spread = 1.0 + (a * density(a) - b * density(b)) / mass - shift * shift;
    return {c.mean + c.sd * shift, c.sd * std::sqrt(std::max(spread, 1e-12))};
}

core::Error usage(std::string what, std::string got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), {}, std::move(got), std::move(expected), {}};
}

}  // namespace

core::Result<GaussianCopula> GaussianCopula::create(std::size_t n, std::span<const Coupling> couplings) {
    const auto size = static_cast<Eigen::Index>(n);
    Eigen::MatrixXd r = Eigen::MatrixXd::Identity(size, size);
    for (const auto& c : couplings) {
        const std::string pair = std::to_string(c.first) + " and " + std::to_string(c.second);
        if (c.first >= n || c.second >= n || c.first == c.second)
            return core::fail(
                usage("a coupling names no pair of variables", pair, "two different ones below " + std::to_string(n)));
        if (!(std::abs(c.correlation) < 1.0))
            return core::fail(usage("correlation out of range", std::to_string(c.correlation), "between -1 and 1"));
        const auto i = static_cast<Eigen::Index>(c.first), j = static_cast<Eigen::Index>(c.second);
        if (r(i, j) != 0.0) return core::fail(usage("a pair is coupled twice", pair, "once"));
        r(i, j) = r(j, i) = c.correlation;
    }
    const Eigen::LLT<Eigen::MatrixXd> cholesky(r);
    if (cholesky.info() != Eigen::Success)
        return core::fail(usage("the couplings contradict one another", "a matrix that is not positive definite",
                                "correlations that can hold together"));
    const Eigen::MatrixXd l = cholesky.matrixL();
    std::vector<double> lower(n * n, 0.0);
    for (Eigen::Index i = 0; i < size; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) lower[static_cast<std::size_t>(i * size + j)] = l(i, j);
    return GaussianCopula(n, std::move(lower));
}

std::vector<double> GaussianCopula::draw(core::RandomStream& random) const {
    std::vector<double> independent(dimension_), z(dimension_, 0.0);
    for (auto& v : independent) v = random.normal();
    for (std::size_t i = 0; i < dimension_; ++i)
        for (std::size_t j = 0; j <= i; ++j) z[i] += lower_[i * dimension_ + j] * independent[j];
    return z;
}

double CutNormal::at(double z) const {
    const double a = stats::normal_cdf((low - mean) / sd), b = stats::normal_cdf((high - mean) / sd);
    const double p = std::clamp(a + (b - a) * stats::normal_cdf(z), 1e-15, 1.0 - 1e-15);
    return std::clamp(mean + sd * stats::normal_quantile(p), low, high);
}

core::Result<CutNormal> cut_normal_with(double mean, double sd, double low, double high) {
    CutNormal c{mean, sd, low, high};
    if (!(sd > 0.0) || !(low < mean) || !(mean < high))
        return core::fail(usage("no cut normal variable has these moments", "mean " + core::shortest(mean),
                                "a mean inside the limits and a positive SD"));
    constexpr int most_rounds = 200;
    constexpr double enough = 1e-9, step = 1e-5, largest_move = 0.5;
    for (int round = 0; round < most_rounds; ++round) {
        const Moments now = moments_of(c);
        const double miss_mean = mean - now.mean, miss_sd = sd - now.sd;
        if (std::abs(miss_mean) + std::abs(miss_sd) < enough * sd) return c;
        CutNormal moved = c, widened = c;
        moved.mean += step * sd;
        widened.sd += step * sd;
        const Moments by_mean = moments_of(moved), by_sd = moments_of(widened);
        const double a = (by_mean.mean - now.mean) / (step * sd), b = (by_sd.mean - now.mean) / (step * sd);
        const double d = (by_mean.sd - now.sd) / (step * sd), e = (by_sd.sd - now.sd) / (step * sd);
        const double det = a * e - b * d;
        if (!(std::abs(det) > 1e-12)) break;
        c.mean += std::clamp((miss_mean * e - miss_sd * b) / det, -largest_move * sd, largest_move * sd);
        c.sd = std::max(0.05 * sd,
                        c.sd + std::clamp((miss_sd * a - miss_mean * d) / det, -largest_move * sd, largest_move * sd));
    }
    return core::fail(usage("no cut normal variable has these moments",
                            "mean " + core::shortest(mean) + ", SD " + core::shortest(sd),
                            "moments that fit the limits"));
}

bool happens(double share, double z) {
    return z > stats::normal_quantile(std::clamp(1.0 - share, 1e-12, 1.0 - 1e-12));
}

}  // namespace synchrony::sim
