// The single criteria of which the definitions of conduction disturbances are made.
#pragma once

#include <vector>

#include "synchrony/measure/conduction.hpp"

namespace synchrony::measure::conduction_parts {

/// Places of the standard leads.
enum Place : std::size_t { I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6 };

[[nodiscard]] Answer at_least(double value, double limit);
[[nodiscard]] Answer both(Answer a, Answer b);  ///< no beats unknown beats yes
[[nodiscard]] Answer all_of(const std::vector<Reason>& reasons);
[[nodiscard]] Answer any_of(const std::vector<Reason>& reasons);  ///< yes beats unknown beats no

[[nodiscard]] Reason qs_or_rs(const ConductionInput& in, Place lead);
/// Begins after 40 ms and before half, ends before two thirds of the QRS complex.
[[nodiscard]] Reason mid_qrs_notch(const ConductionInput& in, Place lead);
/// R fills most of the complex and carries a notch or slur; `rs_will_do`: an RS pattern meets it as well.
[[nodiscard]] Reason broad_notched_r(const ConductionInput& in, Place lead, bool rs_will_do);
[[nodiscard]] Reason no_q(const ConductionInput& in, Place lead);
/// From QRS onset to the R peak, its second peak when notched; met when above (late) or not above the limit.
[[nodiscard]] Reason r_peak_time(const ConductionInput& in, Place lead, double limit_ms, bool late);
/// rsR' and the like, or a wide notched R.
[[nodiscard]] Reason second_r(const ConductionInput& in, Place lead);
/// S longer than R, or longer than the limit.
[[nodiscard]] Reason wide_s(const ConductionInput& in, Place lead, double limit_ms);
/// Notches on R or S, and deflections beyond what belongs to the pattern.
[[nodiscard]] int fragments(const QrsMorphology& m, bool wide);

}  // namespace synchrony::measure::conduction_parts
