// What is compared between simulated and real ECGs, one row a recording, and its summary over many.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/measure/measure.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::bench {

struct Figures {
    std::optional<double> qrs_ms, qt_ms, pr_ms, p_ms, axis_deg, area_uvs, t_area_uvs, qrs_t_angle_deg;
    std::optional<measure::Vector3> area, t_area;
    double r_i = 0.0, r_ii = 0.0, r_avl = 0.0, r_v5 = 0.0, r_v6 = 0.0, s_v1 = 0.0, s_v2 = 0.0, s_v3 = 0.0,
           r_v1 = 0.0;                         // mV
    double t_i = 0.0, t_v2 = 0.0, t_v6 = 0.0;  // mV, signed peak of T
    bool strauss = false, esc = false, aha = false, rbbb = false, v1_rs_or_qs = false, v2_rs_or_qs = false;
    std::optional<double> onset_s, end_s;  ///< of one beat in the recording, as the median beat has it
    bool measured = false;
    int notched = 0;  // leads of V1 V2 V5 V6 I aVL with a mid-QRS notch or slur
};

[[nodiscard]] Figures figures_of(const record::Ecg& ecg, measure::Sex sex);

/// Heading and one line a group, aligned.
[[nodiscard]] std::string figures_header();
[[nodiscard]] std::string figures_line(const std::string& name, const std::vector<Figures>& rows);

}  // namespace synchrony::bench
