#include "virtual_patient_rows.hpp"

#include <cmath>
#include <cstdio>

namespace synchrony::app {
namespace {

std::string number(double value, int decimals) {
    if (!std::isfinite(value)) return {};
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string flag(bool value) {
    return value ? "1" : "0";
}

}  // namespace

std::vector<std::string> virtual_cohort_header(bool with_ecg) {
    std::vector<std::string> header{"patient_id"};
    if (with_ecg) header.emplace_back("ecg");
    for (const char* name : {"response", "lvesv_ml", "lvesv_6m_ml", "lvedv_ml", "lvef_pct", "age_y", "sex", "height_cm",
                             "weight_kg", "nyha"})
        header.emplace_back(name);
    for (const auto name : sim::flag_names()) header.emplace_back(name);
    for (const char* name : {"scar_pct", "psd_deg", "pbw_deg", "qrs_duration_ms", "lbbb"}) header.emplace_back(name);
    return header;
}

std::vector<std::string> virtual_cohort_row(const sim::VirtualPatient& p, bool with_ecg) {
    const auto& c = p.covariates;
    std::vector<std::string> row{p.id};
    if (with_ecg) row.push_back("ecg/" + p.id + ".hea");
    for (auto& cell :
         {flag(p.truth.response), number(c.lvesv_ml, 1), number(p.truth.lvesv_6m_ml, 1), number(c.lvedv_ml, 1),
          number(c.lvef_pct, 1), number(c.age_y, 0), std::string(c.male ? "M" : "F"), number(c.height_cm, 0),
          number(c.weight_kg, 1), std::to_string(c.nyha)})
        row.push_back(cell);
    for (const bool f : c.flags) row.push_back(flag(f));
    for (auto& cell :
         {number(c.scar_pct, 1), number(c.psd_deg, 1), number(c.pbw_deg, 0), number(c.qrs_ms, 0), flag(c.lbbb)})
        row.push_back(cell);
    return row;
}

std::vector<std::string> virtual_truth_header() {
    std::vector<std::string> header{"patient_id",
                                    "conduction",
                                    "probability",
                                    "response",
                                    "lvesv_fall_pct",
                                    "qrs_ms",
                                    "lateral_delay_ms",
                                    "septal_activation_ms",
                                    "lv_activation_sd_ms",
                                    "scar_part",
                                    "lateral_scar_part",
                                    "septal_scar_part",
                                    "reserve_z",
                                    "myocardium_m_s",
                                    "lv_layer_m_s",
                                    "heart_rate_bpm",
                                    "pr_ms",
                                    "first_qrs_onset_s",
                                    "first_qrs_end_s"};
    for (int s = 1; s <= 17; ++s) header.push_back("segment_" + std::to_string(s) + "_ms");
    header.emplace_back("lv_mass_g");
    header.emplace_back("outer_shorter_ms");
    return header;
}

std::vector<std::string> virtual_truth_row(const sim::VirtualPatient& p) {
    const auto& t = p.truth;
    std::vector<std::string> row{p.id,
                                 std::string(name_of(t.conduction)),
                                 number(t.probability, 6),
                                 flag(t.response),
                                 number(t.fall_pct, 2),
                                 number(t.qrs_ms, 1),
                                 number(t.substrate.lateral_delay_ms, 1),
                                 number(t.septal_activation_ms, 1),
                                 number(t.lv_activation_sd_ms, 1),
                                 number(t.substrate.scar, 4),
                                 number(t.substrate.lateral_scar, 4),
                                 number(t.septal_scar, 4),
                                 number(t.substrate.reserve, 4),
                                 number(t.myocardium_m_s, 3),
                                 number(t.lv_layer_m_s, 3),
                                 number(t.heart_rate_bpm, 1),
                                 number(t.pr_ms, 0)};
    const bool timed = p.recording && !p.recording->beats.empty();
    row.push_back(timed ? number(p.recording->beats.front().onset_s, 4) : std::string());
    row.push_back(timed ? number(p.recording->beats.front().end_s, 4) : std::string());
    for (const double ms : t.segment_activation_ms) row.push_back(number(ms, 1));
    row.push_back(number(t.lv_mass_g, 0));
    row.push_back(p.recording ? number(t.outer_shorter_ms, 1) : std::string());
    return row;
}

}  // namespace synchrony::app
