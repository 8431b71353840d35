// Networks whose head is one linear layer over their leads' means are linear models on those means.
#pragma once

#include <optional>

#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// The network as the linear model on features of its last layer that it is; it gives the same log-odds. Nothing for
/// predictors that are linear already, for attention over leads, and for means over single beats.
[[nodiscard]] std::optional<model::Predictor> as_linear(const model::Predictor& predictor);

}  // namespace synchrony::app
