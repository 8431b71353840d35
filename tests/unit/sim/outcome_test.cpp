// Truths: enumeration by hand, and counting over many draws.
#include "synchrony/sim/outcome.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "synchrony/stats/auc.hpp"

namespace synchrony::sim {
namespace {

TEST(AttainableAuc, counts_pairs_by_their_chances) {
    // Two patients, 0.9 and 0.2: one responds and the other not with 0.9 * 0.8 (right order) or 0.2 * 0.1 (wrong
    // order); pairs of a patient with an equal one count half: 0.9 * 0.1 / 2 and 0.2 * 0.8 / 2.
    const double right = 0.72 + 0.045 + 0.08, all = 0.72 + 0.02 + 0.09 + 0.16;
    EXPECT_NEAR(attainable_auc(std::vector<double>{0.2, 0.9}), right / all, 1e-12);
    EXPECT_NEAR(attainable_auc(std::vector<double>{0.4, 0.4, 0.4}), 0.5, 1e-12);
    EXPECT_NEAR(attainable_auc(std::vector<double>{0.0, 1.0, 0.0}), 1.0, 1e-12);
    EXPECT_TRUE(std::isnan(attainable_auc(std::vector<double>{1.0, 1.0})));
}

TEST(Outcome, probability_is_the_share_of_draws_that_respond) {
    const OutcomeModel model;
    const Substrate substrate{90.0, 0.2, 0.1, 0.3};
    core::RandomStream random(6);
    constexpr int n = 20000;
    int responses = 0;
    for (int i = 0; i < n; ++i) responses += draw_fall_pct(model, substrate, random) >= model.response_pct;
    EXPECT_NEAR(static_cast<double>(responses) / n, response_probability(model, substrate), 0.012);
}

TEST(Outcome, more_delay_and_reserve_help_and_scar_harms) {
    const OutcomeModel model;
    const Substrate usual{90.0, 0.25, 0.25, 0.0};
    const auto fall = [&](auto change) {
        Substrate s = usual;
        change(s);
        return expected_fall_pct(model, s);
    };
    const double here = expected_fall_pct(model, usual);
    EXPECT_GT(fall([](Substrate& s) { s.lateral_delay_ms = 120.0; }), here);
    EXPECT_GT(fall([](Substrate& s) { s.reserve = 1.0; }), here);
    EXPECT_LT(fall([](Substrate& s) { s.scar = 0.5; }), here);
    EXPECT_LT(fall([](Substrate& s) { s.lateral_scar = 0.6; }), here);
}

TEST(Outcome, without_chance_all_is_certain) {
    OutcomeModel model;
    model.chance_sd_pct = 0.0;
    EXPECT_EQ(response_probability(model, {140.0, 0.0, 0.0, 2.0}), 1.0);
    EXPECT_EQ(response_probability(model, {40.0, 0.5, 0.5, -2.0}), 0.0);
}

}  // namespace
}  // namespace synchrony::sim
