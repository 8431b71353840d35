#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "synchrony/nn/pretrain_options.hpp"

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
    EXPECT_EQ(scores.truths(0), 10);
    EXPECT_EQ(scores.predictions(2), 6);
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

// Beat 100 in two leads: N 0.25 and 0.5, S 0.75 and 0.25, V 0 and 0.25.
TEST(BeatAnswers, AreMeansOverTheImagesOfABeat) {
    std::vector<features::ImageIndex> index(3);
    index[0] = {1, 0, 100, 1, 0.8F, 0.8F, 0.8F};
    index[1] = {0, 0, 50, 0, 0.8F, 0.8F, 0.8F};
    index[2] = {1, 1, 100, 1, 0.8F, 0.8F, 0.8F};
    const std::vector<std::size_t> images{0, 1, 2};
    const std::vector<double> probabilities{0.25, 0.75, 0, 0, 0, 0.5, 0.25, 0.25, 0, 0, 0.5, 0.25, 0.25, 0, 0};
    const auto predictions = beat_answers(index, images, probabilities);
    ASSERT_EQ(predictions.size(), 2U);
    EXPECT_EQ(predictions[0].patient, 0) << "ordered by patient";
    EXPECT_EQ(predictions[1].truth, 1);
    EXPECT_DOUBLE_EQ(predictions[1].probability[0], 0.375);
    EXPECT_DOUBLE_EQ(predictions[1].probability[1], 0.5);
    EXPECT_DOUBLE_EQ(predictions[1].probability[2], 0.125);
    const auto scores = score_beats(index, images, probabilities);
    EXPECT_EQ(scores.confusion[1][1], 1) << "one lead alone would say N";
    const std::vector<record::PatientId> patients{record::PatientId("101"), record::PatientId("209")};
    EXPECT_EQ(predictions_csv(predictions, patients),
              "record,beat,truth,p_N,p_S,p_V,p_F,p_Q\r\n"
              "101,50,N,0.500000,0.250000,0.250000,0.000000,0.000000\r\n"
              "209,100,S,0.375000,0.500000,0.125000,0.000000,0.000000\r\n");
    const std::vector<record::PatientId> odd{record::PatientId("=1+1"), record::PatientId("a,b")};
    const auto table = predictions_csv(predictions, odd);
    EXPECT_NE(table.find("\r\n'=1+1,50,N"), std::string::npos) << table;
    EXPECT_NE(table.find("\r\n\"a,b\",100,S"), std::string::npos) << table;
    const auto by_patient = scores_by_patient(predictions, patients);
    ASSERT_EQ(by_patient.size(), 2U);
    EXPECT_EQ(by_patient[1].patient, "209");
    EXPECT_EQ(by_patient[1].scores.confusion[1][1], 1);
    EXPECT_EQ(by_patient[1].scores.total(), 1);
    EXPECT_EQ(by_patient[0].scores.confusion[0][0], 1);
    EXPECT_EQ(by_patient[0].scores.total(), 1);
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
