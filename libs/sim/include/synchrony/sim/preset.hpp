// A population to draw patients from: shares, distributions, how they hang together, and the outcome's mechanism.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/sim/conduction_kind.hpp"
#include "synchrony/sim/copula.hpp"
#include "synchrony/sim/outcome.hpp"

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

struct Preset {
    std::string name;
    std::string about;  ///< one line
    std::vector<Coupling> couplings;
    double lbbb_share = 0.0;
    double distal_part = 0.0;            ///< of the LBBBs
    std::vector<KindShare> other_kinds;  ///< of the rest; shares add up to 1
    CutNormal qrs_lbbb_ms, qrs_other_ms;
    CutNormal lvef_pct, lvedv_ml, scar_pct, age_y, height_cm, weight_kg;
    double male = 0.0;
    double nyha_3_or_4 = 0.0, nyha_4 = 0.0;
    std::array<double, flag_count> flags{};
    OutcomeModel outcome;
    GaussianCopula copula;
    Setting setting{};
};

/// "nanjing": CRT candidates as in He et al. 2023 (71 patients, sinus rhythm, QRS >= 120 ms, LVEF <= 35 %, NYHA II to
/// IV). "miracle": candidates as in the trials of the years about 2000, in another setting, to try on what was learnt
/// from the first. "healthy": no heart disease. Errors (usage): no such preset.
[[nodiscard]] core::Result<Preset> make_preset(std::string_view name);
[[nodiscard]] std::vector<std::string_view> preset_names();

}  // namespace synchrony::sim
