// What the models on tables have in common for the frame around them.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace synchrony::ml {

/// Learns a decision value, larger = more likely positive, from scaled rows.
class Learner {
  public:
    virtual ~Learner() = default;
    /// Fixes every random choice of the next `train`; learners without any do not listen.
    virtual void seed(std::uint64_t) {}
    /// The training rows, [patient, column]; several costs are then tried on them.
    virtual void prepare(const Eigen::MatrixXd& rows) = 0;
    /// Labels 0 or 1, both present.
    virtual void train(std::span<const std::uint8_t> labels, double cost) = 0;
    [[nodiscard]] virtual Eigen::VectorXd decide(const Eigen::MatrixXd& rows) const = 0;
    /// Weights of the columns; empty where the decision is not linear.
    [[nodiscard]] virtual Eigen::VectorXd weights() const { return {}; }
    /// What each column adds to the decision, [row, column], and in the last column what a patient of whom nothing is
    /// known has; they sum to the decision. Empty where the learner cannot be explained.
    [[nodiscard]] virtual Eigen::MatrixXd contributions(const Eigen::MatrixXd&) const { return {}; }
    /// Of boosted trees each as XGBoost's JSON, with the patients' weight at each node ("cover").
    [[nodiscard]] virtual std::vector<std::string> trees() const { return {}; }
    /// True: the decision is the log-odds; false: it must be calibrated to become a probability.
    [[nodiscard]] virtual bool gives_log_odds() const = 0;
};

[[nodiscard]] std::unique_ptr<Learner> logistic_learner();
[[nodiscard]] std::unique_ptr<Learner> gaussian_svm_learner();
/// The cost is one over the patients that a leaf must hold.
[[nodiscard]] std::unique_ptr<Learner> forest_learner(int trees);

struct BoostingShape {
    double learning_rate;
    int depth;
    double row_share;
    double column_share;
};
/// The cost is the number of trees.
[[nodiscard]] std::unique_ptr<Learner> boosting_learner(BoostingShape shape);

}  // namespace synchrony::ml
