// The R peak of a candidate: on the raw wave, or where the network that reads the wave sees the beat.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "candidates.hpp"
#include "energy.hpp"
#include "peak_placer.hpp"
#include "rolling.hpp"

namespace synchrony::beats {

/// How much each lead counts where an R peak is placed; `position` in the envelope's window.
void weigh_leads(const Envelope& envelope, std::int64_t position, std::vector<float>& weights);

class RPeakFinder {
  public:
    RPeakFinder(double sampling_frequency_hz, const WorkRate& work, const DetectorOptions& options);

    /// Raw samples: the peak that is found on the raw wave, leads weighted as in the envelope; or, where that lies far
    /// from where the network that reads the wave sees the beat, the network's place within what `raw` holds: in noise
    /// the highest point is often no R peak. The candidate's places count from the start of the recording, those of the
    /// envelope from the work sample `window_begin`.
    [[nodiscard]] std::int64_t peak_of(const Candidate& candidate, const Envelope& envelope, std::int64_t window_begin,
                                       std::span<const Rolling<float>> raw);

  private:
    [[nodiscard]] std::int64_t settled(const Candidate& candidate, std::int64_t found, const Rolling<float>& raw) const;

    WorkRate work_;
    double wave_place_odds_;
    double wave_place_s_;
    PeakPlacer placer_;
    std::vector<float> weights_;                ///< [lead]
    std::vector<std::span<const float>> held_;  ///< [lead]
};

}  // namespace synchrony::beats
