#include "ridge_logistic.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <cmath>

namespace synchrony::nn {
namespace {

constexpr int most_iterations = 50;
constexpr double tolerance = 1e-10;  // change of the objective, relative
constexpr double least_curvature = 1e-10;
constexpr double least_feature_sd = 1e-9;  // a feature that never changes is left out

double softplus(double x) {
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

// The problem in a = coefficients of rows (w = Z' a) and b: margins m = K a + b.
struct Problem {
    const Eigen::MatrixXd& kernel;
    const Eigen::VectorXd& truth;
    const Eigen::VectorXd& case_weights;
    double ridge;

    double objective(const Eigen::VectorXd& a, double b) const {
        const Eigen::VectorXd k = kernel * a;
        double sum = 0.5 * ridge * a.dot(k);
        for (Eigen::Index i = 0; i < truth.size(); ++i)
            sum += case_weights[i] * (softplus(k[i] + b) - truth[i] * (k[i] + b));
        return sum;
    }

    // Newton's target: (W K + ridge) a + W b = W z and sum of W (K a + b - z) = 0, W the curvature, z the working
    // answer.
    void target(const Eigen::VectorXd& a, double b, Eigen::VectorXd& next_a, double& next_b) const {
        const Eigen::Index n = truth.size();
        const Eigen::VectorXd margins = (kernel * a).array() + b;
        const Eigen::ArrayXd p = 1.0 / (1.0 + (-margins.array()).exp());
        const Eigen::ArrayXd w = (case_weights.array() * p * (1 - p)).max(least_curvature);
        const Eigen::ArrayXd z = margins.array() + case_weights.array() * (truth.array() - p) / w;
        Eigen::MatrixXd system(n + 1, n + 1);
        system.topLeftCorner(n, n) = w.matrix().asDiagonal() * kernel;
        system.topLeftCorner(n, n).diagonal().array() += ridge;
        system.topRightCorner(n, 1) = w.matrix();
        system.bottomLeftCorner(1, n) = (w.matrix().transpose() * kernel);
        system(n, n) = w.sum();
        Eigen::VectorXd right(n + 1);
        right.head(n) = (w * z).matrix();
        right[n] = (w * z).sum();
        const Eigen::VectorXd solution = system.partialPivLu().solve(right);
        next_a = solution.head(n);
        next_b = solution[n];
    }
};

}  // namespace

LogisticFit fit_ridge_logistic(const Eigen::MatrixXd& features, const Eigen::VectorXd& truth,
                               const Eigen::VectorXd& case_weights, double penalty) {
    const Eigen::RowVectorXd mean = features.colwise().mean();
    Eigen::MatrixXd z = features.rowwise() - mean;
    Eigen::RowVectorXd sd = (z.colwise().squaredNorm() / static_cast<double>(z.rows())).cwiseSqrt();
    for (Eigen::Index i = 0; i < sd.size(); ++i) sd[i] = sd[i] > least_feature_sd ? 1.0 / sd[i] : 0.0;
    z = z * sd.asDiagonal();
    const Eigen::MatrixXd kernel = z * z.transpose();
    const Problem problem{kernel, truth, case_weights, penalty * static_cast<double>(features.cols())};

    Eigen::VectorXd a = Eigen::VectorXd::Zero(truth.size()), next_a;
    double b = 0, next_b = 0;
    double value = problem.objective(a, b);
    for (int i = 0; i < most_iterations; ++i) {
        problem.target(a, b, next_a, next_b);
        double step = 1.0, next_value = problem.objective(next_a, next_b);
        while (next_value > value && step > 1e-6) {
            step /= 2;
            next_value = problem.objective(a + step * (next_a - a), b + step * (next_b - b));
        }
        a += step * (next_a - a);
        b += step * (next_b - b);
        const bool done = std::abs(value - next_value) <= tolerance * std::abs(value);
        value = next_value;
        if (done) break;
    }
    LogisticFit fit;
    fit.weights = (z.transpose() * a).cwiseProduct(sd.transpose());
    fit.intercept = b - mean.dot(fit.weights);
    return fit;
}

}  // namespace synchrony::nn
