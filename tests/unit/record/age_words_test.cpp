// Ages as people and tables get them; the figures are counted by hand.
#include "synchrony/record/age_words.hpp"

#include <gtest/gtest.h>

namespace synchrony::record {
namespace {

TEST(AgeWords, SmallChildrenAreTwelfthsOfAYearOld) {
    EXPECT_EQ(age_words(62.0), "62 years");
    EXPECT_EQ(age_words(62.43217), "62.43 years");
    EXPECT_EQ(age_words(2.0), "2 years");
    EXPECT_EQ(age_words(1.5), "18 months");
    EXPECT_EQ(age_words(8.0 / 12.0), "8 months");
    EXPECT_EQ(age_words(330.0 / 365.25), "10 months") << "330 days are 10.8 months";
    EXPECT_EQ(age_words(1.0 / 12.0), "1 month");
    EXPECT_EQ(age_words(12.0 / 365.25), "12 days");
    EXPECT_EQ(age_words(0.0), "0 days");
}

TEST(AgeWords, FiguresAreFour) {
    EXPECT_EQ(age_figures(8.0 / 12.0), "0.6667");
    EXPECT_EQ(age_figures(62.0), "62");
    EXPECT_EQ(age_figures(62.43217), "62.43");
}

TEST(AgeWords, ALineIsReadBackWithinADay) {
    EXPECT_EQ(age_in_a_line(62.0), "62");
    EXPECT_EQ(age_in_a_line(36.5), "36.5");
    EXPECT_EQ(age_in_a_line(5.0 + 1.0 / 3.0), "5.333");
    EXPECT_EQ(age_in_a_line(1.5), "18 months");
    EXPECT_EQ(age_in_a_line(8.0 / 12.0), "8 months");
    EXPECT_EQ(age_in_a_line(330.0 / 365.25), "330 days");
    EXPECT_EQ(age_in_a_line(0.0), "0 days");
}

}  // namespace
}  // namespace synchrony::record
