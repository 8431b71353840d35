// The finished parts of a comparison in its output folder: a run that was killed goes on where it was.
#pragma once

#include <string>
#include <vector>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/core/result_cache.hpp"
#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::app {

/// A file a (row, repeat, fold) under `<out>/finished` (`<out>/finished/exchange-N`), taken up only by a run of the
/// same program version on the same cohort file, images, pre-trained weights, folds, seed and all options of training.
class FinishedParts final : public eval::PartStore {
  public:
    /// Reads the files whole, for their sums.
    FinishedParts(const EvaluateRequest& request, const cohort::Folds& folds, std::uint64_t seed);
    /// Of the same run on exchanged outcomes: their number, and the folds that are of them.
    FinishedParts(const FinishedParts& run, int exchange, const cohort::Folds& folds);
    [[nodiscard]] std::optional<std::vector<eval::PatientPrediction>> find(const eval::RowName& row, int repeat,
                                                                           int fold) const override;
    [[nodiscard]] core::Result<void> keep(const eval::RowName& row, int repeat, int fold,
                                          const std::vector<eval::PatientPrediction>& predictions) const override;

  private:
    [[nodiscard]] core::Key key_of_part(const eval::RowName& row, int repeat, int fold) const;

    core::ResultCache cache_;
    core::Key key_without_folds_;
    core::Key key_;
    std::string folder_;
};

}  // namespace synchrony::app
