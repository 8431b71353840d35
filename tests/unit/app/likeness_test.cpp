// ECGs unlike the training's withhold the answer; the training patients most alike are shown where they are kept.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "likeness.hpp"
#include "support/hand_predictor.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/train.hpp"

namespace synchrony::app {
namespace {

using Seen = std::vector<std::optional<double>>;

/// 120 patients with a QRS duration of 140 to 179 ms and a rate of 60 to 99/min, which do not go together.
model::PatientSet wide_qrs_patients() {
    model::PatientSet set;
    auto& ecg = set.tables["ecg"];
    ecg.columns = {"qrs_duration_ms", "heart_rate_bpm"};
    for (int i = 0; i < 120; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.response.push_back(static_cast<std::uint8_t>(i % 2));
        ecg.values.emplace_back(140.0 + (i * 7) % 40);
        ecg.values.emplace_back(60.0 + (i * 11) % 40);
    }
    return set;
}

model::Predictor with_likeness() {
    auto predictor = test::hand_predictor();
    predictor.reference = model::TrainingReference{};
    predictor.reference->likeness = training_likeness(predictor, wide_qrs_patients(), {});
    return predictor;
}

TEST(Likeness, WithholdsTheAnswerOnAnEcgUnlikeTheTraining) {
    const auto predictor = with_likeness();
    ASSERT_TRUE(predictor.reference->likeness && predictor.reference->likeness->limit);
    const Seen inputs{22.0, 3.0, 150.0};
    const auto like = linear_prediction(predictor, inputs, {}, Seen{150.0, 70.0});
    EXPECT_TRUE(like.probability);
    ASSERT_TRUE(like.ecg_distance && like.ecg_distance->measurements);
    EXPECT_FALSE(like.ecg_distance->unlike());
    const auto unlike = linear_prediction(predictor, inputs, {}, Seen{85.0, 70.0});
    EXPECT_TRUE(unlike.withheld());
    EXPECT_FALSE(unlike.probability || unlike.explanation.available());
    ASSERT_FALSE(unlike.cautions.empty());
    EXPECT_EQ(unlike.cautions[0].about, report::About::likeness);
    EXPECT_NE(unlike.cautions[0].text.find("QRS duration 85 ms"), std::string::npos) << unlike.cautions[0].text;
    const PatientOutcome outcome{predictor, unlike, {}};
    EXPECT_EQ(report::plain_words(page_of(outcome, {}, {})),
              "No prediction: the model declines to answer, this ECG is unlike those that it was fitted on.");
    const auto json = to_json(outcome);
    EXPECT_EQ(json["abstain"], true);
    EXPECT_EQ(json["ecg_distance"]["measurements"]["beyond"], true);
    EXPECT_TRUE(json["ecg_distance"]["features"].is_null());
    EXPECT_TRUE(network_prediction(predictor, 1.0, {}, Seen{85.0, 70.0}).withheld());
    EXPECT_FALSE(linear_prediction(test::hand_predictor(), inputs, {}, {}).ecg_distance) << "a file of before";
}

// One training recording of 400 ms, flagged: it must not set the limit for all others.
TEST(Likeness, LeavesOutTrainingRecordingsThatNoAnswerWouldBeGivenOn) {
    auto set = wide_qrs_patients();
    const auto clean = training_likeness(test::hand_predictor(), set, {});
    set.patients.emplace_back("flagged");
    set.response.push_back(0);
    set.tables["ecg"].values.insert(set.tables["ecg"].values.end(), {400.0, 20.0});
    std::vector<bool> refused(set.size(), false);
    refused.back() = true;
    EXPECT_EQ(training_likeness(test::hand_predictor(), set, {}, refused), clean);
    EXPECT_GT(*training_likeness(test::hand_predictor(), set, {})->limit, *clean->limit);
}

// By hand: 0.09 over 0.0714 is 1.26. Distances of features are small numbers, which no one decimal would tell apart.
TEST(Likeness, SaysHowFarFeaturesLie) {
    EcgDistance distance;
    distance.features = 0.09;
    distance.features_limit = 0.0714;
    const auto words = unlike_words(with_likeness(), distance, {});
    EXPECT_NE(words.find("the network's features of it lie 1.26 times as far"), std::string::npos) << words;
    distance.features = 0.07;
    EXPECT_TRUE(unlike_words(with_likeness(), distance, {}).empty());
}

TEST(Likeness, LooksAtNoAxis) {
    auto set = wide_qrs_patients();
    set.tables["ecg"].columns[1] = "t_axis_deg";
    const auto likeness = training_likeness(test::hand_predictor(), set, {});
    ASSERT_TRUE(likeness);
    EXPECT_EQ(likeness->columns, std::vector<std::string>{"qrs_duration_ms"});
}

TEST(Likeness, IsOfNoConcernToAModelThatReadsNoEcg) {
    auto predictor = test::hand_predictor();
    predictor.linear->inputs[2] = {"clinical", "qrs_duration_ms"};
    EXPECT_FALSE(training_likeness(predictor, wide_qrs_patients(), {}));
}

TEST(Likeness, StaysInTheFile) {
    const test::TemporaryFolder folder;
    auto predictor = with_likeness();
    predictor.reference->likeness->deep_limit = 1.5;
    ASSERT_TRUE(model::write_predictor(folder / "m.safetensors", predictor));
    const auto back = model::read_predictor(folder / "m.safetensors");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, predictor);
    predictor.reference->likeness->correlation.pop_back();
    EXPECT_FALSE(predictor.check());
    predictor = with_likeness();
    predictor.reference->likeness->limit = std::nan("");
    EXPECT_FALSE(predictor.check());
}

// Of the four kept, the inputs' squared deviations from their means sum to 4.6875, 2.49 and 2.16; two of them are
// usually sqrt(2 (4.6875 + 2.49 + 2.16) / 3) = 2.494995 apart. Scaled inputs of the asked: LVEF 22, NYHA 3, QRS 170 are
// -0.5, 0.3, 0.6 (hand_predictor.hpp).
TEST(Alike, AreTheNearestByTheModelsInputs) {
    auto predictor = test::hand_predictor();
    predictor.neighbours =
        model::Neighbours{{-0.5F, 0.3F, 0.6F, 2.0F, 2.0F, 2.0F, -0.5F, 0.3F, 0.0F, -0.5F, 0.0F, 0.6F}, {1, 1, 0, 1}};
    ASSERT_TRUE(predictor.check());
    const auto answer = linear_prediction(predictor, Seen{22.0, 3.0, 170.0}, {});
    ASSERT_EQ(answer.alike.size(), 3U);
    EXPECT_NEAR(answer.alike[0].distance, 0.0, 1e-6);
    EXPECT_NEAR(answer.alike[1].distance, 0.3 / 2.494995, 1e-6);
    EXPECT_NEAR(answer.alike[2].distance, 0.6 / 2.494995, 1e-6);
    EXPECT_TRUE(answer.alike[0].had_outcome && answer.alike[1].had_outcome && !answer.alike[2].had_outcome);
    const PatientOutcome outcome{predictor, answer, {}};
    EXPECT_EQ(to_json(outcome)["alike"].size(), 3U);
    EXPECT_NE(page_of(outcome, {}, {}).alike.find("had it not (0.24)"), std::string::npos);
    EXPECT_TRUE(to_json(PatientOutcome{test::hand_predictor(), answer, {}})["alike"].is_null());
    const std::vector<measure::Flag> paced{{"paced", "", true}};
    EXPECT_TRUE(linear_prediction(predictor, Seen{22.0, 3.0, 170.0}, paced).alike.empty());
}

TEST(Alike, StayInTheFileAndMustFitTheModel) {
    const test::TemporaryFolder folder;
    auto predictor = test::hand_predictor();
    predictor.neighbours = model::Neighbours{std::vector<float>(6, 0.5F), {1, 0}};
    ASSERT_TRUE(model::write_predictor(folder / "m.safetensors", predictor));
    const auto back = model::read_predictor(folder / "m.safetensors");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, predictor);
    predictor.neighbours->inputs.pop_back();
    EXPECT_FALSE(predictor.check());
    predictor.neighbours = model::Neighbours{std::vector<float>(3, 0.5F), {2}};
    EXPECT_FALSE(predictor.check());
    predictor.neighbours = model::Neighbours{std::vector<float>(72 * 3, 0.5F), std::vector<std::uint8_t>(72, 1)};
    EXPECT_FALSE(predictor.check()) << "more than it was fitted on";
}

// A cohort of clinical columns alone: the file holds a row a patient only where its maker asked for it.
TEST(Alike, AreKeptOnRequestAlone) {
    const test::TemporaryFolder folder;
    std::ofstream csv(folder / "c.csv");
    csv << "patient_id,response,lvef_pct,nyha\n";
    for (int i = 0; i < 40; ++i)
        csv << "id" << i << "," << (i % 3 == 0) << "," << 20 + (i * 7) % 15 << "," << 2 + i % 2 << "\n";
    csv.close();
    TrainRequest request;
    request.cohort_csv = folder / "c.csv";
    request.model = "clinical";
    request.members = fewest_members;
    request.out = folder / "m.safetensors";
    const auto without = train(request, {});
    ASSERT_TRUE(without) << without.error().message();
    EXPECT_FALSE(without->predictor.neighbours);
    request.keep_neighbours = true;
    const auto with = train(request, {});
    ASSERT_TRUE(with) << with.error().message();
    ASSERT_TRUE(with->predictor.neighbours);
    EXPECT_EQ(with->predictor.neighbours->size(), 40U);
    EXPECT_EQ(with->predictor.neighbours->outcome[3], 1);
    request.model = "scratch";
    const auto network = train(request, {});
    ASSERT_FALSE(network);
    EXPECT_EQ(network.error().kind, core::ErrorKind::usage);
}

}  // namespace
}  // namespace synchrony::app
