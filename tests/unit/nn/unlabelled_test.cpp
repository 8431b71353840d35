// Beats without labels in pre-training.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support.hpp"

namespace synchrony::nn {
namespace {

/// Five more patients, of whom six beats in three leads are known; two leads the labelled set does not have.
std::shared_ptr<const features::ImageSet> unlabelled_set(const std::string& name, std::int8_t label = -1,
                                                         int patients = 5) {
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(9);
    for (const char* lead : {"V6", "II", "aVL"}) writer.add_lead(lead);
    for (int p = 0; p < patients; ++p) {
        const auto patient = writer.add_patient(record::PatientId("unlabelled " + std::to_string(p + 1)));
        for (int b = 0; b < 6; ++b)
            for (std::int32_t lead = 0; lead < 3; ++lead)
                test::add_bar(writer, {patient, lead, 100 + b, label, 0.8F, 0.8F, 0.8F}, b % 3, random);
    }
    return std::make_shared<const features::ImageSet>(test::written(writer, name));
}

PretrainOptions options_with(std::shared_ptr<const features::ImageSet> unlabelled) {
    auto options = test::short_training();
    options.objective = Objective::both;
    options.unlabelled = std::move(unlabelled);
    return options;
}

// Two classes, weights 1 and 3. Row 1: exp(0) of exp(0) + exp(ln 3) is 1/4, of class 0. Row 3: 1/2, of class 1.
TEST(ClassLoss, PassesOverImagesWithoutAClass) {
    const double ln3 = std::log(3.0);
    const double by_hand = -std::log(1.0 / 4) - 3 * std::log(1.0 / 2);
    for (const double anything : {0.0, 17.0}) {
        const auto loss = test::probe().class_loss({0, ln3, anything, -5, 2, 2}, {0, -1, 1}, {1, 3});
        ASSERT_TRUE(loss) << loss.error().message();
        EXPECT_NEAR(*loss, by_hand, 1e-6);
    }
    EXPECT_EQ(*test::probe().class_loss({1, 2}, {-1}, {1, 3}), 0.0);
    EXPECT_FALSE(test::probe().class_loss({1, 2, 3}, {0, 1}, {1, 3}));
}

TEST(Unlabelled, TrainsBesideAndIsCountedApart) {
    const auto set = test::beat_set(10, 12, "beside.safetensors");
    auto alone = options_with(nullptr);
    const auto without = test::engine().pretrain(set, alone, {});
    ASSERT_TRUE(without) << without.error().message();
    const auto with = test::engine().pretrain(set, options_with(unlabelled_set("beside_u.safetensors")), {});
    ASSERT_TRUE(with) << with.error().message();
    const auto& report = with->report;
    EXPECT_EQ(report.unlabelled.patients, 5U);
    EXPECT_EQ(report.unlabelled.images, 5U * 6 * 3);
    EXPECT_EQ(report.unlabelled.in_batch, 4) << "a quarter of 16";
    EXPECT_EQ(report.train_patients, without->report.train_patients);
    EXPECT_EQ(report.validation_patients, without->report.validation_patients);
    EXPECT_EQ(report.test_patients, without->report.test_patients);
    EXPECT_EQ(report.train_counts, without->report.train_counts);
    EXPECT_EQ(report.test.total(), without->report.test.total());
    EXPECT_EQ(report.steps, 2 * static_cast<std::int64_t>(report.train_images / 12)) << "12 labelled images a step";
    EXPECT_EQ(with->bundle.class_prior, without->bundle.class_prior);
    EXPECT_EQ(with->bundle.input_mean, without->bundle.input_mean);
    EXPECT_NE(with->bundle.tensors, without->bundle.tensors);
    const auto text = report.to_json();
    EXPECT_EQ(text.find("unlabelled 1"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(text).at("unlabelled").at("recordings"), 5);
    EXPECT_TRUE(nlohmann::json::parse(without->report.to_json()).at("unlabelled").is_null());
}

TEST(Unlabelled, WhateverLabelsItHoldsAreNotUsed) {
    const auto set = test::beat_set(8, 6, "hidden.safetensors");
    const auto without = test::engine().pretrain(set, options_with(unlabelled_set("hidden_none.safetensors")), {});
    const auto with = test::engine().pretrain(set, options_with(unlabelled_set("hidden_v.safetensors", 2)), {});
    ASSERT_TRUE(without && with);
    EXPECT_EQ(with->bundle.tensors, without->bundle.tensors);
    EXPECT_EQ(with->report.train_counts, without->report.train_counts);
}

TEST(Unlabelled, IsRefusedWhereItTeachesNothingOrDoesNotFit) {
    const auto set = test::beat_set(8, 6, "refuse.safetensors");
    auto options = options_with(unlabelled_set("refuse_u.safetensors"));
    options.objective = Objective::beats;
    const auto beats = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(beats);
    EXPECT_EQ(beats.error().kind, core::ErrorKind::usage);
    EXPECT_NE(beats.error().message().find("contrastive, both or masked"), std::string::npos);
    options.objective = Objective::both;
    options.unlabelled_share = 1.0;
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
    options.unlabelled_share = 0.25;
    options.leads = {"V1"};  // the labelled set has it, the other has not
    const auto none = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, core::ErrorKind::input);
    options.leads = {};
    auto recipe = test::tiny_recipe();
    recipe.width = 8;
    features::ImageSetWriter other(recipe);
    options.unlabelled = std::make_shared<const features::ImageSet>(test::written(other, "refuse_o.safetensors"));
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
}

TEST(Unlabelled, CheckpointFitsItsOwnTableAndShareOnly) {
    const auto set = test::beat_set(8, 6, "state.safetensors");
    auto options = options_with(unlabelled_set("state_u.safetensors"));
    options.checkpoint = test::scratch("state.checkpoint");
    const auto whole = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(whole) << whole.error().message();
    const auto again = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->report.resumed);
    EXPECT_EQ(again->bundle.tensors, whole->bundle.tensors);
    const auto refused = [&](const PretrainOptions& changed) {
        const auto result = test::engine().pretrain(set, changed, {});
        return !result && result.error().message().find("other options or data") != std::string::npos;
    };
    auto share = options;
    share.unlabelled_share = 0.5;
    EXPECT_TRUE(refused(share));
    auto table = options;
    table.unlabelled = unlabelled_set("state_o.safetensors", -1, 6);
    EXPECT_TRUE(refused(table));
    table.unlabelled = nullptr;
    EXPECT_TRUE(refused(table));
}

}  // namespace
}  // namespace synchrony::nn
