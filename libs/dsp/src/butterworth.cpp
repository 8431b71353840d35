// The two prototypes: Butterworth and Chebyshev type I (poles on a circle and on an ellipse), after scipy.signal.buttap
// and cheb1ap.
#include <cmath>
#include <numbers>
#include <string>

#include "zpk.hpp"

namespace synchrony::dsp {
namespace {

Zpk butterworth_prototype(int order) {
    Zpk prototype;
    for (int m = -order + 1; m < order; m += 2) {
        const double angle = std::numbers::pi * m / (2.0 * order);
        // The middle pole is exactly real, or it would find no conjugate.
        prototype.poles.push_back(m == 0 ? -1.0 : -std::polar(1.0, angle));
    }
    return prototype;
}

Zpk chebyshev1_prototype(int order, double ripple_db) {
    const double epsilon = std::sqrt(std::pow(10.0, 0.1 * ripple_db) - 1.0);
    const double mu = std::asinh(1.0 / epsilon) / order;
    Zpk prototype;
    std::complex<double> gain = 1.0;
    for (int m = -order + 1; m < order; m += 2) {
        const double theta = std::numbers::pi * m / (2.0 * order);
        const auto pole = m == 0 ? std::complex<double>(-std::sinh(mu)) : -std::sinh(std::complex(mu, theta));
        prototype.poles.push_back(pole);
        gain *= -pole;
    }
    prototype.gain = gain.real();
    // An even order has its ripple's trough at 0 Hz.
    if (order % 2 == 0) prototype.gain /= std::sqrt(1.0 + epsilon * epsilon);
    return prototype;
}

}  // namespace

core::Result<Sos> butterworth(int order, FilterKind kind, const std::vector<double>& frequencies_hz,
                              double sampling_frequency_hz) {
    SYNCHRONY_TRY(check_design(order, kind, frequencies_hz, sampling_frequency_hz));
    return digital_from_prototype(butterworth_prototype(order), kind, frequencies_hz, sampling_frequency_hz);
}

core::Result<Sos> chebyshev1(int order, double ripple_db, FilterKind kind, const std::vector<double>& frequencies_hz,
                             double sampling_frequency_hz) {
    SYNCHRONY_TRY(check_design(order, kind, frequencies_hz, sampling_frequency_hz));
    if (!std::isfinite(ripple_db) || ripple_db <= 0)
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = "pass-band ripple out of range",
                           .where = "filter design",
                           .got = std::to_string(ripple_db) + " dB",
                           .expected = "above 0 dB",
                           .hint = {}});
    return digital_from_prototype(chebyshev1_prototype(order, ripple_db), kind, frequencies_hz, sampling_frequency_hz);
}

}  // namespace synchrony::dsp
