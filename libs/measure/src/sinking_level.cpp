#include "sinking_level.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "level_lead.hpp"

namespace synchrony::measure {
namespace {

// Set on 640 virtual patients with known ends and on 346 recordings of hospitals (docs/results/other-hospitals.md).
constexpr double least_level = 0.15;  // of the complex's size
constexpr double most_left = 0.6, sunk_s = 0.06;
constexpr double gone = 0.25, reach_s = 0.12;

std::vector<LevelLead> levelled_leads(const record::Ecg& beat, double qrs_onset_s) {
    std::vector<LevelLead> leads;
    for (const auto name : record::independent_leads())
        if (const auto* lead = beat.find_lead(name))
            leads.push_back(LevelLead::before(*lead, beat.sampling_frequency_hz, qrs_onset_s));
    return leads;
}

/// Root mean square over the leads.
double level_at(const std::vector<LevelLead>& leads, double t) {
    double sum = 0.0;
    for (const auto& lead : leads) sum += std::pow(lead.at(t), 2);
    return std::sqrt(sum / static_cast<double>(leads.size()));
}

double size_of_complex(const std::vector<LevelLead>& leads, const Wave& qrs) {
    double sum = 0.0;
    for (const auto& lead : leads) {
        double largest = 0.0;
        for (double t = qrs.onset_s; t <= qrs.end_s; t += 1.0 / lead.fs)
            largest = std::max(largest, std::abs(lead.at(t)));
        sum += largest * largest;
    }
    return std::sqrt(sum / static_cast<double>(leads.size()));
}

}  // namespace

std::optional<double> end_of_sinking_level(const record::Ecg& beat, const BeatWaves& global) {
    constexpr std::size_t fewest_leads = 6;
    const double fs = beat.sampling_frequency_hz;
    if (!global.qrs || !(fs > 0.0)) return std::nullopt;
    const double j = global.qrs->end_s;
    auto leads = levelled_leads(beat, global.qrs->onset_s);
    if (leads.size() <= fewest_leads || j + reach_s >= beat.duration_s()) return std::nullopt;
    // The highest has no say: a lead that was recorded late stands alone.
    leads.erase(std::ranges::max_element(leads, {}, [&](const auto& lead) { return std::abs(lead.at(j)); }));
    const double at_j = level_at(leads, j);
    if (at_j < least_level * size_of_complex(leads, *global.qrs)) return std::nullopt;
    if (level_at(leads, j + sunk_s) > most_left * at_j) return std::nullopt;
    double lowest = at_j, end = j;
    for (double t = j; t <= j + reach_s; t += 1.0 / fs) {
        const double now = level_at(leads, t);
        if (now < lowest) lowest = now, end = t;
        if (now <= gone * at_j) break;
    }
    return end;
}

}  // namespace synchrony::measure
