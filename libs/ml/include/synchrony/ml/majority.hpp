// The floor of every comparison: the same answer for everybody.
#pragma once

#include "synchrony/model/classifier.hpp"

namespace synchrony::ml {

/// Gives each patient the share of responders in the training part as score, and responds where that is 1/2 or more.
class Majority final : public model::Classifier {
  public:
    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context) override;
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override;

  private:
    double prevalence_ = 0.0;
};

}  // namespace synchrony::ml
