#include "synchrony/measure/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace synchrony::measure {
namespace {

constexpr double gaussian_mad = 1.4826;  // standard deviation of a Gaussian from its median absolute deviation

double median_level(std::vector<double> v) {
    if (v.empty()) return 0.0;
    const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
    std::nth_element(v.begin(), middle, v.end());
    return *middle;
}

// Part of the samples that sit at the highest or lowest value in runs of `run` or more: what an amplifier at its limit
// leaves.
double saturated_part(const std::vector<float>& x, int run) {
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    if (*low == *high) return 0.0;
    const float bottom = *low, top = *high;
    std::size_t stuck = 0, length = 0;
    const auto close = [&] {
        if (length >= static_cast<std::size_t>(run)) stuck += length;
        length = 0;
    };
    for (const float v : x) {
        if (v == bottom || v == top)
            ++length;
        else if (length > 0)
            close();
    }
    close();
    return static_cast<double>(stuck) / static_cast<double>(x.size());
}

// Fourth differences leave the ECG behind (its energy lies below 40 Hz) and white noise multiplied by sqrt(70):
// binomial weights 1 4 6 4 1.
double noise_uv(const std::vector<float>& x, double fs) {
    const auto step = static_cast<std::size_t>(std::max(1.0, std::floor(fs / 500.0)));  // the same band at higher rates
    std::vector<double> d;
    for (std::size_t i = 0; i + 4 * step < x.size(); i += 5)
        d.push_back(std::abs(static_cast<double>(x[i]) - 4.0 * static_cast<double>(x[i + step]) +
                             6.0 * static_cast<double>(x[i + 2 * step]) - 4.0 * static_cast<double>(x[i + 3 * step]) +
                             static_cast<double>(x[i + 4 * step])));
    return 1000.0 * gaussian_mad * median_level(std::move(d)) / std::sqrt(70.0);
}

// Amplitude of the tone at `hz`, median over every other second, by Goertzel's recurrence.
double tone_uv(const std::vector<float>& x, double fs, double hz) {
    if (hz >= 0.5 * fs) return 0.0;
    const auto n = static_cast<std::size_t>(fs);
    const double w = 2.0 * std::numbers::pi * hz / fs;
    const double twice_cosine = 2.0 * std::cos(w);
    // Hann's window keeps the QRS complexes out of the tone; its cosine goes by recurrence.
    const double step = 2.0 * std::cos(2.0 * std::numbers::pi / static_cast<double>(n));
    std::vector<double> amplitudes;
    for (std::size_t at = 0; at + n <= x.size(); at += 2 * n) {
        double s1 = 0.0, s2 = 0.0, cosine = 1.0, cosine_before = 0.5 * step;
        for (std::size_t i = 0; i < n; ++i) {
            const double s = static_cast<double>(x[at + i]) * (1.0 - cosine) + twice_cosine * s1 - s2;
            const double next = step * cosine - cosine_before;
            cosine_before = cosine;
            cosine = next;
            s2 = s1;
            s1 = s;
        }
        amplitudes.push_back(2.0 * std::abs(std::complex<double>(s1 - s2 * std::cos(w), s2 * std::sin(w))) /
                             static_cast<double>(n));
    }
    return 1000.0 * median_level(std::move(amplitudes));
}

// Swing of the means over half seconds: what is left is below about 1 Hz.
double baseline_mv(const std::vector<float>& x, double fs) {
    const auto n = static_cast<std::size_t>(std::max(1.0, 0.5 * fs));
    std::vector<double> medians;
    for (std::size_t at = 0; at + n <= x.size(); at += n) {
        std::vector<double> piece;
        for (std::size_t i = at; i < at + n; i += 8) piece.push_back(x[i]);
        medians.push_back(median_level(std::move(piece)));
    }
    if (medians.empty()) return 0.0;
    const auto [low, high] = std::minmax_element(medians.begin(), medians.end());
    return *high - *low;
}

}  // namespace

LeadQuality lead_quality(const record::Lead& lead, double fs, const QualityOptions& o) {
    LeadQuality q;
    q.name = lead.name;
    if (lead.samples.empty()) {
        q.missing = q.flat = true;
        q.missing_part = 1.0;
        return q;
    }
    std::int64_t invalid = 0;
    for (const auto& r : lead.invalid) invalid += r.end - r.begin;
    q.missing_part = static_cast<double>(invalid) / static_cast<double>(lead.samples.size());
    q.missing = q.missing_part > o.missing_part;
    const auto [low, high] = std::minmax_element(lead.samples.begin(), lead.samples.end());
    q.flat = static_cast<double>(*high) - static_cast<double>(*low) < o.flat_mv;
    if (q.flat) return q;
    q.saturated = saturated_part(lead.samples, o.saturated_run) > o.saturated_part;
    q.noise_uv = noise_uv(lead.samples, fs);
    q.noisy = q.noise_uv > o.noise_uv;
    const double at_50 = tone_uv(lead.samples, fs, 50.0), at_60 = tone_uv(lead.samples, fs, 60.0);
    q.mains_hz = at_50 >= at_60 ? 50.0 : 60.0;
    q.mains_uv = std::max(at_50, at_60);
    q.mains = q.mains_uv > o.mains_uv;
    q.baseline_mv = baseline_mv(lead.samples, fs);
    q.baseline = q.baseline_mv > o.baseline_mv;
    return q;
}

}  // namespace synchrony::measure
