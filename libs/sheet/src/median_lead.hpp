// One lead's median beat on ECG paper, with its boundaries and notches.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/delineation.hpp"
#include "synchrony/measure/morphology.hpp"

namespace synchrony::sheet {

struct MedianLead {
    std::string name;
    std::vector<float> samples;  ///< mV, empty when the lead is not there
    bool computed = false;       ///< from other limb leads
    measure::BeatWaves waves;    ///< the lead's own boundaries; empty when computed
    std::optional<measure::QrsMorphology> morphology;
};

struct MedianScale {
    double sampling_frequency_hz = 0.0;
    double begin_s = 0.0;  ///< of the stretch drawn, from the median beat's start
    double end_s = 0.0;
    double qrs_onset_s = 0.0;  ///< global: what times on paper are counted from
    double mm_per_s = 100.0;
    double mm_per_mv = 20.0;
};

/// Lowest and highest mV within the stretch drawn; 0 mV is always among them.
[[nodiscard]] std::pair<double, double> extent_mv(const MedianLead& lead, const MedianScale& scale);

void draw_median_lead(draw::Painter& painter, const MedianLead& lead, const measure::BeatWaves& global,
                      const MedianScale& scale, const draw::Rect& cell);

}  // namespace synchrony::sheet
