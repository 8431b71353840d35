// Logistic regression from products of rows alone: with thousands of columns and tens of patients everything that an
// L2-penalised fit needs is the small matrix of the rows' products, and tables join by adding their matrices.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::ml {

struct KernelLogisticOptions {
    /// Weights of the loss against the penalty, as TabularOptions::costs: for rows whose columns have mean 0 and
    /// variance 1 / number of columns. One value: no inner folds.
    std::vector<double> costs{0.3, 1.0, 3.0, 10.0, 30.0, 100.0};
    int inner_folds = 5;     ///< fewer where a class has fewer members
    std::uint64_t seed = 1;  ///< of the inner folds
    /// The person of each row, whom inner folds do not part; empty: every row its own.
    std::vector<std::size_t> people{};
};

struct KernelLogisticFit {
    Eigen::VectorXd weights;  ///< of the training rows: log-odds of x = sum_i weights_i <x, row_i> + intercept
    double intercept = 0.0;
    double cost = 0.0;  ///< chosen: the least log-loss on the inner folds, the smaller of equals
    /// Log-odds; `products` is [row, training row].
    [[nodiscard]] Eigen::VectorXd decide(const Eigen::MatrixXd& products) const;
};

/// The fit of ml::LogisticRegression, by Newton's method in the space of the training rows, the intercept not
/// penalised. `products` is [training row, training row]; `labels` are 0 or 1. Errors: refused (one class only,
/// products that are no finite numbers), usage (sizes that disagree, costs that are not positive).
[[nodiscard]] core::Result<KernelLogisticFit> fit_kernel_logistic(const Eigen::MatrixXd& products,
                                                                  std::span<const std::uint8_t> labels,
                                                                  const KernelLogisticOptions& options = {});

enum class ColumnScaling : std::uint8_t {
    each,     ///< every column to variance 1 / number of columns over the training rows
    together  ///< all columns by one factor, so that their variances sum to 1: columns that vary more count more
};

/// Products [row, training row] of the columns' values after they were brought to mean 0 over the training rows and
/// scaled; columns that do not vary there count nothing. `values` is [patient, column]; the rows of the answer are
/// those patients in `rows`.
[[nodiscard]] Eigen::MatrixXd scaled_products(const Eigen::MatrixXf& values, std::span<const std::size_t> rows,
                                              std::span<const std::size_t> training,
                                              ColumnScaling scaling = ColumnScaling::each);

}  // namespace synchrony::ml
