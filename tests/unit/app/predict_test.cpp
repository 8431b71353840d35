// What a predictor written by hand says, and when it declines.
#include "synchrony/app/predict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "one_patient.hpp"
#include "printed_contradiction.hpp"
#include "support/hand_predictor.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/train.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"

namespace synchrony::app {
namespace {

using test::hand_predictor;
using Values = std::vector<std::optional<double>>;

double expit(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

std::string texts(const PatientPrediction& prediction) {
    std::string all;
    for (const auto& caution : prediction.cautions) all += caution.text + "\n";
    return all;
}

// The members' intercepts are 101 equal steps over 1, so that numpy.percentile([2.5, 97.5]) of them is their middle
// -/+ 0.475; the calibration takes 0.8 of that.
TEST(PatientPrediction, GivesProbabilityAndPercentileInterval) {
    const auto prediction = linear_prediction(hand_predictor(), Values{22.0, 3.0, 170.0}, {});
    ASSERT_TRUE(prediction.probability);
    EXPECT_NEAR(*prediction.probability, 0.845534734916465, 1e-12);
    ASSERT_TRUE(prediction.interval);
    EXPECT_NEAR(prediction.interval->low, expit(1.7 - 0.8 * 0.475), 1e-6);
    EXPECT_NEAR(prediction.interval->high, expit(1.7 + 0.8 * 0.475), 1e-6);
    EXPECT_TRUE(prediction.cautions.empty()) << texts(prediction);
    EXPECT_FALSE(prediction.withheld());
}

TEST(PatientPrediction, NamesWhatWasPutInAndDeclinesWithoutMostInputs) {
    const auto one = linear_prediction(hand_predictor(), Values{22.0, std::nullopt, 170.0}, {});
    EXPECT_NEAR(*one.probability, 0.845534734916465, 1e-12) << "the median of NYHA is 3";
    EXPECT_NE(texts(one).find("1 of the 3 inputs: NYHA class"), std::string::npos) << texts(one);
    EXPECT_TRUE(one.inputs[1].imputed);
    const auto two = linear_prediction(hand_predictor(), Values{std::nullopt, std::nullopt, 170.0}, {});
    EXPECT_TRUE(two.withheld());
    EXPECT_FALSE(two.probability || two.interval);
    EXPECT_NE(texts(two).find("left-ventricular ejection fraction, NYHA class"), std::string::npos) << texts(two);
    // An input that did not vary in training is not asked for.
    auto constant = hand_predictor();
    constant.linear->scale[0] = 0.0;
    EXPECT_FALSE(linear_prediction(constant, Values{std::nullopt, 3.0, 170.0}, {}).withheld());
    EXPECT_TRUE(texts(linear_prediction(constant, Values{std::nullopt, 3.0, 170.0}, {})).empty());
}

// NYHA between 2 and 4 (all training patients; the file keeps no quantiles): the log-odds of the header's formula with
// 0.5 (nyha - 2.8) 1.5 are 2.25 - 0.75 at 2 and 2.25 + 0.75 at 4.
TEST(PatientPrediction, SaysWhatAMissingValueWouldChange) {
    const auto one = linear_prediction(hand_predictor(), Values{22.0, std::nullopt, 170.0}, {});
    ASSERT_EQ(one.missing.size(), 1U);
    EXPECT_EQ(one.missing[0].column, "nyha");
    EXPECT_EQ(one.missing[0].range, (model::InputRange{2.0, 4.0}));
    EXPECT_NEAR(one.missing[0].probability.low, expit(0.8 * 1.5 - 0.1), 1e-12);
    EXPECT_NEAR(one.missing[0].probability.high, expit(0.8 * 3.0 - 0.1), 1e-12);
    EXPECT_TRUE(linear_prediction(hand_predictor(), Values{std::nullopt, std::nullopt, 170.0}, {}).missing.empty())
        << "nothing is said of an answer that is withheld";
}

TEST(PatientPrediction, DoubtsAModelThatItsOwnCrossValidationDoesNotSpeakFor) {
    auto p = hand_predictor();
    EXPECT_TRUE(doubts_of(p).empty());
    p.cross_validated.figures["auc"] = {0.52, 0.40, 0.64};
    ASSERT_EQ(doubts_of(p).size(), 1U);
    EXPECT_NE(doubts_of(p)[0].find("not shown to be better than chance"), std::string::npos);
    p.cross_validated.figures["calibration_slope"] = {0.05, -0.2, 0.3};
    ASSERT_EQ(doubts_of(p).size(), 2U);
    const auto prediction = linear_prediction(p, Values{22.0, 3.0, 170.0}, {});
    ASSERT_EQ(prediction.cautions.size(), 2U);
    EXPECT_EQ(prediction.cautions.front().about, report::About::model);
    p.cross_validated.figures["auc"] = {0.72, 0.60, 0.83};
    p.cross_validated.figures["calibration_slope"] = {0.9, 0.4, 1.5};
    EXPECT_TRUE(doubts_of(p).empty());
    p.cross_validated.figures["sensitivity"] = {0.0, 0.0, 0.15};
    ASSERT_EQ(doubts_of(p).size(), 1U);
    EXPECT_NE(doubts_of(p)[0].find("called nobody with the outcome positive"), std::string::npos) << doubts_of(p)[0];
    p.positives = 66;
    EXPECT_NE(doubts_of(p)[0].find("Only 5 training patients did not have the outcome"), std::string::npos);
}

TEST(PatientPrediction, SpeaksOfExtrapolationThresholdAndChance) {
    const auto wide = linear_prediction(hand_predictor(), Values{22.0, 3.0, 240.0}, {});
    EXPECT_NE(texts(wide).find("Outside what the model has seen: QRS duration 240"), std::string::npos) << texts(wide);
    EXPECT_FALSE(wide.withheld());
    // An LVEF of 62 % among hearts of 10 to 35 %: more than half of that range beyond it.
    const auto healthy = linear_prediction(hand_predictor(), Values{62.0, 3.0, 170.0}, {});
    EXPECT_TRUE(healthy.withheld());
    EXPECT_FALSE(healthy.probability);
    EXPECT_NE(texts(healthy).find("Far outside what the model has seen: "), std::string::npos) << texts(healthy);
    auto predictor = hand_predictor();
    predictor.threshold = 0.85;
    EXPECT_NE(texts(linear_prediction(predictor, Values{22.0, 3.0, 170.0}, {}))
                  .find("Undecided: the interval includes the threshold"),
              std::string::npos);
    predictor.cross_validated.figures["auc"].low = 0.5;
    EXPECT_NE(
        texts(linear_prediction(predictor, Values{22.0, 3.0, 170.0}, {})).find("not shown to be better than chance"),
        std::string::npos);
}

// The patient lies -0.5, 0.3 and 0.6 from the centre: root mean square sqrt(0.7 / 3) = 0.483.
TEST(PatientPrediction, SaysWhoIsUnlikeTheTraining) {
    auto predictor = hand_predictor();
    const Values values{22.0, 3.0, 170.0};
    EXPECT_NEAR(*linear_prediction(predictor, values, {}).distance, std::sqrt(0.7 / 3.0), 1e-12);
    EXPECT_TRUE(texts(linear_prediction(predictor, values, {})).empty()) << "no reference, no claim";
    model::ReferenceColumn distances{model::model_table, model::distance_column, 71, 0, 0.3, 0.1, false, {}};
    for (std::size_t k = 0; k < model::reference_quantiles; ++k)
        distances.quantiles.push_back(0.1 + 0.02 * static_cast<double>(k));
    predictor.reference = model::TrainingReference{{distances}};
    EXPECT_TRUE(texts(linear_prediction(predictor, values, {})).empty()) << "0.483 < 0.5";
    predictor.reference->columns[0].quantiles.back() = 0.49;
    for (auto& q : predictor.reference->columns[0].quantiles) q = std::min(q, 0.48);
    const auto unlike = linear_prediction(predictor, values, {});
    EXPECT_NE(texts(unlike).find("Unlike the training patients: the inputs lie 1.01 times as far from their mean as "
                                 "those of the furthest of 71 training patients"),
              std::string::npos)
        << texts(unlike);
    EXPECT_FALSE(unlike.withheld());
    const auto json = to_json(PatientOutcome{predictor, unlike, {}});
    EXPECT_EQ(json["distance"]["beyond"], true);
    EXPECT_TRUE(json["deep_distance"].is_null());
}

TEST(PatientPrediction, SaysWhichPrevalenceItIsFor) {
    const auto moved = model::with_prevalence(hand_predictor(), 0.125);
    ASSERT_TRUE(moved);
    const auto prediction = linear_prediction(*moved, Values{22.0, 3.0, 170.0}, {});
    EXPECT_NEAR(*prediction.probability, 0.606044175512654 / 1.606044175512654, 1e-12);
    EXPECT_NE(texts(prediction).find("12.5 % have the outcome"), std::string::npos) << texts(prediction);
    const PatientOutcome outcome{*moved, prediction, {}};
    EXPECT_EQ(to_json(outcome)["model"]["assumed_prevalence"], 0.125);
    EXPECT_EQ(page_of(outcome, {}, {}).base_rate, 0.125);
}

TEST(Card, StatesForWhomTheEstimatesHold) {
    std::string words;
    for (const auto& [name, value] : card_in_words(hand_predictor()))
        if (name == "Holds for") words = value;
    EXPECT_NE(words.find("patients drawn as the training's"), std::string::npos);
    EXPECT_NE(words.find("holds no reference"), std::string::npos);
    const auto card = card_of(hand_predictor());
    EXPECT_NE(card["cross_validation"]["holds_for"].get<std::string>().find("drawn as the training's"),
              std::string::npos);
    EXPECT_TRUE(card["reference_columns"].is_null());
}

TEST(PatientPrediction, IsWithheldOnAFlaggedRecording) {
    const std::vector<measure::Flag> flags{{"noise", "", false}, {"paced", "90 % of beats", true}};
    const auto prediction = linear_prediction(hand_predictor(), Values{22.0, 3.0, 170.0}, flags);
    EXPECT_TRUE(prediction.withheld());
    EXPECT_FALSE(prediction.probability);
    EXPECT_NE(texts(prediction).find("paced, 90 % of beats"), std::string::npos) << texts(prediction);
    EXPECT_TRUE(prediction.cautions.front().refuse) << "what decides is said first";
    PatientOutcome outcome{hand_predictor(), prediction, {}};
    const auto json = to_json(outcome);
    EXPECT_EQ(json["abstain"], true);
    EXPECT_TRUE(json["probability"].is_null() && json["interval"].is_null() && json["responds"].is_null());
    const std::vector<measure::Flag> mild{{"noise", "", false}};
    EXPECT_FALSE(linear_prediction(hand_predictor(), Values{22.0, 3.0, 170.0}, mild).withheld());
}

// The device and we cannot both be right: 150 ms were printed, 79 measured.
TEST(PatientPrediction, APrintedQrsDurationThatIsAnother) {
    measure::Measurements measured;
    EXPECT_FALSE(printed_contradiction(measured, 150.0)) << "none was measured";
    measured.intervals.qrs_ms = 79.0;
    EXPECT_FALSE(printed_contradiction(measured, std::nullopt));
    EXPECT_FALSE(printed_contradiction(measured, 99.0));
    const auto caution = printed_contradiction(measured, 150.0);
    ASSERT_TRUE(caution);
    EXPECT_NE(caution->text.find("150 ms, 79 ms"), std::string::npos) << caution->text;
    EXPECT_FALSE(caution->refuse);
}

TEST(PatientPrediction, OfANetworkVariesItsCalibrationOnly) {
    auto predictor = hand_predictor();
    for (std::size_t m = 0; m < 101; ++m) predictor.ensemble.calibrations[m] = {1.0, static_cast<double>(m) / 100.0};
    const auto prediction = network_prediction(predictor, 2.25, {});
    EXPECT_NEAR(*prediction.probability, 0.845534734916465, 1e-12);
    EXPECT_NEAR(prediction.interval->high, expit(2.25 + 0.975), 1e-12);
    EXPECT_NEAR(prediction.interval->low, 0.845534734916465, 1e-12) << "reaches to the model's own answer";
}

TEST(Predict, RefusesValuesThatNobodyAskedFor) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(model::write_predictor(folder / "p.safetensors", hand_predictor()));
    const auto error_of = [&](const std::vector<std::string>& set) {
        PredictRequest request;
        request.predictor = folder / "p.safetensors";
        request.input = folder / "no.hea";
        request.set = set;
        const auto outcome = predict_patient(request, {});
        EXPECT_FALSE(outcome);
        return outcome.error();
    };
    for (const auto& [set, word] : std::vector<std::pair<std::string, std::string>>{
             {"lvef_pct", "name=value"},
             {"colour=3", "of the model: lvef_pct, nyha; of the guidelines: lvef_pct, nyha, sex, ischemic"},
             {"lvesv_6m_ml=100", "does not read"},
             {"lvef_pct=0.28", "3 to 90 %"},
             {"nyha=2.5", "whole number"},
             {"sex=W", "F or M"}}) {
        const auto error = error_of({set});
        EXPECT_EQ(error.kind, core::ErrorKind::usage) << set;
        EXPECT_NE(error.message().find(word), std::string::npos) << error.message();
    }
    EXPECT_NE(error_of({"nyha=2", "nyha=3"}).message().find("twice"), std::string::npos);
    EXPECT_NE(error_of({"sex=F"}).kind, core::ErrorKind::usage) << "then the missing file is the error";
}

// What --inputs gave the training, a number and a column of words, can be said of one patient.
TEST(Predict, TakesValuesOfChosenColumns) {
    auto predictor = hand_predictor();
    auto& linear = *predictor.linear;
    linear.inputs = {{"clinical", "bnp"}, {"clinical", "site=north"}, {"clinical", "site=south"}};
    const auto value_in = [&](const std::vector<std::string>& set, const std::string& input) {
        const auto cohort = one_patient("x.hea", set, &predictor);
        EXPECT_TRUE(cohort) << cohort.error().message();
        return cohort ? cohort::input_value(*cohort, input, 0) : std::nullopt;
    };
    EXPECT_EQ(value_in({"bnp=812.5"}, "bnp"), 812.5);
    for (const auto* said : {"site=north", "site=north=1"}) {
        EXPECT_EQ(value_in({said}, "site=north"), 1.0) << said;
        EXPECT_EQ(value_in({said}, "site=south"), 0.0) << said;
    }
    EXPECT_EQ(value_in({"site=north=0"}, "site=north"), 0.0);
    EXPECT_EQ(value_in({"site=north=0"}, "site=south"), std::nullopt);
    EXPECT_EQ(value_in({"site=north=0", "site=south=1"}, "site=north"), 0.0);
    for (const auto& [set, word] : std::vector<std::pair<std::string, std::string>>{
             {"bnp=high", "a number"}, {"site=west", "north, south"}, {"site=north=2", "1 or 0"}}) {
        const auto cohort = one_patient("x.hea", {set}, &predictor);
        ASSERT_FALSE(cohort) << set;
        EXPECT_EQ(cohort.error().kind, core::ErrorKind::usage);
        EXPECT_NE(cohort.error().message().find(word), std::string::npos) << cohort.error().message();
    }
}

TEST(Predict, NamesWordsThatTheTrainingDidNotKnow) {
    auto predictor = hand_predictor();
    predictor.model = "clinical";
    predictor.linear->inputs = {{"clinical", "bnp"}, {"clinical", "site=north"}, {"clinical", "site=south"}};
    const test::TemporaryFolder folder;
    ASSERT_TRUE(model::write_predictor(folder / "p.safetensors", predictor));
    const auto notes_of = [&](const std::string& table) {
        std::ofstream(folder / "c.csv") << table;
        PredictRequest request;
        request.predictor = folder / "p.safetensors";
        request.input = folder / "c.csv";
        const auto outcome = predict_cohort(request, {});
        EXPECT_TRUE(outcome) << outcome.error().message();
        return outcome ? outcome->notes : std::vector<std::string>();
    };
    const auto notes = notes_of("patient_id,bnp,site\na,100,north\nb,200,west\nc,300,\nd,300,west\n");
    const std::string expected =
        "column site: 2 cells with a word that the training did not know, the first 'west', taken as missing; it knew "
        "north, south";
    EXPECT_NE(std::ranges::find(notes, expected), notes.end()) << (notes.empty() ? "none" : notes.front());
    const auto lacking = notes_of("patient_id,bnp\na,100\nb,200\n");
    EXPECT_EQ(std::ranges::count(lacking, "the cohort lacks the column site, which the model reads"), 1);
}

TEST(Predict, TellsACohortFromAnEcg) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "cohort.csv") << "patient_id,ecg,response\na,a.hea,1\n";
    std::ofstream(folder / "ecg.csv") << "time,I,II\n0,0.1,0.2\n";
    EXPECT_TRUE(is_cohort_csv(folder / "cohort.csv"));
    EXPECT_FALSE(is_cohort_csv(folder / "ecg.csv"));
    EXPECT_FALSE(is_cohort_csv(folder / "none.csv"));
    EXPECT_FALSE(is_cohort_csv(folder.path()));
}

TEST(Train, SaysWhyAModelIsNotKept) {
    TrainRequest request;
    for (const auto& [name, word] :
         std::vector<std::pair<std::string, std::string>>{{"forest-fused", "strangers"},
                                                          {"svm-ecg", "strangers"},
                                                          {"rules", "nothing to fit"},
                                                          {"pixels", "to compare with"},
                                                          {"nonsense", "unknown model"},
                                                          {"fused-deep", "pre-trained weights"}}) {
        request.model = name;
        const auto outcome = train(request, {});
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().kind, core::ErrorKind::usage);
        EXPECT_NE(outcome.error().message().find(word), std::string::npos) << outcome.error().message();
    }
    request.model = "forest-fused";
    EXPECT_NE(train(request, {}).error().message().find("clinical, ecg, fused, spect, ecg-spect, deep-features"),
              std::string::npos);
}

}  // namespace
}  // namespace synchrony::app
