// From a feature table to a matrix a model can be fitted on.
#pragma once

#include <Eigen/Core>
#include <span>

#include "synchrony/ml/classifiers.hpp"

namespace synchrony::ml {

/// The chosen columns of those rows, [row, column]; NaN where a value is missing. Refuses absent tables and columns.
[[nodiscard]] core::Result<Eigen::MatrixXd> gather(const model::PatientSet& set, std::span<const std::size_t> rows,
                                                   const TabularOptions& options);

/// Learnt from training rows alone: medians for missing values, means and deviations.
class Preprocessor {
  public:
    /// Columns without a value or without spread become zero everywhere.
    void fit(const Eigen::MatrixXd& raw);
    /// Imputed and standardised, divided by the square root of the number of columns: rows have length about 1.
    [[nodiscard]] Eigen::MatrixXd apply(const Eigen::MatrixXd& raw) const;
    /// Scaled value per standard deviation of a column.
    [[nodiscard]] double shrink() const { return shrink_; }

  private:
    Eigen::VectorXd median_;
    Eigen::VectorXd mean_;
    Eigen::VectorXd factor_;  ///< shrink / standard deviation; 0 for a column without spread
    double shrink_ = 1.0;
};

}  // namespace synchrony::ml
