#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "synchrony/nn/pretrain.hpp"

namespace synchrony::nn {
namespace {

// 10 N: 8 right, 2 called V; 5 V: 4 right, 1 called N; 1 S called N. Figures by hand.
BeatScores example() {
    BeatScores scores;
    scores.confusion[0] = {8, 0, 2, 0, 0};
    scores.confusion[1] = {1, 0, 0, 0, 0};
    scores.confusion[2] = {1, 0, 4, 0, 0};
    return scores;
}

TEST(BeatScores, AreCountedPerClass) {
    const auto scores = example();
    EXPECT_EQ(scores.total(), 16);
    EXPECT_DOUBLE_EQ(scores.accuracy(), 12.0 / 16);
    EXPECT_DOUBLE_EQ(scores.sensitivity(0), 0.8);
    EXPECT_DOUBLE_EQ(scores.positive_predictivity(0), 0.8);
    EXPECT_DOUBLE_EQ(scores.sensitivity(2), 0.8);
    EXPECT_DOUBLE_EQ(scores.positive_predictivity(2), 4.0 / 6);
    EXPECT_DOUBLE_EQ(scores.f1(2), 8.0 / 11);
    EXPECT_DOUBLE_EQ(scores.sensitivity(1), 0.0);
    EXPECT_DOUBLE_EQ(scores.f1(4), 0.0);
    EXPECT_DOUBLE_EQ(scores.macro_f1(), (0.8 + 0.0 + 8.0 / 11) / 3);
    EXPECT_DOUBLE_EQ(scores.macro_f1(5), (0.8 + 8.0 / 11) / 2) << "classes of fewer than 5 beats are left out";
}

TEST(PretrainReport, SaysInJsonThatASplitLeaks) {
    PretrainReport report;
    report.split = SplitKind::intra;
    report.leaking = true;
    report.test = example();
    const auto document = nlohmann::json::parse(report.to_json());
    EXPECT_EQ(document.at("split"), "intra");
    EXPECT_TRUE(document.at("leaking").get<bool>());
    EXPECT_DOUBLE_EQ(document.at("test").at("classes").at("V").at("sensitivity").get<double>(), 0.8);
    EXPECT_EQ(document.at("test").at("confusion").at(2).at(0), 1);
}

TEST(RrInputs, AreRatiosWithinBoundsAndZeroWhenUnknown) {
    features::ImageIndex image;
    image.rr_before_s = 0.4F;
    image.rr_after_s = 1.2F;
    image.rr_local_s = 0.8F;
    const auto inputs = rr_inputs(image);
    EXPECT_FLOAT_EQ(inputs[0], -0.5F * rr_input_scale);
    EXPECT_FLOAT_EQ(inputs[1], 0.5F * rr_input_scale);
    EXPECT_FLOAT_EQ(inputs[2], (0.4F / 1.2F - 1) * rr_input_scale);
    image.rr_before_s = 0;
    image.rr_after_s = 9;
    EXPECT_FLOAT_EQ(rr_inputs(image)[0], 0.0F);
    EXPECT_FLOAT_EQ(rr_inputs(image)[1], 2.0F * rr_input_scale);
}

}  // namespace
}  // namespace synchrony::nn
