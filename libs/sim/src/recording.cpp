#include "synchrony/sim/recording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace synchrony::sim {
namespace {

using Potentials = std::array<std::vector<float>, electrode_count>;
constexpr double two_pi = 2.0 * std::numbers::pi;

struct Event {
    double time_s;
    bool ectopic;
};

/// Ventricular onsets from before the recording to its end.
std::vector<Event> draw_rhythm(const RecordingPlan& plan, bool ectopy, core::RandomStream& random) {
    const RhythmPlan& r = plan.rhythm;
    const double rr = 60.0 / r.heart_rate_bpm, breath = two_pi * random.uniform(), slow = two_pi * random.uniform();
    double t = -rr * (1.0 + random.uniform());
    std::vector<Event> events;
    bool after_ectopic = true;  // none at the very start
    while (t < plan.duration_s + 1.0) {
        events.push_back({t, false});
        double next =
            rr + 1e-3 * (std::numbers::sqrt2 * r.respiratory_sd_ms * std::sin(two_pi * r.respiration_hz * t + breath) +
                         std::numbers::sqrt2 * r.slow_sd_ms * std::sin(two_pi * 0.1 * t + slow) +
                         r.jitter_sd_ms * random.normal());
        next = std::max(next, 0.5 * rr);
        const bool early = random.uniform() < r.ectopic_per_beat;
        if (ectopy && early && !after_ectopic) {
            events.push_back({t + r.coupling * rr, true});
            t += 2.0 * rr;  // full compensatory pause: the sinus goes on
            after_ectopic = true;
        } else {
            t += next;
            after_ectopic = false;
        }
    }
    return events;
}

/// Adds a template whose time 0 falls on `at_s`, linearly interpolated, times gain(t).
template <typename Gain>
void add_beat(const BeatPotentials& beat, double at_s, double rate, const Gain& gain, Potentials& out) {
    const auto total = static_cast<std::int64_t>(out[0].size());
    const double begin = at_s + 1e-3 * beat.start_ms, end = begin + 1e-3 * static_cast<double>(beat.size() - 1);
    const auto first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(begin * rate)));
    const auto last = std::min<std::int64_t>(total - 1, static_cast<std::int64_t>(std::floor(end * rate)));
    for (std::int64_t i = first; i <= last; ++i) {
        const double t = static_cast<double>(i) / rate,
                     place = std::clamp((t - begin) * 1e3, 0.0, static_cast<double>(beat.size()) - 1.001);
        const auto k = static_cast<std::size_t>(place);
        const auto part = static_cast<float>(place - static_cast<double>(k));
        const auto g = static_cast<float>(gain(t));
        for (std::size_t e = 0; e < electrode_count; ++e)
            out[e][static_cast<std::size_t>(i)] +=
                g * ((1.0F - part) * beat.potential[e][k] + part * beat.potential[e][k + 1]);
    }
}

void add_wander(std::vector<float>& x, double rate, double rms_mv, double respiration_hz, core::RandomStream& random) {
    if (rms_mv <= 0.0) return;
    struct Wave {
        double hz, amplitude, phase;
    };
    std::array<Wave, 4> waves{};
    for (std::size_t i = 0; i < waves.size(); ++i) {
        const double hz = i == 0 ? respiration_hz : 0.05 + 0.3 * random.uniform();
        waves[i] = {hz, rms_mv * std::numbers::sqrt2 * 0.5 * (0.5 + random.uniform()), two_pi * random.uniform()};
    }
    for (const auto& w : waves) {  // each sinusoid by rotation: two products a sample instead of a sine
        const double c = std::cos(two_pi * w.hz / rate), s = std::sin(two_pi * w.hz / rate);
        double re = w.amplitude * std::cos(w.phase), im = w.amplitude * std::sin(w.phase);
        for (auto& v : x) {
            v += static_cast<float>(im);
            const double next = c * re - s * im;
            im = s * re + c * im;
            re = next;
        }
    }
}

/// White noise through a gentle high-pass (-3 dB near 20 Hz at 500 Hz) with bursts of up to twice the level.
void add_muscle(std::vector<float>& x, double rate, double rms_mv, core::RandomStream& random) {
    if (rms_mv <= 0.0) return;
    const double corner_hz = 20.0, keep = std::exp(-two_pi * corner_hz / rate);
    const double burst_hz = 0.1 + 0.2 * random.uniform(), phase = two_pi * random.uniform();
    double slow = 0.0, previous = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double w = random.normal(), smooth = 0.5 * (w + previous);  // and a low-pass, as devices have
        previous = w;
        slow = keep * slow + (1.0 - keep) * smooth;
        const double t = static_cast<double>(i) / rate, level = 1.0 + 0.5 * std::sin(two_pi * burst_hz * t + phase);
        x[i] += static_cast<float>(1.4 * rms_mv * level * (smooth - slow));
    }
}

void add_mains(std::vector<float>& x, double rate, double amplitude_mv, double hz, double phase) {
    if (amplitude_mv <= 0.0) return;
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] += static_cast<float>(amplitude_mv * std::sin(two_pi * hz * static_cast<double>(i) / rate + phase));
}

void add_noise(const RecordingPlan& plan, Potentials& out, core::RandomStream& random) {
    const NoisePlan& n = plan.noise;
    const double mains_phase = two_pi * random.uniform();
    for (std::size_t e = 0; e < electrode_count; ++e) {
        add_wander(out[e], plan.rate_hz, 1e-3 * n.wander_uv, plan.rhythm.respiration_hz, random);
        // Limb electrodes lie on muscle that holds the arms still.
        add_muscle(out[e], plan.rate_hz, 1e-3 * n.muscle_uv * (e < 3 ? 1.2 : 0.8), random);
        add_mains(out[e], plan.rate_hz, 1e-3 * n.mains_uv * random.uniform(), n.mains_hz,
                  mains_phase + 0.5 * random.normal());
    }
}

void add_spike(Potentials& out, double at_s, double rate) {
    // A bipolar right-ventricular lead: small in limb leads, negative in V1.
    constexpr std::array<float, electrode_count> strength{-0.35F, 0.15F, 0.45F, -0.1F, 0.1F, 0.3F, 0.4F, 0.4F, 0.35F};
    const auto i = static_cast<std::int64_t>(std::lround(at_s * rate));
    for (std::int64_t k = i; k <= i + 1; ++k) {
        if (k < 0 || k >= static_cast<std::int64_t>(out[0].size())) continue;
        for (std::size_t e = 0; e < electrode_count; ++e) out[e][static_cast<std::size_t>(k)] += 2.0F * strength[e];
    }
}

record::Ecg to_ecg(const Potentials& p, double rate) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = rate;
    ecg.format = "simulated";
    const auto names = record::standard_leads();
    for (const auto name : names) {
        record::Lead lead;
        lead.name = std::string(name);
        lead.samples.resize(p[0].size());
        ecg.leads.push_back(std::move(lead));
    }
    std::array<float, electrode_count> now{};
    for (std::size_t i = 0; i < p[0].size(); ++i) {
        for (std::size_t e = 0; e < electrode_count; ++e) now[e] = p[e][i];
        const auto leads = leads_of(now);
        for (std::size_t l = 0; l < leads.size(); ++l) ecg.leads[l].samples[i] = leads[l];
    }
    return ecg;
}

}  // namespace

BeatTemplate make_template(BeatPotentials potentials, double span_ms) {
    BeatTemplate made{std::move(potentials), span_ms, 0.0};
    const auto& p = made.potentials;
    const auto end = std::min(p.size(), static_cast<std::size_t>(std::max(0.0, span_ms - p.start_ms)) + 1);
    double most = -1.0;
    for (std::size_t i = 0; i < end; ++i) {
        std::array<float, electrode_count> now{};
        for (std::size_t e = 0; e < electrode_count; ++e) now[e] = p.potential[e][i] - p.potential[e][0];
        double size = 0.0;
        for (const float v : leads_of(now)) size += static_cast<double>(v) * v;
        if (size > most) {
            most = size;
            made.peak_ms = p.start_ms + static_cast<double>(i);
        }
    }
    return made;
}

Recording make_recording(const RecordingPlan& plan, const BeatTemplate& sinus, const BeatPotentials* atrial,
                         const BeatTemplate* ectopic, core::RandomStream& random) {
    const auto samples = static_cast<std::size_t>(std::lround(plan.duration_s * plan.rate_hz));
    Potentials out;
    for (auto& x : out) x.assign(samples, 0.0F);
    const double breath = two_pi * random.uniform();
    const auto gain = [&](double t) {
        return 1.0 + plan.noise.respiration_gain * std::sin(two_pi * plan.rhythm.respiration_hz * t + breath);
    };
    const auto even = [](double) { return 1.0; };
    Recording made;
    for (const auto& event : draw_rhythm(plan, ectopic != nullptr, random)) {
        const BeatTemplate& beat = event.ectopic ? *ectopic : sinus;
        add_beat(beat.potentials, event.time_s, plan.rate_hz, gain, out);
        if (plan.pacing_spike) add_spike(out, event.time_s - 1e-3, plan.rate_hz);
        if (!event.ectopic && atrial != nullptr)
            add_beat(*atrial, event.time_s - 1e-3 * plan.rhythm.pr_ms, plan.rate_hz, even, out);
        const double reach_ms = beat.potentials.reach_ms;
        const TrueBeat truth{event.time_s - 1e-3 * reach_ms, event.time_s + 1e-3 * beat.peak_ms,
                             event.time_s + 1e-3 * (beat.activation_span_ms + reach_ms), event.ectopic};
        if (truth.onset_s >= 0.0 && truth.end_s < plan.duration_s) made.beats.push_back(truth);
    }
    add_noise(plan, out, random);
    made.ecg = to_ecg(out, plan.rate_hz);
    return made;
}

}  // namespace synchrony::sim
