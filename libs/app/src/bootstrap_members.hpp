// The model as it would have come out on other patients like these: for the interval of one patient's probability.
#pragma once

#include <optional>
#include <span>

#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

struct MemberOptions {
    int members = 200;
    int repeats = 1;                 ///< of the cross-validation that the predictions come from
    model::Calibration calibration;  ///< of the model itself, about which the members' lie
};

/// What a linear model was fitted with.
struct LinearFit {
    model::LinearModel linear;
    double cost = 1.0;  ///< of the penalty, chosen on all patients and kept for every member
};

/// Each member: people are drawn with replacement (rows of one group together), imputation, scaling and weights are
/// fitted anew on those drawn. Its calibration is the model's, moved by as much as Platt's curve through the
/// out-of-fold predictions of those drawn lies off the curve through all. Networks (`fit` empty) are not fitted anew:
/// only the calibration varies. Member i is fixed by context.seed and i alone. Errors: a fit that fails; cancelled.
[[nodiscard]] core::Result<model::Ensemble> bootstrap_members(const model::PatientSet& set,
                                                              const std::optional<LinearFit>& fit,
                                                              std::span<const eval::PatientPrediction> out_of_fold,
                                                              const MemberOptions& options,
                                                              const core::RunContext& context);

}  // namespace synchrony::app
