// From a feature table to a matrix a model can be fitted on.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/ml/classifiers.hpp"
#include "synchrony/model/linear.hpp"

namespace synchrony::ml {

/// The chosen columns of those rows, [row, column]; NaN where a value is missing. Refuses absent tables and columns.
[[nodiscard]] core::Result<Eigen::MatrixXd> gather(const model::PatientSet& set, std::span<const std::size_t> rows,
                                                   const TabularOptions& options);

/// Table and name of each column of that matrix.
[[nodiscard]] core::Result<std::vector<model::LinearInput>> gathered_columns(const model::PatientSet& set,
                                                                             const TabularOptions& options);

/// Learnt from training rows alone: medians for missing values, means and deviations.
class Preprocessor {
  public:
    /// Columns without a value or without spread become zero everywhere. `keep` columns are chosen by the labels of
    /// these rows (all where it is 0), the earlier of equals.
    void fit(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels = {}, std::size_t keep = 0);
    /// The kept columns, imputed and standardised, divided by the square root of the number of columns: rows have
    /// length about 1.
    [[nodiscard]] Eigen::MatrixXd apply(const Eigen::MatrixXd& raw) const;
    /// Columns of the raw matrix that were kept, ascending.
    [[nodiscard]] const std::vector<Eigen::Index>& kept() const { return kept_; }
    /// Scaled value per standard deviation of a column.
    [[nodiscard]] double shrink() const { return shrink_; }
    /// What was learnt of a column of the raw matrix: scaled value = ((value, else median) - mean) * factor.
    struct Column {
        double median, mean, factor;
    };
    [[nodiscard]] Column column(Eigen::Index c) const { return {median_(c), mean_(c), factor_(c)}; }

  private:
    void choose(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels, std::size_t keep);

    std::vector<Eigen::Index> kept_;  ///< ascending
    Eigen::VectorXd median_;
    Eigen::VectorXd mean_;
    Eigen::VectorXd factor_;  ///< shrink / standard deviation; 0 for a column without spread
    double shrink_ = 1.0;
};

}  // namespace synchrony::ml
