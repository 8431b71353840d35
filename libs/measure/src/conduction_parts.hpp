// The single criteria of which the definitions of conduction disturbances are made.
#pragma once

#include <cstdint>
#include <vector>

#include "synchrony/measure/conduction.hpp"

namespace synchrony::measure::conduction_parts {

/// Places of the standard leads.
enum Place : std::size_t { I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6 };

/// The whole complex, in all leads together.
[[nodiscard]] ReasonPlace whole_complex(const ConductionInput& in);

[[nodiscard]] Answer at_least(double value, double limit);
[[nodiscard]] Answer both(Answer a, Answer b);    ///< no beats unknown beats yes
[[nodiscard]] Answer either(Answer a, Answer b);  ///< yes beats unknown beats no
[[nodiscard]] Answer all_of(const std::vector<Reason>& reasons);
[[nodiscard]] Answer any_of(const std::vector<Reason>& reasons);  ///< yes beats unknown beats no

[[nodiscard]] Reason qrs_at_least(const ConductionInput& in, double least_ms);
[[nodiscard]] Reason qrs_below(const ConductionInput& in, double most_ms);
[[nodiscard]] Reason qs_or_rs(const ConductionInput& in, Place lead);
/// Begins after 40 ms and before half, ends before two thirds of the QRS complex, each to 10 ms.
[[nodiscard]] Reason mid_qrs_notch(const ConductionInput& in, Place lead);
/// A broad R is mainly positive and its (last) peak comes 60 ms or more after QRS onset.
enum class BroadR : std::uint8_t {
    late,            ///< by its peak alone: its notches are counted elsewhere
    late_or_notched  ///< ESC 2013 takes notches for frequent; a notched R is two waves, whenever the second peaks
};
[[nodiscard]] Reason broad_r(const ConductionInput& in, Place lead, BroadR reading);
/// The same, or an RS pattern ("attributed to displaced transition", AHA/ACCF/HRS 2009) whose S is the larger.
[[nodiscard]] Reason broad_r_or_rs(const ConductionInput& in, Place lead, BroadR reading);
/// A notch or slur on the lead's R wave, or on the R or the S of an RS pattern.
[[nodiscard]] Reason notched_r(const ConductionInput& in, Place lead);
[[nodiscard]] Reason no_q(const ConductionInput& in, Place lead);
/// From QRS onset to the R peak, its second peak when notched; met when above (late) or not above the limit.
[[nodiscard]] Reason r_peak_time(const ConductionInput& in, Place lead, double limit_ms, bool late);
/// The same with "RS pattern" as a way out: such a lead's early R is the transition's, not the left ventricle's.
[[nodiscard]] Reason late_r_peak_or_rs(const ConductionInput& in, Place lead, double limit_ms);
/// rsr', rsR' or rSR': two R waves, the second last.
[[nodiscard]] Reason second_r(const ConductionInput& in, Place lead);
/// R' larger than the R before it.
[[nodiscard]] Reason larger_second_r(const ConductionInput& in, Place lead);
/// A pure dominant R, with or without notch, or qR, whose (last) peak comes later than the limit.
[[nodiscard]] Reason dominant_late_r(const ConductionInput& in, Place lead, double limit_ms);
/// S (or QS) longer than R, or longer than the limit.
[[nodiscard]] Reason wide_s(const ConductionInput& in, Place lead, double limit_ms);
/// q, however small, then an R that is the largest wave.
[[nodiscard]] Reason begins_with_q_then_r(const ConductionInput& in, Place lead);
/// r, then an S larger than it and than what follows.
[[nodiscard]] Reason rs(const ConductionInput& in, Place lead);
/// The deepest wave is larger than the highest.
[[nodiscard]] Reason mainly_negative(const ConductionInput& in, Place lead);
/// QS, or a Q wave that is the largest.
[[nodiscard]] Reason begins_and_stays_negative(const ConductionInput& in, Place lead);
/// Notches on R or S, and deflections beyond what belongs to the pattern.
[[nodiscard]] int fragments(const QrsMorphology& m, bool wide);

}  // namespace synchrony::measure::conduction_parts
