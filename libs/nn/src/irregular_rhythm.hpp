// Timing of beats in a rhythm without order, as in atrial fibrillation.
#pragma once

#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/features/timing.hpp"

namespace synchrony::nn {

/// Timing of the beats of simulated recordings whose RR intervals are independent log-normal numbers (shortest 0.3 s),
/// each recording with its own rate and spread.
[[nodiscard]] std::vector<features::TimingInputs> irregular_rhythms(core::RandomStream random);

}  // namespace synchrony::nn
