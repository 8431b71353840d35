// The classes of every cell, written by hand from the recommendation tables that guideline_tables.cpp cites.
#include "synchrony/measure/guideline.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>

#include "synchrony/measure/flag_words.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<double, 5> widths = {115, 125, 135, 145, 155};
const std::vector<double> lvefs = {25, 33, 40, 45, 60};
const std::vector<Rhythm> rhythms = {Rhythm::sinus, Rhythm::atrial_fibrillation};
const std::vector<Sex> sexes = {Sex::female, Sex::male};
const std::vector<bool> causes = {false, true};  // ischaemic

// [QRS 115, 125, 135, 145, 155][NYHA I..IV]: '1' I, 'a' IIa, 'b' IIb, '3' III, '-' none.
using Cells = std::array<const char*, 5>;
constexpr Cells no_cells = {"----", "----", "----", "----", "----"};

// One sheet holds for all that it lists; together they cover each combination once.
struct Sheet {
    std::string_view guideline;
    std::vector<Rhythm> rhythm;
    std::vector<double> lvef;
    std::vector<Sex> sex;
    std::vector<bool> ischemic;
    Cells lbbb, no_lbbb;
};

const std::vector<Rhythm> sinus = {Rhythm::sinus}, fibrillation = {Rhythm::atrial_fibrillation};
const std::vector<double> reduced = {25, 33};

// clang-format off
const std::vector<Sheet> sheets = {
    {"esc_2021", sinus, reduced, sexes, causes,
     {"3333", "3333", "-aaa", "-aaa", "-111"},
     {"3333", "3333", "-bbb", "-bbb", "-aaa"}},
    {"esc_2021", fibrillation, reduced, sexes, causes,
     {"3333", "3333", "--aa", "--aa", "--aa"},
     {"3333", "3333", "--aa", "--aa", "--aa"}},
    {"esc_2021", rhythms, {40}, sexes, causes,
     {"3333", "3333", "----", "----", "----"},
     {"3333", "3333", "----", "----", "----"}},
    {"esc_2021", rhythms, {45, 60}, sexes, causes, no_cells, no_cells},

    {"aha_acc_hfsa_2022", sinus, {33}, sexes, causes,
     {"3333", "-aaa", "-aaa", "-aaa", "-111"},
     {"3333", "33bb", "33bb", "33bb", "-aaa"}},
    {"aha_acc_hfsa_2022", sinus, {25}, sexes, {false},
     {"3333", "-aaa", "-aaa", "-aaa", "-111"},
     {"3333", "33bb", "33bb", "33bb", "-aaa"}},
    {"aha_acc_hfsa_2022", sinus, {25}, sexes, {true},
     {"3333", "-aaa", "-aaa", "-aaa", "b111"},
     {"3333", "33bb", "33bb", "33bb", "-aaa"}},
    {"aha_acc_hfsa_2022", fibrillation, reduced, sexes, causes,
     {"3333", "-aaa", "-aaa", "-aaa", "-aaa"},
     {"3333", "33--", "33--", "33--", "-aaa"}},
    {"aha_acc_hfsa_2022", rhythms, {40}, sexes, causes,
     {"3333", "----", "----", "----", "----"},
     {"3333", "33--", "33--", "33--", "----"}},
    {"aha_acc_hfsa_2022", rhythms, {45, 60}, sexes, causes, no_cells, no_cells},

    {"hrs_aphrs_lahrs_2023", sinus, reduced, {Sex::female}, causes,
     {"-333", "-111", "-111", "-111", "-111"},
     {"3333", "33bb", "33bb", "33bb", "-baa"}},
    {"hrs_aphrs_lahrs_2023", sinus, reduced, {Sex::male}, causes,
     {"-333", "-aaa", "-aaa", "-aaa", "-111"},
     {"3333", "33bb", "33bb", "33bb", "-baa"}},
    {"hrs_aphrs_lahrs_2023", fibrillation, reduced, sexes, causes, no_cells, no_cells},
    {"hrs_aphrs_lahrs_2023", sinus, {40, 45}, sexes, causes,
     {"----", "----", "----", "----", "-bbb"}, no_cells},
    {"hrs_aphrs_lahrs_2023", fibrillation, {40, 45}, sexes, causes, no_cells, no_cells},
    {"hrs_aphrs_lahrs_2023", rhythms, {60}, sexes, causes, no_cells, no_cells},
};
// clang-format on

const Guideline& guideline(std::string_view name) {
    for (const auto& g : guidelines())
        if (g.name == name) return g;
    ADD_FAILURE() << name;
    return guidelines().front();
}

char letter(const std::optional<Recommendation>& r) {
    return r ? "1ab3"[static_cast<std::size_t>(*r)] : '-';
}

std::string told(const GuidelineAnswer& a) {
    std::string text(a.guideline);
    for (const auto& reason : a.reasons) text += ", " + reason;
    return text + ": " + a.sentence;
}

// Calls visit(guideline, patient, class) for each cell of each sheet.
template <typename Visit>
void for_each_cell(Visit visit) {
    for (const auto& s : sheets)
        for (const Rhythm rhythm : s.rhythm)
            for (const double lvef : s.lvef)
                for (const Sex sex : s.sex)
                    for (const bool ischemic : s.ischemic)
                        for (const bool lbbb : {true, false})
                            for (std::size_t w = 0; w < widths.size(); ++w)
                                for (int nyha = 1; nyha <= 4; ++nyha)
                                    visit(guideline(s.guideline),
                                          GuidelineInput{.lvef_pct = lvef,
                                                         .nyha = nyha,
                                                         .sex = sex,
                                                         .qrs_ms = widths.at(w),
                                                         .lbbb = lbbb,
                                                         .rhythm = rhythm,
                                                         .ischemic = ischemic},
                                          (lbbb ? s.lbbb : s.no_lbbb).at(w)[nyha - 1]);
}

TEST(Guidelines, GiveTheClassOfEveryCell) {
    std::set<std::string> cells;
    for_each_cell([&](const Guideline& g, const GuidelineInput& in, char expected) {
        const auto a = ask(g, in);
        EXPECT_EQ(letter(a.recommendation), expected) << told(a);
        EXPECT_TRUE(a.missing.empty()) << told(a);
        std::string key(g.name);
        for (const auto& reason : a.reasons) key += reason;
        cells.insert(key);
    });
    EXPECT_EQ(cells.size(), 3 * rhythms.size() * lvefs.size() * sexes.size() * causes.size() * 2 * widths.size() * 4);
}

// With one thing unknown an answer is either the right one, or says that this thing is missing.
TEST(Guidelines, NeverGuessWhatIsMissing) {
    const std::array<std::pair<const char*, void (*)(GuidelineInput&)>, 7> forget = {{
        {"lvef_pct", [](GuidelineInput& in) { in.lvef_pct.reset(); }},
        {"nyha", [](GuidelineInput& in) { in.nyha.reset(); }},
        {"sex", [](GuidelineInput& in) { in.sex = Sex::unknown; }},
        {"qrs_ms", [](GuidelineInput& in) { in.qrs_ms.reset(); }},
        {"lbbb", [](GuidelineInput& in) { in.lbbb.reset(); }},
        {"rhythm", [](GuidelineInput& in) { in.rhythm.reset(); }},
        {"ischemic", [](GuidelineInput& in) { in.ischemic.reset(); }},
    }};
    int answered = 0;
    int undecided = 0;
    for_each_cell([&](const Guideline& g, GuidelineInput in, char expected) {
        const GuidelineInput whole = in;
        for (const auto& [name, erase] : forget) {
            in = whole;
            erase(in);
            const auto a = ask(g, in);
            if (a.missing.empty()) {
                EXPECT_EQ(letter(a.recommendation), expected) << told(a) << " without " << name;
                ++answered;
            } else {
                EXPECT_EQ(a.missing, std::vector<std::string>{name}) << told(a);
                EXPECT_FALSE(a.recommendation);
                ++undecided;
            }
        }
    });
    EXPECT_GT(answered, 1000);
    EXPECT_GT(undecided, 1000);
}

// ESC 2021 and AHA 2022 are guidelines of adults, HRS 2023 has a chapter of its own for children.
TEST(Guidelines, GiveNoClassBelow18Years) {
    for_each_cell([&](const Guideline& g, GuidelineInput in, char expected) {
        in.age_y = 17.9;
        const auto young = ask(g, in);
        EXPECT_FALSE(young.recommendation) << told(young);
        EXPECT_EQ(young.withheld, "younger_than_18");
        EXPECT_EQ(young.sentence, "no class is given: the rows here are for adults");
        EXPECT_TRUE(young.missing.empty());
        in.age_y = 18.0;
        EXPECT_EQ(letter(ask(g, in).recommendation), expected);
    });
}

GuidelineInput patient(double qrs, bool lbbb, int nyha, Sex sex) {
    return {.lvef_pct = 30.0,
            .nyha = nyha,
            .sex = sex,
            .qrs_ms = qrs,
            .lbbb = lbbb,
            .rhythm = Rhythm::sinus,
            .ischemic = false};
}

TEST(Guidelines, SayWhatIsMissing) {
    const auto& hrs = guideline("hrs_aphrs_lahrs_2023");
    const auto& esc = guideline("esc_2021");
    GuidelineInput in = patient(140, true, 2, Sex::unknown);
    EXPECT_EQ(ask(hrs, in).missing, std::vector<std::string>{"sex"});
    EXPECT_EQ(ask(esc, in).recommendation, Recommendation::class_2a);  // the sex decides nothing here
    in.lvef_pct.reset();
    in.nyha.reset();
    EXPECT_EQ(ask(esc, in).missing, (std::vector<std::string>{"lvef_pct", "nyha"}));
    EXPECT_EQ(ask(esc, in).sentence, "not assessable: LVEF, NYHA class missing");
    EXPECT_EQ(ask(esc, {}).missing, (std::vector<std::string>{"lvef_pct", "rhythm", "lbbb", "qrs_ms", "nyha"}));
    // AHA 2022, recommendation 13: only in NYHA I with a wide LBBB does the cause matter.
    in = patient(160, true, 1, Sex::male);
    in.ischemic.reset();
    EXPECT_EQ(ask(guideline("aha_acc_hfsa_2022"), in).missing, std::vector<std::string>{"ischemic"});
    in.nyha = 2;
    EXPECT_EQ(ask(guideline("aha_acc_hfsa_2022"), in).recommendation, Recommendation::class_1);
}

// A narrow QRS in sinus rhythm is class III whatever the morphology; a preserved function is in no row whatever else.
TEST(Guidelines, DecideWithoutWhatDoesNotMatter) {
    GuidelineInput narrow{.lvef_pct = 30.0, .nyha = 3, .qrs_ms = 110.0, .rhythm = Rhythm::sinus};
    GuidelineInput preserved{.lvef_pct = 60.0};
    for (const auto& g : guidelines()) {
        EXPECT_EQ(ask(g, narrow).recommendation, Recommendation::class_3) << g.name;
        EXPECT_TRUE(ask(g, preserved).missing.empty()) << g.name;
        EXPECT_FALSE(ask(g, preserved).recommendation) << g.name;
    }
}

// Limits as the guidelines print them: "<= 35 %", ">= 150 ms", "130-149 ms", "< 120 ms", in whole milliseconds.
TEST(Guidelines, StandAtTheirLimits) {
    const auto classes = [](double qrs, double lvef) {
        std::string letters;
        for (const auto& g : guidelines()) {
            auto in = patient(qrs, true, 3, Sex::male);
            in.lvef_pct = lvef;
            letters += letter(ask(g, in).recommendation);
        }
        return letters;
    };
    EXPECT_EQ(classes(150, 35), "111");
    EXPECT_EQ(classes(149.6, 35), "111");
    EXPECT_EQ(classes(149.4, 35), "aaa");
    EXPECT_EQ(classes(130, 35), "aaa");
    EXPECT_EQ(classes(129, 35), "3aa");
    EXPECT_EQ(classes(120, 35), "3aa");
    EXPECT_EQ(classes(119, 35), "333");
    EXPECT_EQ(classes(150, 36), "--b");
    EXPECT_EQ(classes(150, 50), "--b");
    EXPECT_EQ(classes(150, 51), "---");
}

// A narrow QRS in fibrillation: class III by those two whose text names no rhythm, and nothing said of sinus rhythm.
TEST(Guidelines, SpeakOfFibrillationOnlyWhereTheirTextDoes) {
    auto in = patient(100, false, 3, Sex::male);
    in.rhythm = Rhythm::atrial_fibrillation;
    for (const auto& g : guidelines()) {
        const auto a = ask(g, in);
        EXPECT_EQ(letter(a.recommendation), g.name == "hrs_aphrs_lahrs_2023" ? '-' : '3') << told(a);
        for (const auto text : {std::string_view(a.sentence), a.place})
            EXPECT_EQ(text.find("sinus"), std::string_view::npos) << told(a) << " " << a.place;
        for (const auto& row : g.rows)
            EXPECT_TRUE(row.rhythm == Rhythm::sinus || row.place.find("sinus") == std::string_view::npos) << row.place;
    }
}

TEST(Guidelines, SayWhichRowsWereNotVerified) {
    for (const auto& g : guidelines())
        for (const auto& row : g.rows) {
            const bool said = sentence_of(row).find("not verified") != std::string::npos;
            EXPECT_EQ(said, row.checked == Checked::unverified) << sentence_of(row);
            EXPECT_TRUE(g.name == "hrs_aphrs_lahrs_2023" || row.checked == Checked::full_text) << sentence_of(row);
        }
    const auto a = ask(guideline("hrs_aphrs_lahrs_2023"), patient(140, true, 2, Sex::female));
    EXPECT_EQ(a.checked, Checked::unverified);
    EXPECT_EQ(a.sentence,
              "CRT is indicated: LVEF 35 % or less, sinus rhythm, LBBB, QRS 120 to 149 ms, NYHA II to IV, women (this "
              "row was not verified against the guideline)");
}

TEST(Guidelines, GiveReasonsAndPlace) {
    auto in = patient(164, true, 3, Sex::male);
    in.lbbb_by = "esc_2013";
    const auto a = ask(guideline("esc_2021"), in);
    EXPECT_EQ(a.sentence,
              "CRT is recommended: LVEF 35 % or less, sinus rhythm, LBBB, QRS 150 ms or more, NYHA II to IV");
    EXPECT_EQ(a.level, "A");
    EXPECT_EQ(a.reasons, (std::vector<std::string>{"QRS 164 ms", "LBBB (ESC 2013)", "sinus rhythm", "LVEF 30 %",
                                                   "NYHA III", "man", "not ischaemic"}));
    in.rhythm = Rhythm::atrial_fibrillation;
    EXPECT_NE(ask(guideline("esc_2021"), in).sentence.find("if biventricular capture can be ensured"),
              std::string::npos);
    EXPECT_NE(ask(guideline("hrs_aphrs_lahrs_2023"), in).sentence.find("not in it: atrial fibrillation"),
              std::string::npos);
}

// The names of flags are for programs; a reader of ECGs gets words, and no name with an underscore.
TEST(Guidelines, SayInWordsWhyAClassIsWithheld) {
    EXPECT_EQ(flag_words("lead_swap"), "suspected lead reversal");
    EXPECT_EQ(flag_words("likely_atrial_fibrillation"), "likely atrial fibrillation");
    const auto a =
        without_class(ask(guideline("esc_2021"), patient(164, true, 3, Sex::male)), "lead_swap, lead_without_beat");
    EXPECT_EQ(a.withheld, "lead_swap, lead_without_beat");
    EXPECT_EQ(a.sentence,
              "no class is given: this recording should not be judged (suspected lead reversal, lead without beat)");
}

}  // namespace
}  // namespace synchrony::measure
