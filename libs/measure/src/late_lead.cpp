#include "late_lead.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "delineation/global_extent.hpp"
#include "formatted.hpp"
#include "synchrony/core/nth_value.hpp"

namespace synchrony::measure {
namespace {

// Between the steep parts of one lead and of the next nearest. A heart's own spread is less (healthy people of PTB-XL 9
// ms at most, right bundle branch blocks 39) but for the late wall of a virtual LBBB, 82 ms in V6; its complex begins
// where the others do. PTB-XL 01405: 62 and 80 ms. docs/results/other-hospitals.md.
constexpr double least_apart_ms = 50.0, least_onset_apart_ms = 40.0;
// Or its marks: no heart's lead begins so long after the others and ends so long after all of them (648 recordings and
// virtual patients: 21 ms at most; PTB-XL 00512, a right bundle branch block whose V1 is late by itself: 50 and 53 ms).
constexpr double least_displaced_ms = delineation::out_of_time_ms;
constexpr double sought_before_s = 0.06, sought_after_s = 0.10;  // around the QRS complex
constexpr double least_complex_mv = 0.3;                         // smaller ones are lost in noise
constexpr std::size_t fewest_leads_in_time = 8;

/// Mean time of a lead's slopes to the fourth power, ms; empty where it shows no complex.
std::optional<double> steepest_ms(const record::Lead& lead, std::int64_t from, std::int64_t to, double rate_hz) {
    double sum = 0.0, moment = 0.0;
    float low = lead.samples[static_cast<std::size_t>(from)], high = low;
    for (auto i = from; i < to; ++i) {
        const float now = lead.samples[static_cast<std::size_t>(i)];
        const double slope =
            static_cast<double>(now) - static_cast<double>(lead.samples[static_cast<std::size_t>(i - 1)]);
        const double weight = slope * slope * slope * slope;
        sum += weight;
        moment += weight * static_cast<double>(i);
        low = std::min(low, now);
        high = std::max(high, now);
    }
    if (!(sum > 0.0) || static_cast<double>(high) - static_cast<double>(low) < least_complex_mv) return std::nullopt;
    return 1000.0 * moment / (sum * rate_hz);
}

using SteepAt = std::pair<double, std::size_t>;  // ms, lead
struct MarkedLead {
    double onset_ms, end_ms;
    std::size_t lead;
};
struct Apart {
    std::size_t lead;
    double ms;  // its onset after the others'
};

/// After the median of all onsets.
double onset_apart_ms(const std::vector<MarkedLead>& marked, std::size_t lead) {
    std::vector<double> onsets;
    double own = 0.0;
    for (const auto& one : marked) {
        onsets.push_back(one.onset_ms);
        if (one.lead == lead) own = one.onset_ms;
    }
    return own - core::nth_value(onsets, onsets.size() / 2);
}

std::optional<Apart> apart_by_steep_parts(std::vector<SteepAt>& at, const std::vector<MarkedLead>& marked) {
    std::sort(at.begin(), at.end());
    const double early = at[1].first - at[0].first, late = at.back().first - at[at.size() - 2].first;
    if (std::max(early, late) < least_apart_ms) return std::nullopt;
    const bool behind = late > early;
    const auto which = behind ? at.back().second : at.front().second;
    const double apart_ms = onset_apart_ms(marked, which);
    if ((behind ? apart_ms : -apart_ms) < least_onset_apart_ms) return std::nullopt;
    return Apart{which, apart_ms};
}

std::optional<Apart> late_by_marks(const std::vector<MarkedLead>& marked) {
    for (const auto& one : marked) {
        const double apart_ms = onset_apart_ms(marked, one.lead);
        const bool last = std::ranges::all_of(marked, [&](const MarkedLead& other) {
            return other.lead == one.lead || one.end_ms - other.end_ms >= least_displaced_ms;
        });
        if (last && apart_ms >= least_displaced_ms) return Apart{one.lead, apart_ms};
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> lead_out_of_time(const record::Ecg& beat, const BeatWaves& global,
                                            std::span<const BeatWaves> waves) {
    if (!global.qrs) return std::nullopt;
    const double rate = beat.sampling_frequency_hz;
    const auto from = std::max<std::int64_t>(1, std::llround((global.qrs->onset_s - sought_before_s) * rate));
    const auto to =
        std::min<std::int64_t>(beat.sample_count(), std::llround((global.qrs->end_s + sought_after_s) * rate));
    std::vector<SteepAt> at;
    std::vector<MarkedLead> marked;
    for (std::size_t l = 0; l < std::min(beat.leads.size(), waves.size()); ++l) {
        if (!waves[l].qrs || from >= to) continue;
        marked.push_back({1000.0 * waves[l].qrs->onset_s, 1000.0 * waves[l].qrs->end_s, l});
        if (const auto ms = steepest_ms(beat.leads[l], from, to, rate)) at.emplace_back(*ms, l);
    }
    if (at.size() < fewest_leads_in_time) return std::nullopt;
    auto apart = apart_by_steep_parts(at, marked);
    if (!apart) apart = late_by_marks(marked);
    if (!apart) return std::nullopt;
    return formatted("%s: its QRS complex begins %.0f ms %s the others': recorded at another time?",
                     beat.leads[apart->lead].name.c_str(), std::abs(apart->ms), apart->ms > 0.0 ? "after" : "before");
}

}  // namespace synchrony::measure
