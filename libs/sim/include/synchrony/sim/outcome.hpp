// What comes of resynchronization in a virtual patient, and how well the best possible model could foretell it.
#pragma once

#include <span>
#include <vector>

#include "synchrony/core/random.hpp"

namespace synchrony::sim {

/// What the outcome depends on.
struct Substrate {
    double lateral_delay_ms = 0.0;  ///< mean activation of the lateral wall after QRS onset
    double scar = 0.0;              ///< part of the left ventricle
    double lateral_scar = 0.0;      ///< part of the lateral wall
    double reserve = 0.0;           ///< recruitable myocardial reserve, standard normal over patients
};

/// Fall of LVESV at 6 months in % of its value before. A sum of
/// - delay: what pacing can take away. Little below the delay of a normal lateral wall, then more, then no more:
/// response
///   rises with Q-LV from under 40 % below 70 ms to about 70 % above 120 ms (Gold, Eur Heart J 2011;32:2516). Here
///   tanh((delay - centre) / unit);
/// - scar: dead muscle does not remodel back, and pacing into it fails (Bleeker, Circulation 2006;113:969; Adelstein
/// and
///   Saba, Am Heart J 2007;153:105);
/// - reserve: contractile reserve foretells remodelling (Ypenburg, Am Heart J 2007;154:1160);
/// and chance: everything that nobody can know before the implant (lead place, capture, adherence, measurement error of
/// about 10 % in repeated echocardiographic volumes).
struct OutcomeModel {
    double fall_at_centre_pct = 11.2;  ///< at the centres below
    double delay_centre_ms = 75.0;
    double per_delay_pct = 15.0;  ///< from the centre to the level part
    double delay_unit_ms = 25.0;
    double scar_centre = 0.26;
    double per_scar_pct = 2.4;  ///< lost a scar_unit
    double scar_unit = 0.12;
    double per_lateral_scar_pct = 0.6;  ///< lost a scar_unit by which the lateral wall has more scar than the ventricle
    double per_reserve_pct = 5.4;       ///< a standard deviation
    double chance_sd_pct = 12.5;
    double response_pct = 15.0;  ///< a fall of as much is a response
};

/// The fall that is expected, %.
[[nodiscard]] double expected_fall_pct(const OutcomeModel& model, const Substrate& substrate);
/// The true probability of response, which no model can better. 0 or 1 where chance is 0.
[[nodiscard]] double response_probability(const OutcomeModel& model, const Substrate& substrate);
/// A fall as it happens, at most 75 % and at least -60 % (a heart that grows).
[[nodiscard]] double draw_fall_pct(const OutcomeModel& model, const Substrate& substrate, core::RandomStream& random);

/// The AUC of the true probabilities over patients like these, expected over their chances: pairs (i, j) weigh
/// p_i (1 - p_j). The best that any score can reach on average. NaN where it is not defined.
[[nodiscard]] double attainable_auc(std::span<const double> probabilities);

}  // namespace synchrony::sim
