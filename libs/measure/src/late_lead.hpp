// A lead that was recorded later or earlier than the others.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// Where one lead's QRS complex begins far from the others' and its steep parts lie far from every other lead's: which,
/// and how far; empty else, and with fewer than eight leads that show a complex. `waves` are those of the leads.
[[nodiscard]] std::optional<std::string> lead_out_of_time(const record::Ecg& beat, const BeatWaves& global,
                                                          std::span<const BeatWaves> waves);

}  // namespace synchrony::measure
