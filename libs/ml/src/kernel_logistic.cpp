#include "synchrony/ml/kernel_logistic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/logistic.hpp"
#include "synchrony/stats/stratified_folds.hpp"

namespace synchrony::ml {
namespace {

constexpr int most_newton_steps = 50;
constexpr double kernel_stop_at = 1e-8;  // relative change of the objective
/// A column that varies less than this share of its size holds rounding only.
constexpr float least_kernel_spread = 1e-5F;

// Minimises a' K a / 2 + cost * log-loss(K a + b) over a and b.
class Solver {
  public:
    Solver(const Eigen::MatrixXd& products, const Eigen::VectorXd& truth) : products_(products), truth_(truth) {}

    // Starts where the last cost ended.
    stats::LogisticReport solve(double cost) {
        const std::vector<double> costs(static_cast<std::size_t>(truth_.size()), cost);
        stats::LogisticOptions options;
        options.most_steps = most_newton_steps;
        options.least_fall = kernel_stop_at;
        return stats::fit_logistic_kernel({{products_.data(), static_cast<std::size_t>(products_.size())},
                                           {truth_.data(), static_cast<std::size_t>(truth_.size())},
                                           costs,
                                           1.0},
                                          options, fit_);
    }
    [[nodiscard]] Eigen::VectorXd weights() const {
        return Eigen::Map<const Eigen::VectorXd>(fit_.weights.data(), static_cast<Eigen::Index>(fit_.weights.size()));
    }
    [[nodiscard]] double intercept() const { return fit_.intercept; }

  private:
    const Eigen::MatrixXd& products_;
    const Eigen::VectorXd& truth_;
    stats::KernelWeights fit_;
};

Eigen::MatrixXd part(const Eigen::MatrixXd& products, const std::vector<Eigen::Index>& rows,
                     const std::vector<Eigen::Index>& columns) {
    return products(rows, columns);
}

// Log-loss of each cost over the inner folds.
std::vector<double> inner_losses(const Eigen::MatrixXd& products, const Eigen::VectorXd& truth,
                                 std::span<const std::uint8_t> labels, std::span<const std::size_t> people,
                                 const std::vector<double>& costs, int folds, std::uint64_t seed) {
    auto random = core::RandomStream(seed).child("inner folds");
    const auto fold_of = stats::stratified_folds(labels, people, folds, random);
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
            (void)solver.solve(costs[c]);  // where it came to nothing, its log-loss says so
            const Eigen::VectorXd decided = (across * solver.weights()).array() + solver.intercept();
            for (std::size_t i = 0; i < test.size(); ++i) {
                const double margin = decided[static_cast<Eigen::Index>(i)];
                losses[c] += stats::softplus(truth[test[i]] > 0.5 ? -margin : margin);
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
    auto people = options.people;
    if (people.empty()) {
        people.resize(labels.size());
        std::iota(people.begin(), people.end(), std::size_t{0});
    }
    const int folds = std::min(options.inner_folds, smaller);
    if (costs.size() > 1 && folds >= 2) {
        const auto losses = inner_losses(products, truth, labels, people, costs, folds, options.seed);
        cost = costs[static_cast<std::size_t>(std::ranges::min_element(losses) - losses.begin())];
    }
    Solver solver(products, truth);
    if (const auto report = solver.solve(cost); report.end == stats::LogisticEnd::no_number)
        return core::fail({core::ErrorKind::refused,
                           "the loss of the training part is no finite number",
                           "logistic regression",
                           {},
                           "finite values",
                           {}});
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
