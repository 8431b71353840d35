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

/// What the waves over all leads are.
enum class GlobalMarks : std::uint8_t {
    outermost,          ///< earliest onset and latest end of the leads' marks, as LUDB's annotators leave them
    electrocardiograph  ///< global_extent.hpp
};

[[nodiscard]] Delineation run(const record::Ecg& ecg, const Prepared& prepared, std::span<const std::int64_t> peaks,
                              const std::vector<BeatFrame>& frames, const Networks& networks,
                              GlobalMarks global = GlobalMarks::outermost);

}  // namespace synchrony::measure::delineation
