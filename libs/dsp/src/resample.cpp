#include "synchrony/dsp/resample.hpp"

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "synchrony/core/text.hpp"

namespace synchrony::dsp {
namespace {

// Reflected samples put before the signal, and the output samples that they become.
struct LeadIn {
    std::size_t in = 0;
    std::size_t out = 0;
};

// A lead-in keeps the time axis only when it is a whole number of samples at both rates; the shortest such one of at
// least `wanted` samples is taken, or none when the rates share none within `limit`.
LeadIn whole_lead_in(double ratio, std::size_t limit) {
    constexpr std::size_t wanted = 200;  // input samples; soxr's filter at VHQ spans about as many
    constexpr double tolerance = 1e-9;   // output samples
    for (std::size_t n = wanted; n <= limit; ++n) {
        const double out = static_cast<double>(n) * ratio;
        if (std::abs(out - std::round(out)) < tolerance) return {n, static_cast<std::size_t>(std::round(out))};
    }
    return {};
}

core::Error resampling_usage(std::string what, std::string got, std::string expected) {
    return {.kind = core::ErrorKind::usage,
            .what = std::move(what),
            .where = "resampling",
            .got = std::move(got),
            .expected = std::move(expected),
            .hint = {}};
}

core::Result<void> check(std::size_t samples, double from_hz, double to_hz) {
    if (!std::isfinite(from_hz) || !std::isfinite(to_hz) || from_hz <= 0 || to_hz <= 0)
        return core::fail(resampling_usage("sampling frequency out of range",
                                           core::shortest(from_hz) + " to " + core::shortest(to_hz) + " Hz",
                                           "above 0 Hz"));
    const double ratio = to_hz / from_hz;
    if (ratio > max_resampling_ratio || ratio < 1 / max_resampling_ratio)
        return core::fail(resampling_usage("the two rates are too far apart",
                                           core::shortest(from_hz) + " to " + core::shortest(to_hz) + " Hz",
                                           "a ratio of at most " + std::to_string(max_resampling_ratio)));
    if (static_cast<double>(samples) * ratio > static_cast<double>(max_resampled_samples))
        return core::fail(resampling_usage("the resampled signal would be too long",
                                           std::to_string(static_cast<double>(samples) * ratio) + " samples",
                                           "at most " + std::to_string(max_resampled_samples)));
    return {};
}

// x[-n..size+n) by odd reflection; beyond one signal's length the end value holds.
std::vector<double> extended(std::span<const double> x, std::size_t before, std::size_t after) {
    std::vector<double> y;
    y.reserve(before + x.size() + after);
    for (std::size_t k = before; k > 0; --k) y.push_back(2 * x.front() - x[std::min(k, x.size() - 1)]);
    y.insert(y.end(), x.begin(), x.end());
    for (std::size_t k = 1; k <= after; ++k) y.push_back(2 * x.back() - x[x.size() - 1 - std::min(k, x.size() - 1)]);
    return y;
}

}  // namespace

std::size_t resampled_length(std::size_t samples, double from_hz, double to_hz) {
    return static_cast<std::size_t>(std::llround(static_cast<double>(samples) * to_hz / from_hz));
}

core::Result<std::vector<double>> resample(std::span<const double> samples, double from_hz, double to_hz) {
    SYNCHRONY_TRY(check(samples.size(), from_hz, to_hz));
    if (from_hz == to_hz || samples.empty()) return std::vector<double>(samples.begin(), samples.end());
    constexpr std::size_t longest_lead_in = 100'000;
    constexpr std::size_t tail = 400;  // input samples after the end, enough for the filter's length
    const auto lead_in = whole_lead_in(to_hz / from_hz, longest_lead_in);
    const auto input = extended(samples, lead_in.in, tail);
    const std::size_t length = resampled_length(samples.size(), from_hz, to_hz);
    std::vector<double> output(lead_in.out + length + resampled_length(tail, from_hz, to_hz) + 1);

    const auto io = soxr_io_spec(SOXR_FLOAT64_I, SOXR_FLOAT64_I);
    const auto quality = soxr_quality_spec(SOXR_VHQ, SOXR_ROLLOFF_NONE);
    std::size_t produced = 0;
    if (const soxr_error_t error = soxr_oneshot(from_hz, to_hz, 1, input.data(), input.size(), nullptr, output.data(),
                                                output.size(), &produced, &io, &quality, nullptr))
        return core::fail(resampling_usage(std::string("soxr: ") + error, {}, {}));
    if (produced < lead_in.out + length)
        return core::fail(resampling_usage("soxr gave too few samples", std::to_string(produced),
                                           std::to_string(lead_in.out + length)));
    const auto first = output.begin() + static_cast<std::ptrdiff_t>(lead_in.out);
    return std::vector<double>(first, first + static_cast<std::ptrdiff_t>(length));
}

core::Result<std::vector<float>> resample(std::span<const float> samples, double from_hz, double to_hz) {
    const std::vector<double> wide(samples.begin(), samples.end());
    SYNCHRONY_ASSIGN(const auto resampled, resample(std::span<const double>(wide), from_hz, to_hz));
    std::vector<float> narrow(resampled.size());
    std::transform(resampled.begin(), resampled.end(), narrow.begin(), [](double x) { return static_cast<float>(x); });
    return narrow;
}

}  // namespace synchrony::dsp
