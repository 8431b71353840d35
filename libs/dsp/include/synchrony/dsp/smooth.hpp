// Small helpers of beat detection and measurement: moving averages and medians, trend, slope.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace synchrony::dsp {

/// Mean of the `width` samples centred on each sample (width odd; an even one counts as the next odd one). At the ends
/// the window is cut to the samples that exist. Running sums are restarted often enough to stay exact to rounding.
[[nodiscard]] std::vector<double> moving_average(std::span<const double> samples, std::size_t width);

/// Median of the same windows, cut at the ends in the same way; the mean of the middle two where their number is even.
/// O(n log width). NaN must not occur.
[[nodiscard]] std::vector<double> moving_median(std::span<const double> samples, std::size_t width);

/// Takes away the straight line of least squares, in place; equals scipy.signal.detrend(type='linear').
void detrend_linear(std::span<double> samples);

/// Slope per second by central differences, one-sided at the ends; equals numpy.gradient(samples, 1 / fs). One sample
/// has slope 0.
[[nodiscard]] std::vector<double> derivative(std::span<const double> samples, double sampling_frequency_hz);

}  // namespace synchrony::dsp
