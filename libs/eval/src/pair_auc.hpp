// AUC among pairs of patients that one fold tested together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// Scores of different folds come from different models; only pairs inside a fold compare like with like. Prepared
/// once, evaluated for many bootstrap weights.
class PairAuc {
  public:
    explicit PairAuc(std::span<const PatientPrediction> predictions);
    /// Share of concordant pairs where patient i counts weights[i] times; nothing where there is no pair.
    [[nodiscard]] std::optional<double> weighted(std::span<const double> weights) const;
    [[nodiscard]] std::optional<double> plain(std::size_t patients) const;
    /// AUC of each fold that has both classes.
    [[nodiscard]] std::vector<double> of_folds() const;

  private:
    struct Fold {
        std::vector<std::size_t> patients;
        std::vector<double> scores;
        std::vector<std::uint8_t> labels;
        std::vector<std::size_t> order;
    };
    std::vector<Fold> folds_;
};

}  // namespace synchrony::eval
