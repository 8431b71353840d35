// The delineation of a prepared recording by networks of one's choice: what training scores before the weights are
// built in.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "delineation/decode.hpp"
#include "delineation/prepare.hpp"
#include "synchrony/measure/delineation.hpp"

namespace synchrony::measure::delineation {

[[nodiscard]] Delineation run(const record::Ecg& ecg, const Prepared& prepared, std::span<const std::int64_t> peaks,
                              const std::vector<BeatFrame>& frames, const Networks& networks);

}  // namespace synchrony::measure::delineation
