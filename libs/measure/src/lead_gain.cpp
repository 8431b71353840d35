#include "lead_gain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "formatted.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<std::string_view, 6> chest_leads{"V1", "V2", "V3", "V4", "V5", "V6"};
using Sizes = std::array<std::optional<double>, chest_leads.size()>;

// Of the larger neighbour; 346 recordings of LUDB, PTB-XL and the Challenge: 2.5 at most, but for the lead out of time
// of PTB-XL 01405. docs/results/quality.md.
constexpr double most_of_larger = 3.5;
// Of the smaller neighbour: V1's r and S grow fast towards V2, V6 lies furthest from the heart. There 0.11, 0.21 and
// 0.15 at least, but for the same recording.
constexpr std::array<double, chest_leads.size()> least_of_smaller{0.09, 0.2, 0.2, 0.2, 0.2, 0.14};

/// mV, peak to peak within the QRS complex; empty for a lead that has no say.
std::optional<double> complex_size(const record::Ecg& beat, const BeatWaves& global,
                                   const std::vector<LeadQuality>& quality, std::string_view name) {
    const auto* lead = beat.find_lead(name);
    const auto judged = std::ranges::find(quality, name, &LeadQuality::name);
    if (lead == nullptr || lead->derived || judged == quality.end() || judged->noisy || judged->flat)
        return std::nullopt;
    const double fs = beat.sampling_frequency_hz;
    const auto begin = std::max<std::int64_t>(0, std::llround(global.qrs->onset_s * fs));
    const auto end = std::min<std::int64_t>(beat.sample_count(), std::llround(global.qrs->end_s * fs) + 1);
    if (end - begin < 2) return std::nullopt;
    const auto [low, high] = std::minmax_element(lead->samples.begin() + begin, lead->samples.begin() + end);
    const double size = static_cast<double>(*high) - static_cast<double>(*low);
    return size > 0.0 ? std::optional(size) : std::nullopt;
}

/// How far lead i lies beyond its limit, as a factor above 1; `of` is the neighbour that it was compared with.
struct Beyond {
    double factor = 1.0;
    std::size_t lead = 0, of = 0;
};

void compare(const Sizes& sizes, std::size_t i, Beyond& worst) {
    std::array<std::size_t, 2> neighbours{};
    std::size_t count = 0;
    if (i > 0) neighbours.at(count++) = i - 1;
    if (i + 1 < chest_leads.size()) neighbours.at(count++) = i + 1;
    std::size_t larger = neighbours[0], smaller = neighbours[0];
    for (std::size_t n = 0; n < count; ++n) {
        const auto other = neighbours.at(n);
        if (!sizes.at(other)) return;
        if (*sizes.at(other) > *sizes.at(larger)) larger = other;
        if (*sizes.at(other) < *sizes.at(smaller)) smaller = other;
    }
    const double own = *sizes.at(i), above = own / (most_of_larger * *sizes.at(larger)),
                 below = least_of_smaller.at(i) * *sizes.at(smaller) / own;
    if (above > worst.factor) worst = {above, i, larger};
    if (below > worst.factor) worst = {below, i, smaller};
}

}  // namespace

std::optional<std::string> lead_of_other_gain(const record::Ecg& beat, const BeatWaves& global,
                                              const std::vector<LeadQuality>& quality) {
    if (!global.qrs) return std::nullopt;
    Sizes sizes;
    for (std::size_t i = 0; i < chest_leads.size(); ++i)
        sizes.at(i) = complex_size(beat, global, quality, chest_leads.at(i));
    Beyond worst;
    for (std::size_t i = 0; i < chest_leads.size(); ++i)
        if (sizes.at(i)) compare(sizes, i, worst);
    if (worst.factor <= 1.0) return std::nullopt;
    // Which of the two is wrong, sizes alone do not tell.
    const auto [first, second] = std::minmax(worst.lead, worst.of);
    return formatted("%s and %s: QRS complexes of %.2g and %.2g mV side by side: is a gain or an electrode wrong?",
                     std::string(chest_leads.at(first)).c_str(), std::string(chest_leads.at(second)).c_str(),
                     *sizes.at(first), *sizes.at(second));
}

}  // namespace synchrony::measure
