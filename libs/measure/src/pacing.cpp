#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <vector>

#include "synchrony/core/nth_value.hpp"
#include "synchrony/measure/pacing.hpp"

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
// A pacemaker on demand paces into the patient's own beats: the delay is any, the dipole the same (PTB-XL 00382: three
// pulses in 13 beats, likeness 0.74 to 0.98; the first lies within the QRS complex). Artefacts of one electrode are as
// alike, but fall anywhere: near the complex, in two beats, they seldom do.
constexpr double demand_before_r_s = 0.10;
constexpr double same_sizes = 0.8;  // correlation over the leads
constexpr std::size_t fewest_sized_leads = 6;
constexpr double beside_pulse_s = 0.006;
constexpr double gaussian_mad_spike = 1.4826;

// Some recorders stretch a pulse into a plateau, and a pulse may run straight into the QRS complex that it starts. Both
// begin with an edge: calm, then a step within 4 ms which does not go on. No slope of a heart's own does so in most
// leads at once. Set on LUDB's 100, PTB-XL's 198 and the Challenge's 50 recordings, which hold 5 with a pacemaker.
constexpr double edge_s = 0.004;
constexpr double calm_before_s = 0.020;
constexpr double least_edge_mv = 0.06;
constexpr double edge_to_noise = 6.0;
constexpr double calm_before_share = 0.3;     // of the step: as much the lead may change before it ...
constexpr double goes_on_share = 0.4;         // ... and as much it may go on in the 8 ms after it
constexpr std::size_t fewest_edge_leads = 6;  // that say something of their own: fewer tell too little
constexpr double edge_leads_part = 0.6;

// What is taken out of the signal for a pulse: filters ring before it and recorders draw it out behind it.
constexpr double pulse_before_s = 0.008, pulse_after_s = 0.022;
// From a ventricular pulse to the complex that it starts: 40 ms are usual at most, more with scar; paced AV intervals
// are longer.
constexpr double longest_capture_s = 0.08;

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

using LeadCounts = std::vector<std::uint8_t>;

/// Counts one lead at instant i and its neighbours; no lead counts twice at one instant.
void count_lead(LeadCounts& leads_at, std::int64_t i, std::int64_t& marked) {
    for (auto at = std::max(marked, i - 1); at <= i + 1; ++at) ++leads_at[static_cast<std::size_t>(at)];
    marked = i + 2;
}

/// Instants that `enough` leads or more show, the first of each group that lies within `apart` samples.
std::vector<std::int64_t> instants_of(const LeadCounts& leads_at, std::size_t enough, std::int64_t apart) {
    std::vector<std::int64_t> instants;
    std::int64_t last = -1;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(leads_at.size()); ++i) {
        if (leads_at[static_cast<std::size_t>(i)] < enough) continue;
        if (last < 0 || i - last > apart) instants.push_back(i);
        last = i;
    }
    return instants;
}

/// Instants at which at least half of the leads (two where there are two) show a spike within a sample of each other.
std::vector<std::int64_t> spikes_of(const record::Ecg& ecg) {
    const auto samples = ecg.sample_count();
    const auto half = std::max<std::int64_t>(1, std::llround(spike_half_width_s * ecg.sampling_frequency_hz));
    LeadCounts leads_at(static_cast<std::size_t>(samples), 0);
    for (const auto& lead : ecg.leads) {
        const auto least =
            static_cast<float>(std::max(least_spike_mv, spike_to_noise * spike_noise_mv(lead.samples, half)));
        std::int64_t marked = 0;
        constexpr std::int64_t stretch = 64;
        for (auto from = 3 * half; from + 3 * half < samples; from += stretch) {
            const auto to = std::min(from + stretch, samples - 3 * half);
            if (!may_hold_spike(lead.samples, from, to - from, half, least)) continue;
            for (auto i = from; i < to; ++i)
                if (is_spike(lead.samples, i, half, least)) count_lead(leads_at, i, marked);
        }
    }
    const auto enough = std::max<std::size_t>(std::min<std::size_t>(2, ecg.leads.size()), ecg.leads.size() / 2);
    return instants_of(leads_at, enough, half);
}

/// One standard deviation of a lead's usual change within an edge's width.
double edge_noise_mv(const std::vector<float>& x, std::int64_t width) {
    std::vector<float> change;
    constexpr std::size_t stride = 7;
    for (std::size_t i = 0; i + static_cast<std::size_t>(width) < x.size(); i += stride)
        change.push_back(std::abs(x[i + static_cast<std::size_t>(width)] - x[i]));
    if (change.empty()) return 0.0;
    return gaussian_mad_spike * static_cast<double>(core::nth_value(change, change.size() / 2));
}

/// Does a step begin after sample i? See the constants.
bool is_edge(const float* at, std::int64_t width, std::int64_t calm, float least) {
    const float step = at[width] - at[0], size = std::abs(step);
    if (size < least) return false;
    const float on = at[3 * width] - at[width];
    if ((step > 0 ? on : -on) > static_cast<float>(goes_on_share) * size) return false;
    // A jump from one held value to another is a recorder that lost samples.
    const auto held = [&](const float* from, const float* to) {
        return std::all_of(from, to, [&](float v) { return v == *from; });
    };
    if (held(at - 2 * width, at + 1) && held(at + width, at + 3 * width)) return false;
    const auto [low, high] = std::minmax_element(at - calm, at + 1);
    return *high - *low <= static_cast<float>(calm_before_share) * size;
}

/// III and the augmented leads say nothing of their own beside I and II.
std::vector<const record::Lead*> independent_leads(const record::Ecg& ecg) {
    const bool limb = ecg.find_lead("I") != nullptr && ecg.find_lead("II") != nullptr;
    std::vector<const record::Lead*> leads;
    for (const auto& lead : ecg.leads) {
        const auto& n = lead.name;
        if (!limb || (n != "III" && n != "aVR" && n != "aVL" && n != "aVF")) leads.push_back(&lead);
    }
    return leads;
}

/// Instants at which most leads show an edge.
std::vector<std::int64_t> edges_of(const record::Ecg& ecg) {
    const auto leads = independent_leads(ecg);
    if (leads.size() < fewest_edge_leads) return {};
    const auto samples = ecg.sample_count();
    const auto width = std::max<std::int64_t>(1, std::llround(edge_s * ecg.sampling_frequency_hz));
    const auto calm = std::llround(calm_before_s * ecg.sampling_frequency_hz);
    LeadCounts leads_at(static_cast<std::size_t>(samples), 0);
    for (const auto* lead : leads) {
        const auto least =
            static_cast<float>(std::max(least_edge_mv, edge_to_noise * edge_noise_mv(lead->samples, width)));
        std::int64_t marked = 0;
        for (auto i = calm + 1; i + 3 * width + 1 < samples; ++i)
            if (is_edge(lead->samples.data() + i, width, calm, least)) count_lead(leads_at, i, marked);
    }
    const auto enough = static_cast<std::size_t>(std::ceil(edge_leads_part * static_cast<double>(leads.size())));
    return instants_of(leads_at, enough, 3 * width);
}

bool alike(const PulseSizes& a, const PulseSizes& b) {
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (std::size_t l = 0; l < std::min(a.size(), b.size()); ++l) {
        const double x = static_cast<double>(a[l]), y = static_cast<double>(b[l]);
        ab += x * y, aa += x * x, bb += y * y;
    }
    return a.size() >= fewest_sized_leads && ab > same_sizes * std::sqrt(aa * bb);
}

}  // namespace

std::vector<PulseSizes> pulse_sizes(const record::Ecg& ecg, std::span<const std::int64_t> instants) {
    const auto beside = std::max<std::int64_t>(1, std::llround(beside_pulse_s * ecg.sampling_frequency_hz));
    std::vector<PulseSizes> all(instants.size(), PulseSizes(ecg.leads.size(), 0.0F));
    for (std::size_t k = 0; k < instants.size(); ++k)
        for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
            const auto& x = ecg.leads[l].samples;
            for (auto i = std::max(instants[k] - beside, beside);
                 i <= instants[k] + beside && i + beside < ecg.sample_count(); ++i) {
                const auto at = static_cast<std::size_t>(i), reach = static_cast<std::size_t>(beside);
                const float out = x[at] - 0.5F * (x[at - reach] + x[at + reach]);
                if (std::abs(out) > std::abs(all[k][l])) all[k][l] = out;
            }
        }
    return all;
}

std::vector<std::int64_t> pulse_like_instants(const record::Ecg& ecg) {
    if (ecg.sampling_frequency_hz < least_spike_rate_hz) return {};
    auto instants = spikes_of(ecg);
    const auto edges = edges_of(ecg);
    instants.insert(instants.end(), edges.begin(), edges.end());
    std::sort(instants.begin(), instants.end());
    const auto same = std::llround(same_delay_s * ecg.sampling_frequency_hz);  // a spike begins with an edge
    std::vector<std::int64_t> apart;
    for (const auto i : instants)
        if (apart.empty() || i - apart.back() > same) apart.push_back(i);
    return apart;
}

std::vector<PacingPulse> pacing_pulses(std::span<const std::int64_t> instants, std::span<const std::int64_t> r_peaks,
                                       double sampling_frequency_hz, std::span<const PulseSizes> sizes) {
    struct NearBeat {
        PacingPulse pulse;
        std::size_t instant;
    };
    std::vector<NearBeat> near;
    for (std::size_t beat = 0; beat < r_peaks.size(); ++beat)
        for (std::size_t k = 0; k < instants.size(); ++k) {
            const double before_s = static_cast<double>(r_peaks[beat] - instants[k]) / sampling_frequency_hz;
            if (before_s <= spike_before_r_s && before_s >= -spike_after_r_s)
                near.push_back({{instants[k], beat, before_s}, k});
        }
    const auto repeats = [&](const NearBeat& a, const NearBeat& b) {
        if (a.pulse.beat == b.pulse.beat) return false;
        if (std::abs(a.pulse.before_r_s - b.pulse.before_r_s) <= same_delay_s) return true;
        return !sizes.empty() && std::max(a.pulse.before_r_s, b.pulse.before_r_s) <= demand_before_r_s &&
               alike(sizes[a.instant], sizes[b.instant]);
    };
    // One is an artefact: a pacemaker repeats itself.
    std::vector<PacingPulse> pulses;
    for (const auto& a : near)
        if (std::ranges::any_of(near, [&](const NearBeat& b) { return repeats(a, b); })) pulses.push_back(a.pulse);
    return pulses;
}

double paced_part(std::span<const PacingPulse> pulses, std::size_t beats) {
    if (beats == 0) return 0.0;
    std::size_t paced = 0, next = 0;
    for (const auto& pulse : pulses) {  // in the order of beats
        paced += pulse.beat >= next ? 1 : 0;
        next = pulse.beat + 1;
    }
    return static_cast<double>(paced) / static_cast<double>(beats);
}

record::Ecg without_pulses(record::Ecg ecg, std::span<const PacingPulse> pulses) {
    const auto samples = ecg.sample_count();
    for (const auto& pulse : pulses) {
        const auto begin =
            std::max<std::int64_t>(0, pulse.sample - std::llround(pulse_before_s * ecg.sampling_frequency_hz));
        const auto end =
            std::min<std::int64_t>(samples - 1, pulse.sample + std::llround(pulse_after_s * ecg.sampling_frequency_hz));
        for (auto& lead : ecg.leads) {
            const float from = lead.samples[static_cast<std::size_t>(begin)];
            const float step = (lead.samples[static_cast<std::size_t>(end)] - from) / static_cast<float>(end - begin);
            for (auto i = begin + 1; i < end; ++i)
                lead.samples[static_cast<std::size_t>(i)] = from + step * static_cast<float>(i - begin);
        }
    }
    return ecg;
}

std::vector<PacingPulse> ventricular_pulses(std::span<const PacingPulse> pulses, double qrs_onset_before_r_s) {
    std::vector<PacingPulse> ventricular;
    std::copy_if(pulses.begin(), pulses.end(), std::back_inserter(ventricular),
                 [&](const PacingPulse& p) { return p.before_r_s - qrs_onset_before_r_s <= longest_capture_s; });
    return ventricular;
}

}  // namespace synchrony::measure
