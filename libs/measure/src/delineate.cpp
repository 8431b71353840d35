#include <algorithm>
#include <cmath>
#include <string>

#include "delineation/global_extent.hpp"
#include "delineation/run.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/measure/delineation.hpp"

namespace synchrony::measure {
namespace {

using namespace delineation;

constexpr double shortest_s = 0.3;  // a median beat at 200/min
constexpr int largest_lead_count = 64;

core::Result<void> check(const record::Ecg& ecg, std::span<const std::int64_t> peaks,
                         const DelineationOptions& options) {
    if (ecg.leads.empty())
        return core::fail({core::ErrorKind::usage, "no ECG lead to delineate", ecg.record_name, "0", "1 or more", {}});
    if (ecg.leads.size() > largest_lead_count)
        return core::fail_input("too many leads to delineate", ecg.record_name, std::to_string(ecg.leads.size()),
                                "at most " + std::to_string(largest_lead_count));
    if (!(ecg.sampling_frequency_hz > 0.0))
        return core::fail_input("sampling frequency is not positive", ecg.record_name,
                                core::shortest(ecg.sampling_frequency_hz));
    if (ecg.duration_s() < shortest_s || ecg.duration_s() > options.max_duration_s)
        return core::fail_input("recording too short or too long to delineate at once", ecg.record_name,
                                core::shortest(ecg.duration_s()) + " s",
                                "0.3 s to " + core::shortest(options.max_duration_s) + " s");
    for (const auto& l : ecg.leads)
        if (static_cast<std::int64_t>(l.samples.size()) != ecg.sample_count())
            return core::fail_input("leads differ in length", ecg.record_name + ", lead " + l.name,
                                    std::to_string(l.samples.size()), std::to_string(ecg.sample_count()));
    for (std::size_t i = 0; i < peaks.size(); ++i)
        if (peaks[i] < 0 || peaks[i] >= ecg.sample_count() || (i > 0 && peaks[i] <= peaks[i - 1]))
            return core::fail({core::ErrorKind::usage,
                               "R peaks must ascend inside the recording",
                               ecg.record_name,
                               "sample " + std::to_string(peaks[i]) + " at place " + std::to_string(i),
                               "0 to " + std::to_string(ecg.sample_count() - 1),
                               {}});
    return {};
}

std::optional<Wave> wave_of(const LeadMarks& m, Boundary onset, Boundary peak, Boundary end, float certainty) {
    if (!std::isfinite(m[onset]) || !std::isfinite(m[peak]) || !std::isfinite(m[end])) return std::nullopt;
    return Wave{m[onset] / working_rate_hz, m[peak] / working_rate_hz, m[end] / working_rate_hz, certainty};
}

// The largest deflection between QRS onset and end.
double qrs_peak_s(const LeadSignals& lead, const BeatFrame& frame, const LeadMarks& m) {
    const float rest = isoelectric_level(lead, frame);
    const int n = static_cast<int>(lead.wave.size());
    const int from = std::clamp(static_cast<int>(std::lround(m[Boundary::qrs_onset])), 0, n - 1);
    const int to = std::clamp(static_cast<int>(std::lround(m[Boundary::qrs_end])), from, n - 1);
    int at = from;
    for (int i = from; i <= to; ++i)
        if (std::abs(lead.wave[static_cast<std::size_t>(i)] - rest) >
            std::abs(lead.wave[static_cast<std::size_t>(at)] - rest))
            at = i;
    return at / working_rate_hz;
}

BeatWaves waves_of(const LeadMarks& m, std::optional<double> qrs_peak) {
    BeatWaves w;
    w.p = wave_of(m, Boundary::p_onset, Boundary::p_peak, Boundary::p_end, m.p_certainty);
    w.t = wave_of(m, Boundary::t_onset, Boundary::t_peak, Boundary::t_end, 1.0F);
    if (qrs_peak && std::isfinite(m[Boundary::qrs_onset]) && std::isfinite(m[Boundary::qrs_end]))
        w.qrs = Wave{m[Boundary::qrs_onset] / working_rate_hz, *qrs_peak, m[Boundary::qrs_end] / working_rate_hz, 1.0F};
    return w;
}

// The 8 ms that decode.cpp keeps between a wave's peak and its onset and end.
constexpr double least_part = samples_of_ms(8);

void read_as_electrocardiographs(const Signals& signals, BeatMarks& m) {
    const Extent qrs = global_extent(signals, m.leads);
    m.global[Boundary::qrs_onset] = qrs.onset;
    m.global[Boundary::qrs_end] = qrs.end;
    m.doubtful_qrs_end = qrs.doubtful_end;
    if (std::isfinite(m.global[Boundary::p_peak]))
        m.global[Boundary::p_onset] =
            std::min(global_p_onset(signals, m.leads), m.global[Boundary::p_peak] - least_part);
    if (std::isfinite(m.global[Boundary::t_peak]))
        m.global[Boundary::t_end] = std::max(global_t_end(signals, m.leads), m.global[Boundary::t_peak] + least_part);
}

}  // namespace

Delineation delineation::run(const record::Ecg& ecg, const Prepared& prepared, std::span<const std::int64_t> peaks,
                             const std::vector<BeatFrame>& frames, const Networks& networks, GlobalMarks global) {
    Delineation d;
    for (const auto& l : ecg.leads) d.lead_names.push_back(l.name);
    d.usable = prepared.usable;
    auto marks = mark(prepared.signals, frames, networks);
    if (global == GlobalMarks::electrocardiograph)
        for (BeatMarks& m : marks) read_as_electrocardiographs(prepared.signals, m);
    for (std::size_t b = 0; b < marks.size(); ++b) {
        BeatDelineation beat;
        beat.r_sample = peaks[b];
        for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
            const bool dead = prepared.flat[l] != 0;
            beat.leads.push_back(dead ? BeatWaves{}
                                      : waves_of(marks[b].leads[l],
                                                 qrs_peak_s(prepared.signals.leads[l], frames[b], marks[b].leads[l])));
        }
        beat.global = waves_of(marks[b].global, static_cast<double>(peaks[b]) / ecg.sampling_frequency_hz);
        if (std::isfinite(marks[b].doubtful_qrs_end))
            beat.doubtful_qrs_end_s = marks[b].doubtful_qrs_end / working_rate_hz;
        d.beats.push_back(std::move(beat));
    }
    return d;
}

core::Result<Delineation> delineate(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                    const DelineationOptions& options) {
    SYNCHRONY_TRY(check(ecg, r_peaks, options));
    SYNCHRONY_ASSIGN(const Prepared prepared, prepare(ecg, options));
    return run(ecg, prepared, r_peaks,
               make_frames(prepared.signals, at_working_rate(r_peaks, ecg.sampling_frequency_hz)), trained_networks());
}

core::Result<Delineation> delineate_median(const record::Ecg& beat, std::int64_t r_sample, double rr_s) {
    DelineationOptions options;
    options.remove_baseline = false;
    const std::int64_t peaks[] = {r_sample};
    SYNCHRONY_TRY(check(beat, peaks, options));
    if (!(rr_s > 0.0))
        return core::fail(
            {core::ErrorKind::usage, "RR interval is not positive", beat.record_name, core::shortest(rr_s), {}, {}});
    SYNCHRONY_ASSIGN(const Prepared prepared, prepare(beat, options));
    auto frames = make_frames(prepared.signals, at_working_rate(peaks, beat.sampling_frequency_hz));
    frames.front().before = frames.front().after = static_cast<int>(std::lround(rr_s * working_rate_hz));
    return run(beat, prepared, peaks, frames, trained_networks(), GlobalMarks::electrocardiograph);
}

std::optional<double> global_qrs_duration_ms(const Delineation& d) {
    std::vector<double> durations;
    for (const auto& beat : d.beats)
        if (beat.global.qrs) durations.push_back((beat.global.qrs->end_s - beat.global.qrs->onset_s) * 1000.0);
    if (durations.empty()) return std::nullopt;
    std::sort(durations.begin(), durations.end());
    const std::size_t n = durations.size();
    return n % 2 == 1 ? durations[n / 2] : 0.5 * (durations[n / 2 - 1] + durations[n / 2]);
}

}  // namespace synchrony::measure
