#include "wave_candidates.hpp"

#include <algorithm>
#include <cmath>

#include "flat.hpp"

namespace synchrony::beats {
namespace {

constexpr float least_taught_rr_s = 0.3F;  // 200/min
constexpr double cut_beat_rr = 0.85;       // from the begin or end of a recording: a beat may be cut there

/// [piece]: a candidate that is neither surely a beat nor surely none, a beat whose R peak lies aside, or a pause is in
/// it.
std::vector<bool> in_doubt(const std::vector<Candidate>& candidates, const WaveOdds& waves, const WorkRate& work,
                           const DetectorOptions& options, const record::SampleRange& judged, std::int64_t size) {
    std::vector<bool> doubt(waves.pieces(), false);
    const auto mark = [&](std::int64_t from, std::int64_t to) {
        for (auto piece = waves.piece_of(from); piece <= waves.piece_of(to); ++piece) doubt[piece] = true;
    };
    const Candidate* last = nullptr;  // beat
    for (const auto& candidate : candidates) {
        const double odds = static_cast<double>(candidate.log_odds);
        if (std::abs(odds) < options.wave_sure_odds) mark(candidate.position, candidate.position);
        if (odds < 0.0) continue;
        if (candidate.peak_aside) mark(candidate.position, candidate.position);
        const auto rr = static_cast<double>(candidate.rr_s);
        if (last != nullptr && candidate.position - last->position > work.samples(options.wave_pause_rr * rr))
            mark(last->position, candidate.position);
        if (last == nullptr && judged.begin == 0 && candidate.position - work.delay > work.samples(cut_beat_rr * rr))
            mark(0, candidate.position);
        last = &candidate;
    }
    const auto end = size - work.wide_delay - work.samples(held_tail_s);
    if (last != nullptr && judged.end == size &&
        end - last->position > work.samples(cut_beat_rr * static_cast<double>(last->rr_s)))
        mark(last->position, size);
    return doubt;
}

}  // namespace

void ask_waves(std::vector<Candidate>& candidates, WaveOdds& waves, const WorkRate& work,
               const DetectorOptions& options, const record::SampleRange& judged, std::int64_t size) {
    if (waves.pieces() == 0) return;
    const auto doubt = in_doubt(candidates, waves, work, options, judged, size);
    for (auto& candidate : candidates) {
        if (candidate.rr_s < least_taught_rr_s || !doubt[waves.piece_of(candidate.position)]) continue;
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
