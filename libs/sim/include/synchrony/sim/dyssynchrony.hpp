// Mechanical dyssynchrony as gated SPECT's phase analysis would see it.
#pragma once

#include <span>

#include "synchrony/core/random.hpp"
#include "synchrony/sim/anatomy.hpp"
#include "synchrony/sim/scar.hpp"

namespace synchrony::sim {

struct PhaseAnalysis {
    double sd_deg = 0.0;         ///< SD of the onset of contraction over the left ventricle
    double bandwidth_deg = 0.0;  ///< range of the middle 95 % of it
};

/// Onset of contraction in degrees of the cardiac cycle (360 = one RR): activation, drawn out by the slow start of late
/// segments, and scattered where there is scar.
[[nodiscard]] PhaseAnalysis phase_analysis(const Heart& heart, std::span<const float> activation_ms, const Scar& scar,
                                           double rr_ms, core::RandomStream& random);

}  // namespace synchrony::sim
