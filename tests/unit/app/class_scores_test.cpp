// Limits of figures on beats, with the patient as the unit.
#include "synchrony/app/class_scores.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace synchrony::app {
namespace {

using record::PatientId;

// `right` N beats called N and `wrong` ones called V, of that patient.
void add_beats(std::vector<nn::BeatPrediction>& predictions, int patient, int right, int wrong) {
    for (int i = 0; i < right + wrong; ++i) {
        nn::BeatPrediction answer;
        answer.patient = patient;
        answer.beat = static_cast<std::int64_t>(predictions.size());
        answer.probability[i < right ? 0 : 2] = 1;
        predictions.push_back(answer);
    }
}

// Two patients of ten beats, all and half of them right: a resample of the two is both of the first (1 in 4), one of
// each or both of the second, so that the limits are 0.5 and 1 exactly, whatever the number of beats.
TEST(ClassScores, TakeThePatientAsTheUnit) {
    std::vector<nn::BeatPrediction> predictions;
    add_beats(predictions, 0, 10, 0);
    add_beats(predictions, 1, 5, 5);
    const std::vector patients{PatientId("100"), PatientId("103")};
    const auto scores = class_scores(predictions, patients, {});
    EXPECT_EQ(scores.subjects, 2);
    EXPECT_DOUBLE_EQ(scores.scores.accuracy(), 0.75);
    ASSERT_TRUE(scores.accuracy);
    EXPECT_EQ(*scores.accuracy, (stats::Interval{0.5, 1.0}));
    EXPECT_EQ(*scores.classes[0].sensitivity, (stats::Interval{0.5, 1.0}));
    EXPECT_EQ(*scores.classes[0].positive_predictivity, (stats::Interval{1.0, 1.0}));
    EXPECT_FALSE(scores.classes[1].f1) << "no S beat anywhere";
    EXPECT_FALSE(scores.classes[2].sensitivity) << "no V beat";
    EXPECT_EQ(*scores.classes[2].positive_predictivity, (stats::Interval{0.0, 0.0})) << "all V answers are wrong";

    const auto document = to_json(scores);
    EXPECT_EQ(document["limits_95"]["classes"]["N"]["sensitivity"], nlohmann::json({0.5, 1.0}));
    EXPECT_TRUE(document["limits_95"]["classes"]["S"]["f1"].is_null());
    EXPECT_EQ(document["by_record"][1]["record"], "103");
    EXPECT_EQ(document["by_record"][1]["confusion"][0][2], 5);
}

TEST(ClassScores, CountRecords201And202AsOnePatient) {
    std::vector<nn::BeatPrediction> predictions;
    add_beats(predictions, 0, 10, 0);
    add_beats(predictions, 1, 5, 5);
    const auto scores = class_scores(predictions, std::vector{PatientId("201"), PatientId("202")}, {});
    EXPECT_EQ(scores.by_patient.size(), 2U);
    EXPECT_EQ(scores.subjects, 1);
    EXPECT_FALSE(scores.accuracy) << "one patient has no limits";
}

TEST(ClassScores, LimitsAreFixedBySeedAlone) {
    std::vector<nn::BeatPrediction> predictions;
    std::vector<PatientId> patients;
    for (int p = 0; p < 8; ++p) {
        add_beats(predictions, p, 10 + p, p * p);
        patients.emplace_back(std::to_string(p));
    }
    core::RunContext one, other, third;
    other.threads = 2;
    third.seed = 2;
    const auto first = class_scores(predictions, patients, one);
    EXPECT_EQ(first.accuracy, class_scores(predictions, patients, other).accuracy);
    EXPECT_NE(first.accuracy, class_scores(predictions, patients, third).accuracy);
    EXPECT_LT(first.accuracy->low, first.scores.accuracy());
    EXPECT_GT(first.accuracy->high, first.scores.accuracy());
}

}  // namespace
}  // namespace synchrony::app
