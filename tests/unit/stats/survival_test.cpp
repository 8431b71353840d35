// Against what R's package survival prints (versions 2.38 to 3.8 alike) for its data sets aml (Miller 1997, Survival
// Analysis: maintenance chemotherapy) and ovarian (Edmunson 1979), as many courses and vignettes show it:
// summary(survfit(Surv(time, status) ~ x, aml)), survdiff(...), coxph(...).
#include "synchrony/stats/survival.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::stats {
namespace {

const std::vector<FollowUp> maintained{{9, true},  {13, true}, {13, false}, {18, true}, {23, true},  {28, false},
                                       {31, true}, {34, true}, {45, false}, {48, true}, {161, false}};
const std::vector<FollowUp> not_maintained{{5, true},  {5, true},  {8, true},  {8, true},  {12, true}, {16, false},
                                           {23, true}, {27, true}, {30, true}, {33, true}, {43, true}, {45, true}};

struct PrintedStep {
    double time;
    std::size_t at_risk, events;
    double survival, error, low, high;
};

void expect_steps(const std::vector<SurvivalStep>& steps, const std::vector<PrintedStep>& printed) {
    ASSERT_EQ(steps.size(), printed.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_EQ(steps[i].time, printed[i].time);
        EXPECT_EQ(steps[i].at_risk, printed[i].at_risk);
        EXPECT_EQ(steps[i].events, printed[i].events);
        EXPECT_NEAR(steps[i].survival, printed[i].survival, 5e-4);
        if (std::isnan(printed[i].error)) {
            EXPECT_FALSE(steps[i].standard_error || steps[i].interval);
            continue;
        }
        EXPECT_NEAR(steps[i].standard_error.value(), printed[i].error, 5e-5);
        EXPECT_NEAR(steps[i].interval.value().low, printed[i].low, 5e-5);
        EXPECT_NEAR(steps[i].interval.value().high, printed[i].high, 5e-4);
    }
}

TEST(KaplanMeier, AgreesWithSurvfitOnAml) {
    expect_steps(kaplan_meier(maintained), {{9, 11, 1, 0.909, 0.0867, 0.7541, 1.000},
                                            {13, 10, 1, 0.818, 0.1163, 0.6192, 1.000},
                                            {18, 8, 1, 0.716, 0.1397, 0.4884, 1.000},
                                            {23, 7, 1, 0.614, 0.1526, 0.3769, 0.999},
                                            {31, 5, 1, 0.491, 0.1642, 0.2549, 0.946},
                                            {34, 4, 1, 0.368, 0.1627, 0.1549, 0.875},
                                            {48, 2, 1, 0.184, 0.1535, 0.0359, 0.944}});
    expect_steps(kaplan_meier(not_maintained), {{5, 12, 2, 0.8333, 0.1076, 0.6470, 1.000},
                                                {8, 10, 2, 0.6667, 0.1361, 0.4468, 0.995},
                                                {12, 8, 1, 0.5833, 0.1423, 0.3616, 0.941},
                                                {23, 6, 1, 0.4861, 0.1481, 0.2675, 0.883},
                                                {27, 5, 1, 0.3889, 0.1470, 0.1854, 0.816},
                                                {30, 4, 1, 0.2917, 0.1387, 0.1148, 0.741},
                                                {33, 3, 1, 0.1944, 0.1219, 0.0569, 0.664},
                                                {43, 2, 1, 0.0972, 0.0919, 0.0153, 0.620},
                                                {45, 1, 1, 0.0000, NAN, NAN, NAN}});
    EXPECT_EQ(median_survival(kaplan_meier(maintained)), 31.0);
    EXPECT_EQ(median_survival(kaplan_meier(not_maintained)), 23.0);
    EXPECT_EQ(survival_at(kaplan_meier(maintained), 8.9), 1.0);
    EXPECT_NEAR(survival_at(kaplan_meier(maintained), 20.0), 0.716, 5e-4);
}

// N=11, 12; observed 7, 11; expected 10.69, 7.31; Chisq = 3.4 on 1 degrees of freedom, p = 0.07
TEST(LogRankTest, AgreesWithSurvdiffOnAml) {
    const auto test = log_rank(maintained, not_maintained);
    ASSERT_TRUE(test);
    EXPECT_EQ(test->observed[0], 7.0);
    EXPECT_EQ(test->observed[1], 11.0);
    EXPECT_NEAR(test->expected[0], 10.69, 5e-3);
    EXPECT_NEAR(test->expected[1], 7.31, 5e-3);
    EXPECT_NEAR(test->chi_squared, 3.4, 5e-2);
    EXPECT_NEAR(test->p, 0.07, 5e-3);
    EXPECT_FALSE(log_rank(maintained, {}));
}

// coef 0.9155, exp(coef) 2.4981, se(coef) 0.5119, p 0.0737; likelihood ratio test 3.38
TEST(CoxModel, AgreesWithCoxphOnAml) {
    std::vector<FollowUp> all = maintained;
    all.insert(all.end(), not_maintained.begin(), not_maintained.end());
    std::vector<double> x(maintained.size(), 0.0);
    x.resize(all.size(), 1.0);
    const auto fit = cox_fit(all, x);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->coefficient, 0.9155, 5e-5);
    EXPECT_NEAR(fit->hazard_ratio(), 2.4981, 5e-5);
    EXPECT_NEAR(fit->standard_error, 0.5119, 5e-5);
    EXPECT_NEAR(fit->wald_p(), 0.0737, 5e-5);
    EXPECT_NEAR(2.0 * (fit->log_likelihood - fit->null_log_likelihood), 3.38, 5e-3);
}

// Times 1, 2, 3 and x 1, 0, 1: l(b) = b - log(2 e^b + 1) - log(1 + e^b); its slope 1 - 2e^b/(2e^b+1) - e^b/(1+e^b) is 0
// at e^b = 1/sqrt(2).
TEST(CoxModel, FindsTheMaximumFoundByHand) {
    const std::vector<FollowUp> three{{1, true}, {2, true}, {3, true}};
    const auto fit = cox_fit(three, std::vector<double>{1, 0, 1});
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->hazard_ratio(), 1.0 / std::sqrt(2.0), 1e-8);
    EXPECT_FALSE(cox_fit(three, std::vector<double>{3, 2, 1}));  // the largest x always first: no maximum
    EXPECT_FALSE(cox_fit(three, std::vector<double>{1, 1, 1}));
    EXPECT_FALSE(cox_fit(three, std::vector<double>{1, NAN, 1}));
}

// Pairs: (1 event) against 2, 3, 4; (2 event) against 3, 4; 3 was followed only. Risks 5 3 4 3: 5 > 3, 4, 3; 3 < 4; 3
// = 3.
TEST(Concordance, CountsPairsByHand) {
    const std::vector<FollowUp> four{{1, true}, {2, true}, {3, false}, {4, true}};
    const std::vector<double> risk{5, 3, 4, 3};
    EXPECT_DOUBLE_EQ(concordance(four, risk).value(), 3.5 / 5.0);
    // Twice the second: its pairs count twice, as do those with it.
    EXPECT_DOUBLE_EQ(concordance(four, risk, std::vector<double>{1, 2, 1, 1}).value(),
                     (2 + 1 + 1 + 2 * 0.5) / (4 + 2 * 2.0));
    // Equal times: an event and a follow-up are a pair, two events are none.
    const std::vector<FollowUp> tied{{1, true}, {1, true}, {1, false}};
    EXPECT_DOUBLE_EQ(concordance(tied, std::vector<double>{2, 0, 1}).value(), 0.5);
    EXPECT_FALSE(concordance(std::vector<FollowUp>{{1, false}, {2, true}}, std::vector<double>{1, 2}));
}

}  // namespace
}  // namespace synchrony::stats
