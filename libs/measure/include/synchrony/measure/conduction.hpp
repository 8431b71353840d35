// Bundle branch block and its kin, by definition, each answer with what was measured against which limit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/measure/morphology.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

enum class Sex : std::uint8_t { unknown, female, male };
enum class Answer : std::uint8_t { no, yes, unknown };
[[nodiscard]] std::string_view name_of(Answer a);

/// Which definition answers when one is asked for "LBBB".
enum class LbbbDefinition : std::uint8_t { strauss, aha_2009, esc_2013 };
[[nodiscard]] std::string_view name_of(LbbbDefinition d);   ///< "strauss", "aha_2009", "esc_2013"
[[nodiscard]] std::string_view title_of(LbbbDefinition d);  ///< "Strauss", "AHA 2009", "ESC 2013"

/// Where on the beat a criterion was tried.
struct ReasonPlace {
    std::string lead;      ///< "V5"; empty: all leads together
    std::string what;      ///< "QRS", a deflection's name ("R", "qS"), "notch", "slur"
    double begin_s = 0.0;  ///< from QRS onset
    double end_s = 0.0;
};

/// One criterion as it was tried.
struct Reason {
    std::string criterion;        ///< "QRS duration", "mid-QRS notch or slur"
    std::string lead;             ///< "V1", or several, or empty for all leads together
    std::optional<double> value;  ///< measured
    std::optional<double> limit;
    std::string unit;  ///< of both: "ms", "mV", "deg", "leads"
    std::string note;  ///< the pattern seen, the times of a notch, what is missing
    Answer met = Answer::no;
    std::vector<ReasonPlace> places = {};  ///< what it was tried on; empty where a lead is missing
};

/// One definition. `answer` is unknown where a lead or the sex that decides is missing.
struct Finding {
    std::string_view name;    ///< "lbbb_strauss_2011"
    std::string_view source;  ///< where the criteria stand
    Answer answer = Answer::unknown;
    std::vector<Reason> reasons;
};

struct Conduction {
    /// nonspecific_delay and first_degree_block are unknown (their second reason says "borderline") where the duration
    /// exceeds the limit by less than readings of different programs, or of one in two halves of a recording, differ
    /// by.
    Finding lbbb_strauss, lbbb_aha_2009, lbbb_esc_2013, rbbb, rbbb_incomplete, rbbb_incomplete_minnesota,
        nonspecific_delay, left_anterior_block, left_anterior_block_wider, fragmented_qrs, paced_shape,
        first_degree_block;
    static constexpr std::size_t count = 12;
    [[nodiscard]] std::array<const Finding*, count> all() const {
        return {&lbbb_strauss,
                &lbbb_aha_2009,
                &lbbb_esc_2013,
                &rbbb,
                &rbbb_incomplete,
                &rbbb_incomplete_minnesota,
                &nonspecific_delay,
                &left_anterior_block,
                &left_anterior_block_wider,
                &fragmented_qrs,
                &paced_shape,
                &first_degree_block};
    }
    [[nodiscard]] std::array<Finding*, count> all() {
        return {&lbbb_strauss,
                &lbbb_aha_2009,
                &lbbb_esc_2013,
                &rbbb,
                &rbbb_incomplete,
                &rbbb_incomplete_minnesota,
                &nonspecific_delay,
                &left_anterior_block,
                &left_anterior_block_wider,
                &fragmented_qrs,
                &paced_shape,
                &first_degree_block};
    }
    /// LBBB by one definition; empty when unknown.
    [[nodiscard]] std::optional<bool> lbbb(LbbbDefinition by) const;
};

/// What the definitions are asked about.
struct ConductionInput {
    double qrs_ms = 0.0;             ///< global
    std::optional<double> axis_deg;  ///< of the QRS complex
    Sex sex = Sex::unknown;
    std::optional<double> pr_ms;                         ///< empty without P waves that are conducted
    std::array<std::optional<QrsMorphology>, 12> leads;  ///< I II III aVR aVL aVF V1..V6; times from global QRS onset
};

/// The twelve morphologies of a median beat whose complex lies between the two times. Missing limb leads are computed.
/// `pr_ms` is left empty.
[[nodiscard]] ConductionInput conduction_input(const record::Ecg& median_beat, double qrs_onset_s, double qrs_end_s,
                                               std::optional<double> axis_deg, Sex sex);

/// Definitions:
/// - Strauss, Selvester, Wagner, Am J Cardiol 2011;107:927: QRS >= 140 ms (men) or 130 ms (women), QS or rS in V1 and
/// V2, mid-QRS
///   notch or slur in two or more of V1, V2, V5, V6, I, aVL, which begins after 40 ms and before half of the QRS and
///   ends before two thirds (as Martin-Yebra and Martinez, Plos One 2019, and the MADIT-CRT core laboratory put it).
/// - AHA/ACCF/HRS 2009, Surawicz, Circulation 2009;119:e235: LBBB, RBBB, incomplete RBBB, nonspecific delay, left
/// anterior fascicular block.
/// - Minnesota code 7-3, Prineas, Crow, Zhang, The Minnesota Code Manual, 2nd edition 2010: incomplete RBBB.
/// - ESC 2013, Brignole, Eur Heart J 2013;34:2281: LBBB.
/// - Fragmented QRS, Das, Circulation 2006;113:2495 (narrow) and Circ Arrhythm Electrophysiol 2008;1:258 (wide): two or
/// more
///   contiguous leads.
/// - First degree AV block, Kusumoto, Circulation 2019;140:e382 (ACC/AHA/HRS): PR above 200 ms.
/// - The shape that ventricular pacing gives, Barold, Cardiol Clin 2006;24:471: a wide complex that asks whether the
/// heart is paced, for recordings whose spikes a filter took away. How "broad" and "notched" are read is said at the
/// constants in conduction.cpp.
[[nodiscard]] Conduction conduction(const ConductionInput& input);

/// Of beats that a pacemaker starts in the ventricles: what the patient's own bundles do cannot be seen: every
/// answer but paced_shape becomes unknown.
[[nodiscard]] Conduction of_paced_ventricles(Conduction conduction);

/// Of a complex whose end the signal leaves open: an answer that the longer reading changes becomes unknown, and says
/// why. `in` as it was read; `longer` the same beat read to the later end.
[[nodiscard]] Conduction undecided_by_qrs_end(Conduction conduction, const ConductionInput& in,
                                              const ConductionInput& longer);

}  // namespace synchrony::measure
