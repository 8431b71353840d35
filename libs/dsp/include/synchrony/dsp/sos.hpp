// Digital filters as second-order sections: the form that stays accurate at the low cut-offs of ECG work.
#pragma once

#include <cstddef>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::dsp {

/// One second-order section, H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2).
struct Section {
    double b0 = 1.0;
    double b1 = 0.0;
    double b2 = 0.0;
    double a1 = 0.0;
    double a2 = 0.0;
    friend bool operator==(const Section&, const Section&) = default;
};

/// A cascade of sections, applied first to last. The whole gain is in the first one, as in SciPy.
using Sos = std::vector<Section>;

enum class FilterKind { lowpass, highpass, bandpass, bandstop };

/// The largest order that can be designed; second-order sections are still accurate there.
inline constexpr int max_filter_order = 32;

/// Butterworth filter; equals scipy.signal.butter(order, frequencies_hz, kind, fs=..., output='sos') of SciPy 1.10,
/// with the same order and pairing of the sections.
///
/// `frequencies_hz` holds the -3 dB frequencies, Hz: one for lowpass and highpass, two rising ones for bandpass and
/// bandstop (whose filters have twice the order). Errors (usage): an order outside 1..max_filter_order, frequencies
/// that are not rising inside (0, fs/2), the wrong number of them.
[[nodiscard]] core::Result<Sos> butterworth(int order, FilterKind kind, const std::vector<double>& frequencies_hz,
                                            double sampling_frequency_hz);

/// Chebyshev filter of type I; equals scipy.signal.cheby1(order, ripple_db, ..., output='sos'). `frequencies_hz` are
/// where the gain first falls below -ripple_db. Errors as for butterworth, and a ripple that is not positive.
[[nodiscard]] core::Result<Sos> chebyshev1(int order, double ripple_db, FilterKind kind,
                                           const std::vector<double>& frequencies_hz, double sampling_frequency_hz);

}  // namespace synchrony::dsp
