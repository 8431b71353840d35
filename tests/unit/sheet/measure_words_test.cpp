// Words for what was measured.
#include "synchrony/sheet/measure_words.hpp"

#include <gtest/gtest.h>

namespace synchrony::sheet {
namespace {

measure::Conduction conduction(measure::Answer strauss, measure::Answer aha, measure::Answer esc) {
    measure::Conduction c;
    c.lbbb_strauss.name = "lbbb_strauss_2011";
    c.lbbb_aha_2009.name = "lbbb_aha_2009";
    c.lbbb_esc_2013.name = "lbbb_esc_2013";
    c.lbbb_strauss.answer = strauss;
    c.lbbb_aha_2009.answer = aha;
    c.lbbb_esc_2013.answer = esc;
    return c;
}

TEST(MeasureWords, SayWhichDefinitionsOfLbbbDisagree) {
    using enum measure::Answer;
    EXPECT_EQ(lbbb_words(conduction(no, no, yes)), "by ESC 2013; not by Strauss 2011, AHA/ACCF/HRS 2009");
    EXPECT_EQ(lbbb_words(conduction(yes, yes, yes)), "by Strauss 2011, AHA/ACCF/HRS 2009, ESC 2013");
    EXPECT_EQ(lbbb_words(conduction(no, no, no)), "no, not by Strauss 2011, AHA/ACCF/HRS 2009, ESC 2013");
    EXPECT_EQ(lbbb_words(conduction(unknown, no, yes)),
              "by ESC 2013; not by AHA/ACCF/HRS 2009; not assessable by Strauss 2011");
}

TEST(MeasureWords, ShowADecimalOnlyWhereAValueWouldReadAsItsLimit) {
    using measure::Answer;
    const auto words = [](double value, double limit) {
        const auto said = criterion_words({"QRS duration", "", value, limit, "ms", "", Answer::no});
        return said.measured + " | " + said.limit;
    };
    EXPECT_EQ(words(100.4, 130.0), "100 ms | 130 ms");
    EXPECT_EQ(words(119.6, 120.0), "119.6 ms | 120.0 ms");
    EXPECT_EQ(words(120.0, 120.0), "120 ms | 120 ms");
    EXPECT_EQ(criterion_words({"no q wave", "V5", 0.08, 0.1, "mV", "", Answer::yes}).measured, "0.08 mV");
}

TEST(MeasureWords, CriteriaHoldNoNamesOfTheProgram) {
    using measure::Answer;
    const auto seen = [](const char* note) {
        return criterion_words({"no LBBB", "", std::nullopt, std::nullopt, "", note, Answer::no}).seen;
    };
    EXPECT_EQ(seen("lbbb_esc_2013"), "ESC 2013");
    EXPECT_EQ(seen("rbbb_aha_2009"), "RBBB");
    EXPECT_EQ(seen("slur begins 54 ms"), "slur begins 54 ms");
    EXPECT_EQ(criterion_words({"axis", "I aVF", 61.0, -45.0, "deg", "", Answer::no}).measured, "61°");
}

TEST(MeasureWords, NameOneBlockOnce) {
    measure::Measurements m;
    m.conduction.left_anterior_block = {"left_anterior_block_aha_2009", "", measure::Answer::yes, {}};
    m.conduction.left_anterior_block_wider = {"left_anterior_block_wider", "", measure::Answer::yes, {}};
    EXPECT_EQ(other_findings(m), std::vector<std::string>{"Left anterior fascicular block"});
    m.conduction.left_anterior_block.answer = measure::Answer::no;
    EXPECT_EQ(other_findings(m),
              std::vector<std::string>{"Left anterior fascicular block (by shape; limits wider than AHA's)"});
    m.conduction.left_anterior_block_wider.answer = measure::Answer::no;
    m.conduction.rbbb_incomplete = {"rbbb_incomplete_aha_2009", "", measure::Answer::yes, {}};
    m.conduction.rbbb_incomplete_minnesota = {"rbbb_incomplete_minnesota", "", measure::Answer::yes, {}};
    EXPECT_EQ(other_findings(m), std::vector<std::string>{"Incomplete RBBB"});
    m.conduction.rbbb_incomplete.answer = measure::Answer::no;
    EXPECT_EQ(other_findings(m), std::vector<std::string>{"Incomplete RBBB (by shape: R' larger than R in V1 or V2)"});
}

// What is open for being close to its limit is said to be so; what is open for a missing lead is not.
TEST(MeasureWords, BorderlineIsSaid) {
    using measure::Answer;
    measure::Measurements m;
    m.conduction.first_degree_block = {"av_block_first_degree", "", Answer::unknown, {}};
    auto& reasons = m.conduction.first_degree_block.reasons;
    reasons = {{"PR interval above", "", 205.0, 200.0, "ms", "", Answer::yes},
               {"PR interval surely above", "", 205.0, 212.5, "ms", "borderline: PR repeats itself", Answer::unknown}};
    EXPECT_EQ(other_findings(m), std::vector<std::string>{"First degree AV block: borderline"});
    reasons.push_back({"lead", "V1", {}, {}, "", "lead missing", Answer::unknown});
    EXPECT_TRUE(other_findings(m).empty());
}

TEST(MeasureWords, LbbbIsNamedWhereAnyDefinitionFindsIt) {
    measure::Measurements m;
    m.conduction.lbbb_esc_2013 = {"lbbb_esc_2013", "", measure::Answer::no, {}};
    EXPECT_EQ(lbbb_if_any(m.conduction), "");
    m.conduction.lbbb_esc_2013.answer = measure::Answer::yes;
    EXPECT_EQ(lbbb_if_any(m.conduction), "LBBB by ESC 2013");
}

}  // namespace
}  // namespace synchrony::sheet
