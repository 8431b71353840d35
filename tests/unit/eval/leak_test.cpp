// Leaks planted on purpose: each must be refused, or shown to be harmless.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/numbered_set.hpp"
#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/trees.hpp"

namespace synchrony::eval {
namespace {

model::PatientSet noise_set(std::size_t n, std::size_t p, std::uint64_t seed) {
    auto set = test::numbered_set(n, p);
    core::RandomStream random(seed);
    auto& table = set.tables["clinical"];
    for (std::size_t i = 0; i < n; ++i) {
        set.response[i] = random.uniform() < 0.5 ? 1 : 0;
        for (std::size_t j = 0; j < p; ++j) table.values.emplace_back(random.normal());
    }
    return set;
}

/// Answers with the outcome of the most alike training patient: the model that profits most from a person in two parts.
class NearestNeighbour final : public model::Classifier {
  public:
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t> rows,
                           const core::RunContext&) override {
        training_.assign(rows.begin(), rows.end());
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override {
        std::vector<model::Prediction> answers;
        const auto& table = set.tables.at("clinical");
        for (const auto row : rows) {
            double least = std::numeric_limits<double>::infinity();
            bool responds = false;
            for (const auto other : training_) {
                double distance = 0.0;
                for (std::size_t j = 0; j < table.columns.size(); ++j)
                    distance += std::pow(*table.at(row, j) - *table.at(other, j), 2);
                if (distance < least) least = distance, responds = set.response[other] == 1;
            }
            answers.push_back({responds ? 1.0 : 0.0, responds});
        }
        return answers;
    }

  private:
    std::vector<std::size_t> training_;
};

/// Reads the answers of the patients it is asked about.
class Cheat final : public model::Classifier {
  public:
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) override {
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override {
        std::vector<model::Prediction> answers;
        for (const auto row : rows) answers.push_back({static_cast<double>(set.response[row]), set.response[row] == 1});
        return answers;
    }
};

template <typename Model>
ModelRow row(const char* name) {
    return {{name}, RowKind::model, [] { return std::make_unique<Model>(); }, true};
}

Results run(const model::PatientSet& set, const std::vector<std::string>& groups, const ModelRow& model, int repeats) {
    const auto folds =
        cohort::make_folds(set.patients, set.response, groups, {.folds = 5, .repeats = repeats, .seed = 1});
    EXPECT_TRUE(folds) << folds.error().message();
    auto predictions = cross_validate(set, *folds, std::vector{model}, {});
    EXPECT_TRUE(predictions) << predictions.error().message();
    auto results = evaluate(set, std::move(*predictions), {.resamples = 500, .threads = 1, .seed = 1});
    EXPECT_TRUE(results) << results.error().message();
    return std::move(*results);
}

TEST(Leak, the_same_patient_twice_is_refused) {
    auto set = noise_set(40, 2, 1);
    const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 5, .repeats = 1, .seed = 1});
    set.patients[7] = set.patients[3];
    const auto refused = cross_validate(set, *folds, std::vector{row<ml::Majority>("majority")}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(
        refused.error().message(),
        "patient set, row 7: a patient stands twice in the set (got the patient of row 3, expected each patient once)");
}

TEST(Leak, folds_of_another_set_are_refused) {
    const auto set = noise_set(40, 2, 1);
    const auto other = noise_set(50, 2, 1);
    const auto folds = cohort::make_folds(other.patients, other.response, {}, {.folds = 5, .repeats = 1, .seed = 1});
    EXPECT_FALSE(cross_validate(set, *folds, std::vector{row<ml::Majority>("majority")}, {}));
}

// Every person stands in the set under two ids, with nearly the same values: pure noise looks like knowledge unless the
// group is told, and then it is a coin again.
TEST(Leak, one_person_under_two_ids_fools_nobody_who_names_the_group) {
    auto set = noise_set(160, 4, 2);
    std::vector<std::string> person;
    for (std::size_t i = 0; i < 160; ++i) {
        person.push_back(std::to_string(i / 2));
        if (i % 2 == 0) continue;
        set.response[i] = set.response[i - 1];
        for (std::size_t j = 0; j < 4; ++j)
            set.tables["clinical"].values[i * 4 + j] = *set.tables["clinical"].values[(i - 1) * 4 + j] + 1e-3;
    }
    const auto leaking = run(set, {}, row<NearestNeighbour>("neighbour"), 2);
    const auto honest = run(set, person, row<NearestNeighbour>("neighbour"), 2);
    EXPECT_GT(*leaking.rows[0].metrics.auc.mean, 0.8);
    EXPECT_LT(*honest.rows[0].metrics.auc.mean, 0.65);
}

TEST(Leak, answers_of_test_patients_cannot_be_read) {
    const auto results = run(noise_set(60, 2, 3), {}, row<Cheat>("cheat"), 1);
    EXPECT_DOUBLE_EQ(*results.rows[0].metrics.auc.mean, 0.5);
    EXPECT_EQ(results.rows[0].metrics.pooled.tp, 0U);
}

// Labels that mean nothing: the interval must hold 0.5, for a strong model on many columns too.
TEST(Leak, permuted_labels_give_a_coin) {
    auto set = noise_set(100, 50, 4);
    for (std::size_t i = 0; i < 100; ++i)  // columns that do carry the outcome, before it is shuffled
        for (std::size_t j = 0; j < 10; ++j)
            set.tables["clinical"].values[i * 50 + j] = set.response[i] + 0.1 * static_cast<double>(j);
    EXPECT_GT(*run(set, {}, row<ml::LogisticRegression>("logistic"), 1).rows[0].metrics.auc.mean, 0.99);
    core::RandomStream random(9);
    random.shuffle(set.response);
    ModelRow forest = row<ml::RandomForest>("forest");
    forest.make = [] {
        ml::ForestOptions options;
        options.trees = 30;
        return std::make_unique<ml::RandomForest>(options);
    };
    for (const auto& model : {row<ml::LogisticRegression>("logistic"), row<ml::SupportVectorMachine>("svm"), forest,
                              row<ml::Boosting>("boosting")}) {
        const bool slow = model.row.name == "forest" || model.row.name == "boosting";
        const auto auc = run(set, {}, model, slow ? 1 : 5).rows[0].metrics.auc;
        EXPECT_LT(auc.ci95->low, 0.5) << *auc.mean;
        EXPECT_GT(auc.ci95->high, 0.5) << *auc.mean;
    }
}

// Nothing learnt from the test part: whatever the values of a patient become, the answers about the others tested with
// that patient stay the same, bit for bit.
TEST(Leak, a_poisoned_patient_changes_no_answer_about_those_tested_together) {
    const auto clean = noise_set(60, 20, 5);
    auto poisoned = clean;
    for (std::size_t j = 0; j < 20; ++j) poisoned.tables["clinical"].values[17 * 20 + j] = 1e12;
    const auto model = row<ml::LogisticRegression>("logistic");
    const auto before = run(clean, {}, model, 1).rows[0].predictions;
    const auto after = run(poisoned, {}, model, 1).rows[0].predictions;
    int fold_of_poisoned = -1;
    for (const auto& p : before)
        if (p.patient == 17) fold_of_poisoned = p.fold;
    std::size_t compared = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_EQ(before[i].patient, after[i].patient);
        if (before[i].fold != fold_of_poisoned || before[i].patient == 17) continue;
        EXPECT_EQ(before[i].score, after[i].score);
        ++compared;
    }
    EXPECT_GE(compared, 10U);
}

// Prevalence of the training part sinks where the test part has more responders. Pooled over folds that looks like
// anti-knowledge; pairs inside a fold show the coin that it is.
TEST(Leak, the_majority_is_a_coin_whatever_the_folds) {
    auto set = noise_set(71, 1, 6);
    const auto results = run(set, {}, row<ml::Majority>("majority"), 4);
    EXPECT_DOUBLE_EQ(*results.rows[0].metrics.auc.mean, 0.5);
    EXPECT_LT(*results.rows[0].metrics.auc.pooled, 0.5);
    EXPECT_FALSE(results.rows[0].metrics.auc.ci95) << "a half by definition, not by measurement";
}

}  // namespace
}  // namespace synchrony::eval
