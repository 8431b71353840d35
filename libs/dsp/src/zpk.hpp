// Filters as zeros, poles and gain, while they are being designed.
#pragma once

#include <complex>
#include <vector>

#include "synchrony/dsp/sos.hpp"

namespace synchrony::dsp {

struct Zpk {
    std::vector<std::complex<double>> zeros;
    std::vector<std::complex<double>> poles;
    double gain = 1.0;
};

/// Turns an analog low-pass prototype (cut-off 1 rad/s) into the wanted digital filter, sections included.
/// The frequencies were checked before.
Sos digital_from_prototype(Zpk prototype, FilterKind kind, const std::vector<double>& frequencies_hz,
                           double sampling_frequency_hz);

/// Pairs poles with zeros as scipy.signal.zpk2sos(pairing='nearest') does. Complex ones come in conjugate pairs.
Sos sections_from_zpk(Zpk filter);

/// The usage faults that all designs share.
core::Result<void> check_design(int order, FilterKind kind, const std::vector<double>& frequencies_hz,
                                double sampling_frequency_hz);

}  // namespace synchrony::dsp
