#include "synchrony/beats/median_beat.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "beat_selection.hpp"
#include "column_medians.hpp"
#include "medians.hpp"
#include "synchrony/beats/rr.hpp"
#include "synchrony/dsp/sos_filter.hpp"

namespace synchrony::beats {
namespace {

core::Result<void> check(const record::Ecg& ecg, const MedianBeatOptions& options) {
    const auto positive = options.before_s > 0 && options.after_s > 0 && options.before_rr > 0 &&
                          options.after_rr > 0 && options.qrs_before_s > 0 && options.qrs_after_s > 0 &&
                          options.most_beats > 0;
    const auto small = options.before_s <= 5 && options.after_s <= 5 && options.qrs_before_s <= 1 &&
                       options.qrs_after_s <= 1 && options.shift_s >= 0 && options.shift_s <= 0.2 &&
                       options.other_peak_s >= 0 && options.other_peak_s <= 0.2 && options.most_beats <= 10000;
    if (!positive || !small)
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = "option is out of range",
                           .where = "median beat options",
                           .got = {},
                           .expected = "windows within (0, 5] s, shift within [0, 0.2] s, 1 to 10000 beats",
                           .hint = {}});
    if (ecg.leads.empty()) return core::fail_input("no ECG lead to make a median beat of", ecg.record_name);
    if (!(ecg.sampling_frequency_hz > 0)) return core::fail_input("no sampling frequency", ecg.record_name);
    return {};
}

/// The leads without baseline wander; recordings too short for the filter stay as they are.
std::vector<std::vector<float>> filtered_leads(const record::Ecg& ecg, double high_pass_hz) {
    std::vector<std::vector<float>> leads;
    for (const auto& lead : ecg.leads) leads.push_back(lead.samples);
    if (high_pass_hz <= 0) return leads;
    constexpr int order = 2;
    const auto high_pass =
        dsp::butterworth(order, dsp::FilterKind::highpass, {high_pass_hz}, ecg.sampling_frequency_hz);
    if (!high_pass) return leads;
    // One second and more of reflection: the filter's memory is long.
    const auto padding = static_cast<std::size_t>(ecg.sampling_frequency_hz / high_pass_hz);
    const auto samples = static_cast<std::size_t>(ecg.sample_count());
    if (samples < 2) return leads;
    (void)dsp::sosfiltfilt(*high_pass, leads, std::min(padding, samples - 1));  // leads of one length: it cannot fail
    return leads;
}

/// The beats that the lead holds without a missing sample.
std::vector<std::int64_t> held_by(const record::Lead& lead, std::span<const std::int64_t> peaks, std::int64_t before,
                                  std::int64_t after) {
    std::vector<std::int64_t> held;
    for (const auto peak : peaks)
        if (!lead.misses(peak - before, peak + after)) held.push_back(peak);
    return held;
}

/// Sample by sample the median over the beats; where none of them has a sample, the lead's own zero.
std::vector<float> median_of(const std::vector<float>& samples, std::span<const std::int64_t> usable,
                             std::int64_t before, std::int64_t after) {
    const auto size = static_cast<std::int64_t>(samples.size());
    const bool whole = std::all_of(usable.begin(), usable.end(),
                                   [&](std::int64_t peak) { return peak - before >= 0 && peak + after <= size; });
    if (whole && !usable.empty()) {
        std::vector<const float*> begins;
        for (const auto peak : usable) begins.push_back(samples.data() + (peak - before));
        return column_medians(begins, static_cast<std::size_t>(before + after));
    }
    std::vector<float> beat;
    std::vector<float> column;
    for (auto offset = -before; offset < after; ++offset) {
        column.clear();
        for (const auto peak : usable)
            if (const auto at = peak + offset; at >= 0 && at < size)
                column.push_back(samples[static_cast<std::size_t>(at)]);
        if (column.empty()) {
            beat.push_back(beat.empty() ? 0.0F : beat.back());
            continue;
        }
        const float upper = middle(column);
        const auto half = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
        beat.push_back(column.size() % 2 == 1 ? upper : 0.5F * (upper + *std::max_element(column.begin(), half)));
    }
    return beat;
}

std::vector<std::int64_t> peaks_inside(std::span<const std::int64_t> r_peaks, std::int64_t samples) {
    std::vector<std::int64_t> peaks;
    for (const auto peak : r_peaks)
        if (peak >= 0 && peak < samples) peaks.push_back(peak);
    return peaks;
}

}  // namespace

core::Result<MedianBeats> median_beats(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                       const MedianBeatOptions& options) {
    SYNCHRONY_TRY(check(ecg, options));
    const auto peaks = peaks_inside(r_peaks, ecg.sample_count());
    if (peaks.empty())
        return core::fail_input("no beat to make a median beat of", ecg.record_name, "no R peak", "at least one");
    const double rate_hz = ecg.sampling_frequency_hz;
    MedianBeats result;
    result.sampling_frequency_hz = rate_hz;
    result.rr_s = median_rr_s(peaks, rate_hz);
    const auto width = [&](double seconds, double rr_share) {
        const double limit_s = result.rr_s > 0 ? std::min(seconds, rr_share * result.rr_s) : seconds;
        return std::max<std::int64_t>(1, std::llround(limit_s * rate_hz));
    };
    const auto before = width(options.before_s, options.before_rr);
    const auto after = width(options.after_s, options.after_rr);

    const auto leads = filtered_leads(ecg, options.high_pass_hz);
    const BeatWindow window{before, after};
    const auto chosen = select_beats(leads, ecg.leads, peaks, rate_hz, result.rr_s, window, options);
    result.r_index = static_cast<int>(before);
    result.beats_used = static_cast<int>(chosen.aligned.size());
    result.beats_rejected = chosen.unlike;
    result.beats_cut_short = chosen.cut_short;
    result.moved_peaks = chosen.moved;
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        result.lead_names.push_back(ecg.leads[lead].name);
        const auto held = held_by(ecg.leads[lead], chosen.aligned, before, after);
        result.leads.push_back(median_of(leads[lead], held, before, after));
        result.beats_of_lead.push_back(static_cast<int>(held.size()));
    }
    return result;
}

}  // namespace synchrony::beats
