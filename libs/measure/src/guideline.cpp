#include "synchrony/measure/guideline.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

namespace synchrony::measure {
namespace {

constexpr double any_width = std::numeric_limits<double>::infinity();
using R = Recommendation;

// Glikson, 2021 ESC guidelines on cardiac pacing and CRT, Eur Heart J 2021;42:3427, and McDonagh, 2021 ESC heart
// failure guidelines, Eur Heart J 2021;42:3599: symptomatic in spite of optimal medical therapy, read as NYHA II to IV.
constexpr std::array<GuidelineRow, 6> esc_rows = {{
    {R::class_1,
     "A",
     35,
     Rhythm::sinus,
     true,
     150,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT is recommended: sinus rhythm, LBBB, QRS 150 ms or more, LVEF 35 % or less"},
    {R::class_2a,
     "B",
     35,
     Rhythm::sinus,
     true,
     130,
     150,
     2,
     4,
     Sex::unknown,
     {},
     "CRT should be considered: sinus rhythm, LBBB, QRS 130 to 149 ms, LVEF 35 % or less"},
    {R::class_2a,
     "B",
     35,
     Rhythm::sinus,
     false,
     150,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT should be considered: sinus rhythm, no LBBB, QRS 150 ms or more, LVEF 35 % or less"},
    {R::class_2b,
     "B",
     35,
     Rhythm::sinus,
     false,
     130,
     150,
     2,
     4,
     Sex::unknown,
     {},
     "CRT may be considered: sinus rhythm, no LBBB, QRS 130 to 149 ms, LVEF 35 % or less"},
    {R::class_3,
     "A",
     35,
     Rhythm::sinus,
     {},
     0,
     130,
     2,
     4,
     Sex::unknown,
     {},
     "CRT is not indicated: QRS below 130 ms without a need for ventricular pacing"},
    {R::class_2a,
     "C",
     35,
     Rhythm::atrial_fibrillation,
     {},
     130,
     any_width,
     3,
     4,
     Sex::unknown,
     {},
     "CRT should be considered: atrial fibrillation, NYHA III or IV, QRS 130 ms or more, if biventricular capture is "
     "ensured"},
}};

// Heidenreich, 2022 AHA/ACC/HFSA guideline for the management of heart failure, Circulation 2022;145:e895,
// section 7.4.1.
constexpr std::array<GuidelineRow, 8> aha_rows = {{
    {R::class_1,
     "B-R",
     35,
     Rhythm::sinus,
     true,
     150,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT is indicated: sinus rhythm, LBBB, QRS 150 ms or more, NYHA II to ambulatory IV"},
    {R::class_2a,
     "B-NR",
     35,
     Rhythm::sinus,
     true,
     120,
     150,
     2,
     4,
     Sex::unknown,
     {},
     "CRT can be useful: sinus rhythm, LBBB, QRS 120 to 149 ms, NYHA II to ambulatory IV"},
    {R::class_2a,
     "B-R",
     35,
     Rhythm::sinus,
     false,
     150,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT can be useful: sinus rhythm, no LBBB, QRS 150 ms or more, NYHA II to ambulatory IV"},
    {R::class_2b,
     "B-NR",
     35,
     Rhythm::sinus,
     false,
     120,
     150,
     3,
     4,
     Sex::unknown,
     {},
     "CRT may be considered: sinus rhythm, no LBBB, QRS 120 to 149 ms, NYHA III or ambulatory IV"},
    {R::class_2b, "B-NR", 30, Rhythm::sinus, true, 150, any_width, 1, 1, Sex::unknown, true,
     "CRT may be considered: ischaemic, sinus rhythm, LBBB, QRS 150 ms or more, NYHA I, LVEF 30 % or less"},
    {R::class_3,
     "B-R",
     35,
     Rhythm::sinus,
     {},
     0,
     120,
     1,
     4,
     Sex::unknown,
     {},
     "CRT is not recommended: QRS below 120 ms"},
    {R::class_3,
     "B-NR",
     35,
     Rhythm::sinus,
     false,
     120,
     150,
     1,
     2,
     Sex::unknown,
     {},
     "CRT is not recommended: no LBBB, QRS below 150 ms, NYHA I or II"},
    {R::class_2a,
     "B-NR",
     35,
     Rhythm::atrial_fibrillation,
     {},
     120,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT can be useful: atrial fibrillation, CRT criteria else met, if near 100 % ventricular pacing can be had"},
}};

// Chung, 2023 HRS/APHRS/LAHRS guideline on cardiac physiologic pacing, Heart Rhythm 2023;20:e17. Rows on conduction
// system pacing, LVEF above 35 % and atrial fibrillation are not in this table.
constexpr std::array<GuidelineRow, 8> hrs_rows = {{
    {R::class_1,
     "",
     35,
     Rhythm::sinus,
     true,
     150,
     any_width,
     2,
     4,
     Sex::unknown,
     {},
     "CRT is indicated: sinus rhythm, LBBB, QRS 150 ms or more, NYHA II to IV"},
    {R::class_1,
     "",
     35,
     Rhythm::sinus,
     true,
     120,
     150,
     2,
     4,
     Sex::female,
     {},
     "CRT is indicated: women, sinus rhythm, LBBB, QRS 120 to 149 ms, NYHA II to IV"},
    {R::class_2a,
     "",
     35,
     Rhythm::sinus,
     true,
     120,
     150,
     2,
     4,
     Sex::male,
     {},
     "CRT is reasonable: sinus rhythm, LBBB, QRS 120 to 149 ms, NYHA II to IV"},
    {R::class_2a,
     "A",
     35,
     Rhythm::sinus,
     false,
     150,
     any_width,
     3,
     4,
     Sex::unknown,
     {},
     "CRT can be useful: sinus rhythm, no LBBB, QRS 150 ms or more, NYHA III or ambulatory IV"},
    {R::class_2b,
     "B-R",
     35,
     Rhythm::sinus,
     false,
     150,
     any_width,
     2,
     2,
     Sex::unknown,
     {},
     "CRT may be considered: sinus rhythm, no LBBB, QRS 150 ms or more, NYHA II"},
    {R::class_2b,
     "B-NR",
     35,
     Rhythm::sinus,
     false,
     120,
     150,
     3,
     4,
     Sex::unknown,
     {},
     "usefulness is not well established: sinus rhythm, no LBBB, QRS 120 to 149 ms, NYHA III or IV"},
    {R::class_3,
     "B-R",
     35,
     Rhythm::sinus,
     {},
     0,
     120,
     2,
     4,
     Sex::unknown,
     {},
     "CRT is not recommended: QRS below 120 ms, NYHA II to IV"},
    {R::class_3,
     "B-R",
     35,
     Rhythm::sinus,
     false,
     0,
     150,
     1,
     2,
     Sex::unknown,
     {},
     "CRT is not recommended: no LBBB, QRS below 150 ms, NYHA I or II"},
}};

constexpr std::array<Guideline, 3> all_guidelines = {{
    {"esc_2021", "Glikson, Eur Heart J 2021;42:3427; McDonagh, Eur Heart J 2021;42:3599", esc_rows},
    {"aha_acc_hfsa_2022", "Heidenreich, Circulation 2022;145:e895", aha_rows},
    {"hrs_aphrs_lahrs_2023", "Chung, Heart Rhythm 2023;20:e17", hrs_rows},
}};

struct Trial {
    bool fails = false;
    std::vector<std::string> missing;
};

// A condition that the row does not set is not asked about.
Trial try_row(const GuidelineRow& row, const GuidelineInput& in) {
    Trial t;
    const auto condition = [&](bool asked, bool known, const char* name, auto holds) {
        if (!asked) return;
        if (!known)
            t.missing.emplace_back(name);
        else if (!holds())
            t.fails = true;
    };
    condition(true, in.lvef_pct.has_value(), "lvef_pct", [&] { return *in.lvef_pct <= row.lvef_at_most_pct; });
    condition(true, in.rhythm.has_value(), "rhythm", [&] { return *in.rhythm == row.rhythm; });
    condition(true, in.qrs_ms.has_value(), "qrs_ms",
              [&] { return *in.qrs_ms >= row.qrs_from_ms && *in.qrs_ms < row.qrs_below_ms; });
    condition(row.lbbb.has_value(), in.lbbb.has_value(), "lbbb", [&] { return *in.lbbb == *row.lbbb; });
    condition(true, in.nyha.has_value(), "nyha", [&] { return *in.nyha >= row.nyha_from && *in.nyha <= row.nyha_to; });
    condition(row.sex != Sex::unknown, in.sex != Sex::unknown, "sex", [&] { return in.sex == row.sex; });
    condition(row.ischemic.has_value(), in.ischemic.has_value(), "ischemic",
              [&] { return *in.ischemic == *row.ischemic; });
    return t;
}

template <typename... Values>
std::string text(const char* format, Values... values) {
    char buffer[128];
    std::snprintf(buffer, sizeof buffer, format, values...);
    return buffer;
}

std::vector<std::string> reasons_of(const GuidelineInput& in) {
    std::vector<std::string> r;
    if (in.qrs_ms) r.push_back(text("QRS %.0f ms", *in.qrs_ms));
    if (in.lbbb) r.emplace_back(*in.lbbb ? "LBBB" : "no LBBB");
    if (in.lvef_pct) r.push_back(text("LVEF %.0f %%", *in.lvef_pct));
    if (in.nyha) r.push_back(text("NYHA %d", *in.nyha));
    if (in.rhythm)
        r.emplace_back(*in.rhythm == Rhythm::sinus                 ? "sinus rhythm"
                       : *in.rhythm == Rhythm::atrial_fibrillation ? "atrial fibrillation"
                                                                   : "another rhythm");
    if (in.sex != Sex::unknown) r.emplace_back(in.sex == Sex::female ? "woman" : "man");
    if (in.ischemic) r.emplace_back(*in.ischemic ? "ischaemic" : "not ischaemic");
    return r;
}

}  // namespace

std::string_view name_of(Recommendation r) {
    constexpr std::array<std::string_view, 4> names = {"I", "IIa", "IIb", "III"};
    return names[static_cast<std::size_t>(r)];
}

std::span<const Guideline> guidelines() {
    return all_guidelines;
}

GuidelineAnswer ask(const Guideline& g, const GuidelineInput& in) {
    GuidelineAnswer a;
    a.guideline = g.name;
    a.source = g.source;
    a.reasons = reasons_of(in);
    std::optional<Recommendation> open;  // of earlier rows that could hold if more were known
    bool differ = false;
    for (const GuidelineRow& row : g.rows) {
        const Trial t = try_row(row, in);
        if (t.fails) continue;
        differ = differ || (open && *open != row.recommendation);
        if (t.missing.empty()) {
            if (open && (differ || *open != row.recommendation)) break;
            a.recommendation = row.recommendation;
            a.sentence = row.sentence;
            a.missing.clear();
            return a;
        }
        open = row.recommendation;
        for (const auto& m : t.missing)
            if (std::find(a.missing.begin(), a.missing.end(), m) == a.missing.end()) a.missing.push_back(m);
    }
    if (a.missing.empty()) {
        a.sentence = "no recommendation of this guideline applies";
    } else {
        a.sentence = "not decided: missing";
        for (const auto& m : a.missing) a.sentence += " " + m;
    }
    return a;
}

}  // namespace synchrony::measure
