// Models made of decision trees on tables of numbers, with everything they learn learnt inside the training part.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "synchrony/ml/classifiers.hpp"

namespace synchrony::ml {

/// Common to both. A forest's votes and a boosted sum are no probabilities on tens of patients; Platt's sigmoid (1999)
/// fitted to the inner folds makes them so. Isotonic regression would need a thousand patients to be as steady
/// (Niculescu-Mizil & Caruana 2005).
struct TreeOptions {
    std::vector<std::string> tables{"clinical"};  ///< their columns stand side by side
    std::vector<std::string> columns{};           ///< only these; empty: all
    /// Columns kept, those whose standardised difference between the classes is largest in the training part; 0: all.
    std::size_t keep = 0;
    int inner_folds = 5;  ///< fewer where a class has fewer members
    ThresholdChoice threshold = ThresholdChoice::half;
};

struct ForestOptions : TreeOptions {
    int trees = 300;  ///< votes vary by less than 3 % of them (sd of a share of 300)
    /// Patients that a leaf must hold; the one with the largest AUC on the inner folds is taken, the larger of equals.
    std::vector<int> leaf_sizes{8, 4, 1};
};

/// Random forest (Breiman 2001) by OpenCV; a split looks at the square root of the number of columns.
class RandomForest final : public TabularModel {
  public:
    explicit RandomForest(const ForestOptions& options = {});
};

/// base[row] + sum of parts[row, column] is the log-odds of the row's score.
struct Contributions {
    std::vector<model::LinearInput> columns;
    std::vector<double> parts;  ///< [row, column], row-major
    std::vector<double> base;   ///< one a row, all the same
};

struct BoostingOptions : TreeOptions {
    /// Trees added up; the number with the largest AUC on the inner folds is taken, the smaller of equals.
    std::vector<int> rounds{10, 30, 100};
    double learning_rate = 0.1;
    int depth = 2;              ///< interactions of two columns; deeper trees memorise tens of patients
    double row_share = 0.8;     ///< patients a tree is fitted on (Friedman 2002)
    double column_share = 0.8;  ///< columns a tree may use
};

/// Gradient boosting (Friedman 2001) by XGBoost (Chen & Guestrin 2016), logistic loss, one thread a model.
class Boosting final : public TabularModel {
  public:
    explicit Boosting(const BoostingOptions& options = {});
    /// Of each row what each column adds to the log-odds of its score: exact Shapley values of the trees (TreeSHAP),
    /// where a column that is not known is averaged by the training patients that went each way. Errors: not fitted
    /// (usage), those of predict. Forests and Gaussian support vector machines are not explained: OpenCV's trees keep
    /// no counts of patients, and a kernel's sum has no short exact form.
    [[nodiscard]] core::Result<Contributions> contributions(const model::PatientSet& set,
                                                            std::span<const std::size_t> rows) const;
};

}  // namespace synchrony::ml
