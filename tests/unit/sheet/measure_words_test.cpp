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

}  // namespace
}  // namespace synchrony::sheet
