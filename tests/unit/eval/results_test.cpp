#include "synchrony/eval/results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/rules.hpp"

namespace synchrony::eval {
namespace {

namespace fs = std::filesystem;

Results small_results() {
    model::PatientSet set;
    set.tables["ecg"] = {{"lbbb"}, {}};
    for (std::size_t i = 0; i < 20; ++i) {
        set.patients.emplace_back(std::string("secret-").append(std::to_string(i)));
        set.response.push_back(i < 12 ? 1 : 0);
        set.tables["ecg"].values.emplace_back(i < 10 || i > 17 ? 1.0 : 0.0);  // tp 10 fn 2 fp 2 tn 6
    }
    const auto rule = [](const char* name, const char* column) {
        return ModelRow{{name},
                        RowKind::rule,
                        [=] {
                            return std::make_unique<ml::ThresholdRule>(
                                ml::RuleOptions{name, {{column, ml::Comparison::equal, 1.0}}});
                        },
                        true};
    };
    const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 4, .repeats = 2, .seed = 7});
    const std::vector<ModelRow> rows{
        {{"majority"}, RowKind::baseline, [] { return std::make_unique<ml::Majority>(); }, true},
        rule("LBBB", "lbbb"),
        rule("unknown", "absent")};
    auto results = evaluate(set, *cross_validate(set, *folds, rows, {}), {.resamples = 200, .threads = 1, .seed = 1});
    EXPECT_TRUE(results) << results.error().message();
    results->command = "synchrony evaluate cohort.csv";
    results->version = "0.1.0";
    return std::move(*results);
}

// The set's own groups reach the intervals.
TEST(Results, people_of_the_set_are_the_unit) {
    model::PatientSet set;
    for (std::size_t i = 0; i < 24; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.groups.push_back("person " + std::to_string(i / 2));
        set.response.push_back(i / 2 % 2 == 0 ? 1 : 0);
    }
    EXPECT_EQ(set.people(),
              (std::vector<std::size_t>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11}));
    CrossValidation run;
    run.folds.folds = run.folds.repeats = 1;
    ModelPredictions row{{"model"}, RowKind::model, {}};
    for (std::size_t i = 0; i < 24; ++i) {
        const double score = static_cast<double>(i / 2 % 5) / 5.0;
        row.predictions.push_back({i, 0, 0, score, score > 0.5, set.response[i]});
    }
    run.models = {row};
    const MetricOptions options{.resamples = 300, .threads = 1, .seed = 1};
    const auto results = evaluate(set, run, options);
    ASSERT_TRUE(results) << results.error().message();
    auto by_person = options;
    by_person.people = set.people();
    EXPECT_EQ(results->rows.at(0).metrics.auc.ci95, score_predictions(row.predictions, 24, by_person).auc.ci95);
    EXPECT_NE(results->rows.at(0).metrics.auc.ci95, score_predictions(row.predictions, 24, options).auc.ci95);
    EXPECT_THAT(results->notes, testing::Contains(testing::HasSubstr("24 rows are of 12 people")));
    EXPECT_THAT(results->notes, testing::Contains(testing::HasSubstr("only 6 people have outcome 1")));
    EXPECT_EQ(results->people, 12U);
    EXPECT_EQ(results->rarer_people, 6U);
}

// Two rules that say yes to everybody: nobody would use either, and the row that chooses among rules is said to be
// missing.
TEST(Results, a_missing_best_rule_is_said) {
    model::PatientSet set;
    CrossValidation run;
    run.folds.folds = 2;
    run.folds.repeats = 1;
    ModelPredictions row{{"A"}, RowKind::rule, {}};
    for (std::size_t i = 0; i < 8; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.response.push_back(i % 4 < 2 ? 1 : 0);
        row.predictions.push_back({i, 0, static_cast<int>(i / 4), 1.0, true, set.response[i]});
    }
    run.models = {row, row};
    run.models[1].row.name = "B";
    const auto results = evaluate(set, run, {.resamples = 10, .threads = 1, .seed = 1});
    ASSERT_TRUE(results) << results.error().message();
    EXPECT_EQ(results->rows.size(), 2U);
    EXPECT_THAT(results->notes, testing::Contains(testing::HasSubstr("Best simple rule: there is no such row")));
}

TEST(Results, json_holds_what_the_table_needs) {
    const auto document = to_json(small_results());
    EXPECT_EQ(document["cohort"]["patients"], 20);
    EXPECT_EQ(document["cohort"]["positives"], 12);
    EXPECT_EQ(document["cohort"]["negatives"], 8);
    EXPECT_EQ(document["cohort"]["outcome"], "response");
    EXPECT_EQ(document["seed"], 7);
    EXPECT_EQ(document["command"], "synchrony evaluate cohort.csv");
    ASSERT_EQ(document["models"].size(), 2U);
    const auto& lbbb = document["models"][1];
    EXPECT_EQ(lbbb["name"], "LBBB");
    EXPECT_EQ(lbbb["pretraining"], "none");
    EXPECT_EQ(lbbb["pooled"], (nlohmann::json{{"tp", 20}, {"fn", 4}, {"fp", 4}, {"tn", 12}}));  // two repeats
    EXPECT_DOUBLE_EQ(lbbb["accuracy"]["pooled"], 0.8);
    EXPECT_DOUBLE_EQ(lbbb["sensitivity"]["pooled"], 10.0 / 12.0);
    EXPECT_DOUBLE_EQ(lbbb["specificity"]["pooled"], 0.75);
    EXPECT_NEAR(lbbb["auc"]["pooled"], (10.0 / 12.0 + 0.75) / 2.0,
                1e-12);  // of a yes-or-no answer: the mean of the two
    EXPECT_EQ(lbbb["accuracy"]["ci95"].size(), 2U);
    EXPECT_EQ(lbbb["predictions"].size(), 40U);
    for (const auto* key : {"patient", "repeat", "fold", "score", "responds", "outcome"})
        EXPECT_TRUE(lbbb["predictions"][0].contains(key)) << key;
    ASSERT_EQ(document["left_out"].size(), 1U);
    EXPECT_EQ(document["left_out"][0]["name"], "unknown");
    EXPECT_THAT(document["left_out"][0]["reason"].get<std::string>(), testing::HasSubstr("expected absent"));
}

TEST(Results, name_patients_only_when_asked) {
    const auto results = small_results();
    EXPECT_EQ(to_json(results).dump().find("secret"), std::string::npos);
    EXPECT_THAT(to_json(results, {.patient_ids = true})["models"][0]["predictions"][0]["patient"].get<std::string>(),
                testing::StartsWith("secret-"));
}

TEST(Results, are_the_same_bytes_in_two_runs) {
    const auto path = fs::path(testing::TempDir()) / "results_twice.json";
    ASSERT_TRUE(write_results_json(small_results(), path));
    const auto first = *core::read_file(path);
    ASSERT_TRUE(write_results_json(small_results(), path));
    EXPECT_EQ(*core::read_file(path), first);
    EXPECT_EQ(nlohmann::json::parse(first)["version"], "0.1.0");
    fs::remove(path);
}

TEST(Results, csv_has_one_row_a_model_and_empty_cells_for_the_undefined) {
    const auto path = fs::path(testing::TempDir()) / "results_rows.csv";
    auto results = small_results();
    results.rows[1].metrics.brier = {};
    ASSERT_TRUE(write_results_csv(results, path));
    const auto table = cohort::read_csv(path);
    ASSERT_TRUE(table);
    fs::remove(path);
    ASSERT_EQ(table->rows.size(), 2U);
    const auto cell = [&](std::size_t row, const std::string& name) {
        const auto at = std::ranges::find(table->header, name) - table->header.begin();
        return table->rows[row].cells.at(static_cast<std::size_t>(at));
    };
    EXPECT_EQ(cell(1, "name"), "LBBB");
    EXPECT_EQ(cell(1, "tp"), "20");
    EXPECT_EQ(cell(1, "accuracy_pooled"), "0.8");
    EXPECT_EQ(cell(1, "brier_mean"), "");
    EXPECT_EQ(cell(0, "auc_mean"), "0.5");
}

TEST(Results, an_impossible_row_is_never_given_out) {
    model::PatientSet set;
    for (std::size_t i = 0; i < 4; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(i < 2 ? 1 : 0);
    }
    CrossValidation run;
    run.folds = *cohort::make_folds(set.patients, set.response, {}, {.folds = 2, .repeats = 1, .seed = 1});
    run.models = {{{"lost a patient"},
                   RowKind::model,
                   {{0, 0, 0, 0.5, true, 1}, {2, 0, 1, 0.5, true, 0}, {3, 0, 1, 0.5, true, 0}}}};
    const auto results = evaluate(set, run);
    ASSERT_FALSE(results);
    EXPECT_THAT(results.error().message(), testing::HasSubstr("tp + fn is 1, not 2"));
}

}  // namespace
}  // namespace synchrony::eval
