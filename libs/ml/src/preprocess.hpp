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

/// A table of more columns than this weighs as much as one of as many.
inline constexpr double most_columns_that_count = 30.0;

/// Learnt from training rows alone: medians for missing values, means and deviations.
class Preprocessor {
  public:
    /// Columns without a value or without spread become zero everywhere. `keep` columns are chosen by the labels of
    /// these rows (all where it is 0), the earlier of equals. `columns` says which table each is of (empty: all of
    /// one).
    void fit(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels = {}, std::size_t keep = 0,
             std::span<const model::LinearInput> columns = {});
    /// The kept columns, imputed, standardised and weighted: a table of many columns weighs no more than
    /// most_columns_that_count of them, so that thousands of deep features do not drown twenty clinical ones; rows have
    /// length about 1.
    [[nodiscard]] Eigen::MatrixXd apply(const Eigen::MatrixXd& raw) const;
    /// Columns of the raw matrix that were kept, ascending.
    [[nodiscard]] const std::vector<Eigen::Index>& kept() const { return kept_; }
    /// Scaled value per standard deviation of each kept column.
    [[nodiscard]] const Eigen::VectorXd& shrink() const { return shrink_; }
    /// What was learnt of a column of the raw matrix: scaled value = ((value, else median) - mean) * factor.
    struct Column {
        double median, mean, factor;
    };
    [[nodiscard]] Column column(Eigen::Index c) const { return {median_(c), mean_(c), factor_(c)}; }

  private:
    void choose(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels, std::size_t keep);
    void weigh(std::span<const model::LinearInput> columns);

    std::vector<Eigen::Index> kept_;  ///< ascending
    Eigen::VectorXd median_;
    Eigen::VectorXd mean_;
    Eigen::VectorXd factor_;  ///< shrink / standard deviation; 0 for a column without spread
    Eigen::VectorXd shrink_;
};

}  // namespace synchrony::ml
