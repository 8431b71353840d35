// How the ventricles are set off: where Purkinje fibres break through, and how fast activation travels, for each kind
// of conduction.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/sim/activation.hpp"
#include "synchrony/sim/anatomy.hpp"
#include "synchrony/sim/scar.hpp"

namespace synchrony::sim {

enum class Conduction : std::uint8_t {
    normal,
    lbbb_proximal,    ///< left bundle cut, its Purkinje network whole and engaged from the septum
    lbbb_distal,      ///< the network is sick too: slow left endocardium
    incomplete_lbbb,  ///< left bundle late, not cut
    rbbb,
    left_anterior_block,  ///< anterior fascicle cut
    nonspecific,          ///< slow myocardium and slow endocardium, all fascicles whole
    paced_rv              ///< from the right apex
};
inline constexpr std::array all_conductions{
    Conduction::normal, Conduction::lbbb_proximal,       Conduction::lbbb_distal, Conduction::incomplete_lbbb,
    Conduction::rbbb,   Conduction::left_anterior_block, Conduction::nonspecific, Conduction::paced_rv};

/// "normal", "lbbb_proximal", ...
[[nodiscard]] std::string_view name_of(Conduction c);
[[nodiscard]] std::optional<Conduction> conduction_of(std::string_view name);
/// True for both complete forms.
[[nodiscard]] bool complete_lbbb(Conduction c);

/// A Purkinje breakthrough or a pacing site: a place on the endocardium of one cavity.
struct Breakthrough {
    Chamber cavity = Chamber::left;
    double height = 0.0;     ///< as Heart::height
    double angle_deg = 0.0;  ///< as Heart::angle_deg
    double time_ms = 0.0;    ///< after the first one
    bool septal = false;     ///< right cavity: on the septum's right side, else on the free wall
};

/// One patient's conduction, before it is stretched to a QRS duration. Speeds in m/s.
struct ConductionPlan {
    Conduction kind = Conduction::normal;
    double myocardium_m_s = 0.5;
    double lv_layer_m_s = 2.0;
    double rv_layer_m_s = 2.0;
    double layer_reach = 0.92;  ///< height up to which the endocardium is fast
    /// Half-angle about the middle of the septum within which the left endocardium is not fast (LBBB).
    double left_gap_deg = 0.0;
    bool right_septum_fast = false;  ///< the layer covers the septum's right side: where the right bundle leads
    /// Part of the bulk's speed at which a patch of the left wall conducts (nonspecific delay), its centre and radius.
    double slow_patch = 1.0;
    double slow_patch_angle_deg = 0.0;
    std::vector<Breakthrough> breakthroughs;
};

/// QRS duration of such conduction in a failing heart, ms: what `simulate --conduction` draws from where the preset's
/// own durations (made for inclusion at 120 ms) do not fit. Limits of the definitions: Surawicz, Circulation
/// 2009;119:e235.
struct TypicalQrs {
    double mean_ms, sd_ms;
};
[[nodiscard]] TypicalQrs typical_qrs(Conduction c);

/// Draws a patient's plan of that kind: the constants of conduction.cpp, each varied about its value.
[[nodiscard]] ConductionPlan draw_plan(Conduction kind, core::RandomStream& random);

[[nodiscard]] Speeds speeds_of(const ConductionPlan& plan, const Heart& heart, const Scar& scar);
/// Each breakthrough at the nearest living cell.
[[nodiscard]] std::vector<Source> sources_of(const ConductionPlan& plan, const Heart& heart, const Speeds& speeds);

/// Time from the first to the last activated cell, ms, leaving out the last of the last (cells behind a scar that no
/// lead sees): the 98th percentile.
[[nodiscard]] double activation_span_ms(std::vector<float> times);

}  // namespace synchrony::sim
