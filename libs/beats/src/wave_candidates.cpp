#include "wave_candidates.hpp"

#include <algorithm>
#include <cmath>

#include "flat.hpp"

namespace synchrony::beats {
namespace {

constexpr float least_taught_rr_s = 0.3F;  // 200/min

}  // namespace

void ask_waves(std::vector<Candidate>& candidates, WaveOdds& waves, const WorkRate& work) {
    for (auto& candidate : candidates) {
        if (candidate.rr_s < least_taught_rr_s) continue;
        const auto answer = waves.near(candidate.position);
        if (!answer) return;
        candidate.wave_odds = answer->log_odds;
        candidate.wave_place = answer->place_s * work.rate_hz;
    }
}

std::vector<Candidate> seen_alone(const std::vector<Candidate>& given, std::span<const LeadView> leads, WaveOdds& waves,
                                  const WorkRate& work, const DetectorOptions& options,
                                  const record::SampleRange& judged) {
    std::vector<Candidate> alone;
    if (given.empty()) return alone;
    const auto near = work.samples(wave_near_s);
    auto next = given.begin();
    for (const auto& seen : waves.peaks(options.wave_alone_odds)) {
        Candidate candidate;
        candidate.position = std::llround(seen.place_s * work.rate_hz) + work.delay;
        if (candidate.position < judged.begin || candidate.position >= judged.end) continue;
        const auto still = [&](const LeadView& lead) {
            return stands_still(lead.plain, candidate.position - work.delay, work);
        };
        if (std::all_of(leads.begin(), leads.end(), still)) continue;
        next = std::find_if(next, given.end(),
                            [&](const Candidate& other) { return other.position >= candidate.position - near; });
        if (next != given.end() && next->position <= candidate.position + near) continue;
        candidate.rr_s = (next != given.end() ? *next : given.back()).rr_s;
        if (candidate.rr_s < least_taught_rr_s) continue;
        candidate.only_wave = true;
        candidate.wave_odds = seen.log_odds;
        candidate.wave_place = seen.place_s * work.rate_hz;
        alone.push_back(candidate);
    }
    return alone;
}

}  // namespace synchrony::beats
