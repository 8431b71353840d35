#include "clip_detector.hpp"

#include "beat_path.hpp"
#include "energy.hpp"
#include "r_peak_finder.hpp"

namespace synchrony::detect_bench {

ClipCandidates clip_candidates(std::span<const std::vector<float>> leads, double rate_hz,
                               const beats::DetectorOptions& options) {
    ClipCandidates clip;
    const auto bands = beats::Bands::design(rate_hz, options).value();
    clip.work = bands.work;
    std::vector<beats::LeadFilter> filters(leads.size(), beats::LeadFilter(bands));
    std::vector<beats::Rolling<float>> raw(leads.size());
    constexpr double tail_s = 0.25;  // as the detector
    const auto tail = bands.work.delay + bands.work.wide_delay + bands.work.samples(tail_s);
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        raw[lead].append(leads[lead]);
        filters[lead].push(leads[lead]);
        clip.end = filters[lead].plain().end();
        filters[lead].push(std::vector<float>(static_cast<std::size_t>(tail * bands.work.step), leads[lead].back()));
    }
    std::vector<beats::LeadView> views;
    const auto size = filters.front().plain().end();
    for (const auto& filter : filters)
        views.push_back({filter.plain().range(0, size), filter.qrs().range(0, size), filter.wide().range(0, size), {}});
    const auto envelope = beats::envelope_of(views, bands.work, options);
    auto always = options;  // the program asks where its own small network doubts, which these clips may have taught
    always.wave_sure_odds = 1e6;
    clip.candidates = beats::candidates_of(views, envelope, bands.work, always, {0, size}, &clip.inputs);
    beats::RPeakFinder peaks(rate_hz, clip.work, options);
    for (auto& candidate : clip.candidates) candidate.sample = peaks.peak_of(candidate, envelope, 0, raw);
    return clip;
}

std::vector<std::int64_t> clip_beats(const ClipCandidates& clip, std::span<const float> log_odds,
                                     const beats::DetectorOptions& options) {
    beats::BeatPath path(clip.work, options);
    for (std::size_t i = 0; i < clip.candidates.size(); ++i) {
        auto candidate = clip.candidates[i];
        candidate.network_odds = log_odds[i];
        candidate.log_odds = static_cast<float>(beats::blended_odds(candidate, options));
        if (static_cast<double>(candidate.log_odds) >= -options.late_cost * options.late_limit_rr) path.add(candidate);
    }
    path.finish(clip.end);
    std::vector<std::int64_t> found;
    for (const auto& beat : path.take()) found.push_back(beat.sample);
    return found;
}

}  // namespace synchrony::detect_bench
