// Fitting a sine to the quiet stretches of four leads, and subtracting it.
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

#include "hum/four_leads.hpp"

namespace synchrony::measure::hum {

using Complex = std::complex<double>;

/// cos and sin of the mains at every sample.
struct Carrier {
    std::vector<float> cosine, sine;
    Carrier(std::size_t samples, double angular);
};

/// Complex amplitudes of one lead, [hop]: a - ib of a cos + b sin, so that the angle turns with the frequency.
using Amplitudes = std::vector<Complex>;

/// The hum's amplitude every `hop` samples, from Hann windows of `window` samples over what is quiet; [lane].
[[nodiscard]] std::array<Amplitudes, lanes> fitted_hum(const QuietLeads& leads, const Carrier& carrier, std::size_t hop,
                                                       std::size_t window);

/// Subtracts the sines whose amplitudes, known at the middle of every hop, are taken straight between. A lane without
/// amplitudes stays as it is.
void subtract_hum(FourSignals& x, const std::array<Amplitudes, lanes>& amplitudes, const Carrier& carrier,
                  std::size_t hop, double scale);

[[nodiscard]] double median_magnitude(const Amplitudes& amplitudes);

}  // namespace synchrony::measure::hum
