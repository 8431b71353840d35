// Logistic regression with an L2 penalty, solved to its optimum where there are more features than patients.
#pragma once

#include <Eigen/Core>

#include "synchrony/stats/logistic.hpp"

namespace synchrony::nn {

struct LogisticFit {
    Eigen::VectorXd weights;  ///< of the features as given
    double intercept = 0.0;
    stats::LogisticEnd end = stats::LogisticEnd::no_number;  ///< how the solver ended
};

/// Minimises sum_i case_weight_i log(1 + exp(-y_i (w . z_i + b))) + penalty * columns / 2 |w|^2, where z are the
/// features standardised over the rows and y is +-1, by Newton's method in the space of the rows (w is a combination of
/// rows). `features` is [row, column]; `truth` holds 0 and 1.
[[nodiscard]] LogisticFit fit_ridge_logistic(const Eigen::MatrixXd& features, const Eigen::VectorXd& truth,
                                             const Eigen::VectorXd& case_weights, double penalty);

}  // namespace synchrony::nn
