// The recommendation tables, one row a recommendation. Sentences are made from the conditions, so the two cannot
// differ.
//
// How the words of the guidelines are read:
// - "symptomatic" is NYHA II to IV; "ambulatory IV" is IV.
// - "130-149 ms" is 130 or more and below 150; "LVEF 36-50 %" is above 35 and at most 50.
// - Class III rows that name no LVEF stand in the chapters on HFrEF (ESC 2021, chapter 6; AHA 2022, section 7.4), which
//   both guidelines define as LVEF 40 % or less; they name no rhythm, so they hold in any. HRS 2023: its text on atrial
//   fibrillation was not seen, so no row of it speaks of that rhythm, those of class III neither.
// - "Otherwise meets CRT criteria" (AHA 2022, atrial fibrillation) is: meets a class 1 or 2a row but for the rhythm.
#include <array>

#include "synchrony/measure/guideline.hpp"

namespace synchrony::measure {
namespace {

using R = Recommendation;

constexpr double reduced_pct = 35;   // LVEF, all three
constexpr double hfref_pct = 40;     // LVEF that defines HFrEF: ESC HF 2021, Table 3; AHA 2022, Table 4
constexpr double mildly_pct = 50;    // HRS 2023
constexpr double severely_pct = 30;  // AHA 2022, recommendation 13
constexpr double wide_ms = 150;      // all three
constexpr double esc_narrow_ms = 130;
constexpr double us_narrow_ms = 120;  // AHA 2022 and HRS 2023
constexpr auto sinus = Rhythm::sinus;
constexpr auto fibrillation = Rhythm::atrial_fibrillation;

// Glikson et al., 2021 ESC Guidelines on cardiac pacing and cardiac resynchronization therapy, Eur Heart J
// 2021;42:3427-3520, "Recommendations for cardiac resynchronization therapy in patients in sinus rhythm" and "... with
// persistent or permanent atrial fibrillation"; the same in McDonagh et al., 2021 ESC Guidelines for heart failure, Eur
// Heart J 2021;42:3599-3726, section 6.2.
constexpr std::string_view esc_sinus = "Recommendations for CRT in patients in sinus rhythm";
constexpr std::string_view esc_any = "ESC 2021 heart failure, section 6.2, for any rhythm";
constexpr std::string_view esc_af = "Recommendations for CRT in patients with persistent or permanent AF, 1A";

// clang-format off
constexpr std::array esc_rows = {
    GuidelineRow{.recommendation = R::class_1, .level = "A", .place = esc_sinus, .verdict = "CRT is recommended",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true, .qrs_from_ms = wide_ms,
                 .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2a, .level = "B", .place = esc_sinus,
                 .verdict = "CRT should be considered", .lvef_at_most_pct = reduced_pct, .rhythm = sinus,
                 .lbbb = true, .qrs_from_ms = esc_narrow_ms, .qrs_below_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2a, .level = "B", .place = esc_sinus,
                 .verdict = "CRT should be considered", .lvef_at_most_pct = reduced_pct, .rhythm = sinus,
                 .lbbb = false, .qrs_from_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2b, .level = "B", .place = esc_sinus, .verdict = "CRT may be considered",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false, .qrs_from_ms = esc_narrow_ms,
                 .qrs_below_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_3, .level = "A", .place = esc_any, .verdict = "CRT is not indicated",
                 .lvef_at_most_pct = hfref_pct, .qrs_below_ms = esc_narrow_ms,
                 .proviso = "unless the right ventricle needs pacing"},
    GuidelineRow{.recommendation = R::class_2a, .level = "C", .place = esc_af, .verdict = "CRT should be considered",
                 .lvef_at_most_pct = reduced_pct, .rhythm = fibrillation, .qrs_from_ms = esc_narrow_ms,
                 .nyha_from = 3, .proviso = "if biventricular capture can be ensured"},
};
// clang-format on

// Heidenreich et al., 2022 AHA/ACC/HFSA Guideline for the management of heart failure, Circulation 2022;145:e895-e1032,
// section 7.4.1, "Recommendations for ICDs and CRTs", recommendations 4, 6, 8, 9 and 12 to 15.
constexpr std::string_view near_all_paced = "if nearly all ventricular beats can be paced";

// clang-format off
constexpr std::array aha_rows = {
    GuidelineRow{.recommendation = R::class_1, .level = "B-R", .place = "recommendation 4",
                 .verdict = "CRT is indicated", .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true,
                 .qrs_from_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2a, .level = "B-R", .place = "recommendation 6",
                 .verdict = "CRT can be useful", .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false,
                 .qrs_from_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2a, .level = "B-NR", .place = "recommendation 8",
                 .verdict = "CRT can be useful", .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true,
                 .qrs_from_ms = us_narrow_ms, .qrs_below_ms = wide_ms, .nyha_from = 2},
    GuidelineRow{.recommendation = R::class_2a, .level = "B-NR", .place = "recommendation 9",
                 .verdict = "CRT can be useful", .lvef_at_most_pct = reduced_pct, .rhythm = fibrillation,
                 .lbbb = true, .qrs_from_ms = us_narrow_ms, .nyha_from = 2, .proviso = near_all_paced},
    GuidelineRow{.recommendation = R::class_2a, .level = "B-NR", .place = "recommendation 9",
                 .verdict = "CRT can be useful", .lvef_at_most_pct = reduced_pct, .rhythm = fibrillation,
                 .lbbb = false, .qrs_from_ms = wide_ms, .nyha_from = 2, .proviso = near_all_paced},
    GuidelineRow{.recommendation = R::class_2b, .level = "B-NR", .place = "recommendation 12",
                 .verdict = "CRT may be considered", .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false,
                 .qrs_from_ms = us_narrow_ms, .qrs_below_ms = wide_ms, .nyha_from = 3},
    GuidelineRow{.recommendation = R::class_2b, .level = "B-NR", .place = "recommendation 13",
                 .verdict = "CRT may be considered", .lvef_at_most_pct = severely_pct, .rhythm = sinus, .lbbb = true,
                 .qrs_from_ms = wide_ms, .nyha_to = 1, .ischemic = true},
    GuidelineRow{.recommendation = R::class_3, .level = "B-R", .place = "recommendation 14",
                 .verdict = "CRT is not recommended", .lvef_at_most_pct = hfref_pct, .qrs_below_ms = us_narrow_ms},
    GuidelineRow{.recommendation = R::class_3, .level = "B-NR", .place = "recommendation 15",
                 .verdict = "CRT is not recommended", .lvef_at_most_pct = hfref_pct, .lbbb = false,
                 .qrs_below_ms = wide_ms, .nyha_to = 2},
};
// clang-format on

// Chung et al., 2023 HRS/APHRS/LAHRS guideline on cardiac physiologic pacing, Heart Rhythm 2023;20:e17-e91, the section
// on indications in patients with heart failure.
constexpr std::string_view hrs_lbbb = "Indications in patients with HF, LBBB";
constexpr std::string_view hrs_wide = "Indications in patients with HF, no LBBB, QRS 150 ms or more";
constexpr std::string_view hrs_narrow = "Indications in patients with HF, no LBBB, QRS below 150 ms";

// clang-format off
constexpr std::array hrs_rows = {
    GuidelineRow{.recommendation = R::class_1, .place = hrs_lbbb, .verdict = "CRT is indicated",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true, .qrs_from_ms = wide_ms,
                 .nyha_from = 2, .checked = Checked::secondary},
    GuidelineRow{.recommendation = R::class_1, .place = hrs_lbbb, .verdict = "CRT is indicated",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true, .qrs_from_ms = us_narrow_ms,
                 .qrs_below_ms = wide_ms, .nyha_from = 2, .sex = Sex::female, .checked = Checked::unverified},
    GuidelineRow{.recommendation = R::class_2a, .place = hrs_lbbb, .verdict = "CRT is reasonable",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = true, .qrs_from_ms = us_narrow_ms,
                 .qrs_below_ms = wide_ms, .nyha_from = 2, .sex = Sex::male, .checked = Checked::unverified},
    GuidelineRow{.recommendation = R::class_2b, .place = hrs_lbbb, .verdict = "Physiologic pacing may be considered",
                 .lvef_above_pct = reduced_pct, .lvef_at_most_pct = mildly_pct, .rhythm = sinus, .lbbb = true,
                 .qrs_from_ms = wide_ms, .nyha_from = 2, .checked = Checked::unverified},
    GuidelineRow{.recommendation = R::class_2a, .level = "A", .place = hrs_wide, .verdict = "CRT can be useful",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false, .qrs_from_ms = wide_ms,
                 .nyha_from = 3, .checked = Checked::secondary},
    GuidelineRow{.recommendation = R::class_2b, .level = "B-R", .place = hrs_wide,
                 .verdict = "Physiologic pacing may be considered", .lvef_at_most_pct = reduced_pct, .rhythm = sinus,
                 .lbbb = false, .qrs_from_ms = wide_ms, .nyha_from = 2, .nyha_to = 2, .checked = Checked::secondary},
    GuidelineRow{.recommendation = R::class_2b, .level = "B-NR", .place = hrs_narrow,
                 .verdict = "The usefulness of physiologic pacing is not well established",
                 .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false, .qrs_from_ms = us_narrow_ms,
                 .qrs_below_ms = wide_ms, .nyha_from = 3, .checked = Checked::secondary},
    GuidelineRow{.recommendation = R::class_3, .level = "B-R", .place = hrs_narrow,
                 .verdict = "CRT is not recommended", .lvef_at_most_pct = reduced_pct, .rhythm = sinus,
                 .qrs_below_ms = us_narrow_ms, .nyha_from = 2, .checked = Checked::secondary},
    GuidelineRow{.recommendation = R::class_3, .level = "B-R", .place = hrs_narrow,
                 .verdict = "CRT is not recommended", .lvef_at_most_pct = reduced_pct, .rhythm = sinus, .lbbb = false,
                 .qrs_below_ms = wide_ms, .nyha_to = 2, .checked = Checked::secondary},
};
// clang-format on

// The definition of LBBB that goes with each: of its own society where it has one. HRS was a party to that of 2009.
constexpr std::array<Guideline, 3> all_guidelines = {{
    {"esc_2021", "ESC 2021", "Glikson, Eur Heart J 2021;42:3427; McDonagh, Eur Heart J 2021;42:3599, section 6.2",
     LbbbDefinition::esc_2013, "need of ventricular pacing, upgrade of a pacemaker, ablation of the AV junction",
     esc_rows},
    {"aha_acc_hfsa_2022", "AHA/ACC/HFSA 2022", "Heidenreich, Circulation 2022;145:e895, section 7.4.1",
     LbbbDefinition::aha_2009, "need of ventricular pacing, high-degree block, life expectancy below one year",
     aha_rows},
    {"hrs_aphrs_lahrs_2023", "HRS/APHRS/LAHRS 2023", "Chung, Heart Rhythm 2023;20:e17", LbbbDefinition::aha_2009,
     "atrial fibrillation, need of ventricular pacing, conduction system pacing by itself", hrs_rows},
}};

}  // namespace

std::span<const Guideline> guidelines() {
    return all_guidelines;
}

}  // namespace synchrony::measure
