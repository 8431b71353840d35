#include "synchrony/record/ecg.hpp"

#include <algorithm>
#include <array>

#include "synchrony/core/text.hpp"

namespace synchrony::record {
namespace {

constexpr std::array<std::string_view, 12> twelve{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                  "V1", "V2", "V3",  "V4",  "V5",  "V6"};

// The part of a signal within `range`, which lies within it.
Lead part_of(const Lead& lead, SampleRange range) {
    Lead part;
    part.name = lead.name;
    part.unit = lead.unit;
    part.derived = lead.derived;
    part.samples.assign(lead.samples.begin() + range.begin, lead.samples.begin() + range.end);
    for (const auto& invalid : lead.invalid) {
        const SampleRange left{std::max(invalid.begin, range.begin) - range.begin,
                               std::min(invalid.end, range.end) - range.begin};
        if (left.begin < left.end) part.invalid.push_back(left);
    }
    hold_over_invalid(part);  // what was held may have been recorded outside the range
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
    part.facts = ecg.facts;
    for (double& spike : part.facts.pacing_spikes_s)
        spike -= static_cast<double>(range.begin) / ecg.sampling_frequency_hz;
    std::erase_if(part.facts.pacing_spikes_s, [&](double spike) {
        return spike < 0 || spike * ecg.sampling_frequency_hz >= static_cast<double>(range.end - range.begin);
    });
    for (const auto& lead : ecg.leads) part.leads.push_back(part_of(lead, range));
    for (const auto& signal : ecg.other_signals) part.other_signals.push_back(part_of(signal, range));
    return part;
}

std::span<const std::string_view> standard_leads() {
    return twelve;
}

std::span<const std::string_view> independent_leads() {
    static constexpr std::array<std::string_view, 8> eight{"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
    return eight;
}

std::int64_t Lead::valid_samples() const {
    auto valid = static_cast<std::int64_t>(samples.size());
    for (const auto& range : invalid) valid -= range.end - range.begin;
    return valid;
}

bool Lead::misses(std::int64_t begin, std::int64_t end) const {
    return std::any_of(invalid.begin(), invalid.end(),
                       [&](const SampleRange& range) { return range.begin < end && begin < range.end; });
}

bool Lead::is_valid(std::int64_t begin, std::int64_t end) const {
    return begin >= 0 && end <= static_cast<std::int64_t>(samples.size()) && !misses(begin, end);
}

std::vector<SampleRange> missing_in_all_leads(const Ecg& ecg) {
    if (ecg.leads.empty()) return {};
    auto missing = ecg.leads.front().invalid;
    for (const auto& lead : ecg.leads) {
        std::vector<SampleRange> in_both;
        for (std::size_t a = 0, b = 0; a < missing.size() && b < lead.invalid.size();) {
            const SampleRange common{std::max(missing[a].begin, lead.invalid[b].begin),
                                     std::min(missing[a].end, lead.invalid[b].end)};
            if (common.begin < common.end) in_both.push_back(common);
            missing[a].end < lead.invalid[b].end ? ++a : ++b;
        }
        missing = std::move(in_both);
    }
    return missing;
}

void hold_over_invalid(Lead& lead) {
    const auto size = static_cast<std::int64_t>(lead.samples.size());
    for (const auto& range : lead.invalid) {
        const auto begin = lead.samples.begin() + range.begin;
        float held = 0.0F;
        if (range.begin > 0)
            held = *(begin - 1);
        else if (range.end < size)
            held = lead.samples[static_cast<std::size_t>(range.end)];
        std::fill(begin, lead.samples.begin() + range.end, held);
    }
}

const Lead* Ecg::find_lead(std::string_view name) const {
    const std::string wanted = core::lower(name);
    const auto found =
        std::find_if(leads.begin(), leads.end(), [&](const Lead& l) { return core::lower(l.name) == wanted; });
    return found == leads.end() ? nullptr : &*found;
}

}  // namespace synchrony::record
