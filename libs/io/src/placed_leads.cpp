#include "placed_leads.hpp"

#include <algorithm>

namespace synchrony::io {
namespace {

std::int64_t end_of(const PlacedLead& stretch) {
    return stretch.begin + static_cast<std::int64_t>(stretch.lead.samples.size());
}

/// What the stretches beside each other make, on an axis of `samples`.
record::Lead joined_stretches(std::vector<PlacedLead>& stretches, std::int64_t samples) {
    std::sort(stretches.begin(), stretches.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    auto& first = stretches.front();
    if (stretches.size() == 1 && first.begin == 0 && end_of(first) == samples) return std::move(first.lead);
    record::Lead whole;
    whole.name = first.lead.name;
    whole.unit = first.lead.unit;
    whole.derived = first.lead.derived;
    whole.samples.resize(static_cast<std::size_t>(samples));
    std::int64_t at = 0;
    const auto missing = [&](std::int64_t begin, std::int64_t end) {
        if (begin >= end) return;
        if (!whole.invalid.empty() && whole.invalid.back().end == begin)
            whole.invalid.back().end = end;
        else
            whole.invalid.push_back({begin, end});
    };
    for (const auto& stretch : stretches) {
        missing(at, stretch.begin);
        std::copy(stretch.lead.samples.begin(), stretch.lead.samples.end(), whole.samples.begin() + stretch.begin);
        for (const auto& range : stretch.lead.invalid) missing(stretch.begin + range.begin, stretch.begin + range.end);
        at = end_of(stretch);
    }
    missing(at, samples);
    record::hold_over_invalid(whole);
    return whole;
}

bool overlap(const PlacedLead& a, const PlacedLead& b) {
    return a.begin < end_of(b) && b.begin < end_of(a);
}

/// Whether `next` belongs to the signal that `there` began; the shorter of two that overlap is given up.
bool take_stretch(std::vector<PlacedLead>& there, PlacedLead& next, record::Ecg& ecg) {
    const auto& first = there.front();
    if (first.lead.name != next.lead.name || first.is_ecg != next.is_ecg) return false;
    if (std::any_of(there.begin(), there.end(), [&](const auto& other) { return other.group == next.group; }))
        return false;
    const auto clash =
        std::find_if(there.begin(), there.end(), [&](const auto& other) { return overlap(other, next); });
    if (clash == there.end()) {
        there.push_back(std::move(next));
        return true;
    }
    ecg.warnings.emplace_back(first.lead.name + " is stored twice for the same time; the longer of the two is kept");
    if (next.lead.samples.size() > clash->lead.samples.size()) {
        std::erase_if(there, [&](const auto& other) { return overlap(other, next); });
        there.push_back(std::move(next));
    }
    return true;
}

}  // namespace

void place_leads(std::vector<PlacedLead> stretches, std::int64_t samples, record::Ecg& ecg) {
    std::vector<std::vector<PlacedLead>> signals;
    for (auto& stretch : stretches) {
        const bool taken =
            std::any_of(signals.begin(), signals.end(), [&](auto& there) { return take_stretch(there, stretch, ecg); });
        if (!taken) signals.emplace_back().push_back(std::move(stretch));
    }
    for (auto& signal : signals) {
        const bool is_ecg = signal.front().is_ecg;
        (is_ecg ? ecg.leads : ecg.other_signals).push_back(joined_stretches(signal, samples));
    }
}

}  // namespace synchrony::io
