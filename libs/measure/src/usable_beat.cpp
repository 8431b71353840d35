#include "usable_beat.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "synchrony/beats/rr.hpp"
#include "synchrony/measure/delineation.hpp"

namespace synchrony::measure {
namespace {

/// Which of the beats a lead holds whole.
using BeatsHeld = std::vector<char>;

struct BeatSpan {
    std::int64_t before = 0, after = 0;
};

/// As median_beats cuts it.
BeatSpan window_of(std::span<const std::int64_t> peaks, double fs, const beats::MedianBeatOptions& o) {
    const double rr_s = beats::median_rr_s(peaks, fs);
    const auto width = [&](double seconds, double share) {
        return std::max<std::int64_t>(1, std::llround((rr_s > 0 ? std::min(seconds, share * rr_s) : seconds) * fs));
    };
    return {width(o.before_s, o.before_rr), width(o.after_s, o.after_rr)};
}

BeatsHeld held_by(const record::Lead& lead, std::span<const std::int64_t> peaks, const BeatSpan& window) {
    BeatsHeld held;
    for (const auto peak : peaks) held.push_back(lead.is_valid(peak - window.before, peak + window.after) ? 1 : 0);
    return held;
}

bool any_held(const BeatsHeld& held) {
    return std::find(held.begin(), held.end(), 1) != held.end();
}

/// Leads that share half of their beats go together.
std::vector<std::vector<std::size_t>> lead_groups(const std::vector<BeatsHeld>& held) {
    std::vector<std::vector<std::size_t>> groups;
    const auto alike = [&](const BeatsHeld& a, const BeatsHeld& b) {
        std::size_t both = 0, of_a = 0, of_b = 0;
        for (std::size_t i = 0; i < a.size(); ++i) both += a[i] && b[i], of_a += a[i] != 0, of_b += b[i] != 0;
        return 2 * both >= std::max(of_a, of_b);
    };
    for (std::size_t l = 0; l < held.size(); ++l) {
        if (!any_held(held[l])) continue;
        const auto same = std::find_if(groups.begin(), groups.end(),
                                       [&](const auto& group) { return alike(held[group.front()], held[l]); });
        if (same != groups.end())
            same->push_back(l);
        else
            groups.push_back({l});
    }
    return groups;
}

/// The median beat of one group, cut out of the stretch in which it was recorded: the baseline filter would carry the
/// stretches around it in.
core::Result<beats::MedianBeats> median_of_group(const record::Ecg& ecg, const std::vector<std::size_t>& group,
                                                 std::span<const std::int64_t> peaks, const BeatsHeld& held,
                                                 const BeatSpan& window, const beats::MedianBeatOptions& options) {
    record::Ecg part;
    part.sampling_frequency_hz = ecg.sampling_frequency_hz;
    part.record_name = ecg.record_name;
    for (const auto l : group) part.leads.push_back(ecg.leads[l]);
    const auto& invalid = part.leads.front().invalid;
    std::int64_t begin = 0, end = ecg.sample_count();
    if (!invalid.empty() && invalid.front().begin == 0) begin = invalid.front().end;
    if (!invalid.empty() && invalid.back().end == end) end = invalid.back().begin;
    part = record::excerpt(part, {begin, end});
    std::vector<std::int64_t> inside;
    for (std::size_t i = 0; i < peaks.size(); ++i)
        if (held[i]) inside.push_back(peaks[i] - begin);
    auto own = options;
    own.before_s = static_cast<double>(window.before) / ecg.sampling_frequency_hz;
    own.after_s = static_cast<double>(window.after) / ecg.sampling_frequency_hz;
    own.before_rr = own.after_rr = 2.0;  // the window is that of the whole recording
    return beats::median_beats(part, inside, own);
}

/// Where a group's QRS complex begins: back from its steepest place until its leads together stay slow. R peaks are
/// placed by different leads in each group and may lie a QRS complex's half apart; the heart begins once for all of
/// them.
std::int64_t rough_onset(const beats::MedianBeats& beat, double fs) {
    constexpr double search_s = 0.12, calm_s = 0.012, slow_part = 0.12;
    const auto reach = static_cast<std::int64_t>(search_s * fs);
    const auto calm = std::max<std::int64_t>(2, std::llround(calm_s * fs));
    const std::int64_t size = beat.samples(), r = beat.r_index;
    const auto speed = [&](std::int64_t i) {
        double sum = 0.0;
        for (const auto& lead : beat.leads) {
            const double step = static_cast<double>(lead[static_cast<std::size_t>(i + 1)]) -
                                static_cast<double>(lead[static_cast<std::size_t>(i - 1)]);
            sum += step * step;
        }
        return std::sqrt(sum);
    };
    std::int64_t steepest = std::clamp<std::int64_t>(r, 1, size - 2);
    for (auto i = std::max<std::int64_t>(1, r - reach); i < std::min(size - 1, r + reach); ++i)
        if (speed(i) > speed(steepest)) steepest = i;
    const double slow = slow_part * speed(steepest);
    std::int64_t quiet = 0, at = steepest;
    while (at > std::max<std::int64_t>(1, r - 2 * reach) && quiet < calm) quiet = speed(--at) < slow ? quiet + 1 : 0;
    return at + quiet;
}

struct QrsOfGroup {
    std::int64_t onset = 0;          ///< sample
    std::optional<double> length_s;  ///< empty where no complex was found
};

/// The QRS complex of a group's beat, as its own leads show it; of a beat too short to delineate by its slopes.
QrsOfGroup qrs_of(const beats::MedianBeats& beat, double rr_s) {
    const double fs = beat.sampling_frequency_hz;
    const auto found = delineate_median(as_ecg(beat, {}), beat.r_index, rr_s > 0.0 ? rr_s : assumed_rr_s);
    if (!found || !found->beats.front().global.qrs) return {rough_onset(beat, fs), std::nullopt};
    const auto& qrs = *found->beats.front().global.qrs;
    return {std::llround(qrs.onset_s * fs), qrs.end_s - qrs.onset_s};
}

/// Two or three beats of three leads are noisy: the longest complex of all groups may be an artefact's, and is at most
/// so much longer than the second longest. Empty of fewer than three groups.
std::optional<double> most_of_groups_s(std::vector<double> lengths_s) {
    constexpr double most_longer_s = 0.015;
    constexpr std::size_t fewest = 3;
    if (lengths_s.size() < fewest) return std::nullopt;
    std::ranges::sort(lengths_s);
    return lengths_s[lengths_s.size() - 2] + most_longer_s;
}

/// Moves a beat by so many samples, later if positive; ends are held.
void move_by(std::vector<float>& beat, std::int64_t shift) {
    const std::vector<float> from = beat;
    const auto last = static_cast<std::int64_t>(from.size()) - 1;
    for (std::int64_t i = 0; i <= last; ++i)
        beat[static_cast<std::size_t>(i)] =
            from[static_cast<std::size_t>(std::clamp<std::int64_t>(i - shift, 0, last))];
}

core::Result<void> join_groups(UsableBeat& usable, const record::Ecg& ecg,
                               const std::vector<std::vector<std::size_t>>& groups, std::span<const std::int64_t> peaks,
                               const std::vector<BeatsHeld>& held, const BeatSpan& window,
                               const beats::MedianBeatOptions& options) {
    auto& whole = usable.median;
    std::vector<double> lengths_s;
    whole.sampling_frequency_hz = ecg.sampling_frequency_hz;
    whole.r_index = static_cast<int>(window.before);
    whole.rr_s = beats::median_rr_s(peaks, ecg.sampling_frequency_hz);
    std::map<std::size_t, std::vector<float>> by_lead;
    std::optional<std::int64_t> onset;  // of the first group, which the others are laid over
    for (const auto& group : groups) {
        SYNCHRONY_ASSIGN(auto part, median_of_group(ecg, group, peaks, held[group.front()], window, options));
        const auto own = qrs_of(part, whole.rr_s);
        if (own.length_s) lengths_s.push_back(*own.length_s);
        if (!onset) onset = own.onset;
        for (std::size_t i = 0; i < group.size(); ++i) {
            move_by(part.leads[i], *onset - own.onset);
            part.leads[i].resize(static_cast<std::size_t>(window.before + window.after), part.leads[i].back());
            by_lead[group[i]] = std::move(part.leads[i]);
        }
        whole.beats_used += part.beats_used;
        whole.beats_rejected += part.beats_rejected;
        whole.beats_cut_short += part.beats_cut_short;
    }
    for (auto& [l, samples] : by_lead) {  // in the recording's order
        whole.lead_names.push_back(ecg.leads[l].name);
        whole.leads.push_back(std::move(samples));
    }
    usable.most_qrs_s = most_of_groups_s(std::move(lengths_s));
    return {};
}

/// Whether some lead holds half of the beats of each group, so that all beats can be laid over each other by what they
/// share: a rhythm strip below the leads of a print, or the other leads where an electrode came off for a while.
bool linked(const std::vector<std::vector<std::size_t>>& groups, const std::vector<BeatsHeld>& held) {
    const auto links = [&](const BeatsHeld& lead) {
        return std::ranges::all_of(groups, [&](const auto& group) {
            const auto& beats = held[group.front()];
            std::size_t both = 0, of_group = 0;
            for (std::size_t i = 0; i < lead.size(); ++i) both += lead[i] && beats[i], of_group += beats[i] != 0;
            return 2 * both >= of_group;
        });
    };
    return std::ranges::any_of(held, links);
}

/// Leads of which no beat is like the others' are not measured.
void drop_leads_without_beat(UsableBeat& usable) {
    auto& median = usable.median;
    for (std::size_t l = median.leads.size(); l-- > 0;) {
        if (median.beats_of_lead[l] > 0) continue;
        usable.no_beat.push_back(median.lead_names[l]);
        const auto at = static_cast<std::ptrdiff_t>(l);
        median.lead_names.erase(median.lead_names.begin() + at);
        median.leads.erase(median.leads.begin() + at);
        median.beats_of_lead.erase(median.beats_of_lead.begin() + at);
    }
}

}  // namespace

record::Ecg bridged(record::Ecg ecg) {
    for (auto& lead : ecg.leads)
        for (const auto& gap : lead.invalid) {
            const auto size = static_cast<std::int64_t>(lead.samples.size());
            if (gap.begin <= 0 || gap.end >= size) continue;  // held at the ends
            const float from = lead.samples[static_cast<std::size_t>(gap.begin - 1)];
            const float to = lead.samples[static_cast<std::size_t>(gap.end)];
            const auto steps = static_cast<float>(gap.end - gap.begin + 1);
            for (auto i = gap.begin; i < gap.end; ++i)
                lead.samples[static_cast<std::size_t>(i)] =
                    from + (to - from) * static_cast<float>(i - gap.begin + 1) / steps;
        }
    return ecg;
}

record::Ecg as_ecg(const beats::MedianBeats& beat, const record::Ecg& recording) {
    record::Ecg e;
    e.sampling_frequency_hz = beat.sampling_frequency_hz;
    e.format = "median beat";
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        record::Lead lead;
        lead.name = beat.lead_names[l];
        lead.samples = beat.leads[l];
        const auto* whole = recording.find_lead(lead.name);
        lead.derived = whole != nullptr && whole->derived;
        e.leads.push_back(std::move(lead));
    }
    return e;
}

core::Result<UsableBeat> usable_beat(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                                     const beats::MedianBeatOptions& options) {
    UsableBeat usable;
    const bool whole = std::all_of(ecg.leads.begin(), ecg.leads.end(), [](const auto& l) { return l.invalid.empty(); });
    if (whole) {
        SYNCHRONY_ASSIGN(usable.median, beats::median_beats(ecg, r_peaks, options));
        return usable;
    }
    const BeatSpan window = window_of(r_peaks, ecg.sampling_frequency_hz, options);
    std::vector<BeatsHeld> held;
    record::Ecg with_beats;
    with_beats.sampling_frequency_hz = ecg.sampling_frequency_hz;
    with_beats.record_name = ecg.record_name;
    for (const auto& lead : ecg.leads) {
        auto beats_held = held_by(lead, r_peaks, window);
        if (!any_held(beats_held)) {
            usable.no_beat.push_back(lead.name);
            continue;
        }
        held.push_back(std::move(beats_held));
        with_beats.leads.push_back(lead);
    }
    if (held.empty())
        return core::fail({core::ErrorKind::refused,
                           "no lead holds a whole beat",
                           ecg.record_name,
                           "samples missing in every beat of every lead",
                           "one beat without a missing sample",
                           {}});
    const auto groups = lead_groups(held);
    usable.in_pieces = groups.size() > 1;
    if (usable.in_pieces && !linked(groups, held)) {
        SYNCHRONY_TRY(join_groups(usable, with_beats, groups, r_peaks, held, window, options));
        return usable;
    }
    // Beats that no lead holds are none of the heart's that could be measured; those that some lead does not hold would
    // be unlike the others for that alone.
    constexpr std::size_t enough = 3;
    std::vector<std::int64_t> seen, whole_in_all;
    for (std::size_t i = 0; i < r_peaks.size(); ++i) {
        const auto holds = [&](const auto& h) { return h[i] != 0; };
        if (std::ranges::any_of(held, holds)) seen.push_back(r_peaks[i]);
        if (std::ranges::all_of(held, holds)) whole_in_all.push_back(r_peaks[i]);
    }
    if (whole_in_all.size() >= enough && !usable.in_pieces) seen = std::move(whole_in_all);
    auto own = options;
    own.before_s = static_cast<double>(window.before) / ecg.sampling_frequency_hz;
    own.after_s = static_cast<double>(window.after) / ecg.sampling_frequency_hz;
    own.before_rr = own.after_rr = 2.0;
    SYNCHRONY_ASSIGN(usable.median, beats::median_beats(with_beats, seen, own));
    usable.median.rr_s = beats::median_rr_s(r_peaks, ecg.sampling_frequency_hz);
    drop_leads_without_beat(usable);
    return usable;
}

}  // namespace synchrony::measure
