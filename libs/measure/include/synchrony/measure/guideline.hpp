// What three guidelines say about cardiac resynchronization: tables, and one function that reads them.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/measure/conduction.hpp"

namespace synchrony::measure {

enum class Rhythm : std::uint8_t { sinus, atrial_fibrillation, other };
/// The words by which users name a rhythm.
struct RhythmWord {
    std::string_view word;
    Rhythm rhythm;
};
inline constexpr std::array<RhythmWord, 3> rhythm_words{
    {{"sinus", Rhythm::sinus}, {"af", Rhythm::atrial_fibrillation}, {"other", Rhythm::other}}};
/// Nothing for another word.
[[nodiscard]] std::optional<Rhythm> rhythm_named(std::string_view word);

enum class Recommendation : std::uint8_t { class_1, class_2a, class_2b, class_3 };
[[nodiscard]] std::string_view name_of(Recommendation r);  ///< "I", "IIa", "IIb", "III"

/// What a row was compared with; docs/results/guidelines.md says it row by row.
enum class Checked : std::uint8_t {
    full_text,  ///< the recommendation table in the guideline itself
    secondary,  ///< a text that repeats the table: the societies' pocket guide, a summary
    unverified  ///< none could be had: said in every sentence made from the row
};
[[nodiscard]] std::string_view name_of(Checked c);  ///< "full_text", "secondary", "unverified"

/// One row: all that is set must hold. A condition left at its default is not asked about.
struct GuidelineRow {
    Recommendation recommendation = Recommendation::class_1;
    std::string_view level = {};    ///< of evidence, as the guideline prints it; empty where it was not seen
    std::string_view place = {};    ///< where in the guideline
    std::string_view verdict = {};  ///< "CRT is recommended"; the conditions are added to make the sentence
    double lvef_above_pct = 0.0, lvef_at_most_pct = 100.0;
    std::optional<Rhythm> rhythm = {};
    std::optional<bool> lbbb = {};
    double qrs_from_ms = 0.0, qrs_below_ms = std::numeric_limits<double>::infinity();
    int nyha_from = 1, nyha_to = 4;
    Sex sex = Sex::unknown;
    std::optional<bool> ischemic = {};
    std::string_view proviso = {};  ///< what the row asks for beyond what is given here
    Checked checked = Checked::full_text;
};

struct Guideline {
    std::string_view name;    ///< "esc_2021"
    std::string_view title;   ///< "ESC 2021"
    std::string_view source;  ///< authors, journal, year, section
    LbbbDefinition usual_lbbb;
    std::string_view left_out;           ///< what the guideline speaks of and this table does not
    std::span<const GuidelineRow> rows;  ///< first match counts
};

/// ESC 2021, AHA/ACC/HFSA 2022, HRS/APHRS/LAHRS 2023; sources and readings stand in guideline_tables.cpp.
[[nodiscard]] std::span<const Guideline> guidelines();

/// Guidelines of CRT begin there: ESC 2021 and AHA/ACC/HFSA 2022 speak of adults, and HRS/APHRS/LAHRS 2023 gives
/// children recommendations of their own, which are not in the table.
inline constexpr double adult_age_y = 18.0;
/// The flag of a recording of somebody younger, and why GuidelineAnswer::withheld has no class.
inline constexpr std::string_view younger_flag = "younger_than_18";

/// What is known of the patient, who has heart failure on optimal medical therapy; the rest is empty.
struct GuidelineInput {
    std::optional<double> lvef_pct = {};
    std::optional<int> nyha = {};  ///< 1 to 4
    Sex sex = Sex::unknown;
    std::optional<double> qrs_ms = {};
    std::optional<bool> lbbb = {};  ///< by the definition of one's choice
    std::string_view lbbb_by = {};  ///< its name, for the reasons
    std::optional<Rhythm> rhythm = {};
    std::optional<bool> ischemic = {};
    std::optional<double> age_y = {};  ///< at the recording; below adult_age_y no class is given
};

struct GuidelineAnswer {
    std::string_view guideline;
    std::string_view title;
    std::string_view source;
    std::string_view lbbb_by;
    std::optional<Recommendation> recommendation;  ///< empty: see `missing`, or no row applies
    std::string_view level;
    std::string_view place;
    std::optional<Checked> checked;    ///< of the row that applies
    std::string sentence;              ///< what the guideline says, what is missing, or that no row applies
    std::string withheld = {};         ///< why no class is given although one row applies: the recording is refused
    std::vector<std::string> missing;  ///< what must be known to decide: "lvef_pct", "sex", ...
    std::vector<std::string> reasons;  ///< what is known: "QRS 164 ms", "LBBB (ESC 2013)", "LVEF 28 %", ...
};

/// The first row that holds, unless an earlier one with another class could hold too if more were known.
[[nodiscard]] GuidelineAnswer ask(const Guideline& guideline, const GuidelineInput& input);

/// The same answer without its class: nothing may rest on a recording that is refused. `why` names what refuses it.
[[nodiscard]] GuidelineAnswer without_class(GuidelineAnswer answer, std::string_view why);

/// The row as a sentence: verdict, conditions, proviso, and whether it was not verified.
[[nodiscard]] std::string sentence_of(const GuidelineRow& row);

}  // namespace synchrony::measure
