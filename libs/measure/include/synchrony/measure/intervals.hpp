// Intervals between waves, the QT interval corrected for heart rate, and the electrical axes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/measure/delineation.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// QT at 60/min by four formulas, ms. RR in s, heart rate in 1/min.
struct CorrectedQt {
    double bazett_ms = 0.0;      ///< QT / RR^(1/2)              Bazett, Heart 1920;7:353
    double fridericia_ms = 0.0;  ///< QT / RR^(1/3)              Fridericia, Acta Med Scand 1920;53:469
    double framingham_ms = 0.0;  ///< QT + 154 (1 - RR)          Sagie, Am J Cardiol 1992;70:797
    double hodges_ms = 0.0;      ///< QT + 1.75 (heart rate - 60)  Hodges, J Am Coll Cardiol 1983;1:694
};
/// Empty unless both are positive.
[[nodiscard]] std::optional<CorrectedQt> corrected_qt(double qt_ms, double rr_s);

/// From this QRS duration on QT is said with JT, ms.
inline constexpr double wide_qrs_ms = 120.0;

/// Global intervals, ms; empty where a wave is missing.
struct Intervals {
    std::optional<double> p_ms;   ///< P onset to end
    std::optional<double> pr_ms;  ///< P onset to QRS onset
    std::optional<double> qrs_ms;
    std::optional<double> qt_ms;  ///< QRS onset to T end
    std::optional<double> jt_ms;  ///< QRS end to T end
    std::optional<CorrectedQt> qtc;
    /// Where the QRS complex is wide, its width makes a long QT of a normal repolarisation; JT leaves it out
    /// (AHA/ACCF/HRS 2009, part IV: Rautaharju, Circulation 2009;119:e241). Nothing where QRS is narrow.
    [[nodiscard]] std::optional<double> jt_beside_wide_qrs_ms() const {
        return qrs_ms && *qrs_ms >= wide_qrs_ms ? jt_ms : std::nullopt;
    }
};
[[nodiscard]] Intervals intervals(const BeatWaves& global, double rr_s);

/// Frontal axes, degrees in (-180, 180], 0 to the left, 90 to the feet. From the signed areas of the wave in I and aVF,
/// as the integral weighs all of the wave; aVF is scaled by 2/sqrt(3), its lead strength being that much less (Novosel
/// 1999).
struct Axes {
    std::optional<double> p_deg, qrs_deg, t_deg;
};
/// `beat` has I and aVF, or two limb leads from which they follow (Einthoven, Goldberger); else all are empty. Times of
/// `global` count from its first sample.
[[nodiscard]] Axes axes(const record::Ecg& beat, const BeatWaves& global);

/// Samples of a limb lead, computed from two others where it is missing: III = II - I, aVR = -(I + II) / 2, aVL = I -
/// II / 2, aVF = II - I / 2.
[[nodiscard]] std::optional<std::vector<float>> limb_lead(const record::Ecg& ecg, std::string_view name);

}  // namespace synchrony::measure
