// The R peak on the raw wave.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/beats/detector_options.hpp"

namespace synchrony::beats {

/// Places peaks at the largest deflection of the lightly smoothed leads from their local baseline; with several leads,
/// where the sum of their squared deflections is largest.
class PeakPlacer {
  public:
    PeakPlacer(double sampling_frequency_hz, const DetectorOptions& options);

    /// The peak near `about`, a sample of the leads, which are equally long. `weights` says how much each of them
    /// counts.
    [[nodiscard]] std::int64_t place(std::span<const std::span<const float>> leads, std::span<const float> weights,
                                     std::int64_t about);
    /// Samples that must be held on both sides of a place.
    [[nodiscard]] std::int64_t reach() const { return baseline_reach_; }

  private:
    [[nodiscard]] float baseline(std::span<const float> samples);
    std::int64_t search_reach_;
    std::int64_t baseline_reach_;
    std::int64_t smooth_half_;
    std::int64_t stride_;
    std::vector<float> values_;
    std::vector<float> power_;
};

}  // namespace synchrony::beats
