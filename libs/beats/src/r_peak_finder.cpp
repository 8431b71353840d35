#include "r_peak_finder.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::beats {

RPeakFinder::RPeakFinder(double sampling_frequency_hz, const WorkRate& work, const DetectorOptions& options)
    : work_(work),
      wave_place_odds_(options.wave_place_odds),
      wave_place_s_(options.wave_place_s),
      placer_(sampling_frequency_hz, options) {}

void weigh_leads(const Envelope& envelope, std::int64_t position, std::vector<float>& weights) {
    weights.clear();
    for (const auto& of_lead : envelope.gain) {
        const float gain = of_lead.at(position);
        weights.push_back(gain * gain);
    }
}

std::int64_t RPeakFinder::peak_of(const Candidate& candidate, const Envelope& envelope, std::int64_t window_begin,
                                  std::span<const Rolling<float>> raw) {
    weigh_leads(envelope, candidate.position - window_begin, weights_);
    held_.clear();
    for (const auto& lead : raw) held_.push_back(lead.range(lead.begin(), lead.end()));
    const auto begin = raw.front().begin();
    const auto about = (candidate.position - work_.delay) * work_.step + work_.step / 2;
    return settled(candidate, begin + placer_.place(held_, weights_, about - begin), raw.front());
}

std::int64_t RPeakFinder::settled(const Candidate& candidate, std::int64_t found, const Rolling<float>& raw) const {
    if (!candidate.wave_odds || static_cast<double>(*candidate.wave_odds) < wave_place_odds_) return found;
    const auto seen = std::clamp<std::int64_t>(std::llround(candidate.wave_place * work_.step) + work_.step / 2,
                                               raw.begin(), raw.end() - 1);
    const double apart_s = static_cast<double>(std::abs(seen - found)) / (work_.rate_hz * work_.step);
    return apart_s > wave_place_s_ ? seen : found;
}

}  // namespace synchrony::beats
