// The single criteria of which the definitions of conduction disturbances are made.
#pragma once

#include <cstdint>
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
/// A broad R is mainly positive and its (last) peak comes 60 ms or more after QRS onset.
enum class BroadR : std::uint8_t {
    notched,           ///< broad, and with a notch or slur: AHA/ACCF/HRS 2009, "broad notched or slurred R wave"
    broad_or_notched,  ///< ESC 2013: notches are taken as frequent, not as a condition. Our reading: the guideline's
                       ///< own text could not be opened, and Calle 2021 (doi:10.1007/s12471-021-01565-8) asks for a
                       ///< notch
};
[[nodiscard]] Reason broad_r(const ConductionInput& in, Place lead, BroadR reading);
/// The notched broad R, or an RS pattern ("attributed to displaced transition", AHA/ACCF/HRS 2009).
[[nodiscard]] Reason broad_notched_r_or_rs(const ConductionInput& in, Place lead);
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
