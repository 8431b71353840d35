#include "synchrony/record/ecg.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace synchrony::record {
namespace {

constexpr std::array<std::string_view, 12> twelve{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                  "V1", "V2", "V3",  "V4",  "V5",  "V6"};

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

// The part of a signal within `range`, which lies within it.
Lead part_of(const Lead& lead, SampleRange range) {
    Lead part;
    part.name = lead.name;
    part.unit = lead.unit;
    part.samples.assign(lead.samples.begin() + range.begin, lead.samples.begin() + range.end);
    for (const auto& invalid : lead.invalid) {
        const SampleRange left{std::max(invalid.begin, range.begin) - range.begin,
                               std::min(invalid.end, range.end) - range.begin};
        if (left.begin < left.end) part.invalid.push_back(left);
    }
    return part;
}

}  // namespace

Ecg excerpt(const Ecg& ecg, SampleRange range) {
    range.begin = std::clamp<std::int64_t>(range.begin, 0, ecg.sample_count());
    range.end = std::clamp<std::int64_t>(range.end, range.begin, ecg.sample_count());
    Ecg part;
    part.sampling_frequency_hz = ecg.sampling_frequency_hz;
    part.format = ecg.format;
    part.record_name = ecg.record_name;
    part.comments = ecg.comments;
    part.warnings = ecg.warnings;
    for (const auto& lead : ecg.leads) part.leads.push_back(part_of(lead, range));
    for (const auto& signal : ecg.other_signals) part.other_signals.push_back(part_of(signal, range));
    return part;
}

std::span<const std::string_view> standard_leads() {
    return twelve;
}

std::string standard_lead_name(std::string_view name) {
    std::string bare = lower(name);
    // Prefixes seen in the field: "ECG Lead II", "Lead II", "ECG II", "MDC_ECG_LEAD_II".
    for (const std::string_view prefix : {"mdc_ecg_lead_", "ecg lead ", "lead ", "ecg "})
        if (bare.starts_with(prefix)) {
            bare.erase(0, prefix.size());
            break;
        }
    for (const auto standard : twelve)
        if (bare == lower(standard)) return std::string(standard);
    return std::string(name);
}

std::optional<double> millivolts_per(std::string_view unit) {
    const std::string text = lower(unit);
    if (text == "mv") return 1.0;
    if (text == "uv" || text == "µv" || text == "μv" || text == "\xb5v") return 1e-3;
    if (text == "nv") return 1e-6;
    if (text == "v") return 1e3;
    return std::nullopt;
}

const Lead* Ecg::find_lead(std::string_view name) const {
    const std::string wanted = lower(name);
    const auto found = std::find_if(leads.begin(), leads.end(), [&](const Lead& l) { return lower(l.name) == wanted; });
    return found == leads.end() ? nullptr : &*found;
}

}  // namespace synchrony::record
