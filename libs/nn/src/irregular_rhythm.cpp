#include "irregular_rhythm.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::nn {
namespace {

constexpr int recordings = 40;
constexpr int beats = 400;  // a recording
// Usual ventricular rates in atrial fibrillation, treated or not: 63 to 120 a minute.
constexpr double shortest_mean_rr_s = 0.5;
constexpr double longest_mean_rr_s = 0.95;
// Standard deviation of RR over its mean in atrial fibrillation is about 0.24 (Tateno and Glass 2001).
constexpr double least_spread = 0.10;
constexpr double largest_spread = 0.30;
constexpr double least_rr_s = 0.3;  // the AV node lets nothing through sooner

double between(double low, double high, double share) {
    return low + (high - low) * share;
}

}  // namespace

std::vector<features::TimingInputs> irregular_rhythms(core::RandomStream random) {
    std::vector<features::TimingInputs> all;
    for (int recording = 0; recording < recordings; ++recording) {
        const double spread = between(least_spread, largest_spread, random.uniform());
        const double mean = between(shortest_mean_rr_s, longest_mean_rr_s, random.uniform());
        std::vector<double> rr(beats);
        for (auto& interval : rr) interval = std::max(least_rr_s, mean * std::exp(spread * random.normal()));
        const auto timing = features::timing_inputs(rr);
        all.insert(all.end(), timing.begin(), timing.end());
    }
    return all;
}

}  // namespace synchrony::nn
