// What the delineator looks at: each lead and its slope at two scales, and the slope over all leads together.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace synchrony::measure::delineation {

/// Every recording is brought to this rate first, so that windows and taps below are counts of samples.
inline constexpr double working_rate_hz = 500.0;
inline constexpr double samples_per_ms = working_rate_hz / 1000.0;

[[nodiscard]] constexpr int samples_of_ms(double ms) {
    return static_cast<int>(ms * samples_per_ms + 0.5);  // NOLINT(bugprone-incorrect-roundings): ms > 0; constexpr
}

// Gaussian scales: 3 ms keeps edges to about 50 Hz, below which the QRS complex has its energy; 10 ms (about 16 Hz)
// covers P and T waves. Chosen on the tuning half of LUDB.
inline constexpr double fast_sigma_ms = 3.0;
inline constexpr double slow_sigma_ms = 10.0;

/// One lead at working_rate_hz. All vectors have the same length.
struct LeadSignals {
    int standard_index = -1;  ///< place among I II III aVR aVL aVF V1..V6; -1 for any other lead
    std::vector<float> wave;  ///< mV, without baseline, smoothed with the fast Gaussian
    std::vector<float> fast;  ///< slope, mV/s, Gaussian derivative of 3 ms: edges of the QRS complex
    std::vector<float> slow;  ///< slope, mV/s, Gaussian derivative of 10 ms: P and T waves
    bool usable = true;       ///< false: flat or too noisy; it gets its own boundaries but no say in the common slope
};

/// The leads of one recording and what they have in common.
struct Signals {
    std::vector<LeadSignals> leads;
    std::vector<float> all_fast;  ///< root mean square over usable leads of `fast`, the largest lead left out
    std::vector<float> all_slow;  ///< the same of `slow`
    [[nodiscard]] int length() const { return leads.empty() ? 0 : static_cast<int>(leads.front().wave.size()); }
};

/// Makes Signals of baseline-free leads [lead][sample] in mV at working_rate_hz; `standard_index` and `usable` go by
/// lead.
[[nodiscard]] Signals make_signals(std::span<const std::vector<float>> leads_mv, std::span<const int> standard_index,
                                   std::span<const char> usable);

}  // namespace synchrony::measure::delineation
