#include "synchrony/nn/training.hpp"
#include "synchrony/nn/processes.hpp"

#include <gtest/gtest.h>

#include "synchrony/nn/deep_features.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {
namespace {

// Values of torch.optim.lr_scheduler.OneCycleLR's formula (pct_start 0.3, div_factor 25, final_div_factor 1e4), by
// hand.
TEST(Schedule, OneCycleRisesAndFallsAlongCosines) {
    constexpr std::int64_t steps = 101;
    EXPECT_NEAR(schedule_factor(Schedule::one_cycle, 0, steps), 1.0 / 25, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::one_cycle, 15, steps), (1 + 1.0 / 25) / 2, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::one_cycle, 30, steps), 1.0, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::one_cycle, 65, steps), (1 + 4e-6) / 2, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::one_cycle, 100, steps), 4e-6, 1e-12);
}

TEST(Schedule, CosineFallsAndConstantStays) {
    EXPECT_NEAR(schedule_factor(Schedule::cosine, 0, 11), 1.0, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::cosine, 5, 11), 0.5, 1e-12);
    EXPECT_NEAR(schedule_factor(Schedule::cosine, 10, 11), 0.0, 1e-12);
    EXPECT_EQ(schedule_factor(Schedule::constant, 7, 11), 1.0);
    EXPECT_EQ(schedule_factor(Schedule::constant, 0, 1), 1.0);
}

TEST(Options, AreNamedAndRefuseOtherNames) {
    EXPECT_EQ(*balance_named("sampling"), Balance::sampling);
    EXPECT_EQ(*split_named("intra"), SplitKind::intra);
    EXPECT_EQ(*trainable_named("last_block"), Trainable::last_block);
    EXPECT_EQ(*place_named("avgpool"), (FeaturePlace{4, 1}));
    EXPECT_EQ(*place_named("layer2:2x2"), (FeaturePlace{2, 2}));
    const auto wrong = balance_named("zigzag");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, core::ErrorKind::usage);
    EXPECT_NE(wrong.error().message().find("weighted_loss"), std::string::npos);
    EXPECT_FALSE(place_named("layer5:1x1"));
}

TEST(Options, RefuseNumbersOutOfRange) {
    EXPECT_TRUE(PretrainOptions().check());
    PretrainOptions one_beat;
    one_beat.batch = 1;
    EXPECT_FALSE(one_beat.check());
    PretrainOptions uphill;
    uphill.optimizer.learning_rate = -1;
    EXPECT_FALSE(uphill.check());
    PretrainOptions still;
    still.averaging = 1.0;
    EXPECT_FALSE(still.check());
}

// The variables that torchrun 1.13 sets, with a rendezvous of its own and with one of rank 0.
TEST(Processes, AreReadAsTorchrunSetsThem) {
    const auto set = [](std::initializer_list<std::pair<const char*, const char*>> variables) {
        for (const auto& [name, value] : variables) setenv(name, value, 1);
    };
    set({{"WORLD_SIZE", "4"}, {"RANK", "3"}, {"MASTER_ADDR", "host"}, {"MASTER_PORT", "29500"}});
    const auto plain = processes_of_environment();
    set({{"TORCHELASTIC_USE_AGENT_STORE", "True"}, {"TORCHELASTIC_RESTART_COUNT", "2"}});
    const auto elastic = processes_of_environment();
    for (const char* name : {"WORLD_SIZE", "RANK", "MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_USE_AGENT_STORE",
                             "TORCHELASTIC_RESTART_COUNT"})
        unsetenv(name);
    ASSERT_TRUE(plain) << plain.error().message();
    EXPECT_EQ(plain->rank, 3);
    EXPECT_FALSE(plain->agent);
    EXPECT_EQ(plain->attempt, 0);
    ASSERT_TRUE(elastic) << elastic.error().message();
    EXPECT_TRUE(elastic->agent);
    EXPECT_EQ(elastic->attempt, 2);
    EXPECT_TRUE(processes_of_environment()->alone());
}

}  // namespace
}  // namespace synchrony::nn
