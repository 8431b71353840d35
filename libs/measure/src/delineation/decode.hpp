// From scores to boundaries: per lead, with the agreement of other leads and beats, and over all leads.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "delineation/network.hpp"

namespace synchrony::measure::delineation {

/// Boundaries of one beat in one lead, in samples (with fraction) at working_rate_hz; NaN where there is none.
struct LeadMarks {
    std::array<double, boundary_count> at{};
    float p_certainty = 0.0F;
    [[nodiscard]] double& operator[](Boundary b) { return at[static_cast<std::size_t>(b)]; }
    [[nodiscard]] double operator[](Boundary b) const { return at[static_cast<std::size_t>(b)]; }
};

/// One beat: its leads, and all together.
struct BeatMarks {
    std::vector<LeadMarks> leads;
    LeadMarks global;
    /// Extent::doubtful_end; NaN without any.
    double doubtful_qrs_end = std::numeric_limits<double>::quiet_NaN();
};

/// With fewer leads the very first or last mark counts; with so many, one or two that are off are left out.
inline constexpr std::size_t enough_leads_to_mark = 6;

/// Which network answers for a boundary; tests and training put their own here.
using Networks = std::array<const Network*, boundary_count>;
[[nodiscard]] Networks trained_networks();

/// QRS boundaries only; those of `global` are the medians over leads, from which windows of P and T are counted.
[[nodiscard]] std::vector<BeatMarks> mark_qrs(const Signals& signals, const std::vector<BeatFrame>& frames,
                                              const Networks& networks);

/// Marks of every beat, [beat].
[[nodiscard]] std::vector<BeatMarks> mark(const Signals& signals, const std::vector<BeatFrame>& frames,
                                          const Networks& networks);

}  // namespace synchrony::measure::delineation
