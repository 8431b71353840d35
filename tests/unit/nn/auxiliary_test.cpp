// A second labelled source beside the first in pre-training.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support.hpp"

namespace synchrony::nn {
namespace {

constexpr int made_patients = 5, made_beats = 6, made_leads = 3;

/// Patients of a class each, which the height of the bar tells, unlike the beats of the labelled set: there one
/// patient's beats differ. `turned` exchanges classes 0 and 1.
AuxiliarySource made_source(const std::string& name, bool turned = false) {
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(9);
    for (const char* lead : {"V6", "II", "aVL"}) writer.add_lead(lead);
    for (int p = 0; p < made_patients; ++p) {
        const auto patient = writer.add_patient(record::PatientId("made " + std::to_string(p + 1)));
        const int kind = p % 2;
        const auto label = static_cast<std::int8_t>(turned ? 1 - kind : kind);
        for (int b = 0; b < made_beats; ++b)
            for (std::int32_t lead = 0; lead < made_leads; ++lead)
                test::add_bar(writer, {patient, lead, 100 + b, label, 0.8F, 0.8F, 0.8F}, 3 + kind, random);
    }
    return {"made",
            std::make_shared<const features::ImageSet>(test::written(writer, name)),
            {"one", "other", "-", "--", "---"}};
}

NumericTargets numbers_of_made() {
    NumericTargets numbers{{"kind"}, {}, "numbers"};
    for (int p = 0; p < made_patients; ++p)
        numbers.of_patient["made " + std::to_string(p + 1)] = {static_cast<double>(p % 2)};
    return numbers;
}

PretrainOptions options_with(std::optional<AuxiliarySource> auxiliary) {
    auto options = test::short_training();
    options.auxiliary = std::move(auxiliary);
    return options;
}

TEST(Auxiliary, TrainsBesideTheLabelledSetAndStaysOutOfItsSplit) {
    const auto set = test::beat_set(10, 12, "aux.safetensors");
    const auto without = test::engine().pretrain(set, options_with(std::nullopt), {});
    const auto with = test::engine().pretrain(set, options_with(made_source("aux_a.safetensors")), {});
    ASSERT_TRUE(without) << without.error().message();
    ASSERT_TRUE(with) << with.error().message();
    const auto& report = with->report;
    EXPECT_EQ(report.auxiliary.patients, 5U);
    EXPECT_EQ(report.auxiliary.images, 5U * 6 * 3);
    EXPECT_EQ(report.auxiliary.in_batch, 8) << "half of 16";
    EXPECT_EQ(report.steps, 2 * static_cast<std::int64_t>(report.train_images / 8)) << "8 labelled images a step";
    EXPECT_EQ(report.train_patients, without->report.train_patients);
    EXPECT_EQ(report.validation_patients, without->report.validation_patients);
    EXPECT_EQ(report.test_patients, without->report.test_patients);
    EXPECT_EQ(report.train_counts, without->report.train_counts);
    EXPECT_EQ(report.test.total(), without->report.test.total());
    EXPECT_EQ(with->bundle.class_prior, without->bundle.class_prior);
    EXPECT_EQ(with->bundle.labels, without->bundle.labels) << "its head is not kept";
    EXPECT_EQ(with->bundle.tensors.size(), without->bundle.tensors.size());
    EXPECT_NE(with->bundle.tensors, without->bundle.tensors);
    EXPECT_EQ(nlohmann::json::parse(report.to_json()).at("auxiliary").at("patients"), 5);
    EXPECT_TRUE(nlohmann::json::parse(without->report.to_json()).at("auxiliary").is_null());
}

TEST(Auxiliary, ItsClassesTeachTheEncoder) {
    const auto set = test::beat_set(8, 6, "aux_classes.safetensors");
    const auto one = test::engine().pretrain(set, options_with(made_source("aux_c.safetensors")), {});
    const auto turned = test::engine().pretrain(set, options_with(made_source("aux_t.safetensors", true)), {});
    ASSERT_TRUE(one && turned);
    EXPECT_NE(one->bundle.tensors, turned->bundle.tensors);
}

TEST(Auxiliary, NumbersAreThoseOfItsPatients) {
    const auto set = test::beat_set(8, 6, "aux_numbers.safetensors");
    auto options = options_with(made_source("aux_n.safetensors"));
    auto numbers = numbers_of_made();
    options.targets = std::make_shared<const NumericTargets>(numbers);
    const auto learnt = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(learnt) << learnt.error().message();
    ASSERT_EQ(learnt->report.targets.size(), 1U);
    EXPECT_NEAR(learnt->report.targets[0].mean, 0.4, 1e-12) << "two of five";
    EXPECT_NEAR(learnt->report.targets[0].sd, std::sqrt(0.24), 1e-12);
    EXPECT_TRUE(std::isnan(learnt->report.targets[0].test_explained)) << "no patient of the test has one";
    numbers.of_patient.erase("made 3");
    options.targets = std::make_shared<const NumericTargets>(numbers);
    const auto lacks = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(lacks);
    EXPECT_NE(lacks.error().message().find("made 3"), std::string::npos);
}

TEST(Auxiliary, GoesOnExactlyBesideRecordingsWithoutLabels) {
    const auto set = test::beat_set(8, 6, "aux_three.safetensors");
    auto options = options_with(made_source("aux_3.safetensors"));
    options.objective = Objective::both;
    options.unlabelled = std::make_shared<const features::ImageSet>(test::beat_set(3, 6, "aux_u.safetensors", 4));
    const auto whole = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(whole) << whole.error().message();
    EXPECT_EQ(whole->report.auxiliary.in_batch, 8);
    EXPECT_EQ(whole->report.unlabelled.in_batch, 4);
    EXPECT_EQ(whole->report.unlabelled.images, 3U * 6 * 2) << "behind the other source";
    options.checkpoint = test::scratch("aux.checkpoint");
    test::expect_stopped(set, options, 3);
    const auto resumed = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_TRUE(resumed->report.resumed);
    EXPECT_EQ(resumed->bundle.tensors, whole->bundle.tensors);
}

TEST(Auxiliary, IsRefusedWhereItLeavesNoRoomOrDoesNotFit) {
    const auto set = test::beat_set(8, 6, "aux_refused.safetensors");
    auto options = options_with(made_source("aux_r.safetensors"));
    options.auxiliary->share = 0.95;
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
    options.auxiliary->share = 0.6;
    options.objective = Objective::both;
    options.unlabelled = options.auxiliary->images;
    options.unlabelled_share = 0.4;
    const auto full = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind, core::ErrorKind::usage);
    options = options_with(made_source("aux_l.safetensors"));
    options.leads = {"V1"};  // the labelled set has it, the other has not
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
}

}  // namespace
}  // namespace synchrony::nn
