// The comparison of a cohort with a predictor's training: against SciPy 1.10.1 on whole samples, under no shift at all,
// and by hand.
#include "synchrony/app/population_shift.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "out_of_fold.hpp"
#include "reference_values.hpp"
#include "support/hand_predictor.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/stats/kolmogorov_smirnov.hpp"

namespace synchrony::app {
namespace {

using test::hand_predictor;

/// A set with the hand predictor's tables: LVEF, NYHA and QRS duration of `n` patients drawn from `random`; the QRS is
/// `wider` ms wider, every `unknown`th NYHA class is missing (0: none).
model::PatientSet drawn_set(std::size_t n, core::RandomStream& random, double wider = 0.0, std::size_t unknown = 0) {
    model::PatientSet set;
    auto& clinical = set.tables["clinical"];
    auto& ecg = set.tables["ecg"];
    clinical.columns = {"lvef_pct", "nyha"};
    ecg.columns = {"heart_rate_bpm", "qrs_duration_ms"};
    for (std::size_t i = 0; i < n; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.response.push_back(i % 2 == 0 ? 1 : 0);
        clinical.values.emplace_back(27.0 + 5.0 * random.normal());
        clinical.values.emplace_back(random.uniform() < 0.5 ? 2.0 : 3.0);
        if (unknown > 0 && i % unknown == 0) clinical.values.back().reset();
        ecg.values.emplace_back(70.0);
        ecg.values.emplace_back(155.0 + wider + 20.0 * random.normal());
    }
    return set;
}

model::Predictor fitted(const model::PatientSet& set) {
    auto predictor = hand_predictor();
    predictor.linear->scale = {0.2, 2.0, 0.05};  // one over the deviations drawn above
    predictor.linear->centre = {27.0, 2.5, 155.0};
    std::vector<eval::PatientPrediction> unseen;
    for (std::size_t i = 0; i < set.size(); ++i) unseen.push_back({i, 0, 0, 0.25, false, set.response[i]});
    predictor.reference = training_reference(predictor, set, unseen);
    return predictor;
}

std::vector<ShiftRow> rows_of(const model::Predictor& predictor, const model::PatientSet& set) {
    std::vector<ShiftRow> rows;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const std::vector<std::optional<double>> values{
            set.tables.at("clinical").at(i, 0), set.tables.at("clinical").at(i, 1), set.tables.at("ecg").at(i, 1)};
        const auto scaled = predictor.linear->scaled(values);
        rows.push_back({reference_values(*predictor.reference, set,
                                         {i, log_odds_of(0.25), distances_of(predictor, values, scaled)}),
                        set.response[i],
                        {}});
    }
    return rows;
}

const InputShift& input_of(const GroupShift& group, const std::string& column) {
    for (const auto& input : group.inputs)
        if (input.column == column) return input;
    ADD_FAILURE() << column;
    return group.inputs.front();
}

TEST(TrainingReference, DescribesWhatTheModelReadsAndMakes) {
    core::RandomStream random(5);
    auto set = drawn_set(100, random, 0.0, 10);
    const auto predictor = fitted(set);
    const auto& reference = *predictor.reference;
    ASSERT_TRUE(reference.check()) << reference.check().error().message();
    EXPECT_EQ(reference.find("ecg", "heart_rate_bpm"), nullptr) << "the model does not read it";
    const auto* nyha = reference.find("clinical", "nyha");
    ASSERT_NE(nyha, nullptr);
    EXPECT_EQ(nyha->known, 90U);
    EXPECT_EQ(nyha->missing, 10U);
    EXPECT_FALSE(nyha->two_valued) << "2 and 3 are no yes and no";
    EXPECT_EQ(nyha->quantiles.front(), 2.0);
    EXPECT_EQ(nyha->quantiles.back(), 3.0);
    const auto* log_odds = reference.find(model::model_table, model::log_odds_column);
    ASSERT_NE(log_odds, nullptr);
    EXPECT_NEAR(log_odds->mean, std::log(1.0 / 3.0), 1e-12);
    EXPECT_NE(reference.find(model::model_table, model::distance_column), nullptr);
    EXPECT_EQ(reference.find(model::model_table, model::deep_distance_column), nullptr) << "no deep features";
}

// Four patients by hand: x = 1, 2, 3, 6. Left out, 6 lies (6 - 2) / 1 = 4 deviations from the mean of 1, 2, 3, and 1
// lies (11/3 - 1) / sd(2, 3, 6) = 2.66667 / 2.08167 = 1.28103 away.
TEST(TrainingReference, LeavesEachPatientOutOfTheDistance) {
    auto predictor = hand_predictor();
    predictor.linear->inputs = {{"clinical", "lvef_pct"}};
    predictor.linear->impute = {2.5};
    predictor.linear->centre = {3.0};
    predictor.linear->scale = {1.0 / 2.160246899469287};  // statistics.stdev([1, 2, 3, 6])
    predictor.linear->weight = {1.0};
    model::PatientSet set;
    set.tables["clinical"].columns = {"lvef_pct"};
    for (const double x : {1.0, 2.0, 3.0, 6.0}) {
        set.patients.emplace_back("p" + std::to_string(set.size()));
        set.response.push_back(0);
        set.tables["clinical"].values.emplace_back(x);
    }
    const auto reference = training_reference(predictor, set, {});
    const auto* distance = reference.find(model::model_table, model::distance_column);
    ASSERT_NE(distance, nullptr);
    EXPECT_NEAR(distance->quantiles.back(), 4.0, 1e-9);
    EXPECT_NEAR(distance->quantiles[13], 0.05 * 0.529812942826018 + 0.95 * 1.281025230440697, 1e-9)
        << "the 65 % quantile of four lies between the second and the third";
    EXPECT_EQ(distance->quantiles.front(), 0.0) << "3 is the mean of 1, 2 and 6";
}

// stats.ks_2samp(A, B, method='exact') of the skewed samples: distance 0.13131313, p 0.49020790. Quantiles every 5 %
// know the training's distribution function to a twentieth, in its steps to less.
TEST(PopulationShift, DistanceFromQuantilesIsSciPysOfTheSamples) {
    std::vector<std::optional<double>> training;
    std::vector<double> here;
    model::PatientSet set;
    set.tables["clinical"].columns = {"lvef_pct"};
    for (int i = 1; i < 100; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.response.push_back(0);
        set.tables["clinical"].values.emplace_back(std::exp((i * 37 % 101) / 40.0));
    }
    for (int j = 1; j < 61; ++j) here.push_back(std::exp((j * 29 % 71) / 30.0 + 0.3));
    auto predictor = hand_predictor();
    predictor.linear->inputs.resize(1);
    const auto reference = training_reference(predictor, set, {});
    const auto* column = reference.find("clinical", "lvef_pct");
    ASSERT_NE(column, nullptr);
    const double distance = distance_from(*column, here);
    EXPECT_NEAR(distance, 0.13131313131313133, 0.02);
    EXPECT_NEAR(stats::kolmogorov_smirnov_p(0.13131313131313133, 60, 99), 0.49020789900257833, 1e-12);
}

// The training's own kind: of 200 cohorts no more than a twentieth may be called unlike (Holm: any false claim), and a
// single input's p value below 0.05 stands in about a twentieth, too.
TEST(PopulationShift, IsSeldomFoundWhereThereIsNone) {
    core::RandomStream random(11);
    int unlike = 0, low_distance_p = 0;
    constexpr int cohorts = 200;
    for (int k = 0; k < cohorts; ++k) {
        const auto training = drawn_set(100, random);
        const auto predictor = fitted(training);
        const auto shift = population_shift(predictor, rows_of(predictor, drawn_set(80, random)));
        unlike += shift.all.unlike() ? 1 : 0;
        const auto& distance = input_of(shift.all, model::distance_column);
        low_distance_p += stats::kolmogorov_smirnov_p(*distance.distance, 80, 100) < 0.05 ? 1 : 0;
    }
    EXPECT_LE(unlike, 18) << "binomial(200, 0.05): 18 or fewer in 99 %";
    EXPECT_LE(low_distance_p, 20) << "distances left out are those of new patients";
}

TEST(PopulationShift, IsFoundAndNamed) {
    core::RandomStream random(7);
    const auto predictor = fitted(drawn_set(100, random));
    auto rows = rows_of(predictor, drawn_set(80, random, 25.0, 2));
    for (auto& row : rows) row.outcome = 0;
    rows.front().outcome = 1;
    const auto shift = population_shift(predictor, rows);
    EXPECT_TRUE(shift.all.unlike());
    const auto& qrs = input_of(shift.all, "qrs_duration_ms");
    EXPECT_TRUE(qrs.differs);
    EXPECT_LT(*qrs.p, 1e-6);
    EXPECT_NEAR(*qrs.difference, 25.0 / 20.0, 0.3);
    EXPECT_TRUE(input_of(shift.all, "nyha").missing_differs);
    EXPECT_FALSE(input_of(shift.all, "lvef_pct").any());
    const auto words = shift_in_words(shift);
    EXPECT_NE(words.find("Unlike the training patients"), std::string::npos) << words;
    EXPECT_NE(words.find("QRS duration, measured (ms)"), std::string::npos) << words;
    EXPECT_NE(words.find("do not rely"), std::string::npos) << words;
    ASSERT_TRUE(shift.all.prevalence);
    EXPECT_TRUE(shift.all.prevalence->differs) << "1 of 80 and 40 of 71";
    EXPECT_NE(prevalence_in_words(predictor, shift).find("--prevalence"), std::string::npos);
    const auto json = to_json(shift);
    EXPECT_EQ(json["all"]["unlike_training"], true);
    EXPECT_EQ(json["all"]["prevalence"]["positives"], 1);
}

TEST(PopulationShift, IsSaidOfEachRecorder) {
    core::RandomStream random(9);
    const auto predictor = fitted(drawn_set(100, random));
    auto rows = rows_of(predictor, drawn_set(60, random));
    for (auto& row : rows) row.group = "A";
    auto others = rows_of(predictor, drawn_set(60, random, 40.0));
    for (auto& row : others) row.group = "B";
    rows.insert(rows.end(), others.begin(), others.end());
    rows.push_back({rows.front().values, std::nullopt, "C"});
    const auto shift = population_shift(predictor, rows, "recorder");
    ASSERT_EQ(shift.groups.size(), 3U);
    EXPECT_FALSE(shift.groups[0].unlike()) << shift_in_words(shift);
    EXPECT_TRUE(shift.groups[1].unlike());
    EXPECT_FALSE(shift.groups[2].tested()) << "one patient";
    EXPECT_NE(shift_in_words(shift).find("recorder C, 1 patients: too few"), std::string::npos);
    EXPECT_TRUE(to_json(shift)["groups"]["C"]["unlike_training"].is_null());
}

// stats.fisher_exact([[40, 20], [10, 40]]): p 1.0676834415257598e-06. One test of values and one of missing ones (p 1)
// a column; Holm doubles the smaller.
TEST(PopulationShift, TestsYesAndNoByFishersTest) {
    auto predictor = hand_predictor();
    model::ReferenceColumn column{"clinical", "ischemic", 50, 0, 0.2, 0.404, true, {}};
    for (std::size_t k = 0; k < model::reference_quantiles; ++k) column.quantiles.push_back(k > 16 ? 1.0 : 0.0);
    predictor.reference = model::TrainingReference{{column}};
    std::vector<ShiftRow> rows;
    for (int i = 0; i < 60; ++i) rows.push_back({{i < 40 ? 1.0 : 0.0}, std::nullopt, {}});
    const auto shift = population_shift(predictor, rows);
    ASSERT_EQ(shift.all.inputs.size(), 1U);
    EXPECT_NEAR(*shift.all.inputs[0].p, 2.0 * 1.0676834415257598e-06, 1e-15);
    EXPECT_NEAR(*shift.all.inputs[0].distance, 40.0 / 60.0 - 0.2, 1e-12);
    EXPECT_FALSE(shift.all.prevalence) << "no outcome is known";
}

// 170 and -170 degrees lie 20 apart, and their mean is 180, not 0: SciPy's circmean and circstd.
TEST(PopulationShift, AveragesAxesRoundTheCircle) {
    auto predictor = hand_predictor();
    predictor.linear->inputs[2] = {"ecg", "t_axis_deg"};
    core::RandomStream random(5);
    auto set = drawn_set(100, random);
    set.tables["ecg"].columns[1] = "t_axis_deg";
    for (std::size_t i = 0; i < 100; ++i) set.tables["ecg"].values[2 * i + 1] = i % 2 == 0 ? 170.0 : -170.0;
    std::vector<eval::PatientPrediction> unseen;
    for (std::size_t i = 0; i < 100; ++i) unseen.push_back({i, 0, 0, 0.25, false, set.response[i]});
    predictor.reference = training_reference(predictor, set, unseen);
    const auto* axis = predictor.reference->find("ecg", "t_axis_deg");
    ASSERT_NE(axis, nullptr);
    EXPECT_TRUE(axis->circular);
    EXPECT_NEAR(std::abs(axis->mean), 180.0, 1e-9);
    EXPECT_NEAR(axis->sd, 10.02556, 1e-4);
    for (std::size_t i = 0; i < 100; ++i) set.tables["ecg"].values[2 * i + 1] = i % 2 == 0 ? 180.0 : -160.0;
    const auto shift = population_shift(predictor, rows_of(predictor, set));
    const auto found = std::ranges::find(shift.all.inputs, "t_axis_deg", &InputShift::column);
    ASSERT_NE(found, shift.all.inputs.end());
    EXPECT_NEAR(*found->mean, -170.0, 1e-9);
    EXPECT_NEAR(*found->difference, 10.0 / 10.02556, 1e-4);
}

TEST(PopulationShift, IsNotKnownWithoutAReference) {
    std::vector<ShiftRow> rows{{{}, 1, {}}, {{}, 0, {}}};
    const auto shift = population_shift(hand_predictor(), rows);
    EXPECT_NE(shift_in_words(shift).find("holds no reference"), std::string::npos) << shift_in_words(shift);
    EXPECT_EQ(to_json(shift)["known"], false);
    EXPECT_TRUE(shift.all.prevalence) << "the share of outcomes needs no reference";
}

}  // namespace
}  // namespace synchrony::app
