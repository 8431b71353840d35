// One virtual CRT patient: drawn, activated, recorded, followed up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/sim/outcome.hpp"
#include "synchrony/sim/preset.hpp"
#include "synchrony/sim/recording.hpp"

namespace synchrony::sim {

/// What a cohort CSV says of a patient.
struct Covariates {
    double age_y = 0.0;
    bool male = false;
    double height_cm = 0.0, weight_kg = 0.0;
    int nyha = 0;
    double lvef_pct = 0.0, lvedv_ml = 0.0, lvesv_ml = 0.0;
    double scar_pct = 0.0;
    double qrs_ms = 0.0;  ///< to the millisecond
    bool lbbb = false;    ///< complete
    double psd_deg = 0.0, pbw_deg = 0.0;
    std::array<bool, flag_count> flags{};  ///< in the order of flag_names()
};

/// What nobody sees in a real patient.
struct Truth {
    Conduction conduction = Conduction::normal;
    double qrs_ms = 0.0;  ///< first to last activation, upstrokes included
    Substrate substrate;
    double lv_mass_g = 0.0;  ///< septum included
    double lv_wall_mm = 0.0;
    double outer_shorter_ms = 0.0;      ///< action potentials, epicardium against endocardium
    double septal_activation_ms = 0.0;  ///< mean of the septum after QRS onset
    double septal_scar = 0.0;
    double lv_activation_sd_ms = 0.0;
    double myocardium_m_s = 0.0, lv_layer_m_s = 0.0;  ///< speeds that this QRS duration came from
    std::array<double, 17> segment_activation_ms{};   ///< mean by AHA segment; NaN for a segment of dead cells
    double heart_rate_bpm = 0.0, pr_ms = 0.0;
    double probability = 0.0;  ///< of response
    double fall_pct = 0.0;     ///< of LVESV at 6 months
    bool response = false;
    double lvesv_6m_ml = 0.0;
};

struct VirtualPatient {
    std::string id;  ///< "VP00001"
    Covariates covariates;
    Truth truth;
    std::optional<Recording> recording;
};

struct PatientOptions {
    double rate_hz = 500.0;
    double duration_s = 10.0;
    bool with_ecg = true;
    std::optional<Conduction> conduction;  ///< every patient of this kind, whatever the preset says
    std::optional<double> chance_sd_pct;   ///< in place of the preset's
    bool with_noise = true;
};

/// Patient `index` of the cohort that `seed` fixes; independent of all other patients. Errors: usage (a plan that
/// cannot be built).
[[nodiscard]] core::Result<VirtualPatient> simulate_patient(const Preset& preset, std::uint64_t seed,
                                                            std::uint64_t index, const PatientOptions& options = {});

}  // namespace synchrony::sim
