// Numbers of patients that a pre-training learns.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "numeric_targets.hpp"
#include "support.hpp"

namespace synchrony::nn {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

NumericTargets two_numbers() {
    return {
        {"height", "tilt"}, {{"p0", {1, not_known}}, {"p1", {3, 10}}, {"p2", {5, 20}}, {"p3", {100, 30}}}, "truth.csv"};
}

// Of p0 to p2, who train, heights 1, 3 and 5 have mean 3 and variance 8/3; tilts 10 and 20 have 15 and 25.
TEST(NumericTargets, AreStandardizedByThoseWhoTrain) {
    const std::vector<record::PatientId> patients{test::patient_id(3), test::patient_id(0), test::patient_id(9)};
    const auto standard = standard_targets(two_numbers(), patients, {"p0", "p1", "p2"});
    ASSERT_TRUE(standard) << standard.error().message();
    EXPECT_NEAR(standard->mean[0], 3, 1e-12);
    EXPECT_NEAR(standard->sd[0], std::sqrt(8.0 / 3), 1e-12);
    EXPECT_NEAR(standard->mean[1], 15, 1e-12);
    EXPECT_NEAR(standard->sd[1], 5, 1e-12);
    ASSERT_EQ(standard->values.size(), 6U);
    EXPECT_NEAR(standard->values[0], 97 / std::sqrt(8.0 / 3), 1e-4);
    EXPECT_NEAR(standard->values[1], 3, 1e-6);
    EXPECT_NEAR(standard->values[2], -2 / std::sqrt(8.0 / 3), 1e-6);
    for (const std::size_t unknown : {3U, 4U, 5U}) EXPECT_TRUE(std::isnan(standard->values[unknown]));
    EXPECT_FALSE(standard_targets(two_numbers(), patients, {"p0", "p7"})) << "no row";
    EXPECT_FALSE(standard_targets(two_numbers(), patients, {"p0", "p1"})) << "one tilt only";
}

// Truths 1, -1 and 0 (mean 0, squares 2). Means of the images: 0.5 (of 0 and 1), -1 and 0: errors 0.25. So 1 - 0.25/2.
TEST(NumericTargets, ExplainedShareByHand) {
    const StandardTargets targets{{"x"}, {0}, {1}, {1, -1, 0, std::numeric_limits<float>::quiet_NaN()}};
    std::vector<features::ImageIndex> index(5);
    for (const int i : {2, 3, 4}) index[static_cast<std::size_t>(i)].patient = i - 1;
    const std::vector<float> estimates{0, 1, -1, 0, 77};
    const std::vector<std::size_t> all{0, 1, 2, 3, 4}, one{0, 1};
    EXPECT_NEAR(explained_shares(targets, index, all, estimates).front(), 0.875, 1e-9);
    EXPECT_TRUE(std::isnan(explained_shares(targets, index, one, {estimates.data(), 2}).front()));
}

// (0.5 - 0)^2 + 2^2 + 0 for the one that is not known + 1^2, over four.
TEST(NumericTargets, LossByHand) {
    const auto loss = test::probe().numbers_loss({0.5, -1, 9, 3}, {0, 1, not_known, 2});
    ASSERT_TRUE(loss) << loss.error().message();
    EXPECT_NEAR(*loss, (0.25 + 4 + 1) / 4, 1e-6);
    EXPECT_FALSE(test::probe().numbers_loss({1}, {1, 2}));
}

/// The bar's row is the patient's number and nothing of the class; every third patient has no second number.
features::ImageSet rows_of_patients(const std::string& name, NumericTargets& targets) {
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(3);
    const auto lead = writer.add_lead("II");
    targets = {{"row", "noise"}, {}, "truth.csv"};
    for (int p = 0; p < 20; ++p) {
        const auto patient = writer.add_patient(test::patient_id(p));
        const int kind = p % 4;
        targets.of_patient[test::patient_id(p).value()] = {100.0 + kind, p % 3 == 0 ? not_known : random.normal()};
        for (int b = 0; b < 6; ++b)
            test::add_bar(writer, {patient, lead, 100 + b, static_cast<std::int8_t>(b % 3), 0, 0, 0}, kind, random);
    }
    return test::written(writer, name);
}

TEST(NumericTargets, AreLearntAloneOrBesideAndResume) {
    auto targets = std::make_shared<NumericTargets>();
    const auto set = rows_of_patients("numbers.safetensors", *targets);
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.objective = Objective::numbers;
    EXPECT_FALSE(options.check()) << "no table";
    options.targets = targets;
    options.epochs = 12;
    options.batch = 16;
    options.validations = 1;
    options.timing = false;
    options.averaging = 0;
    options.optimizer = {Optimizer::adamw, Schedule::one_cycle, 5e-3, 1e-2};
    options.checkpoint = test::scratch("numbers.checkpoint");
    const auto alone = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(alone) << alone.error().message();
    ASSERT_EQ(alone->report.targets.size(), 2U);
    EXPECT_GT(alone->report.targets[0].test_explained, 0.8) << "patients that it has not seen";
    EXPECT_LT(alone->report.targets[1].test_explained, 0.5) << "there is nothing to learn";
    EXPECT_EQ(alone->bundle.provenance.figures.at("test_explained_row"), alone->report.targets[0].test_explained);
    EXPECT_TRUE(alone->bundle.check()) << "the head of numbers is no part of the model";
    const auto again = test::engine().pretrain(set, options, {});  // reads the finished state back
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->report.resumed);
    EXPECT_EQ(again->bundle.tensors, alone->bundle.tensors);
    EXPECT_EQ(again->report.targets[0].test_explained, alone->report.targets[0].test_explained);
    options.objective = Objective::contrastive;
    EXPECT_FALSE(options.check());
    options.objective = Objective::beats;
    EXPECT_TRUE(options.check());
    options.epochs = 1;
    options.checkpoint.clear();
    const auto beside = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(beside) << beside.error().message();
    options.targets_weight = 0;
    const auto weightless = test::engine().pretrain(set, options, {});
    options.targets = nullptr;
    const auto without = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(weightless && without);
    EXPECT_EQ(weightless->bundle.tensors, without->bundle.tensors);
    EXPECT_NE(beside->bundle.tensors, without->bundle.tensors);
}

// Stopped in the middle and gone on with, as if it had not been stopped.
TEST(NumericTargets, GoOnAfterAStop) {
    auto targets = std::make_shared<NumericTargets>();
    const auto set = rows_of_patients("numbers_stop.safetensors", *targets);
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.objective = Objective::numbers;
    options.targets = targets;
    options.epochs = 2;
    options.batch = 16;
    options.validations = 1;
    const auto whole = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(whole) << whole.error().message();
    options.checkpoint = test::scratch("numbers_stop.checkpoint");
    test::expect_stopped(set, options, 3);
    const auto resumed = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_TRUE(resumed->report.resumed);
    EXPECT_EQ(resumed->bundle.tensors, whole->bundle.tensors);
}

}  // namespace
}  // namespace synchrony::nn
