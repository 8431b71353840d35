// What three guidelines say about cardiac resynchronization: tables, and one function that reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/measure/conduction.hpp"

namespace synchrony::measure {

enum class Rhythm : std::uint8_t { sinus, atrial_fibrillation, other };
enum class Recommendation : std::uint8_t { class_1, class_2a, class_2b, class_3 };
[[nodiscard]] std::string_view name_of(Recommendation r);  ///< "I", "IIa", "IIb", "III"

/// One row: all that is set must hold.
struct GuidelineRow {
    Recommendation recommendation;
    std::string_view level;  ///< of evidence, as the guideline prints it; empty where not looked up
    double lvef_at_most_pct;
    Rhythm rhythm;
    std::optional<bool> lbbb;  ///< empty: any morphology
    double qrs_from_ms, qrs_below_ms;
    int nyha_from, nyha_to;
    Sex sex;                       ///< unknown: either
    std::optional<bool> ischemic;  ///< empty: either
    std::string_view sentence;
};

struct Guideline {
    std::string_view name;  ///< "esc_2021"
    std::string_view source;
    std::span<const GuidelineRow> rows;  ///< first match counts
};

/// ESC 2021, AHA/ACC/HFSA 2022, HRS/APHRS/LAHRS 2023.
[[nodiscard]] std::span<const Guideline> guidelines();

/// What is known of the patient; the rest is empty.
struct GuidelineInput {
    std::optional<double> lvef_pct;
    std::optional<int> nyha;  ///< 1 to 4
    Sex sex = Sex::unknown;
    std::optional<double> qrs_ms;
    std::optional<bool> lbbb;  ///< by the definition of one's choice
    std::optional<Rhythm> rhythm;
    std::optional<bool> ischemic;
};

struct GuidelineAnswer {
    std::string_view guideline;
    std::string_view source;
    std::optional<Recommendation> recommendation;  ///< empty: see `missing`, or no row applies
    std::string sentence;                          ///< the row's, or that none applies
    std::vector<std::string> missing;              ///< what must be known to decide: "lvef_pct", "sex", ...
    std::vector<std::string> reasons;              ///< "QRS 164 ms (150 or more)", "LVEF 28 % (at most 35 %)", ...
};

/// The first row that holds, unless an earlier one with another class could hold too if more were known.
[[nodiscard]] GuidelineAnswer ask(const Guideline& guideline, const GuidelineInput& input);

}  // namespace synchrony::measure
