#include "synchrony/measure/guideline.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace synchrony::measure {
namespace {

const Guideline& guideline(std::string_view name) {
    for (const auto& g : guidelines())
        if (g.name == name) return g;
    ADD_FAILURE() << name;
    return guidelines().front();
}

GuidelineInput patient(double qrs, bool lbbb, int nyha, Sex sex) {
    GuidelineInput in;
    in.lvef_pct = 30.0;
    in.qrs_ms = qrs;
    in.lbbb = lbbb;
    in.nyha = nyha;
    in.sex = sex;
    in.rhythm = Rhythm::sinus;
    in.ischemic = false;
    return in;
}

// Every cell of a guideline, as read from its recommendation tables: [LBBB, no LBBB][QRS 119, 120, 129, 130, 149, 150,
// 190][NYHA I..IV]. '1' I, 'a' IIa, 'b' IIb, '3' III, '-' none.
struct Sheet {
    const char* name;
    Sex sex;
    std::array<std::array<const char*, 7>, 2> cells;
};
constexpr std::array<double, 7> widths = {119, 120, 129, 130, 149, 150, 190};
const std::array<Sheet, 6> sheets = {{
    {"esc_2021",
     Sex::female,
     {{{"-333", "-333", "-333", "-aaa", "-aaa", "-111", "-111"},
       {"-333", "-333", "-333", "-bbb", "-bbb", "-aaa", "-aaa"}}}},
    {"esc_2021",
     Sex::male,
     {{{"-333", "-333", "-333", "-aaa", "-aaa", "-111", "-111"},
       {"-333", "-333", "-333", "-bbb", "-bbb", "-aaa", "-aaa"}}}},
    {"aha_acc_hfsa_2022",
     Sex::female,
     {{{"3333", "-aaa", "-aaa", "-aaa", "-aaa", "-111", "-111"},
       {"3333", "33bb", "33bb", "33bb", "33bb", "-aaa", "-aaa"}}}},
    {"aha_acc_hfsa_2022",
     Sex::male,
     {{{"3333", "-aaa", "-aaa", "-aaa", "-aaa", "-111", "-111"},
       {"3333", "33bb", "33bb", "33bb", "33bb", "-aaa", "-aaa"}}}},
    {"hrs_aphrs_lahrs_2023",
     Sex::female,
     {{{"-333", "-111", "-111", "-111", "-111", "-111", "-111"},
       {"3333", "33bb", "33bb", "33bb", "33bb", "-baa", "-baa"}}}},
    {"hrs_aphrs_lahrs_2023",
     Sex::male,
     {{{"-333", "-aaa", "-aaa", "-aaa", "-aaa", "-111", "-111"},
       {"3333", "33bb", "33bb", "33bb", "33bb", "-baa", "-baa"}}}},
}};

char letter(const std::optional<Recommendation>& r) {
    if (!r) return '-';
    constexpr std::array<char, 4> letters = {'1', 'a', 'b', '3'};
    return letters[static_cast<std::size_t>(*r)];
}

TEST(Guidelines, GiveTheClassOfEveryCell) {
    for (const auto& sheet : sheets)
        for (int block = 0; block < 2; ++block)
            for (std::size_t w = 0; w < widths.size(); ++w)
                for (int nyha = 1; nyha <= 4; ++nyha) {
                    const auto a = ask(guideline(sheet.name), patient(widths[w], block == 0, nyha, sheet.sex));
                    EXPECT_EQ(letter(a.recommendation), sheet.cells[static_cast<std::size_t>(block)][w][nyha - 1])
                        << sheet.name << (block == 0 ? " LBBB " : " no LBBB ") << widths[w] << " ms NYHA " << nyha
                        << ": " << a.sentence;
                    EXPECT_TRUE(a.missing.empty());
                    EXPECT_FALSE(a.sentence.empty());
                }
}

TEST(Guidelines, DoNotSpeakOfPreservedFunction) {
    for (const auto& g : guidelines()) {
        auto in = patient(170, true, 3, Sex::male);
        in.lvef_pct = 36.0;
        EXPECT_FALSE(ask(g, in).recommendation) << g.name;
        in.lvef_pct = 35.0;
        EXPECT_EQ(ask(g, in).recommendation, Recommendation::class_1) << g.name;
    }
}

TEST(Guidelines, AhaKnowsIschaemicNyhaOne) {
    auto in = patient(160, true, 1, Sex::male);
    EXPECT_FALSE(ask(guideline("aha_acc_hfsa_2022"), in).recommendation);
    in.ischemic = true;
    EXPECT_EQ(ask(guideline("aha_acc_hfsa_2022"), in).recommendation, Recommendation::class_2b);
    in.lvef_pct = 31.0;
    EXPECT_FALSE(ask(guideline("aha_acc_hfsa_2022"), in).recommendation);
}

TEST(Guidelines, AtrialFibrillationHasItsOwnRows) {
    auto in = patient(160, true, 3, Sex::male);
    in.rhythm = Rhythm::atrial_fibrillation;
    EXPECT_EQ(ask(guideline("esc_2021"), in).recommendation, Recommendation::class_2a);
    EXPECT_EQ(ask(guideline("aha_acc_hfsa_2022"), in).recommendation, Recommendation::class_2a);
    EXPECT_FALSE(ask(guideline("hrs_aphrs_lahrs_2023"), in).recommendation);
    in.nyha = 2;
    EXPECT_FALSE(ask(guideline("esc_2021"), in).recommendation);
}

TEST(Guidelines, SayWhatIsMissing) {
    GuidelineInput in = patient(140, true, 2, Sex::unknown);
    const auto hrs = ask(guideline("hrs_aphrs_lahrs_2023"), in);
    EXPECT_FALSE(hrs.recommendation);
    EXPECT_EQ(hrs.missing, std::vector<std::string>{"sex"});
    EXPECT_EQ(ask(guideline("esc_2021"), in).recommendation, Recommendation::class_2a);  // the sex decides nothing here
    in.lvef_pct.reset();
    in.nyha.reset();
    const auto esc = ask(guideline("esc_2021"), in);
    EXPECT_FALSE(esc.recommendation);
    EXPECT_EQ(esc.missing, (std::vector<std::string>{"lvef_pct", "nyha"}));
    EXPECT_EQ(ask(guideline("esc_2021"), {}).missing.size(), 5U);
}

// Narrow QRS is class III whatever the morphology: it need not be known.
TEST(Guidelines, DecideWithoutWhatDoesNotMatter) {
    GuidelineInput in = patient(110, true, 3, Sex::unknown);
    in.lbbb.reset();
    in.ischemic.reset();
    for (const auto& g : guidelines()) EXPECT_EQ(ask(g, in).recommendation, Recommendation::class_3) << g.name;
}

}  // namespace
}  // namespace synchrony::measure
