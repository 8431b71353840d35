#include "synchrony/measure/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "synchrony/core/nth_value.hpp"
#include "synchrony/core/scan.hpp"

namespace synchrony::measure {
namespace {

constexpr double gaussian_mad = 1.4826;  // standard deviation of a Gaussian from its median absolute deviation

double median_level(std::vector<double>& v) {
    return v.empty() ? 0.0 : core::nth_value(v, v.size() / 2);
}

// The least step between two neighbouring samples that differ: the recorder's resolution, or the file's.
double quantum_of(const std::vector<float>& x) {
    float least = std::numeric_limits<float>::max();
    for (std::size_t i = 1; i < x.size(); ++i)
        if (const float step = std::abs(x[i] - x[i - 1]); step > 0.0F) least = std::min(least, step);
    return static_cast<double>(least);
}

// The first sample at or after `from` that is one of two values. Whole blocks are counted through without a branch.
std::size_t next_at(const std::vector<float>& x, std::size_t from, float one, float other) {
    constexpr std::size_t block = 32;
    for (; from + block <= x.size(); from += block) {
        int hits = 0;
        for (std::size_t i = from; i < from + block; ++i)
            hits += static_cast<int>(x[i] == one) | static_cast<int>(x[i] == other);
        if (hits > 0) break;
    }
    while (from < x.size() && x[from] != one && x[from] != other) ++from;
    return from;
}

// Part of the samples that an amplifier at its limit left: runs of `run` or more at the highest or lowest value that
// the signal reaches at a slope. A wave's own top is reached flatly: there the samples beside the run lie a step or two
// away, however coarse the steps are.
double saturated_part(const std::vector<float>& x, std::size_t run) {
    constexpr double steps_of_a_flat_top = 4.0, least_drop_mv = 0.02;
    constexpr int fewest_runs = 2;  // one may be a wave as broad as the sampling is coarse
    const auto [bottom, top] = core::extremes(x);
    if (bottom == top) return 0.0;
    std::optional<double> steep;  // few leads have a run that asks for it
    std::size_t stuck = 0;
    int runs = 0;
    for (std::size_t begin = next_at(x, 0, bottom, top); begin < x.size();) {
        std::size_t end = begin + 1;
        while (end < x.size() && x[end] == x[begin]) ++end;
        if (end - begin >= run && begin > 0 && end < x.size()) {
            if (!steep) steep = std::max(least_drop_mv, steps_of_a_flat_top * quantum_of(x));
            const double in = std::abs(static_cast<double>(x[begin - 1]) - static_cast<double>(x[begin]));
            const double out = std::abs(static_cast<double>(x[end]) - static_cast<double>(x[begin]));
            if (std::max(in, out) >= *steep) {
                stuck += end - begin;
                ++runs;
            }
        }
        begin = next_at(x, end, bottom, top);
    }
    return runs >= fewest_runs ? static_cast<double>(stuck) / static_cast<double>(x.size()) : 0.0;
}

// Fourth differences leave the ECG behind (its energy lies below 40 Hz) and white noise multiplied by sqrt(70):
// binomial weights 1 4 6 4 1.
double noise_uv(const std::vector<float>& x, double fs) {
    const auto step = static_cast<std::size_t>(std::max(1.0, std::floor(fs / 500.0)));  // the same band at higher rates
    std::vector<double> d;
    d.reserve(x.size() / 5 + 1);
    for (std::size_t i = 0; i + 4 * step < x.size(); i += 5)
        d.push_back(std::abs(static_cast<double>(x[i]) - 4.0 * static_cast<double>(x[i + step]) +
                             6.0 * static_cast<double>(x[i + 2 * step]) - 4.0 * static_cast<double>(x[i + 3 * step]) +
                             static_cast<double>(x[i + 4 * step])));
    return 1000.0 * gaussian_mad * median_level(d) / std::sqrt(70.0);
}

// Swing of the means over half seconds: what is left is below about 1 Hz.
double baseline_mv(const std::vector<float>& x, double fs) {
    const auto n = static_cast<std::size_t>(std::max(1.0, 0.5 * fs));
    std::vector<double> medians, piece;
    for (std::size_t at = 0; at + n <= x.size(); at += n) {
        piece.clear();
        for (std::size_t i = at; i < at + n; i += 8) piece.push_back(x[i]);
        medians.push_back(median_level(piece));
    }
    if (medians.empty()) return 0.0;
    const auto [low, high] = std::minmax_element(medians.begin(), medians.end());
    return *high - *low;
}

// What was recorded, in a row: the few steps where a gap was do not move medians.
std::vector<float> valid_samples(const record::Lead& lead) {
    if (lead.invalid.empty()) return lead.samples;
    std::vector<float> x;
    std::size_t from = 0;
    for (const auto& gap : lead.invalid) {
        const auto begin = static_cast<std::size_t>(gap.begin);
        x.insert(x.end(), lead.samples.begin() + static_cast<std::ptrdiff_t>(from),
                 lead.samples.begin() + static_cast<std::ptrdiff_t>(begin));
        from = static_cast<std::size_t>(gap.end);
    }
    x.insert(x.end(), lead.samples.begin() + static_cast<std::ptrdiff_t>(from), lead.samples.end());
    return x;
}

// A fourth difference over four times 16 ms multiplies a wave of 31 Hz by 16, one of 10 Hz by 0.9 and of 5 Hz by 0.06.
constexpr double muscle_step_s = 0.016, muscle_gain = 16.0;
constexpr double beside_qrs_s = 0.03, shortest_stretch_s = 0.04;
constexpr std::size_t fewest_stretches = 3;

}  // namespace

std::optional<double> muscle_noise_uv(const record::Lead& lead, double fs, const BeatPlaces& beats) {
    const auto step = std::max<std::int64_t>(1, std::llround(muscle_step_s * fs)), width = 4 * step;
    const auto after = std::llround((beats.after_s + beside_qrs_s) * fs);
    const auto before = std::llround((beats.before_s + beside_qrs_s) * fs);
    std::vector<double> stretches;
    for (std::size_t b = 0; b + 1 < beats.r_peaks.size(); ++b) {
        const auto from = beats.r_peaks[b] + after, to = beats.r_peaks[b + 1] - before - width;
        if (static_cast<double>(to - from) < shortest_stretch_s * fs || !lead.is_valid(from, to + width)) continue;
        double sum = 0.0;
        const float* x = lead.samples.data();
        for (auto i = from; i < to; ++i) {
            const auto d = static_cast<double>(x[i] - 4.0F * x[i + step] + 6.0F * x[i + 2 * step] -
                                               4.0F * x[i + 3 * step] + x[i + width]);
            sum += d * d;
        }
        stretches.push_back(1000.0 / muscle_gain * std::sqrt(sum / static_cast<double>(to - from)));
    }
    if (stretches.size() < fewest_stretches) return std::nullopt;
    return median_level(stretches);
}

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
    const std::vector<float> x = valid_samples(lead);
    if (x.empty()) return q;
    const auto [low, high] = core::extremes(x);
    q.flat = static_cast<double>(high) - static_cast<double>(low) < o.flat_mv;
    if (q.flat) return q;
    q.saturated = saturated_part(x, static_cast<std::size_t>(std::max(1, o.saturated_run))) > o.saturated_part;
    q.noise_uv = noise_uv(x, fs);
    q.noisy = q.noise_uv > o.noise_uv;
    q.baseline_mv = baseline_mv(x, fs);
    q.baseline = q.baseline_mv > o.baseline_mv;
    return q;
}

}  // namespace synchrony::measure
