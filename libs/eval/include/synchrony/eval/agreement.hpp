// A share that a paper prints of its patients, and ours of other patients: may both be one truth?
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "synchrony/cohort/printed_cells.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::eval {

/// A share found on one cohort, in [0, 1].
struct OwnShare {
    double value = 0.0;
    std::optional<stats::Interval> ci95;  ///< over patients
};

struct Agreement {
    double ours = 0.0;           ///< mean over the cohorts
    std::optional<double> sd;    ///< between cohorts; nothing of one
    stats::Interval difference;  ///< 95 %, printed less ours, of all that rounds to the printed
    bool agrees = false;         ///< the interval holds 0
};

/// Of one cohort: the interval of a difference of two independent shares by the method of variance estimates recovery
/// (Zou & Donner, Stat Med 2008;27:1693; Newcombe's method 10, Stat Med 1998;17:873), with Wilson's interval of the
/// printed share of `patients` and our own. Of several: whether the printed cohort may be one more like ours, by the
/// prediction interval of Student's t, which holds the printed cohort's own chance. A printed figure is all that rounds
/// to it. Nothing without patients, without own shares, or of one without an interval.
[[nodiscard]] std::optional<Agreement> agreement_with(const cohort::Printed& printed, std::uint64_t patients,
                                                      std::span<const OwnShare> own);

}  // namespace synchrony::eval
