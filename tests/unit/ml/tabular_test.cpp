// Truths: scripts/make_ml_goldens.py (scipy.optimize on the same objective in all columns), problems whose answer is
// known, and properties that hold only when everything is learnt from training rows.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <numeric>

#include "synchrony/core/random.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::ml {
namespace {

std::vector<std::size_t> range(std::size_t begin, std::size_t end) {
    std::vector<std::size_t> rows(end - begin);
    std::iota(rows.begin(), rows.end(), begin);
    return rows;
}

model::PatientSet blank_set(std::size_t n, std::size_t p) {
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    for (std::size_t j = 0; j < p; ++j) table.columns.push_back(std::string(1, 'x').append(std::to_string(j)));
    table.values.resize(n * p);
    for (std::size_t i = 0; i < n; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(0);
    }
    return set;
}

/// The features and labels of the generator.
model::PatientSet golden_set(std::size_t n, std::size_t p) {
    auto set = blank_set(n, p);
    for (std::size_t i = 0; i < n; ++i) {
        set.response[i] = (7 * i) % 5 < 3 ? 1 : 0;
        for (std::size_t j = 0; j < p; ++j) {
            const auto di = static_cast<double>(i);
            const auto dj = static_cast<double>(j);
            set.tables["clinical"].values[i * p + j] = std::sin(1.0 + 0.7 * di * (dj + 1) + 0.3 * dj * dj) * (1 + dj);
        }
    }
    return set;
}

/// Two normal clouds: the first `informative` columns differ by `shift` between the classes.
model::PatientSet clouds(std::size_t n, std::size_t p, std::size_t informative, double shift, std::uint64_t seed) {
    auto set = blank_set(n, p);
    core::RandomStream random(seed);
    for (std::size_t i = 0; i < n; ++i) {
        set.response[i] = i % 2 == 0 ? 1 : 0;
        for (std::size_t j = 0; j < p; ++j)
            set.tables["clinical"].values[i * p + j] =
                random.normal() + (set.response[i] == 1 && j < informative ? shift : 0.0);
    }
    return set;
}

std::vector<double> scores(model::Classifier& model, const model::PatientSet& set, const std::vector<std::size_t>& fit,
                           const std::vector<std::size_t>& test) {
    const auto fitted = model.fit(set, fit, {});
    EXPECT_TRUE(fitted) << fitted.error().message();
    std::vector<double> values;
    const auto answers = model.predict(set, test);
    EXPECT_TRUE(answers);
    for (const auto& answer : *answers) values.push_back(answer.score);
    return values;
}

double test_auc(model::Classifier& model, const model::PatientSet& set, std::size_t training) {
    const auto test = range(training, set.size());
    std::vector<std::uint8_t> labels;
    for (const auto row : test) labels.push_back(set.response[row]);
    return *stats::auc(scores(model, set, range(0, training), test), labels);
}

void expect_near(const std::vector<double>& got, const std::vector<double>& expected) {
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-5) << i;
}

TEST(LogisticRegression, equals_scipy_in_few_columns) {
    LogisticRegression model({.costs = {3.0}});
    expect_near(scores(model, golden_set(24, 3), range(0, 20), range(20, 24)),
                {0.585540337, 0.625303796, 0.570828705, 0.643406117});
    EXPECT_NEAR(model.coefficients().at(0), -0.038106160, 1e-5);
}

TEST(LogisticRegression, equals_scipy_in_more_columns_than_patients) {
    LogisticRegression model({.costs = {10.0}});
    expect_near(scores(model, golden_set(24, 40), range(0, 20), range(20, 24)),
                {0.548526048, 0.334422369, 0.674100679, 0.324689029});
    EXPECT_NEAR(model.coefficients().at(0), 0.008898023, 1e-5);
}

TEST(LogisticRegression, puts_the_training_median_where_a_value_is_missing) {
    auto set = golden_set(24, 3);
    set.tables["clinical"].values[2 * 3 + 1].reset();
    LogisticRegression model({.costs = {3.0}});
    expect_near(scores(model, set, range(0, 20), range(20, 24)), {0.650301711, 0.672803187, 0.528408437, 0.588878609});
}

// The optimum for two unit normal clouds d apart has AUC Phi(d / sqrt(2)): 0.856 for d = 1.5 along one column.
TEST(LogisticRegression, finds_what_separates_two_clouds) {
    LogisticRegression model;
    EXPECT_NEAR(test_auc(model, clouds(2000, 4, 1, 1.5, 7), 1000), 0.856, 0.03);
}

// Chosen by inner folds, the penalty must be strong on noise and weak where the classes lie far apart.
TEST(LogisticRegression, chooses_a_strong_penalty_on_noise) {
    LogisticRegression on_noise;
    (void)scores(on_noise, clouds(80, 500, 0, 0.0, 3), range(0, 80), range(0, 1));
    LogisticRegression on_signal;
    (void)scores(on_signal, clouds(80, 5, 5, 3.0, 3), range(0, 80), range(0, 1));
    EXPECT_LT(on_noise.cost(), 3.0);
    EXPECT_GT(on_signal.cost(), 10.0);
}

// A test patient's values must not reach the fit, whatever they are: not by scaling, not by imputation, not at all.
TEST(Tabular, a_poisoned_test_patient_changes_no_other_answer) {
    const auto clean = clouds(60, 30, 3, 1.0, 5);
    auto poisoned = clean;
    for (std::size_t j = 0; j < 30; ++j) poisoned.tables["clinical"].values[59 * 30 + j] = 1e9;
    poisoned.response[59] = 1 - poisoned.response[59];
    LogisticRegression logistic;
    SupportVectorMachine svm;
    for (model::Classifier* model : {static_cast<model::Classifier*>(&logistic), static_cast<model::Classifier*>(&svm)})
        EXPECT_EQ(scores(*model, clean, range(0, 50), range(50, 59)),
                  scores(*model, poisoned, range(0, 50), range(50, 59)));
}

TEST(Tabular, repeats_exactly_with_the_seed_and_forgets_an_earlier_fit) {
    const auto set = clouds(60, 100, 5, 1.0, 5);
    LogisticRegression fresh;
    const auto first = scores(fresh, set, range(0, 40), range(40, 60));
    LogisticRegression used;
    (void)scores(used, set, range(10, 60), range(0, 10));
    EXPECT_EQ(scores(used, set, range(0, 40), range(40, 60)), first);
}

TEST(Tabular, survives_columns_without_spread_or_values) {
    auto set = clouds(40, 4, 1, 2.0, 9);
    for (std::size_t i = 0; i < 40; ++i) {
        set.tables["clinical"].values[i * 4 + 2] = 5.0;
        set.tables["clinical"].values[i * 4 + 3].reset();
    }
    LogisticRegression model;
    for (const double s : scores(model, set, range(0, 30), range(30, 40))) EXPECT_TRUE(std::isfinite(s));
    EXPECT_EQ(model.coefficients().at(2), 0.0);
    EXPECT_EQ(model.coefficients().at(3), 0.0);
}

TEST(Tabular, refuses_what_it_cannot_learn_from) {
    const auto set = clouds(20, 2, 1, 1.0, 1);
    LogisticRegression absent({.tables = {"deep"}});
    EXPECT_EQ(absent.fit(set, range(0, 20), {}).error().kind, core::ErrorKind::refused);
    LogisticRegression column({.columns = {"x9"}});
    EXPECT_EQ(column.fit(set, range(0, 20), {}).error().expected, "x9");
    LogisticRegression one_class;
    EXPECT_EQ(one_class.fit(set, std::vector<std::size_t>{0, 2, 4}, {}).error().kind, core::ErrorKind::refused);
    EXPECT_FALSE(one_class.predict(set, range(0, 1)));
    LogisticRegression bad({.costs = {-1.0}});
    EXPECT_EQ(bad.fit(set, range(0, 20), {}).error().kind, core::ErrorKind::usage);
}

// A rare outcome: at 1/2 nobody responds, Youden's cut finds most.
TEST(Tabular, youdens_threshold_finds_a_rare_outcome) {
    auto set = clouds(400, 1, 0, 0.0, 4);
    core::RandomStream random(8);
    for (std::size_t i = 0; i < 400; ++i) {
        set.response[i] = i % 10 == 0 ? 1 : 0;
        set.tables["clinical"].values[i] = random.normal() + (set.response[i] == 1 ? 1.2 : 0.0);
    }
    const auto sensitivity = [&](ThresholdChoice choice) {
        LogisticRegression model({.threshold = choice});
        EXPECT_TRUE(model.fit(set, range(0, 200), {}));
        const auto answers = model.predict(set, range(200, 400));
        double hits = 0.0;
        for (std::size_t i = 0; i < 200; ++i) hits += set.response[200 + i] == 1 && answers->at(i).responds ? 1.0 : 0.0;
        return hits / 20.0;
    };
    EXPECT_LT(sensitivity(ThresholdChoice::half), 0.3);
    EXPECT_GT(sensitivity(ThresholdChoice::youden), 0.6);
}

// A disc inside a ring: no line parts them, a Gaussian kernel does.
TEST(SupportVectorMachine, parts_a_disc_from_the_ring_around_it) {
    auto set = blank_set(300, 2);
    core::RandomStream random(2);
    for (std::size_t i = 0; i < 300; ++i) {
        set.response[i] = random.uniform() < 0.5 ? 1 : 0;
        const double radius = (set.response[i] == 1 ? 0.0 : 1.5) + random.uniform();
        const double angle = 6.283185307179586 * random.uniform();
        set.tables["clinical"].values[2 * i] = radius * std::cos(angle);
        set.tables["clinical"].values[2 * i + 1] = radius * std::sin(angle);
    }
    SupportVectorMachine svm;
    LogisticRegression line;
    EXPECT_GT(test_auc(svm, set, 150), 0.99);
    EXPECT_LT(test_auc(line, set, 150), 0.7);
    const auto answers = svm.predict(set, range(150, 300));
    for (const auto& answer : *answers) EXPECT_TRUE(answer.score >= 0.0 && answer.score <= 1.0);
}

TEST(LogisticRegression, takes_thousands_of_columns_in_its_stride) {
    const auto set = clouds(71, 6144, 200, 0.5, 11);  // the size of a CRT cohort with deep features of 12 leads
    LogisticRegression model;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_GT(test_auc(model, set, 57), 0.7);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << "  71 x 6144, inner folds included: " << took.count() << " s\n";
}

// One telling column beside four thousand of noise: were all columns weighed alike, the penalty would leave the one
// nothing to say. A cloud shifted by two standard deviations is ranked with an AUC of Phi(2 / sqrt 2) = 0.92 at best.
TEST(Tabular, a_table_of_many_columns_does_not_drown_a_small_one) {
    constexpr std::size_t n = 200;
    constexpr std::size_t noise = 4000;
    auto set = clouds(n, 1, 1, 2.0, 5);
    auto& deep = set.tables["deep"];
    core::RandomStream random(6);
    for (std::size_t j = 0; j < noise; ++j) deep.columns.push_back(std::to_string(j));
    for (std::size_t i = 0; i < n * noise; ++i) deep.values.emplace_back(random.normal());
    TabularOptions options;
    options.tables = {"clinical", "deep"};
    LogisticRegression model(options);
    ASSERT_TRUE(model.fit(set, range(0, n / 2), {}));
    const auto test = range(n / 2, n);
    const auto answers = model.predict(set, test);
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    for (std::size_t i = 0; i < test.size(); ++i) {
        scores.push_back(answers->at(i).score);
        labels.push_back(set.response[test[i]]);
    }
    EXPECT_GT(*stats::auc(scores, labels), 0.8);
}

}  // namespace
}  // namespace synchrony::ml
