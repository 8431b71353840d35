// What is still active after the leads' marks together say that the QRS complex ends: a late wall that few leads see.
#pragma once

#include <optional>

#include "delineation/velocity.hpp"

namespace synchrony::measure::delineation {

/// The complex as read so far, in samples at working_rate_hz and mV/s.
struct ReadEnd {
    double end = 0.0;        ///< by most leads
    int latest_mark = 0;     ///< the end that the last lead marks for itself
    double peak = 0.0;       ///< largest velocity of the complex
    double threshold = 0.0;  ///< below which the velocity is outside
    int quiet = 0;           ///< for so many samples
};

/// In left bundle branch block the lateral wall may come when eleven of twelve leads are still: the velocity between
/// the end by most leads and 40 ms beyond the latest lead's mark rises above 5 % of its peak again and then falls
/// quiet, to a quarter, as it does not where the T wave rises. The end of that part; empty when there is none.
///
/// Chosen on virtual patients (simulate --seed 1); docs/results/other-hospitals.md has what it did on others.
[[nodiscard]] std::optional<double> end_of_late_part(const Velocity& v, const ReadEnd& read);

/// A part that no lead's mark reaches, within 60 ms of the end: whether the complex goes on there or a slow potential
/// follows it cannot be told. The end of it, for a caution; empty when the signal is still.
[[nodiscard]] std::optional<double> end_of_doubtful_part(const Velocity& v, const ReadEnd& read);

}  // namespace synchrony::measure::delineation
