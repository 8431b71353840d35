#include "synchrony/cohort/chosen_inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Cohort table(const CohortOptions& given = {}) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(core::write_file(folder / "c.csv",
                                 "patient_id,response,age_y,bnp,site,visit,death,months\n"
                                 "a,1,61,100,north,2020-03-05,0,12\nb,0,70,,south,2020-04-05,1,3\n"
                                 "c,0,70,90,,2020-05-05,1,4\n"));
    auto options = given;
    options.require_ecg = false;
    auto check = check_cohort(folder / "c.csv", options);
    for (const auto& error : check.errors) ADD_FAILURE() << error.message();
    return std::move(check.cohort);
}

std::vector<std::string> chosen(const std::vector<std::string>& asked, const Cohort& cohort = table()) {
    const auto inputs = chosen_inputs(cohort, asked);
    return inputs ? *inputs : std::vector<std::string>{inputs.error().message()};
}

TEST(ChosenInputs, AddNumbersAndCategoriesAndTakeAway) {
    EXPECT_THAT(chosen({}), ElementsAre("age_y"));
    EXPECT_THAT(chosen({"bnp"}), ElementsAre("age_y", "bnp"));
    EXPECT_THAT(chosen({"site", "-age_y"}), ElementsAre("site=north", "site=south"));
    EXPECT_THAT(chosen({"gone"}), ElementsAre(HasSubstr("no such column")));
    EXPECT_THAT(chosen({"-gone"}), ElementsAre(HasSubstr("no such input")));
    // An empty list means all columns to whoever reads it: 23 columns taken away came back.
    EXPECT_THAT(chosen({"-age_y"}), ElementsAre(HasSubstr("no input is left")));
    EXPECT_THAT(chosen({"visit"}),
                ElementsAre(HasSubstr("cannot be an input (got dates, year-month-day, 3 different")));
    EXPECT_THAT(chosen({"response"}), ElementsAre(HasSubstr("cannot be an input")));
}

Cohort read_table(const std::string& csv) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(core::write_file(folder / "c.csv", csv));
    CohortOptions options;
    options.require_ecg = false;
    return check_cohort(folder / "c.csv", options).cohort;
}

// A column known of the one patient without an outcome teaches nothing.
TEST(ChosenInputs, KnownOfNobodyWhoseOutcomeIsKnown) {
    const auto cohort = read_table("patient_id,response,bnp\na,1,\nb,0,\nc,,100\n");
    EXPECT_THAT(chosen({"bnp"}, cohort), ElementsAre(HasSubstr("no patient whose outcome is known has a value")));
}

// The column "site=north" and the word "north" of the column "site" would be one input.
TEST(ChosenInputs, TwoColumnsOfOneNameAreRefused) {
    const auto cohort = read_table("patient_id,response,site=north,site\na,1,3,north\nb,0,4,south\n");
    EXPECT_THAT(chosen({"site"}, cohort), ElementsAre(HasSubstr("another column have one name")));
    EXPECT_THAT(chosen({"site=north"}, cohort), ElementsAre("site=north"));
}

// `train` could write no model of it, and said so at its end.
TEST(ChosenInputs, WordsWithLineBreaksAreRefusedAtOnce) {
    const auto cohort = read_table("patient_id,response,site\na,1,\"ward\n1\"\nb,0,south\n");
    EXPECT_THAT(chosen({"site"}, cohort), ElementsAre(HasSubstr("cannot name an input")));
}

TEST(ChosenInputs, OfTheOutcomeAndKnownLaterAreNone) {
    CohortOptions options;
    options.outcome = "death = 1 or bnp > 95";
    options.later_columns = {"months"};
    const auto cohort = table(options);
    EXPECT_THAT(cohort.outcome, ElementsAre(1, 1, 1));
    EXPECT_THAT(chosen({"bnp"}, cohort), ElementsAre(HasSubstr("cannot be an input")));
    EXPECT_THAT(chosen({"months"}, cohort), ElementsAre(HasSubstr("known only later")));
    EXPECT_THAT(possible_inputs_left_out(cohort, chosen({}, cohort)), ElementsAre("site"));
}

TEST(ChosenInputs, ValuesOfACategory) {
    const auto cohort = table();
    EXPECT_EQ(input_value(cohort, "site=north", 0), 1.0);
    EXPECT_EQ(input_value(cohort, "site=north", 1), 0.0);
    EXPECT_EQ(input_value(cohort, "site=north", 2), std::nullopt);
    EXPECT_EQ(input_value(cohort, "bnp", 1), std::nullopt);
    EXPECT_EQ(input_value(cohort, "none=north", 0), std::nullopt);
    EXPECT_THAT(possible_inputs_left_out(cohort, chosen({})), ElementsAre("bnp", "site", "death", "months"));
}

}  // namespace
}  // namespace synchrony::cohort
