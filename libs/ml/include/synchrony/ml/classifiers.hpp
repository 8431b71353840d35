// Classical models on tables of numbers, with everything they learn learnt inside the training part: the values put in
// for missing ones, the scaling, the strength of the penalty, the threshold.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/model/classifier.hpp"
#include "synchrony/model/linear.hpp"

namespace synchrony::ml {

enum class ThresholdChoice {
    half,   ///< responds where the probability is 1/2 or more: right for the accuracy of a calibrated model
    youden  ///< the cut that maximises sensitivity + specificity on the inner folds (Youden 1950): for rare outcomes;
            ///< noisy on tens of patients
};

/// Options of the models on tables. A penalty's weight is found by cross-validation by patient inside the training
/// part.
struct TabularOptions {
    std::vector<std::string> tables{"clinical"};             ///< their columns stand side by side
    std::vector<std::string> columns{};                      ///< only these; empty: all
    std::map<std::string, std::vector<std::string>> only{};  ///< of these tables only these columns; `columns` empty
    /// Weights of the loss against the penalty (liblinear's and libsvm's C). Columns are scaled to mean 0 and variance
    /// 1 / number of columns, so the same grid serves three columns or ten thousand. One value: no inner folds.
    std::vector<double> costs{0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0};
    /// Columns kept, those whose standardised difference between the classes is largest in the training part; 0: all.
    std::size_t keep = 0;
    int inner_folds = 5;  ///< fewer where a class has fewer members
    ThresholdChoice threshold = ThresholdChoice::half;
};

class Tabular;

/// What all models on tables share: one frame that imputes, scales, chooses, calibrates and decides.
class TabularModel : public model::Classifier {
  public:
    ~TabularModel() override;
    /// Refuses (ErrorKind::refused) a set without the tables or columns, or with no value at all in the training part.
    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context) override;
    /// The score is the probability of response.
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override;

  protected:
    explicit TabularModel(std::unique_ptr<Tabular> tabular);
    [[nodiscard]] const Tabular& tabular() const { return *tabular_; }

  private:
    std::unique_ptr<Tabular> tabular_;
};

/// L2-penalised logistic regression by liblinear (Fan et al. 2008; solver L2R_LR, deterministic). With more columns
/// than patients the problem is solved, exactly, in the span of the training rows (representer theorem), so thousands
/// of deep features cost little more than ten. The cost with the least log-loss on the inner folds is taken, the
/// smaller of equals.
class LogisticRegression final : public TabularModel {
  public:
    explicit LogisticRegression(TabularOptions options = {});

    [[nodiscard]] double cost() const;       ///< chosen by the last fit
    [[nodiscard]] double threshold() const;  ///< of the last fit
    /// Change of the log-odds for one standard deviation of each column, in the order of the table's columns.
    [[nodiscard]] std::vector<double> coefficients() const;
    /// The last fit as numbers that can be kept: columns, values put in for missing ones, scaling, weights. Errors
    /// (usage): not fitted.
    [[nodiscard]] core::Result<model::LinearModel> linear() const;
};

/// Support vector machine with a Gaussian kernel by libsvm (Chang & Lin 2011); kernel width 1 in scaled columns, i.e.
/// gamma = 1 / number of columns on standardised ones. The cost with the largest AUC on the inner folds is taken; the
/// score is a probability by Platt's sigmoid (1999) fitted to the inner folds' decision values.
class SupportVectorMachine final : public TabularModel {
  public:
    explicit SupportVectorMachine(TabularOptions options = {});
};

}  // namespace synchrony::ml
