// The frame around a learner: preprocessing, choice of the cost and of the threshold, all from training rows.
#pragma once

#include "learner.hpp"
#include "preprocess.hpp"
#include "synchrony/ml/calibrate.hpp"
#include "synchrony/ml/trees.hpp"

namespace synchrony::ml {

class Tabular {
  public:
    Tabular(TabularOptions options, std::unique_ptr<Learner> learner)
        : options_(std::move(options)), learner_(std::move(learner)) {}

    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context);
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) const;
    /// Of a learner that can be explained. Errors (usage): not fitted, or it cannot.
    [[nodiscard]] core::Result<Contributions> contributions(const model::PatientSet& set,
                                                            std::span<const std::size_t> rows) const;
    [[nodiscard]] double cost() const { return cost_; }
    [[nodiscard]] double threshold() const { return threshold_; }
    [[nodiscard]] std::vector<double> coefficients() const;
    /// Empty unless fitted with a learner that gives log-odds.
    [[nodiscard]] std::optional<model::LinearModel> linear() const;

  private:
    /// Decision values of training patients by models that did not see them, [cost][patient]; empty without inner
    /// folds.
    [[nodiscard]] std::vector<std::vector<double>> inner_decisions(const Eigen::MatrixXd& raw,
                                                                   std::span<const std::uint8_t> labels,
                                                                   std::span<const std::size_t> people,
                                                                   std::uint64_t seed);
    void choose(const std::vector<std::vector<double>>& decisions, std::span<const std::uint8_t> labels);
    [[nodiscard]] double probability(double decision) const;

    TabularOptions options_;
    std::unique_ptr<Learner> learner_;
    Preprocessor preprocessor_;
    double cost_ = 1.0;
    double threshold_ = 0.5;
    double slope_ = 1.0;  ///< of the calibration; 1 and 0 for learners that give log-odds
    double offset_ = 0.0;
    std::vector<model::LinearInput> columns_;  ///< of the raw table
    bool fitted_ = false;
};

}  // namespace synchrony::ml
