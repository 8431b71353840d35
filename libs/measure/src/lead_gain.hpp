// A chest lead whose complexes are many times its neighbours': its gain was written down wrong, or its electrode is
// off.
#pragma once

#include <optional>
#include <string>

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// Two neighbours of which one stands out, and what their QRS complexes measure; empty where none does. Limb leads are
/// judged by their sums (limb_relations). Leads that are noisy, flat or derived have no say.
[[nodiscard]] std::optional<std::string> lead_of_other_gain(const record::Ecg& beat, const BeatWaves& global,
                                                            const std::vector<LeadQuality>& quality);

}  // namespace synchrony::measure
