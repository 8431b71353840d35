// The detector's own parts on a recording held in memory, with any network and constants: for training and search.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "candidate_network.hpp"
#include "lead_filter.hpp"
#include "synchrony/beats/detector_options.hpp"

namespace synchrony::detect_bench {

struct ClipCandidates {
    beats::WorkRate work;
    std::int64_t end = 0;  ///< work samples of the clip
    std::vector<beats::Candidate> candidates;
    std::vector<float> inputs;  ///< [candidate][input]
};

[[nodiscard]] ClipCandidates clip_candidates(std::span<const std::vector<float>> leads, double rate_hz,
                                             const beats::DetectorOptions& options);

/// The beats, samples; log-odds of all candidates by `network`, steps by `options`.
[[nodiscard]] std::vector<std::int64_t> clip_beats(const ClipCandidates& clip, std::span<const float> log_odds,
                                                   const beats::DetectorOptions& options);

}  // namespace synchrony::detect_bench
