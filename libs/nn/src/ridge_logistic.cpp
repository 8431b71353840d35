#include "ridge_logistic.hpp"

namespace synchrony::nn {
namespace {

constexpr int most_iterations = 50;
constexpr double tolerance = 1e-10;        // change of the objective, relative
constexpr double least_feature_sd = 1e-9;  // a feature that never changes is left out

}  // namespace

LogisticFit fit_ridge_logistic(const Eigen::MatrixXd& features, const Eigen::VectorXd& truth,
                               const Eigen::VectorXd& case_weights, double penalty) {
    const Eigen::RowVectorXd mean = features.colwise().mean();
    Eigen::MatrixXd z = features.rowwise() - mean;
    Eigen::RowVectorXd sd = (z.colwise().squaredNorm() / static_cast<double>(z.rows())).cwiseSqrt();
    for (Eigen::Index i = 0; i < sd.size(); ++i) sd[i] = sd[i] > least_feature_sd ? 1.0 / sd[i] : 0.0;
    z = z * sd.asDiagonal();
    const Eigen::MatrixXd kernel = z * z.transpose();
    const auto rows = static_cast<std::size_t>(truth.size());
    stats::LogisticOptions options;
    options.most_steps = most_iterations;
    options.least_fall = tolerance;
    stats::KernelWeights solution;
    const auto report = stats::fit_logistic_kernel({{kernel.data(), rows * rows},
                                                    {truth.data(), rows},
                                                    {case_weights.data(), rows},
                                                    penalty * static_cast<double>(features.cols())},
                                                   options, solution);
    const Eigen::Map<const Eigen::VectorXd> a(solution.weights.data(), truth.size());
    LogisticFit fit;
    fit.weights = (z.transpose() * a).cwiseProduct(sd.transpose());
    fit.intercept = solution.intercept - mean.dot(fit.weights);
    fit.end = report.end;
    return fit;
}

}  // namespace synchrony::nn
