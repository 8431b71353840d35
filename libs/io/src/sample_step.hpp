// The step of the analog-digital converter behind samples in mV, found from the samples themselves.
#pragma once

#include <optional>
#include <span>

namespace synchrony::io {

/// One below it marks missing samples.
inline constexpr double largest_in_16_bits = 32767.0;

/// The step of which all samples are whole multiples (to float's precision), where there is one: 0.0025 for a recorder
/// of 2.5 uV. At most 2^20 steps up or down. Empty for computed or noisy floats, and for samples that are all 0.
[[nodiscard]] std::optional<double> sample_step(std::span<const float> samples);

/// Whether all samples, times `unit`, are whole multiples of the step that 16 bits hold, to what a float holds of them.
[[nodiscard]] bool are_multiples(std::span<const float> samples, double step, double unit);

/// A round step (1, 2 or 5 of a decimal place) for samples without one of their own: the finest, from `finest` on, of
/// which 32767 reach the largest sample.
[[nodiscard]] double round_step(double largest, double finest);

}  // namespace synchrony::io
