// What an answer rests on: sums by hand, and the sum that must be the answer.
#include "synchrony/app/explanation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/hand_predictor.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/inputs/cohort_images.hpp"

namespace synchrony::app {
namespace {

using Known = std::vector<std::optional<double>>;

double sum_of(const Explanation& explanation) {
    double sum = *explanation.base_log_odds;
    for (const auto& group : explanation.groups)
        for (const auto& input : group.inputs) sum += input.contribution;
    return sum;
}

const GroupContribution* group_named(const Explanation& explanation, cohort::InputGroup group) {
    for (const auto& one : explanation.groups)
        if (one.group == group) return &one;
    return nullptr;
}

// By hand (hand_predictor.hpp): medians are LVEF 25, NYHA 3, QRS 150; there the log-odds are
//   0.3 - 1.2 (25 - 27) 0.1 + 0.5 (3 - 2.8) 1.5 + 2 (150 - 155) 0.04 = 0.29, calibrated 0.8 * 0.29 - 0.1 = 0.132.
// LVEF 22 adds 0.8 (-1.2) (22 - 25) 0.1 = 0.288, QRS 170 adds 0.8 * 2 (170 - 150) 0.04 = 1.28, NYHA is not known.
TEST(Explanation, IsWhatAHandFinds) {
    const auto explained = explain_linear(test::hand_predictor(), Known{22.0, std::nullopt, 170.0});
    EXPECT_EQ(explained.method, "linear");
    EXPECT_NEAR(*explained.base_log_odds, 0.132, 1e-12);
    EXPECT_NEAR(*explained.log_odds, 1.7, 1e-12);
    ASSERT_EQ(explained.groups.size(), 3U);
    EXPECT_EQ(explained.groups[0].group, cohort::InputGroup::qrs_duration) << "the largest is first";
    EXPECT_NEAR(explained.groups[0].contribution, 1.28, 1e-12);
    EXPECT_EQ(explained.groups[1].group, cohort::InputGroup::chamber);
    EXPECT_NEAR(explained.groups[1].contribution, 0.288, 1e-12);
    EXPECT_EQ(explained.groups[2].contribution, 0.0) << "what is not known moves nothing";
    EXPECT_FALSE(explained.groups[2].inputs[0].value);
    EXPECT_EQ(explained.groups[0].inputs[0].reference, 150.0);
    EXPECT_EQ(explained.groups[0].inputs[0].unit, "ms");
    EXPECT_EQ(explained.groups[1].inputs[0].label, "left-ventricular ejection fraction");
}

// The log-odds of the very probability that is delivered, whatever the values, the prevalence and the file.
TEST(Explanation, SumsToTheDeliveredProbability) {
    core::RandomStream random(7);
    auto old = model::read_predictor(std::filesystem::path(SYNCHRONY_SOURCE_DIR) /
                                     "tests/golden/predictors/before-reference.safetensors");
    ASSERT_TRUE(old) << old.error().message();
    for (const auto& predictor : {test::hand_predictor(), *model::with_prevalence(test::hand_predictor(), 0.1), *old})
        for (int trial = 0; trial < 50; ++trial) {
            Known values;
            for (std::size_t i = 0; i < predictor.linear->size(); ++i) {
                const auto& range = predictor.ranges[i];
                values.push_back(random.uniform() < 0.2
                                     ? std::nullopt
                                     : std::optional(range.low + (range.high - range.low) * 1.2 * random.uniform()));
            }
            const auto answer = linear_prediction(predictor, values, {});
            if (answer.withheld()) continue;
            const double log_odds = std::log(*answer.probability / (1.0 - *answer.probability));
            EXPECT_NEAR(sum_of(answer.explanation), log_odds, 1e-9);
            EXPECT_NEAR(*answer.explanation.log_odds, log_odds, 1e-9);
        }
}

// The members' slopes are 101 steps from 0.5 to 1.5, so that 2.5 and 97.5 % of them are 0.525 and 1.475; QRS 170
// contributes 1.6 times the slope. Their weights are single precision.
TEST(Explanation, HasTheIntervalOfTheMembers) {
    auto predictor = test::hand_predictor();
    for (std::size_t m = 0; m < 101; ++m)
        predictor.ensemble.calibrations[m].slope = 0.5 + static_cast<double>(m) / 100.0;
    const auto explained = explain_linear(predictor, Known{22.0, 3.0, 170.0});
    const auto* qrs = group_named(explained, cohort::InputGroup::qrs_duration);
    ASSERT_TRUE(qrs != nullptr && qrs->interval);
    EXPECT_NEAR(qrs->interval->low, 1.6 * 0.525, 1e-6);
    EXPECT_NEAR(qrs->interval->high, 1.6 * 1.475, 1e-6);
}

TEST(Explanation, OfFeaturesIsByLead) {
    auto predictor = test::hand_predictor();
    predictor.feature_table = "deep-features";
    predictor.linear->inputs[0] = {"deep-features", "V5:layer2:0:0"};
    predictor.linear->inputs[1] = {"deep-features", "V5:layer2:3:1"};
    const auto explained = explain_linear(predictor, Known{22.0, 4.0, 150.0});
    const auto* picture = group_named(explained, cohort::InputGroup::picture);
    ASSERT_TRUE(picture != nullptr);
    ASSERT_EQ(picture->inputs.size(), 1U);
    EXPECT_EQ(picture->inputs[0].name, "V5");
    EXPECT_NEAR(picture->inputs[0].contribution, 0.288 + 0.8 * 0.5 * 1.5, 1e-12);
    EXPECT_FALSE(picture->inputs[0].value || picture->inputs[0].reference);
    EXPECT_NEAR(sum_of(explained), *explained.log_odds, 1e-12);
    // The page says why there is no map of the ECG.
    predictor.bundle = model::Bundle();
    const PatientOutcome outcome{predictor, linear_prediction(predictor, Known{22.0, 4.0, 150.0}, {}), {}};
    EXPECT_NE(page_of(outcome, {}, {}).reasons_note.find("is not shown"), std::string::npos);
    EXPECT_NE(explained.note.find("is not shown"), std::string::npos);
}

TEST(Explanation, SaysNothingOfAnAnswerThatIsWithheld) {
    const std::vector<measure::Flag> paced{{"paced", "", true}};
    const auto answer = linear_prediction(test::hand_predictor(), Known{22.0, 3.0, 170.0}, paced);
    EXPECT_FALSE(answer.explanation.available());
    const auto json = to_json(PatientOutcome{test::hand_predictor(), answer, {}});
    EXPECT_EQ(json["explanation"]["method"], "none");
    EXPECT_TRUE(json["explanation"]["log_odds"].is_null() && json["explanation"]["base_log_odds"].is_null());
    EXPECT_TRUE(json["explanation"]["groups"].empty());
    EXPECT_FALSE(json["explanation"]["note"].get<std::string>().empty());
    EXPECT_FALSE(network_prediction(test::hand_predictor(), 2.25, {}).explanation.available());
}

TEST(Explanation, StandsInTheJsonAndOnThePage) {
    const auto answer = linear_prediction(test::hand_predictor(), Known{22.0, std::nullopt, 170.0}, {});
    const PatientOutcome outcome{test::hand_predictor(), answer, {}};
    const auto json = to_json(outcome)["explanation"];
    EXPECT_EQ(json["method"], "linear");
    EXPECT_EQ(json["groups"][0]["name"], "qrs_duration");
    EXPECT_EQ(json["groups"][0]["label"], "QRS duration");
    EXPECT_EQ(json["groups"][0]["inputs"][0]["value"], 170.0);
    EXPECT_TRUE(json["groups"][2]["inputs"][0]["value"].is_null());
    const auto page = page_of(outcome, {}, {});
    ASSERT_EQ(page.reasons.size(), 2U) << "NYHA moves nothing";
    EXPECT_EQ(page.reasons[0].detail, "QRS duration 170 ms (150 ms)");
    EXPECT_EQ(page.reasons[1].detail, "left-ventricular ejection fraction 22 % (25 %)");
    EXPECT_EQ(report::contribution_words(std::log(2.0)), "+0.69, odds \u00d7 2.00");
}

// Every column that may be an input was given a place by somebody.
TEST(Explanation, KnowsAGroupOfEachInput) {
    for (const auto& rule : cohort::known_columns())
        if (!rule.after_implant) {
            EXPECT_NE(rule.group, cohort::InputGroup::other) << rule.name;
        }
    for (const auto& column : inputs::ecg_table({}).columns)
        EXPECT_NE(inputs::find_ecg_column(column)->group, cohort::InputGroup::other) << column;
    EXPECT_EQ(cohort::group_of_column("qrs_duration_ms"), inputs::find_ecg_column("qrs_duration_ms")->group);
    EXPECT_EQ(cohort::group_of_column("site=north"), cohort::InputGroup::other);
}

}  // namespace
}  // namespace synchrony::app
