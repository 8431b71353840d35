#include "railway_hum.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>
#include <vector>

namespace synchrony::measure {
namespace {

constexpr double looked_at_s = 20.0, least_quiet_s = 2.0;
constexpr double blocks_a_second = 100.0, line_block_s = 1.0 / blocks_a_second;
constexpr std::int64_t blocks_a_period = 6;  // 0.06 s at 16.7 Hz
constexpr double least_hz = 16.4, most_hz = 17.0, line_step_hz = 0.05;
constexpr double around_hz = 4.0, apart_hz = 0.5, coarse_step_hz = 0.1;
constexpr double beside_complex_s = 0.03;
constexpr double microvolts = 1000.0;
// What lies around is 0.61 times the line or more in PTB-XL, LUDB and the Challenge (PTB-XL 01994, 4 uV: perhaps the
// railway's), 1.0 or more where the line has 20 uV (JS20011). It is less in 346 of 348 with a line of 40 uV put in.
constexpr double most_left_around = 0.4;

/// Means over blocks, of one lead, less their mean over one period; the places that are used.
struct HumBlocks {
    std::vector<std::int64_t> places;             ///< which block, rising
    std::vector<std::vector<double>> uv_of_lead;  ///< [lead][place]
};

/// HumBlocks around which a whole period lies between QRS complexes.
std::vector<std::int64_t> quiet_places(std::int64_t blocks, double rate_hz, const BeatPlaces& beats) {
    std::vector<char> quiet(static_cast<std::size_t>(blocks), 1);
    const auto block_of = [&](double sample) { return static_cast<std::int64_t>(sample * blocks_a_second / rate_hz); };
    for (const auto peak : beats.r_peaks) {
        const auto at = static_cast<double>(peak);
        const auto first = block_of(at - (beats.before_s + beside_complex_s) * rate_hz);
        const auto last = block_of(at + (beats.after_s + beside_complex_s) * rate_hz);
        for (auto b = std::max<std::int64_t>(0, first); b <= std::min(blocks - 1, last); ++b)
            quiet[static_cast<std::size_t>(b)] = 0;
    }
    std::vector<std::int64_t> places;
    constexpr auto half = blocks_a_period / 2;
    for (auto b = half; b + half < blocks; ++b)
        if (std::all_of(quiet.begin() + (b - half), quiet.begin() + (b + half + 1), [](char q) { return q != 0; }))
            places.push_back(b);
    return places;
}

HumBlocks hum_blocks(const record::Ecg& ecg, const BeatPlaces& beats) {
    const double rate = ecg.sampling_frequency_hz;
    const auto count = static_cast<std::int64_t>(std::min(looked_at_s, ecg.duration_s()) * blocks_a_second);
    HumBlocks blocks;
    for (const auto place : quiet_places(count, rate, beats)) {
        constexpr auto half = static_cast<double>(blocks_a_period / 2 + 1);
        const auto sample = [&](double at) { return static_cast<std::int64_t>(at * rate / blocks_a_second); };
        const auto from = std::max<std::int64_t>(0, sample(static_cast<double>(place) - half));
        const auto to = std::min(ecg.sample_count(), sample(static_cast<double>(place) + half + 1.0));
        if (std::ranges::all_of(ecg.leads, [&](const auto& lead) { return lead.is_valid(from, to); }))
            blocks.places.push_back(place);
    }
    std::vector<double> means(static_cast<std::size_t>(count));
    for (const auto& lead : ecg.leads) {
        for (std::size_t b = 0; b < means.size(); ++b) {
            const auto from = static_cast<std::size_t>(static_cast<double>(b) * rate / blocks_a_second);
            const auto to =
                std::max(from + 1, static_cast<std::size_t>(static_cast<double>(b + 1) * rate / blocks_a_second));
            double sum = 0.0;
            for (auto i = from; i < std::min(to, lead.samples.size()); ++i) sum += static_cast<double>(lead.samples[i]);
            means[b] = microvolts * sum / static_cast<double>(to - from);
        }
        auto& values = blocks.uv_of_lead.emplace_back();
        for (const auto place : blocks.places) {
            // The mean over a period that begins and ends half a block off its middle.
            const auto* around = means.data() + place - blocks_a_period / 2;
            double period = 0.5 * (around[0] + around[blocks_a_period]);
            for (std::int64_t k = 1; k < blocks_a_period; ++k) period += around[k];
            values.push_back(means[static_cast<std::size_t>(place)] - period / static_cast<double>(blocks_a_period));
        }
    }
    return blocks;
}

using LineAmplitude = std::complex<double>;

/// The sine of that frequency in every lead: a cos + b sin as a + bi.
std::vector<LineAmplitude> fitted_line(const HumBlocks& blocks, double hz) {
    std::vector<double> cosine, sine;
    double cc = 0.0, cs = 0.0, ss = 0.0;
    for (const auto place : blocks.places) {
        const double angle = 2.0 * std::numbers::pi * hz * line_block_s * static_cast<double>(place);
        cosine.push_back(std::cos(angle));
        sine.push_back(std::sin(angle));
        cc += cosine.back() * cosine.back();
        cs += cosine.back() * sine.back();
        ss += sine.back() * sine.back();
    }
    const double det = cc * ss - cs * cs;
    std::vector<LineAmplitude> amplitudes;
    for (const auto& y : blocks.uv_of_lead) {
        double yc = 0.0, ys = 0.0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            yc += y[i] * cosine[i];
            ys += y[i] * sine[i];
        }
        amplitudes.emplace_back((yc * ss - ys * cs) / det, (ys * cc - yc * cs) / det);
    }
    return amplitudes;
}

double rms_of_leads(const std::vector<LineAmplitude>& amplitudes) {
    double sum = 0.0;
    for (const auto& a : amplitudes) sum += std::norm(a);
    return std::sqrt(sum / static_cast<double>(amplitudes.size()));
}

void take_line_away(HumBlocks& blocks, const std::vector<LineAmplitude>& amplitudes, double hz) {
    for (std::size_t i = 0; i < blocks.places.size(); ++i) {
        const double angle = 2.0 * std::numbers::pi * hz * line_block_s * static_cast<double>(blocks.places[i]);
        for (std::size_t l = 0; l < amplitudes.size(); ++l)
            blocks.uv_of_lead[l][i] -= amplitudes[l].real() * std::cos(angle) + amplitudes[l].imag() * std::sin(angle);
    }
}

}  // namespace

std::optional<RailwayHum> railway_hum(const record::Ecg& ecg, const BeatPlaces& beats, double least_uv) {
    auto blocks = hum_blocks(ecg, beats);
    if (blocks.uv_of_lead.empty() || static_cast<double>(blocks.places.size()) * line_block_s < least_quiet_s)
        return std::nullopt;
    RailwayHum found;
    std::vector<LineAmplitude> line;
    for (double hz = least_hz; hz < most_hz + 0.5 * line_step_hz; hz += line_step_hz)
        if (auto amplitudes = fitted_line(blocks, hz); line.empty() || rms_of_leads(amplitudes) > rms_of_leads(line)) {
            line = std::move(amplitudes);
            found.frequency_hz = hz;
        }
    // What averaging over a block takes from a sine.
    const double half_angle = std::numbers::pi * found.frequency_hz * line_block_s;
    for (const auto& amplitude : line)
        found.amplitude_uv = std::max(found.amplitude_uv, std::abs(amplitude) * half_angle / std::sin(half_angle));
    if (!(found.amplitude_uv >= least_uv)) return std::nullopt;
    take_line_away(blocks, line, found.frequency_hz);
    for (double hz = found.frequency_hz - around_hz; hz < found.frequency_hz + around_hz; hz += coarse_step_hz)
        if (std::abs(hz - found.frequency_hz) >= apart_hz &&
            rms_of_leads(fitted_line(blocks, hz)) > most_left_around * rms_of_leads(line))
            return std::nullopt;
    return found;
}

}  // namespace synchrony::measure
