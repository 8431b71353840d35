#include "synchrony/cohort/outcome_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace synchrony::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Cohort followed() {
    Cohort cohort;
    cohort.patients = {record::PatientId("a"), record::PatientId("b"), record::PatientId("c"), record::PatientId("d")};
    Column death, transplant, ef, cause;
    death.name = "death";
    death.numbers = {1.0, 0.0, std::nullopt, 0.0};
    death.kind = ColumnKind::number;
    transplant.name = "transplant";
    transplant.numbers = {0.0, std::nullopt, 1.0, 0.0};
    transplant.kind = ColumnKind::number;
    ef.name = "lvef 12m";
    ef.numbers = {20.0, 35.0, 36.0, std::nullopt};
    ef.kind = ColumnKind::number;
    cause.name = "cause";
    cause.texts = {"pump", "", "sudden", "pump"};
    cohort.columns = {death, transplant, ef, cause};
    return cohort;
}

std::vector<std::optional<bool>> values(const std::string& text) {
    const auto rule = OutcomeRule::parse(text);
    EXPECT_TRUE(rule) << rule.error().message();
    std::vector<std::optional<bool>> all;
    if (!rule) return all;
    const auto cohort = followed();
    EXPECT_TRUE(rule->check(cohort)) << text;
    for (std::size_t row = 0; row < cohort.size(); ++row) all.push_back(rule->holds(cohort, row));
    return all;
}

TEST(OutcomeRuleText, WhatIsMissingMattersOnlyWhereItDecides) {
    EXPECT_THAT(values("death = 1 or transplant = 1"), ElementsAre(true, std::nullopt, true, false));
    EXPECT_THAT(values("death=0 and transplant=0"), ElementsAre(false, std::nullopt, false, true));
    EXPECT_THAT(values("\"lvef 12m\" >= 35"), ElementsAre(false, true, true, std::nullopt));
    EXPECT_THAT(values("cause = pump"), ElementsAre(true, std::nullopt, false, true));
    EXPECT_THAT(values("cause != \"pump\""), ElementsAre(false, std::nullopt, true, false));
}

// `and` binds closer than `or`, unless parentheses say else.
TEST(OutcomeRuleText, AndBindsCloser) {
    EXPECT_THAT(values("death = 1 or transplant = 0 and cause = pump"),
                ElementsAre(true, std::nullopt, std::nullopt, true));
    EXPECT_THAT(values("(death = 1 or transplant = 0) and cause = sudden"),
                ElementsAre(false, std::nullopt, std::nullopt, false));
    EXPECT_THAT(OutcomeRule::parse("a = 1 or b < 2 and a > 3")->columns(), ElementsAre("a", "b"));
}

TEST(OutcomeRuleText, FaultsSayWhere) {
    EXPECT_THAT(OutcomeRule::parse("death =").error().message(), HasSubstr("letter 8"));
    EXPECT_THAT(OutcomeRule::parse("death 1").error().message(), HasSubstr("expected =, !=, <"));
    EXPECT_THAT(OutcomeRule::parse("(death = 1").error().message(), HasSubstr("closing parenthesis"));
    EXPECT_THAT(OutcomeRule::parse("death = 1 xor a = 1").error().message(), HasSubstr("'xor'"));
    EXPECT_FALSE(OutcomeRule::parse(std::string(100000, '(')));
    EXPECT_THAT(OutcomeRule::parse("gone = 1")->check(followed()).error().message(), HasSubstr("no such column"));
    const auto gone = OutcomeRule::parse("death = 1 or gone = 1")->check(followed()).error();
    EXPECT_EQ(gone.got, "gone");
    EXPECT_THAT(gone.expected, HasSubstr("death"));
    EXPECT_THAT(OutcomeRule::parse("death/gone < 2")->check(followed()).error().message(),
                HasSubstr("a column of its own"));
    EXPECT_THAT(OutcomeRule::parse("cause < b")->check(followed()).error().message(), HasSubstr("no order"));
    EXPECT_THAT(OutcomeRule::parse("death = yes")->check(followed()).error().message(), HasSubstr("with a word"));
}

// A word that no cell holds would make an outcome of nobody's.
TEST(OutcomeRuleText, WordsThatNoCellHoldsAreNamed) {
    const auto faults = OutcomeRule::parse("cause = Pump or cause != sudden or death = 7")->never_met(followed());
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0].got, "Pump");
    EXPECT_EQ(faults[0].hint, "Did you mean pump?");
    EXPECT_EQ(faults[0].expected, "one of: pump, sudden");
    EXPECT_EQ(faults[1].got, "7");
}

// "male", "m" and 0 were all read as F.
TEST(OutcomeRuleText, SexIsComparedWithItsLettersAlone) {
    auto cohort = followed();
    Column sex;
    sex.name = "sex";
    sex.kind = ColumnKind::sex;
    sex.numbers = {1.0, 0.0, std::nullopt, 1.0};
    cohort.columns.push_back(sex);
    const auto men = OutcomeRule::parse("sex = M");
    ASSERT_TRUE(men->check(cohort));
    EXPECT_EQ(men->holds(cohort, 0), true);
    EXPECT_EQ(men->holds(cohort, 1), false);
    for (const std::string word : {"= male", "= m", "= 1", "= 0", "!= female", "> F"})
        EXPECT_FALSE(OutcomeRule::parse("sex " + word)->check(cohort)) << word;
}

TEST(OutcomeRuleText, FlagsAreZeroOrOne) {
    auto cohort = followed();
    cohort.columns[0].kind = ColumnKind::flag;
    EXPECT_TRUE(OutcomeRule::parse("death = 0")->check(cohort));
    EXPECT_FALSE(OutcomeRule::parse("death = 2")->check(cohort));
}

}  // namespace
}  // namespace synchrony::cohort
