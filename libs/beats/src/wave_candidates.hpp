// What the network of the wave says of the candidates, and the candidates that it finds by itself.
#pragma once

#include <span>
#include <vector>

#include "candidates.hpp"
#include "energy.hpp"
#include "synchrony/beats/detector_options.hpp"
#include "synchrony/record/ecg.hpp"
#include "wave_odds.hpp"

namespace synchrony::beats {

/// Sets wave_odds and wave_place of the candidates, in order of time, in those pieces of the waves where the series is
/// in doubt without them (options.wave_sure_odds and what follows it), but where beats come faster than 200/min, which
/// nothing taught the network. `judged` is the part of the window of `size` samples that the candidates are of.
void ask_waves(std::vector<Candidate>& candidates, WaveOdds& waves, const WorkRate& work,
               const DetectorOptions& options, const record::SampleRange& judged, std::int64_t size);

/// Beats that the amplifier's limit has cut off make no maximum of the envelope: one more candidate where the network
/// sees a beat, none of those given lies within 60 ms, and some lead moves there. Positions in `judged`, in order of
/// time; what the envelope and the bands say of them is left to the caller. To be called after ask_waves.
[[nodiscard]] std::vector<Candidate> seen_alone(const std::vector<Candidate>& given, std::span<const LeadView> leads,
                                                WaveOdds& waves, const WorkRate& work, const DetectorOptions& options,
                                                const record::SampleRange& judged);

}  // namespace synchrony::beats
