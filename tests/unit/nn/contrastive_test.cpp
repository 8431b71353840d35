#include <gtest/gtest.h>

#include <cmath>

#include "support.hpp"

namespace synchrony::nn {
namespace {

// Two pairs at temperature 0.5: one = (1, 0), (0, 2); other = (3, 4), (0, 1). Brought to length 1: a = (1, 0),
// b = (0, 1), A = (0.6, 0.8), B = (0, 1). Likeness over 0.5: aA 1.2, aB 0, ab 0, bA 1.6, bB 2, AB 1.6. Each vector's
// loss is -log of its partner's share of the exponentials of the other three.
TEST(Contrastive, LossByHand) {
    const double e0 = 1, e12 = std::exp(1.2), e16 = std::exp(1.6), e2 = std::exp(2.0);
    const double of_a = -std::log(e12 / (e12 + e0 + e0));
    const double of_b = -std::log(e2 / (e0 + e16 + e2));
    const double of_A = -std::log(e12 / (e12 + e16 + e16));
    const double of_B = -std::log(e2 / (e0 + e2 + e16));
    const auto loss = test::probe().contrastive_loss({1, 0, 0, 2}, {3, 4, 0, 1}, 2, 0.5);
    ASSERT_TRUE(loss) << loss.error().message();
    EXPECT_NEAR(*loss, (of_a + of_b + of_A + of_B) / 4, 1e-6);
    EXPECT_FALSE(test::probe().contrastive_loss({1, 0, 0}, {3, 4, 0, 1}, 2, 0.5));
}

// Without labels the encoder learns to tell beats that look different, which a linear head then reads.
TEST(Contrastive, LearnsWithoutLabelsAndResumes) {
    const auto set = test::beat_set(12, 12, "contrastive.safetensors");
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.epochs = 8;
    options.batch = 16;
    options.validations = 2;
    options.timing = false;
    options.averaging = 0;
    options.optimizer = {Optimizer::adamw, Schedule::one_cycle, 5e-3, 1e-2};
    for (const auto objective : {Objective::contrastive, Objective::both}) {
        options.objective = objective;
        const auto result = test::engine().pretrain(set, options, {});
        ASSERT_TRUE(result) << result.error().message();
        EXPECT_GT(result->report.test.accuracy(), 0.8);
        EXPECT_EQ(result->report.objective, objective);
        EXPECT_TRUE(result->bundle.check()) << "the projection is no part of the model";
    }
    options.checkpoint = test::scratch("contrastive.checkpoint");
    const auto whole = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(whole);
    const auto again = test::engine().pretrain(set, options, {});  // reads the finished state back
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->report.resumed);
    EXPECT_EQ(again->bundle.tensors, whole->bundle.tensors);
}

}  // namespace
}  // namespace synchrony::nn
