// Optimizers with the options' decay and schedule; their state as bytes.
#pragma once

#include <torch/optim/optimizer.h>

#include <memory>
#include <string>
#include <vector>

#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// Parameters that learn at `share` of the highest rate.
struct LearningGroup {
    std::vector<torch::Tensor> parameters;
    double share = 1.0;
};

class ScheduledOptimizer {
  public:
    ScheduledOptimizer(const OptimizerOptions& options, const std::vector<LearningGroup>& groups);
    /// Forgets the gradients.
    void zero_grad() { optimizer_->zero_grad(); }
    /// One update at the rate of `step` of `steps`.
    void update(std::int64_t step, std::int64_t steps);
    /// The same from gradients of `scale` times the loss, as half precision needs them. False: one of them is not
    /// finite, so that no weight and nothing of the optimizer's state was changed.
    [[nodiscard]] bool update_scaled(std::int64_t step, std::int64_t steps, double scale);
    [[nodiscard]] double rate(std::int64_t step, std::int64_t steps) const;

    [[nodiscard]] std::string state() const;
    /// Throws (libtorch's exception) when the bytes are not the state of such an optimizer.
    void restore(const std::string& state);

  private:
    OptimizerOptions options_;
    std::vector<double> shares_;  // one entry a parameter group of the optimizer
    std::unique_ptr<torch::optim::Optimizer> optimizer_;
};

}  // namespace synchrony::nn
