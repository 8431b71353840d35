// A population to draw patients from: shares, distributions, how they hang together, and the outcome's mechanism.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/sim/beat.hpp"
#include "synchrony/sim/conduction_kind.hpp"
#include "synchrony/sim/copula.hpp"
#include "synchrony/sim/outcome.hpp"
#include "synchrony/sim/vector.hpp"

namespace synchrony::sim {

/// The latent variables of the copula. Yes-or-no covariates follow `conduction` ... in the order of flag_names().
enum class Latent : std::size_t {
    conduction,  ///< high: complete LBBB
    qrs,         ///< within LBBB and within the rest
    scar,
    reserve,
    lvef,
    lvedv,
    age,
    male,
    height,
    weight,
    nyha,
    ischemic,
    ckd,
    diabetes,
    hypertension,
    smoking,
    acei_arb,
    beta_blocker,
    spironolactone,
    digoxin,
    diuretic,
    count
};
inline constexpr std::size_t latent_count = static_cast<std::size_t>(Latent::count);
inline constexpr std::size_t first_flag = static_cast<std::size_t>(Latent::ischemic);
inline constexpr std::size_t flag_count = latent_count - first_flag;
/// Columns of the cohort CSV that Latent::ischemic and those after it become.
[[nodiscard]] const std::array<std::string_view, flag_count>& flag_names();

struct KindShare {
    Conduction kind = Conduction::normal;
    double share = 0.0;
};

/// What differs between hospitals besides their patients: electrodes, amplifiers, rhythm; and how fast muscle conducts
/// beside the Purkinje network, which changes the way of the wave within the same QRS duration.
struct Setting {
    double misplacement_mm = 10.0, limb_spread_mm = 12.0;  ///< see TorsoPlan
    double gain_spread = 0.18;                             ///< SD of the logarithm of amplitude over patients
    double noise = 1.0;                                    ///< times the usual wander, muscle noise and hum
    double heart_rate_bpm = 72.0;                          ///< mean
    double with_ectopy = 0.25;                             ///< share of recordings with premature beats
    double muscle_speed = 1.0;                             ///< times the usual speed from cell to cell
};

/// What sex and age do to the ECG beside what size and build do: all of it is men's less women's, half each way, or for
/// each ten years above fifty. Nothing in CRT candidates, whose disease covers it.
struct SexAndAge {
    double men_qrs_ms = 0.0, men_pr_ms = 0.0, men_p_ms = 0.0, men_potential_ms = 0.0;
    double men_chest = 0.0;     ///< logarithm of the amplitude in V2 to V6
    double men_outer_ms = 0.0;  ///< of Hearts::outer_shorter_ms: higher T waves
    double men_wall_mm = 0.0;
    double decade_turn_rad = 0.0;  ///< of the heart in the frontal plane, to the feet
    double decade_pr_ms = 0.0, decade_p_ms = 0.0, decade_potential_ms = 0.0;
};

/// What the hearts of a population are like beyond what its table says: where small ones lie (large ones turn from
/// there, see draw_shape), how thick they are, how strong their ECG is and how they repolarise.
struct Hearts {
    Vec3 apex{0.72, 0.48, -0.50}, lateral{0.45, 0.00, 0.88}, centre_mm{24.0, 5.0, -18.0};  ///< as in HeartShape
    double turn_rad = 0.10;                                          ///< SD of these directions, each way
    double wall_mm = 9.6, wall_spread_mm = 1.1, thickest_mm = 13.0;  ///< left ventricle
    double amplitude = 1.0;          ///< times the usual strength of all ventricular waves
    double potential_ms = 302.0;     ///< mean action potential at 60/min
    double outer_shorter_ms = -7.0;  ///< see Repolarisation, at an LVEF of 0; half a millisecond more a per cent
    double outer_shorter_right_part = 1.0, septum_right_long = 0.0, late_shorter = 0.40;  ///< see Repolarisation
    double outer_shorter_spread_ms = 5.0, apex_shorter_spread_ms = 5.0;  ///< SDs: wide where T waves are often changed
    double strain_ms_a_mm = 0.0;         ///< taken off outer_shorter_ms for each mm of wall above wall_mm
    double pr_ms = 185.0, p_ms = 122.0;  ///< means
    SexAndAge person{};
    Upstroke upstroke{};
    double p_turn_rad = 0.0, p_spread_rad = 0.2;  ///< frontal P axis: mean, to the feet, from the usual one, and SD
    double p_roughness = 0.0;                     ///< SD of each component of an AtrialFront's moment
};

struct Preset {
    std::string name;
    std::string about;  ///< one line
    std::vector<Coupling> couplings;
    double lbbb_share = 0.0;
    double distal_part = 0.0;            ///< of the LBBBs
    std::vector<KindShare> other_kinds;  ///< of the rest; shares add up to 1
    CutNormal qrs_lbbb_ms, qrs_other_ms;
    bool typical_qrs = false;  ///< in place of these, what is usual for each kind of conduction
    CutNormal lvef_pct, lvedv_ml, scar_pct, age_y, height_cm, weight_kg;
    double male = 0.0;
    double nyha_3_or_4 = 0.0, nyha_4 = 0.0;
    std::array<double, flag_count> flags{};
    OutcomeModel outcome;
    GaussianCopula copula;
    Setting setting{};
    Hearts hearts{};
};

/// "nanjing": CRT candidates as in He et al. 2023 (71 patients, sinus rhythm, QRS >= 120 ms, LVEF <= 35 %, NYHA II to
/// IV). "miracle": candidates as in the trials of the years about 2000, in another setting, to try on what was learnt
/// from the first. "healthy": no heart disease. "hospital": whoever has an ECG taken. Errors (usage): no such preset.
[[nodiscard]] core::Result<Preset> make_preset(std::string_view name);
[[nodiscard]] std::vector<std::string_view> preset_names();

}  // namespace synchrony::sim
