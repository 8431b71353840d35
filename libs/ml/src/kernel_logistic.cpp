#include "synchrony/ml/kernel_logistic.hpp"
#include "softplus.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/stratified_folds.hpp"

namespace synchrony::ml {
namespace {

constexpr int most_newton_steps = 50;
constexpr double kernel_stop_at = 1e-8;    // relative change of the objective
constexpr double least_curvature = 1e-10;  // of a case whose answer is sure
constexpr double shortest_step = 1e-6;
/// A column that varies less than this share of its size holds rounding only.
constexpr float least_kernel_spread = 1e-5F;

// Minimises a' K a / 2 + cost * log-loss(K a + b) over a and b.
class Solver {
  public:
    Solver(const Eigen::MatrixXd& products, const Eigen::VectorXd& truth)
        : products_(products), truth_(truth), a_(Eigen::VectorXd::Zero(truth.size())) {}

    // Starts where the last cost ended.
    void solve(double cost) {
        double value = objective(a_, b_, cost);
        for (int step = 0; step < most_newton_steps; ++step) {
            const auto [next_a, next_b] = target(cost);
            double length = 1.0;
            double next = objective(next_a, next_b, cost);
            while (!(next <= value) && length > shortest_step) {
                length /= 2;
                next = objective(a_ + length * (next_a - a_), b_ + length * (next_b - b_), cost);
            }
            if (!(next <= value)) return;
            a_ += length * (next_a - a_);
            b_ += length * (next_b - b_);
            const bool done = value - next <= kernel_stop_at * std::abs(value);
            value = next;
            if (done) return;
        }
    }
    [[nodiscard]] const Eigen::VectorXd& weights() const { return a_; }
    [[nodiscard]] double intercept() const { return b_; }

  private:
    [[nodiscard]] double objective(const Eigen::VectorXd& a, double b, double cost) const {
        const Eigen::VectorXd k = products_ * a;
        double sum = 0.5 * a.dot(k);
        for (Eigen::Index i = 0; i < truth_.size(); ++i) {
            const double margin = k[i] + b;
            sum += cost * softplus(truth_[i] > 0.5 ? -margin : margin);
        }
        return sum;
    }

    // Newton's next point: with curvature W and working answer z, (W K + 1) a + W b = W z and 1' W (K a + b - z) = 0.
    [[nodiscard]] std::pair<Eigen::VectorXd, double> target(double cost) const {
        const Eigen::Index n = truth_.size();
        const Eigen::ArrayXd margins = (products_ * a_).array() + b_;
        const Eigen::ArrayXd p = 1.0 / (1.0 + (-margins).exp());
        const Eigen::ArrayXd w = (cost * p * (1.0 - p)).max(least_curvature);
        const Eigen::VectorXd wz = w * margins + cost * (truth_.array() - p);
        Eigen::MatrixXd system(n + 1, n + 1);
        system.topLeftCorner(n, n) = w.matrix().asDiagonal() * products_;
        system.bottomLeftCorner(1, n) = system.topLeftCorner(n, n).colwise().sum();
        system.topLeftCorner(n, n).diagonal().array() += 1.0;
        system.topRightCorner(n, 1) = w.matrix();
        system(n, n) = w.sum();
        Eigen::VectorXd right(n + 1);
        right.head(n) = wz;
        right[n] = wz.sum();
        const Eigen::VectorXd solution = system.partialPivLu().solve(right);
        return {solution.head(n), solution[n]};
    }

    const Eigen::MatrixXd& products_;
    const Eigen::VectorXd& truth_;
    Eigen::VectorXd a_;
    double b_ = 0.0;
};

Eigen::MatrixXd part(const Eigen::MatrixXd& products, const std::vector<Eigen::Index>& rows,
                     const std::vector<Eigen::Index>& columns) {
    return products(rows, columns);
}

// Log-loss of each cost over the inner folds.
std::vector<double> inner_losses(const Eigen::MatrixXd& products, const Eigen::VectorXd& truth,
                                 std::span<const std::uint8_t> labels, const std::vector<double>& costs, int folds,
                                 std::uint64_t seed) {
    std::vector<std::size_t> each(labels.size());
    std::iota(each.begin(), each.end(), std::size_t{0});
    auto random = core::RandomStream(seed).child("inner folds");
    const auto fold_of = stats::stratified_folds(labels, each, folds, random);
    std::vector<double> losses(costs.size(), 0.0);
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<Eigen::Index> training, test;
        for (std::size_t i = 0; i < labels.size(); ++i)
            (fold_of[i] == fold ? test : training).push_back(static_cast<Eigen::Index>(i));
        const Eigen::MatrixXd inner = part(products, training, training);
        const Eigen::MatrixXd across = part(products, test, training);
        const Eigen::VectorXd inner_truth = truth(training);
        Solver solver(inner, inner_truth);
        for (std::size_t c = 0; c < costs.size(); ++c) {
            solver.solve(costs[c]);
            const Eigen::VectorXd decided = (across * solver.weights()).array() + solver.intercept();
            for (std::size_t i = 0; i < test.size(); ++i) {
                const double margin = decided[static_cast<Eigen::Index>(i)];
                losses[c] += softplus(truth[test[i]] > 0.5 ? -margin : margin);
            }
        }
    }
    return losses;
}

core::Result<void> check(const Eigen::MatrixXd& products, std::span<const std::uint8_t> labels,
                         const KernelLogisticOptions& options) {
    const auto n = static_cast<Eigen::Index>(labels.size());
    if (products.rows() != n || products.cols() != n)
        return core::fail({core::ErrorKind::usage,
                           "products and labels disagree",
                           "logistic regression",
                           std::to_string(products.rows()) + " x " + std::to_string(products.cols()),
                           std::to_string(n) + " x " + std::to_string(n),
                           {}});
    if (options.costs.empty() || std::ranges::any_of(options.costs, [](double c) { return !(c > 0.0); }))
        return core::fail({core::ErrorKind::usage, "the costs are not positive numbers", "model options", {}, {}, {}});
    return {};
}

}  // namespace

Eigen::VectorXd KernelLogisticFit::decide(const Eigen::MatrixXd& products) const {
    return (products * weights).array() + intercept;
}

core::Result<KernelLogisticFit> fit_kernel_logistic(const Eigen::MatrixXd& products,
                                                    std::span<const std::uint8_t> labels,
                                                    const KernelLogisticOptions& options) {
    SYNCHRONY_TRY(check(products, labels, options));
    Eigen::VectorXd truth(static_cast<Eigen::Index>(labels.size()));
    for (std::size_t i = 0; i < labels.size(); ++i) truth[static_cast<Eigen::Index>(i)] = labels[i] != 0 ? 1.0 : 0.0;
    const auto positives = static_cast<int>(truth.sum());
    const int smaller = std::min(positives, static_cast<int>(labels.size()) - positives);
    if (smaller == 0)
        return core::fail({core::ErrorKind::refused, "the training part has one class only", "model", {}, "both", {}});
    auto costs = options.costs;
    std::ranges::sort(costs);  // each solution starts the next: from strong penalties to weak ones
    double cost = costs[costs.size() / 2];
    const int folds = std::min(options.inner_folds, smaller);
    if (costs.size() > 1 && folds >= 2) {
        const auto losses = inner_losses(products, truth, labels, costs, folds, options.seed);
        cost = costs[static_cast<std::size_t>(std::ranges::min_element(losses) - losses.begin())];
    }
    Solver solver(products, truth);
    solver.solve(cost);
    return KernelLogisticFit{solver.weights(), solver.intercept(), cost};
}

Eigen::MatrixXd scaled_products(const Eigen::MatrixXf& values, std::span<const std::size_t> rows,
                                std::span<const std::size_t> training, ColumnScaling scaling) {
    const auto take = [&](std::span<const std::size_t> wanted) {
        std::vector<Eigen::Index> index(wanted.begin(), wanted.end());
        return Eigen::MatrixXf(values(index, Eigen::all));
    };
    Eigen::MatrixXf taught = take(training);
    const Eigen::RowVectorXf mean = taught.colwise().mean();
    taught.rowwise() -= mean;
    const Eigen::RowVectorXf variance = taught.colwise().squaredNorm() / static_cast<float>(taught.rows());
    // Both sides carry the scale once: it is put on one of them, squared.
    Eigen::RowVectorXf weight = Eigen::RowVectorXf::Zero(variance.size());
    const float total = variance.sum();
    for (Eigen::Index c = 0; c < variance.size(); ++c) {
        const float least = least_kernel_spread * std::abs(mean[c]);
        if (!(variance[c] > least * least)) continue;
        weight[c] = 1.0F / (scaling == ColumnScaling::each ? variance[c] * static_cast<float>(variance.size()) : total);
    }
    Eigen::MatrixXf asked = take(rows);
    asked.rowwise() -= mean;
    asked = asked * weight.asDiagonal();
    return (asked * taught.transpose()).cast<double>();
}

}  // namespace synchrony::ml
