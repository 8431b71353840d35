// Changing the sampling frequency, by libsoxr at its very high quality setting (28 bits of precision, in double).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::dsp {

/// Rates beyond this ratio, and outputs beyond this length, are refused: they come from wrong headers.
inline constexpr double max_resampling_ratio = 1000.0;
inline constexpr std::size_t max_resampled_samples = std::size_t{1} << 32;

/// Samples that a signal has after resampling: samples * to / from, rounded to the nearest.
[[nodiscard]] std::size_t resampled_length(std::size_t samples, double from_hz, double to_hz);

/// `samples` taken at `from_hz` as they would have been taken at `to_hz`; output sample k stands at time k / to_hz,
/// with no delay. The pass band is flat up to about 0.91 of the lower Nyquist frequency. Before and after the signal
/// its odd reflection is assumed, so that an offset makes no ringing at the ends. Equal rates give a copy. Errors
/// (usage): rates that are not positive and finite, a ratio beyond max_resampling_ratio, an output too long.
[[nodiscard]] core::Result<std::vector<double>> resample(std::span<const double> samples, double from_hz, double to_hz);
[[nodiscard]] core::Result<std::vector<float>> resample(std::span<const float> samples, double from_hz, double to_hz);

}  // namespace synchrony::dsp
