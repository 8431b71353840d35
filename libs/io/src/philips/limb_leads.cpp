#include "philips/limb_leads.hpp"

#include <algorithm>
#include <cstdlib>

namespace synchrony::io::philips {
namespace {

std::vector<std::int32_t>* lead_named(std::vector<StoredLead>& leads, std::string_view name) {
    for (auto& lead : leads)
        if (lead.name == name) return &lead.values;
    return nullptr;
}

const std::vector<std::int32_t>* lead_named(const std::vector<StoredLead>& leads, std::string_view name) {
    for (const auto& lead : leads)
        if (lead.name == name) return &lead.values;
    return nullptr;
}

/// A stretch of equal samples that ends at `end`: where it begins.
std::size_t start_of_run(const std::vector<std::int32_t>& values, std::size_t end) {
    auto start = end;
    while (start > 0 && values[start - 1] == values[end - 1]) --start;
    return start;
}

struct Pulse {
    std::size_t zeros = 0, begin = 0, end = 0;  ///< where the zeros before it begin, and its own samples
    std::int32_t height = 0;
};

std::optional<Pulse> pulse_of(const std::vector<std::int32_t>& values, double frequency_hz) {
    // The pulse of the sample files lasts 200 ms, 100 ms before the end and 100 ms or more after the recording.
    constexpr double shortest_pulse_s = 0.1, longest_pulse_s = 0.5, shortest_zeros_s = 0.02;
    if (values.empty() || values.back() != 0) return std::nullopt;
    Pulse pulse;
    pulse.end = start_of_run(values, values.size());
    if (pulse.end == 0) return std::nullopt;
    pulse.begin = start_of_run(values, pulse.end);
    pulse.height = values[pulse.end - 1];
    if (pulse.begin == 0 || values[pulse.begin - 1] != 0) return std::nullopt;
    pulse.zeros = start_of_run(values, pulse.begin);
    const auto seconds = [&](std::size_t samples) { return static_cast<double>(samples) / frequency_hz; };
    const double length_s = seconds(pulse.end - pulse.begin);
    if (length_s < shortest_pulse_s || length_s > longest_pulse_s) return std::nullopt;
    if (seconds(pulse.begin - pulse.zeros) < shortest_zeros_s) return std::nullopt;
    if (seconds(values.size() - pulse.end) < shortest_zeros_s) return std::nullopt;
    return pulse;
}

}  // namespace

bool holds_remainders(const std::vector<StoredLead>& leads) {
    const auto *one = lead_named(leads, "I"), *two = lead_named(leads, "II"), *three = lead_named(leads, "III");
    if (!one || !two || !three) return false;
    std::int64_t as_lead = 0, as_remainder = 0;
    const auto n = std::min({one->size(), two->size(), three->size()});
    for (std::size_t i = 0; i < n; ++i) {
        const std::int64_t expected = std::int64_t{(*two)[i]} - (*one)[i];
        as_lead += std::abs((*three)[i] - expected);
        as_remainder += std::abs(std::int64_t{(*three)[i]});
    }
    return as_remainder < as_lead;
}

void restore_limb_leads(std::vector<StoredLead>& leads) {
    const auto *one = lead_named(leads, "I"), *two = lead_named(leads, "II");
    if (!one || !two) return;
    auto *three = lead_named(leads, "III"), *avr = lead_named(leads, "aVR");
    auto *avl = lead_named(leads, "aVL"), *avf = lead_named(leads, "aVF");
    // Halves are cut towards zero: so most samples agree with Philips' own conversion.
    for (std::size_t i = 0; i < std::min(one->size(), two->size()); ++i) {
        const auto a = (*one)[i], b = (*two)[i];
        const auto c = three && i < three->size() ? b - a - (*three)[i] : b - a;
        if (three && i < three->size()) (*three)[i] = c;
        if (avr && i < avr->size()) (*avr)[i] = -(*avr)[i] - (a + b) / 2;
        if (avl && i < avl->size()) (*avl)[i] = (a - c) / 2 - (*avl)[i];
        if (avf && i < avf->size()) (*avf)[i] = (b + c) / 2 - (*avf)[i];
    }
}

std::optional<Calibration> find_calibration(const std::vector<StoredLead>& leads, double frequency_hz) {
    std::optional<Pulse> common;
    for (const auto& lead : leads) {
        const auto pulse = pulse_of(lead.values, frequency_hz);
        if (!pulse || pulse->height <= 0) return std::nullopt;
        if (!common) common = pulse;
        if (pulse->begin != common->begin || pulse->end != common->end || pulse->height != common->height)
            return std::nullopt;
        common->zeros = std::max(common->zeros, pulse->zeros);
    }
    if (!common) return std::nullopt;
    // Where no electrode was on, all is zero up to the pulse: the recording ends 100 ms before it, as in other files.
    constexpr double before_pulse_s = 0.1;
    const auto before = std::min(common->begin, static_cast<std::size_t>(before_pulse_s * frequency_hz));
    return Calibration{common->zeros > 0 ? common->zeros : common->begin - before, common->height};
}

}  // namespace synchrony::io::philips
