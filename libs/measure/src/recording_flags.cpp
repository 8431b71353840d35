#include "recording_flags.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "formatted.hpp"
#include "lead_relations.hpp"
#include "leads_with_signal.hpp"
#include "synchrony/core/median.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::measure {
namespace {

constexpr int noisy_leads = 4;  // of twelve

// What a reader must know first: is it this heart at all, what is its rhythm, do the numbers hold; then what the
// recorder did. Names that are not here (a reader's doubts) come before all.
constexpr std::array<std::string_view, 36> by_weight = {"unit_doubtful",       "too_short",
                                                        "too_few_beats",       "no_qrs",
                                                        "younger_than_18",     "upside_down",
                                                        "lead_swap",           "likely_atrial_fibrillation",
                                                        "possible_flutter",    "paced",
                                                        "more_p_than_qrs",     "some_beats_paced",
                                                        "paced_shape",         "no_p_waves",
                                                        "printed_otherwise",   "lead_upside_down",
                                                        "late_lead",           "lead_gain_doubtful",
                                                        "qrs_end_doubtful",    "copied_lead",
                                                        "limb_leads_disagree", "aberrant_beats",
                                                        "uneven_intervals",    "p_axis",
                                                        "qt_doubtful",         "moved_boundary",
                                                        "flat_lead",           "lead_without_beat",
                                                        "saturated_lead",      "noisy_lead",
                                                        "missing_samples",     "lead_not_recorded",
                                                        "lead_computed",       "leads_not_simultaneous",
                                                        "mains_noise",         "baseline_wander"};

// Without one of these something stays unknown.
bool is_needed(const std::string& name) {
    return std::ranges::find(record::independent_leads(), name) != record::independent_leads().end();
}

/// Of a recording with three of the twelve leads or more, which of the needed ones it has not: of fewer nobody expects
/// twelve.
std::vector<std::string> not_recorded(const record::Ecg& cleaned, const record::Ecg& beat) {
    std::vector<std::string> absent;
    for (const auto name : record::independent_leads())
        if (!cleaned.find_lead(name) && !beat.find_lead(name)) absent.emplace_back(name);
    constexpr std::ptrdiff_t fewest = 3;
    const auto standard = std::ranges::count_if(
        cleaned.leads, [](const record::Lead& lead) { return record::is_standard_lead(lead.name); });
    if (standard < fewest) absent.clear();
    return absent;
}

/// The names of a recording of several leads, none of which is one of the twelve; empty else.
std::string unknown_names(const record::Ecg& cleaned) {
    constexpr std::size_t several = 3, most_named = 4;
    const auto standard = [](const record::Lead& lead) { return record::is_standard_lead(lead.name); };
    if (cleaned.leads.size() < several || std::ranges::any_of(cleaned.leads, standard)) return {};
    std::vector<std::string> names;
    for (const auto& lead : cleaned.leads)
        if (names.size() < most_named) names.push_back(lead.name);
    return core::joined(names, " ") + (cleaned.leads.size() > most_named ? " ..." : "");
}

// Lower is said earlier.
std::ptrdiff_t weight_of(const Flag& flag) {
    const auto* const place = std::find(by_weight.begin(), by_weight.end(), flag.name);
    const auto rank = place == by_weight.end() ? -1 : place - by_weight.begin();
    const bool whole = flag.refuse && !flag.models_only;
    return whole ? rank : rank + static_cast<std::ptrdiff_t>(by_weight.size()) + 1;
}

}  // namespace

void order_flags(std::vector<Flag>& flags) {
    std::stable_sort(flags.begin(), flags.end(),
                     [](const Flag& a, const Flag& b) { return weight_of(a) < weight_of(b); });
}

void take_warnings(Measurements& m, const record::Ecg& recorded) {
    std::map<std::string, std::vector<std::string>> doubts;
    for (const auto& warning : recorded.warnings) {
        if (warning.doubt.empty())
            m.warnings.push_back(warning.text);
        else
            doubts[warning.doubt].push_back(warning.text);
    }
    for (const auto& [name, texts] : doubts)
        m.flags.push_back(
            {name, texts.front() + (texts.size() > 1 ? formatted("; %zu such", texts.size()) : ""), true});
}

void choose_leads(Measurements& m, const UsableBeat& usable, const record::Ecg& cleaned) {
    auto& beat = m.median_beat;
    const auto drop = [&](const std::string& name) {
        std::erase_if(beat.leads, [&](const auto& lead) { return lead.name == name; });
    };
    for (const auto& q : m.quality)
        if (const auto* made = cleaned.find_lead(q.name); q.flat && (made == nullptr || !made->derived)) drop(q.name);
    constexpr double enough_s = 1.0;
    if (const auto steep = steep_part(cleaned); steep.duration_s() >= enough_s)
        m.limb = limb_relations(steep);
    else if (!usable.in_pieces)  // leads of different beats need not add up
        m.limb = limb_relations(beat);
    for (const auto& name : m.limb.wrong) drop(name);
    // Leads that contradict each other, and nobody knows which is wrong, give no other lead.
    if (m.limb.hold || !m.limb.wrong.empty()) beat = record::with_limb_leads(std::move(beat));
    std::vector<std::string> lost, computed;
    for (const auto& name : usable.no_beat) {
        const auto* lead = beat.find_lead(name);
        (lead != nullptr ? computed : lost).push_back(name);
    }
    for (const auto& q : m.quality)
        if (holds_nothing(q) && beat.find_lead(q.name) != nullptr &&
            std::ranges::find(computed, q.name) == computed.end())
            computed.push_back(q.name);
    if (!lost.empty())
        m.flags.push_back({"lead_without_beat", core::joined(lost, " ") + ": no beat without missing samples",
                           std::any_of(lost.begin(), lost.end(), is_needed)});
    if (!computed.empty())
        m.flags.push_back({"lead_computed",
                           core::joined(computed, " ") + ": not recorded, computed from the other limb leads", false});
    if (usable.in_pieces)
        m.flags.push_back({"leads_not_simultaneous",
                           "leads hold other parts of the recording (a 3 x 4 print, or electrodes that came off): each "
                           "is measured on its own beats",
                           false});
}

std::optional<std::string> impossible_amplitude(const record::Ecg& beat) {
    // Median over the leads, and the largest, of the beat's peak to peak. PTB-XL's 198, the Challenge's 50 and LUDB's
    // 100 recordings: median 0.34 to 3.4 mV, largest 0.79 to 8.0 mV.
    constexpr double most_median_mv = 4.0, most_mv = 12.0, least_median_mv = 0.15, least_mv = 0.3;
    constexpr std::size_t enough_leads = 8;
    std::vector<double> sizes;
    for (const auto& lead : beat.leads) sizes.push_back(peak_to_peak(lead));
    if (sizes.empty()) return std::nullopt;
    const double median = core::median(std::span(sizes)), largest = std::ranges::max(sizes);
    const bool whole = sizes.size() >= enough_leads;
    if (largest > most_mv || (whole && median > most_median_mv))
        return formatted("unit? beats of %.3g mV (median lead %.3g) are larger than a heart's", largest, median);
    if (largest < least_mv || (whole && median < least_median_mv))
        return formatted("unit? beats of %.3g mV (median lead %.3g) are smaller than a heart's", largest, median);
    return std::nullopt;
}

void judge_leads(Measurements& m) {
    const auto names = [&](bool LeadQuality::*flag) {
        std::vector<std::string> list;
        for (const auto& q : m.quality)
            if (q.*flag) list.push_back(q.name);
        return list;
    };
    const auto say = [&](const char* name, bool LeadQuality::*flag, bool refuse) {
        if (const auto list = names(flag); !list.empty()) m.flags.push_back({name, core::joined(list, " "), refuse});
    };
    say("flat_lead", &LeadQuality::flat, false);
    say("saturated_lead", &LeadQuality::saturated, true);
    say("noisy_lead", &LeadQuality::noisy, names(&LeadQuality::noisy).size() >= noisy_leads);
    say("baseline_wander", &LeadQuality::baseline, false);
    std::string missing, hum;
    double strongest = 0.0, at_hz = 0.0;
    for (const auto& q : m.quality) {
        if (q.missing && !q.flat) core::append_word(missing, q.name + formatted(" %.0f %%", 100.0 * q.missing_part));
        if (!q.mains) continue;
        core::append_word(hum, q.name, " ");
        if (q.mains_uv > strongest) strongest = q.mains_uv, at_hz = q.mains_hz;
    }
    if (!missing.empty()) m.flags.push_back({"missing_samples", missing, false});
    if (!hum.empty())
        m.flags.push_back(
            {"mains_noise",
             formatted("up to %.0f \u00b5V at %.3g Hz, taken away before measuring: ", strongest, at_hz) + hum, false});
}

void judge_names(Measurements& m, const record::Ecg& recorded, const record::Ecg& cleaned) {
    if (const auto absent = not_recorded(cleaned, m.median_beat); !absent.empty())
        m.flags.push_back({"lead_not_recorded",
                           core::joined(absent, " ") + ": no vectors, and blocks only as the others show", false});
    if (const auto unknown = unknown_names(cleaned); !unknown.empty())
        m.flags.push_back({"lead_not_recorded",
                           "none of the twelve leads by name (" + unknown + "): no axis, no vectors, no blocks",
                           false});
    // Set for LUDB, whose gains differ by lead: see limb_relations.
    constexpr double einthoven_limit = 0.7, said_of_einthoven = 0.01;
    if (!m.limb.wrong.empty())
        m.flags.push_back({"limb_leads_disagree", m.limb.explanation + ": not measured", true});
    else if (!m.limb.hold && m.limb.einthoven > einthoven_limit)
        m.lead_swap = LeadSwap::inconsistent;
    else if (!m.limb.hold)
        m.flags.push_back(
            {"limb_leads_disagree",
             m.limb.einthoven < said_of_einthoven
                 ? "the augmented leads do not follow from the others: gains differ, or one is not what its name says"
                 : formatted("limb leads do not follow from each other: I + III - II leaves %.0f %% of "
                             "the amplitude (usual: below 1 %%); gains differ, or one is not what its name says",
                             100.0 * m.limb.einthoven),
             false});
    if (m.lead_swap && *m.lead_swap != LeadSwap::none) {
        // These two change so little that the rule cannot tell them from hearts that are not normal.
        const bool weak = *m.lead_swap == LeadSwap::la_ll || *m.lead_swap == LeadSwap::v5_v6;
        m.flags.push_back({"lead_swap", std::string(name_of(*m.lead_swap)), !weak});
    }
    if (upside_down(m.median_beat, m.global, m.axes))
        m.flags.push_back({"upside_down",
                           std::string(m.axes.p_deg ? "P points" : "QRS and T point") +
                               " to the upper right: the recording is inverted, or electrodes are exchanged",
                           true});
    if (const auto copies = copied_leads(recorded); !copies.empty())
        m.flags.push_back({"copied_lead", core::joined(copies, " ") + ": the same samples under two names", true});
}

}  // namespace synchrony::measure
