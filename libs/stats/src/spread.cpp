#include "synchrony/stats/spread.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <functional>

namespace synchrony::stats {
namespace {

using Rows = std::span<const std::optional<double>>;

/// Columns of which fewer values are known do not count: a deviation needs two, and three leave something beside.
constexpr double fewest_known = 3.0;

/// Of more rows than this one row moves the spread by nothing that matters, and leaving each out takes n^2 steps.
constexpr std::size_t most_left_out = 2000;

void standardise(Rows rows, std::size_t columns, Spread& spread) {
    std::vector<double> count(columns, 0.0), squares(columns, 0.0);
    spread.mean.assign(columns, 0.0);
    spread.sd.assign(columns, 0.0);
    const auto each = [&](const auto& take) {
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i]) take(i % columns, *rows[i]);
    };
    each([&](std::size_t c, double value) {
        spread.mean[c] += value;
        count[c] += 1.0;
    });
    for (std::size_t c = 0; c < columns; ++c) spread.mean[c] /= std::max(count[c], 1.0);
    each([&](std::size_t c, double value) { squares[c] += (value - spread.mean[c]) * (value - spread.mean[c]); });
    for (std::size_t c = 0; c < columns; ++c)
        if (count[c] >= fewest_known) spread.sd[c] = std::sqrt(squares[c] / (count[c] - 1.0));
}

/// Standardised; 0 where nothing is known.
Eigen::MatrixXd standard_rows(Rows rows, const Spread& spread) {
    const auto columns = spread.columns();
    const auto count = static_cast<Eigen::Index>(columns == 0 ? 0 : rows.size() / columns);
    Eigen::MatrixXd z = Eigen::MatrixXd::Zero(count, static_cast<Eigen::Index>(columns));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto c = i % columns;
        if (rows[i] && spread.sd[c] > 0.0)
            z(static_cast<Eigen::Index>(i / columns), static_cast<Eigen::Index>(c)) =
                (*rows[i] - spread.mean[c]) / spread.sd[c];
    }
    return z;
}

/// Ledoit and Wolf's estimate, lemma 3.2 to 3.4; the norm there is divided by the number of columns, which cancels.
Eigen::MatrixXd shrunk(const Eigen::MatrixXd& z) {
    const auto n = static_cast<double>(z.rows());
    const auto p = z.cols();
    const Eigen::MatrixXd sample = z.transpose() * z / n;
    const double middle = sample.trace() / static_cast<double>(p);
    const Eigen::MatrixXd target = middle * Eigen::MatrixXd::Identity(p, p);
    const double distance = (sample - target).squaredNorm();
    double scatter = 0.0;
    for (Eigen::Index i = 0; i < z.rows(); ++i)
        scatter += (z.row(i).transpose() * z.row(i) - sample).squaredNorm() / (n * n);
    const double share = distance > 0.0 ? std::min(scatter, distance) / distance : 1.0;
    return share * target + (1.0 - share) * sample;
}

}  // namespace

Spread fit_spread(Rows rows, std::size_t columns) {
    Spread spread;
    standardise(rows, columns, spread);
    const auto z = standard_rows(rows, spread);
    const Eigen::MatrixXd correlation = z.rows() > 0 && z.cols() > 0 ? shrunk(z) : Eigen::MatrixXd();
    spread.correlation.assign(correlation.data(), correlation.data() + correlation.size());  // symmetric: either order
    return spread;
}

std::optional<double> distance_from(const Spread& spread, Rows values) {
    std::vector<Eigen::Index> known;
    for (std::size_t c = 0; c < spread.columns(); ++c)
        if (values[c] && spread.sd[c] > 0.0) known.push_back(static_cast<Eigen::Index>(c));
    if (known.empty()) return std::nullopt;
    const auto k = static_cast<Eigen::Index>(known.size());
    Eigen::MatrixXd block(k, k);
    Eigen::VectorXd z(k);
    for (Eigen::Index i = 0; i < k; ++i) {
        const auto c = static_cast<std::size_t>(known[static_cast<std::size_t>(i)]);
        z(i) = (*values[c] - spread.mean[c]) / spread.sd[c];
        for (Eigen::Index j = 0; j < k; ++j)
            block(i, j) =
                spread.correlation[c * spread.columns() + static_cast<std::size_t>(known[static_cast<std::size_t>(j)])];
    }
    const Eigen::LLT<Eigen::MatrixXd> factor(block);
    if (factor.info() != Eigen::Success) return std::nullopt;
    return std::sqrt(std::max(z.dot(factor.solve(z)), 0.0) / static_cast<double>(k));
}

std::vector<std::optional<double>> left_out_distances(Rows rows, std::size_t columns) {
    std::vector<std::optional<double>> distances;
    const std::size_t count = columns == 0 ? 0 : rows.size() / columns;
    if (count > most_left_out) {
        const auto all = fit_spread(rows, columns);
        for (std::size_t i = 0; i < count; ++i)
            distances.push_back(distance_from(all, rows.subspan(i * columns, columns)));
        return distances;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = static_cast<std::ptrdiff_t>(i * columns);
        std::vector<std::optional<double>> others(rows.begin(), rows.end());
        others.erase(others.begin() + begin, others.begin() + begin + static_cast<std::ptrdiff_t>(columns));
        distances.push_back(distance_from(fit_spread(others, columns), rows.subspan(i * columns, columns)));
    }
    return distances;
}

std::optional<double> outer_limit(std::vector<double> distances, double share, double most) {
    const double n = static_cast<double>(distances.size());
    if (distances.empty()) return std::nullopt;
    std::ranges::sort(distances, std::greater<>{});
    const auto beyond = static_cast<std::size_t>(share * (n + 1.0));
    if (beyond >= 1) return distances[std::min(beyond, distances.size()) - 1];
    return 1.0 / (n + 1.0) <= most ? std::optional(distances.front()) : std::nullopt;
}

}  // namespace synchrony::stats
