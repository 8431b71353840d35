// From the analog low-pass prototype to a digital filter: band transform, then the bilinear transform.
// The steps are SciPy's (scipy.signal.iirfilter), so that the numbers agree to rounding.
#include <cmath>
#include <numbers>
#include <string>

#include "synchrony/core/text.hpp"
#include "zpk.hpp"

namespace synchrony::dsp {
namespace {

using Complex = std::complex<double>;

Complex product_of(double offset, double sign, const std::vector<Complex>& roots) {
    Complex product = 1.0;
    for (const auto& root : roots) product *= offset + sign * root;
    return product;
}

double gain_of_inversion(const Zpk& f) {
    return std::real(product_of(0.0, -1.0, f.zeros) / product_of(0.0, -1.0, f.poles));
}

std::size_t relative_degree(const Zpk& f) {
    return f.poles.size() - f.zeros.size();
}

Zpk to_lowpass(Zpk f, double cutoff) {
    const auto degree = static_cast<double>(relative_degree(f));
    for (auto& zero : f.zeros) zero *= cutoff;
    for (auto& pole : f.poles) pole *= cutoff;
    f.gain *= std::pow(cutoff, degree);
    return f;
}

Zpk to_highpass(Zpk f, double cutoff) {
    f.gain *= gain_of_inversion(f);
    const auto degree = relative_degree(f);
    for (auto& zero : f.zeros) zero = cutoff / zero;
    for (auto& pole : f.poles) pole = cutoff / pole;
    f.zeros.insert(f.zeros.end(), degree, 0.0);
    return f;
}

// Each root becomes the two that the band's lower and upper edge give it.
std::vector<Complex> doubled(const std::vector<Complex>& roots, double centre) {
    std::vector<Complex> result;
    for (const double sign : {1.0, -1.0})
        for (const auto& root : roots) result.push_back(root + sign * std::sqrt(root * root - centre * centre));
    return result;
}

Zpk to_bandpass(Zpk f, double centre, double width) {
    const auto degree = relative_degree(f);
    for (auto& zero : f.zeros) zero *= width / 2;
    for (auto& pole : f.poles) pole *= width / 2;
    f.zeros = doubled(f.zeros, centre);
    f.poles = doubled(f.poles, centre);
    f.zeros.insert(f.zeros.end(), degree, 0.0);
    f.gain *= std::pow(width, static_cast<double>(degree));
    return f;
}

Zpk to_bandstop(Zpk f, double centre, double width) {
    const auto degree = relative_degree(f);
    f.gain *= gain_of_inversion(f);
    for (auto& zero : f.zeros) zero = (width / 2) / zero;
    for (auto& pole : f.poles) pole = (width / 2) / pole;
    f.zeros = doubled(f.zeros, centre);
    f.poles = doubled(f.poles, centre);
    f.zeros.insert(f.zeros.end(), degree, Complex(0.0, centre));
    f.zeros.insert(f.zeros.end(), degree, Complex(0.0, -centre));
    return f;
}

Zpk bilinear(Zpk f, double sampling_frequency) {
    const double fs2 = 2.0 * sampling_frequency;
    const auto degree = relative_degree(f);
    f.gain *= std::real(product_of(fs2, -1.0, f.zeros) / product_of(fs2, -1.0, f.poles));
    for (auto& zero : f.zeros) zero = (fs2 + zero) / (fs2 - zero);
    for (auto& pole : f.poles) pole = (fs2 + pole) / (fs2 - pole);
    f.zeros.insert(f.zeros.end(), degree, -1.0);
    return f;
}

core::Error usage(std::string what, std::string got, std::string expected) {
    return {.kind = core::ErrorKind::usage,
            .what = std::move(what),
            .where = "filter design",
            .got = std::move(got),
            .expected = std::move(expected),
            .hint = {}};
}

}  // namespace

core::Result<void> check_design(int order, FilterKind kind, const std::vector<double>& frequencies_hz,
                                double sampling_frequency_hz) {
    if (order < 1 || order > max_filter_order)
        return core::fail(
            usage("filter order out of range", std::to_string(order), "1 to " + std::to_string(max_filter_order)));
    if (!std::isfinite(sampling_frequency_hz) || sampling_frequency_hz <= 0)
        return core::fail(
            usage("sampling frequency out of range", core::shortest(sampling_frequency_hz) + " Hz", "above 0 Hz"));
    const bool band = kind == FilterKind::bandpass || kind == FilterKind::bandstop;
    const std::size_t wanted = band ? 2 : 1;
    if (frequencies_hz.size() != wanted)
        return core::fail(usage("wrong number of cut-off frequencies", std::to_string(frequencies_hz.size()),
                                std::to_string(wanted)));
    double below = 0.0;
    for (const double f : frequencies_hz) {
        if (!(f > below && f < sampling_frequency_hz / 2))
            return core::fail(usage("cut-off frequency out of range", core::shortest(f) + " Hz",
                                    "above " + core::shortest(below) + " Hz and below " +
                                        core::shortest(sampling_frequency_hz / 2) + " Hz"));
        below = f;
    }
    return {};
}

Sos digital_from_prototype(Zpk prototype, FilterKind kind, const std::vector<double>& frequencies_hz,
                           double sampling_frequency_hz) {
    // SciPy works at a normalised rate of 2; the same numbers keep the same rounding.
    constexpr double rate = 2.0;
    std::vector<double> warped;
    for (const double f : frequencies_hz)
        warped.push_back(2 * rate * std::tan(std::numbers::pi * (2 * f / sampling_frequency_hz) / rate));
    Zpk analog;
    switch (kind) {
        case FilterKind::lowpass:
            analog = to_lowpass(std::move(prototype), warped[0]);
            break;
        case FilterKind::highpass:
            analog = to_highpass(std::move(prototype), warped[0]);
            break;
        case FilterKind::bandpass:
            analog = to_bandpass(std::move(prototype), std::sqrt(warped[0] * warped[1]), warped[1] - warped[0]);
            break;
        case FilterKind::bandstop:
            analog = to_bandstop(std::move(prototype), std::sqrt(warped[0] * warped[1]), warped[1] - warped[0]);
            break;
    }
    return sections_from_zpk(bilinear(std::move(analog), rate));
}

}  // namespace synchrony::dsp
