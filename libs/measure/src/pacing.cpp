#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "synchrony/core/nth_value.hpp"
#include "synchrony/measure/quality.hpp"

namespace synchrony::measure {
namespace {

// A pacing pulse lasts 0.1 to 2 ms (Bacharova and Wagner 2013 give 0.5 ms as usual); a recorder's filter makes it 4 ms
// wide. Below this rate two samples are as long as the peak of an R wave, and the one cannot be told from the other.
constexpr double least_spike_rate_hz = 240.0;
constexpr double spike_half_width_s = 0.004;
constexpr double least_spike_mv =
    0.03;                               // over the noise of quiet electrodes, below what recorders leave of a pulse ...
constexpr double spike_to_noise = 6.0;  // ... and so many standard deviations of the lead's own noise
constexpr double calm_share = 0.5;      // of the spike: the lead may change so much within the stretches beside it
constexpr double spike_before_r_s = 0.40;  // atrial pulses too: paced AV intervals go up to 0.3 s
constexpr double spike_after_r_s = 0.02;
constexpr double same_delay_s = 0.012;  // a pacemaker's pulses keep their distance to the QRS complex they start
constexpr double gaussian_mad_spike = 1.4826;

/// Samples of one lead around a place, in units of the spike's half width.
struct Beside {
    float low = 0, high = 0, middle = 0;
};

Beside beside(const float* from, std::int64_t count) {
    std::array<float, 64> values{};
    const auto n = static_cast<std::ptrdiff_t>(std::min<std::int64_t>(count, 64));
    std::copy_n(from, n, values.begin());
    std::sort(values.begin(), values.begin() + n);
    return {values[0], values[static_cast<std::size_t>(n - 1)], values[static_cast<std::size_t>(n / 2)]};
}

float out_of_line(const std::vector<float>& x, std::int64_t i, std::int64_t half) {
    const auto at = static_cast<std::size_t>(i), reach = static_cast<std::size_t>(2 * half);
    const float left = x[at] - x[at - reach], right = x[at] - x[at + reach];
    return left * right > 0 ? std::min(std::abs(left), std::abs(right)) : 0.0F;
}

/// How much a sample of the lead stands out of its surroundings by noise alone, one standard deviation.
double spike_noise_mv(const std::vector<float>& x, std::int64_t half) {
    std::vector<float> out;
    constexpr std::int64_t stride = 7;  // odd, so that mains do not fall into step
    const auto end = static_cast<std::int64_t>(x.size()) - 2 * half;
    for (std::int64_t i = 2 * half; i < end; i += stride) {
        const auto at = static_cast<std::size_t>(i), reach = static_cast<std::size_t>(2 * half);
        out.push_back(std::abs(x[at] - 0.5F * (x[at - reach] + x[at + reach])));
    }
    if (out.empty()) return 0.0;
    return gaussian_mad_spike * static_cast<double>(core::nth_value(out, out.size() / 2));
}

/// Does sample i stand out of calm stretches on both sides? Beside the peak of an R wave the flanks go on falling.
bool is_spike(const std::vector<float>& x, std::int64_t i, std::int64_t half, float least) {
    if (out_of_line(x, i, half) < least) return false;
    const auto length = 2 * half + 1;
    const auto left = beside(x.data() + (i - 3 * half), length), right = beside(x.data() + (i + half), length);
    const float value = x[static_cast<std::size_t>(i)];
    const float over_left = value - left.middle, over_right = value - right.middle;
    const float out = std::min(std::abs(over_left), std::abs(over_right));
    if (over_left * over_right <= 0 || out < least) return false;
    const float calm = static_cast<float>(calm_share) * out;
    return std::abs(left.middle - right.middle) < calm && left.high - left.low < calm && right.high - right.low < calm;
}

/// Whether any of `count` samples from `i` on stands out of its line so far that it may be a spike: most stretches of a
/// lead have none, and are counted through without a branch.
bool may_hold_spike(const std::vector<float>& x, std::int64_t i, std::int64_t count, std::int64_t half, float least) {
    const float *at = x.data() + i, *before = at - 2 * half, *after = at + 2 * half;
    int hits = 0;
    for (std::int64_t k = 0; k < count; ++k) {
        const float left = at[k] - before[k], right = at[k] - after[k];
        hits += static_cast<int>(left * right > 0) & static_cast<int>(std::abs(left) >= least) &
                static_cast<int>(std::abs(right) >= least);
    }
    return hits > 0;
}

/// Instants at which at least half of the leads (two where there are two) show a spike within a sample of each other.
std::vector<std::int64_t> spikes_of(const record::Ecg& ecg) {
    const auto samples = ecg.sample_count();
    const auto half = std::max<std::int64_t>(1, std::llround(spike_half_width_s * ecg.sampling_frequency_hz));
    std::vector<std::uint8_t> leads_at(static_cast<std::size_t>(samples), 0);
    for (const auto& lead : ecg.leads) {
        const auto least =
            static_cast<float>(std::max(least_spike_mv, spike_to_noise * spike_noise_mv(lead.samples, half)));
        std::int64_t marked = 0;  // no lead counts twice at one instant
        constexpr std::int64_t stretch = 64;
        for (auto from = 3 * half; from + 3 * half < samples; from += stretch) {
            const auto to = std::min(from + stretch, samples - 3 * half);
            if (!may_hold_spike(lead.samples, from, to - from, half, least)) continue;
            for (auto i = from; i < to; ++i) {
                if (!is_spike(lead.samples, i, half, least)) continue;
                for (auto at = std::max(marked, i - 1); at <= i + 1; ++at) ++leads_at[static_cast<std::size_t>(at)];
                marked = i + 2;
            }
        }
    }
    const auto least_leads = std::max<std::size_t>(std::min<std::size_t>(2, ecg.leads.size()), ecg.leads.size() / 2);
    std::vector<std::int64_t> spikes;
    for (std::int64_t i = 0; i < samples; ++i) {
        if (leads_at[static_cast<std::size_t>(i)] < least_leads) continue;
        if (spikes.empty() || i - spikes.back() > half) spikes.push_back(i);
    }
    return spikes;
}

}  // namespace

double paced_part(const record::Ecg& ecg, std::span<const std::int64_t> peaks) {
    const double rate_hz = ecg.sampling_frequency_hz;
    if (rate_hz < least_spike_rate_hz || peaks.empty()) return 0.0;
    const auto spikes = spikes_of(ecg);
    struct Delay {
        std::size_t beat;
        double seconds;
    };
    std::vector<Delay> delays;
    for (std::size_t beat = 0; beat < peaks.size(); ++beat)
        for (const auto spike : spikes) {
            const double before_s = static_cast<double>(peaks[beat] - spike) / rate_hz;
            if (before_s <= spike_before_r_s && before_s >= -spike_after_r_s) delays.push_back({beat, before_s});
        }
    // One spike is an artefact: a pacemaker repeats itself.
    std::vector<char> paced(peaks.size(), 0);
    for (const auto& a : delays)
        for (const auto& b : delays)
            if (a.beat != b.beat && std::abs(a.seconds - b.seconds) <= same_delay_s) paced[a.beat] = 1;
    return static_cast<double>(std::count(paced.begin(), paced.end(), 1)) / static_cast<double>(peaks.size());
}

}  // namespace synchrony::measure
