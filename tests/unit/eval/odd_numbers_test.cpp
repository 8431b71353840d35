// Numbers and shapes that nobody expects, through every test, interval, model and figure of a comparison: nothing
// throws, and whatever comes is finite or absent.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "synchrony/core/random.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/eval/subgroups.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/kernel_logistic.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/rules.hpp"
#include "synchrony/ml/trees.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/contingency.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/kolmogorov_smirnov.hpp"
#include "synchrony/stats/paired.hpp"
#include "synchrony/stats/probability.hpp"
#include "synchrony/stats/spread.hpp"
#include "synchrony/stats/survival.hpp"
#include "synchrony/stats/two_sample.hpp"

namespace synchrony::eval {
namespace {

constexpr double odd_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double odd_infinity = std::numeric_limits<double>::infinity();

/// Samples of few numbers, each odd in its way.
std::vector<std::vector<double>> odd_samples() {
    std::vector<std::vector<double>> samples{{},
                                             {0.0},
                                             {1.0, 1.0},
                                             {1.0, 2.0},
                                             {5.0, 5.0, 5.0, 5.0, 5.0},
                                             {1e300, -1e300, 1e300, 1e299},
                                             {1e-300, 2e-300, -1e-300, 0.0},
                                             {1e308, 1e308, 1e308, 1.7e308},
                                             {5e-324, 0.0, -5e-324, 5e-324},
                                             {odd_nan, 1.0, 2.0, 3.0},
                                             {odd_infinity, 1.0, 2.0, 3.0},
                                             {-odd_infinity, odd_infinity, 0.0, 1.0},
                                             {0.0, -0.0, 0.0, -0.0},
                                             {1.0, 1.0 + 1e-16, 1.0 + 2e-16, 1.0 + 4e-16},
                                             {1e16, 1e16 + 2.0, 1e16 + 4.0, 1e16}};
    core::RandomStream random(1);
    std::vector<double> wild(60);
    for (auto& value : wild) value = random.normal() * std::pow(10.0, 600.0 * random.uniform() - 300.0);
    samples.push_back(wild);
    return samples;
}

void expect_number(double value, const char* what) {
    EXPECT_TRUE(std::isfinite(value)) << what << " is " << value;
}
void expect_number(const std::optional<double>& value, const char* what) {
    if (value) expect_number(*value, what);
}
void expect_number(const std::optional<stats::Interval>& interval, const char* what) {
    if (!interval) return;
    expect_number(interval->low, what);
    expect_number(interval->high, what);
    EXPECT_LE(interval->low, interval->high) << what;
}
void expect_share(double value, const char* what) {
    EXPECT_TRUE(value >= 0.0 && value <= 1.0) << what << " is " << value;
}

TEST(OddNumbers, OfOneSample) {
    for (const auto& x : odd_samples()) {
        SCOPED_TRACE(testing::PrintToString(x));
        expect_number(stats::mean(x), "mean");
        expect_number(stats::standard_deviation(x), "sd");
        expect_number(stats::median(x), "median");
        for (const double p : {0.0, 0.025, 0.5, 1.0}) expect_number(stats::quantile(x, p), "quantile");
        if (const auto s = stats::summary(x)) {
            expect_number(s->mean, "mean");
            expect_number(s->sd, "sd");
        }
        if (const auto w = stats::shapiro_wilk(x)) {
            expect_number(w->w, "W");
            expect_share(w->p, "Shapiro-Wilk p");
        }
        expect_number(stats::percentile_interval(x), "percentile interval");
        if (const auto p = stats::bootstrap_p(x)) expect_share(*p, "bootstrap p");
    }
}

TEST(OddNumbers, OfTwoSamples) {
    const auto samples = odd_samples();
    for (const auto& a : samples)
        for (const auto& b : samples) {
            SCOPED_TRACE(testing::PrintToString(a) + " " + testing::PrintToString(b));
            const auto first = stats::summary(a), second = stats::summary(b);
            if (first && second) {
                for (const auto& t : {stats::welch_t(*first, *second), stats::student_t(*first, *second)})
                    if (t) {
                        expect_number(t->t, "t");
                        expect_number(t->degrees, "degrees");
                        expect_share(t->p, "t test p");
                    }
                expect_number(stats::standardised_difference(*first, *second), "standardised difference");
            }
            if (const auto u = stats::mann_whitney(a, b)) {
                expect_number(u->u, "U");
                expect_share(u->p, "Mann-Whitney p");
            }
            if (const auto d = stats::paired_difference(a, b)) {
                expect_number(d->mean, "mean difference");
                expect_number(d->sd, "sd of differences");
                expect_number(d->interval, "interval of differences");
            }
        }
}

TEST(OddNumbers, OfScoresAndLabels) {
    for (const auto& scores : odd_samples())
        for (int pattern = 0; pattern < 4; ++pattern) {  // none, all, alternating, one
            SCOPED_TRACE(testing::PrintToString(scores) + std::to_string(pattern));
            std::vector<std::uint8_t> labels;
            for (std::size_t i = 0; i < scores.size(); ++i)
                labels.push_back(pattern == 1 || (pattern == 2 && i % 2 == 0) || (pattern == 3 && i == 0) ? 1 : 0);
            if (const auto a = stats::auc(scores, labels)) expect_share(*a, "AUC");
            if (const auto d = stats::delong(scores, labels)) {
                expect_share(d->auc, "AUC");
                expect_number(d->variance, "variance");
                expect_number(d->interval, "DeLong interval");
            }
            auto turned = scores;
            std::reverse(turned.begin(), turned.end());
            if (const auto c = stats::delong_paired(scores, turned, labels)) {
                EXPECT_FALSE(std::isnan(c->z)) << "infinite where neither AUC has a variance";
                expect_share(c->p, "DeLong p");
            }
            const std::vector<double> once(scores.size(), 1.0);
            expect_number(stats::average_precision(scores, labels, stats::ascending_order(scores), once), "precision");
            for (const double cut : {0.0, 0.5, 1.0}) expect_number(stats::net_benefit(scores, labels, cut), "benefit");
            if (const auto c = stats::calibration(scores, labels)) {
                expect_number(c->slope, "slope");
                expect_number(c->intercept, "intercept");
            }
            std::vector<stats::FollowUp> patients;
            for (std::size_t i = 0; i < scores.size(); ++i)
                patients.push_back({std::abs(static_cast<double>(i / 2)), labels[i] == 1});
            if (const auto c = stats::concordance(patients, scores)) expect_share(*c, "C index");
            if (const auto fit = stats::cox_fit(patients, scores)) {
                expect_number(fit->coefficient, "Cox coefficient");
                expect_number(fit->standard_error, "Cox standard error");
                expect_share(fit->wald_p(), "Cox p");
            }
        }
}

struct OddSet {
    const char* name;
    int patients;
    int columns;
    std::optional<double> (*value)(int row, int column);
    std::uint8_t (*response)(int row);
};

std::uint8_t alternating(int row) {
    return static_cast<std::uint8_t>(row % 2);
}

model::PatientSet made(const OddSet& odd) {
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    for (int j = 0; j < odd.columns; ++j) table.columns.push_back("x" + std::to_string(j));
    for (int i = 0; i < odd.patients; ++i) {
        set.patients.emplace_back("p" + std::to_string(i));
        set.response.push_back(odd.response(i));
        for (int j = 0; j < odd.columns; ++j) table.values.push_back(odd.value(i, j));
    }
    return set;
}

std::vector<ModelRow> quick_rows() {
    ml::TabularOptions linear;
    linear.costs = {0.1, 10.0};
    ml::ForestOptions forest;
    forest.trees = 10;
    forest.leaf_sizes = {1};
    return {{{"majority"}, RowKind::baseline, [] { return std::make_unique<ml::Majority>(); }, true},
            {{"rule"},
             RowKind::rule,
             [] {
                 return std::make_unique<ml::ThresholdRule>(
                     ml::RuleOptions{"rule", {{"x0", ml::Comparison::at_least, 1.0}}, {"clinical"}, 1.0});
             },
             true},
            {{"logistic"}, RowKind::model, [=] { return std::make_unique<ml::LogisticRegression>(linear); }, true},
            {{"svm"}, RowKind::model, [=] { return std::make_unique<ml::SupportVectorMachine>(linear); }, true},
            {{"forest"}, RowKind::model, [=] { return std::make_unique<ml::RandomForest>(forest); }, true},
            {{"boosting"}, RowKind::model, [] { return std::make_unique<ml::Boosting>(); }, true}};
}

/// Every number of a document; JSON has no NaN: what is none is written as null, and so is what is undefined.
void expect_numbers(const nlohmann::json& node, const std::string& where) {
    if (node.is_number_float()) {
        EXPECT_TRUE(std::isfinite(node.get<double>())) << where;
    }
    if (node.is_structured())
        for (const auto& [key, value] : node.items()) expect_numbers(value, where + "/" + key);
}

TEST(OddNumbers, OfPatientsThroughEveryModelAndFigure) {
    using Value = std::optional<double>;
    const std::vector<OddSet> sets{
        {"constant", 20, 3, [](int, int) { return Value(4.0); }, alternating},
        {"constant, more columns than patients", 8, 30, [](int, int) { return Value(4.0); }, alternating},
        {"all missing", 20, 2, [](int, int) { return Value(); }, alternating},
        {"nearly all missing", 20, 2, [](int i, int) { return i == 3 ? Value(1.0) : Value(); }, alternating},
        {"huge", 20, 2, [](int i, int j) { return Value((i % 3 + j) * 1e300); }, alternating},
        {"largest", 20, 2, [](int i, int) { return Value(i % 2 ? 1.7e308 : -1.7e308); }, alternating},
        {"tiny", 20, 2, [](int i, int) { return Value(static_cast<double>(i) * 1e-300); }, alternating},
        {"huge and tiny", 20, 2, [](int i, int j) { return Value(j == 0 ? 1e300 * (i % 5) : 1e-300 * (i % 7)); },
         alternating},
        {"NaN", 20, 2, [](int i, int j) { return Value(j == 0 ? odd_nan : i * 1.0); }, alternating},
        {"infinite", 20, 2, [](int i, int) { return Value(i == 2 ? odd_infinity : i * 1.0); }, alternating},
        {"one class", 20, 2, [](int i, int) { return Value(i * 1.0); }, [](int) { return std::uint8_t{1}; }},
        {"one patient", 1, 2, [](int, int) { return Value(1.0); }, alternating},
        {"two patients", 2, 2, [](int i, int) { return Value(i * 1.0); }, alternating},
        {"four patients", 4, 2, [](int i, int) { return Value(i * 1.0); }, alternating},
        {"no patient", 0, 2, [](int, int) { return Value(1.0); }, alternating},
        {"no column", 20, 0, [](int, int) { return Value(1.0); }, alternating},
        {"more columns than patients", 12, 200,
         [](int i, int j) { return Value(std::sin(static_cast<double>(i * 131 + j * 17))); }, alternating},
        {"duplicated rows", 20, 3, [](int i, int j) { return Value(i / 10 * 1.0 + j); }, alternating},
        {"separated", 20, 1, [](int i, int) { return Value(i % 2 * 1.0); }, alternating}};
    int compared = 0;
    for (const auto& odd : sets) {
        SCOPED_TRACE(odd.name);
        const auto set = made(odd);
        const auto folds = cohort::make_folds(set.patients, set.response, {}, {.folds = 2, .repeats = 1, .seed = 1});
        if (!folds) {
            EXPECT_FALSE(folds.error().message().empty());
            continue;
        }
        const auto rows = quick_rows();
        auto run = cross_validate(set, *folds, rows, {});
        if (!run) {
            EXPECT_FALSE(run.error().message().empty());
            continue;
        }
        for (const auto& model : run->models)
            for (const auto& answer : model.predictions) {
                expect_number(answer.score, model.row.name.c_str());
                if (model.kind == RowKind::model) expect_share(answer.score, model.row.name.c_str());
            }
        const auto results = evaluate(set, std::move(*run), {.resamples = 100, .threads = 1, .seed = 1});
        ASSERT_TRUE(results) << results.error().message();
        expect_numbers(to_json(*results), "");
        ++compared;
    }
    EXPECT_GE(compared, 12) << "one class, one and no patient cannot be dealt into parts";
}

TEST(OddNumbers, OfSpreadsAndTables) {
    for (const auto& x : odd_samples()) {
        SCOPED_TRACE(testing::PrintToString(x));
        std::vector<std::optional<double>> rows(x.begin(), x.end());
        if (rows.size() % 2 == 1) rows.emplace_back(std::nullopt);
        for (const auto& distance : stats::left_out_distances(rows, 2)) expect_number(distance, "distance");
        const auto spread = stats::fit_spread(rows, 2);
        for (const double value : spread.correlation) expect_number(value, "correlation");
    }
    for (const auto& counts : {std::vector<std::uint64_t>{0, 0, 0, 0},
                               {1, 0, 0, 0},
                               {1, 1, 1, 1},
                               {0, 5, 5, 0},
                               {1U << 31, 1, 1, 1U << 31}}) {
        if (const auto test = stats::chi_squared(counts, 2)) {
            expect_number(test->statistic, "chi-squared");
            expect_share(test->p, "chi-squared p");
        }
        if (counts[0] < 1000) expect_share(stats::fisher_exact_p(counts[0], counts[1], counts[2], counts[3]), "Fisher");
    }
}

}  // namespace
}  // namespace synchrony::eval
