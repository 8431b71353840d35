#include "synchrony/eval/cross_validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <set>

#include "synchrony/core/files.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/patient_set.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/rules.hpp"

namespace synchrony::eval {
namespace {

model::PatientSet small_set(std::size_t n) {
    model::PatientSet set;
    core::RandomStream random(1);
    set.tables["clinical"].columns = {"lvef_pct"};
    for (std::size_t i = 0; i < n; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(i % 2 == 0 ? 1 : 0);
        set.tables["clinical"].values.emplace_back(25.0 + 5.0 * random.normal() + 5.0 * set.response.back());
    }
    return set;
}

cohort::Folds folds_of(const model::PatientSet& set, int repeats) {
    return *cohort::make_folds(set.patients, set.response, {}, {.folds = 5, .repeats = repeats, .seed = 2});
}

/// Gives the seed of its fit as score, counts fits, and misbehaves on request.
class Probe final : public model::Classifier {
  public:
    enum class Mood { good, refuses, fails, no_number, too_few };
    explicit Probe(Mood mood = Mood::good, core::Cancel* cancel = nullptr) : mood_(mood), cancel_(cancel) {}
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>,
                           const core::RunContext& context) override {
        seed_ = context.seed;
        threads_ = context.threads;
        if (cancel_ != nullptr) cancel_->request();
        if (mood_ == Mood::refuses) return core::fail({core::ErrorKind::refused, "no", "probe", {}, {}, {}});
        if (mood_ == Mood::fails) return core::fail_input("broken", "probe");
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&,
                                                         std::span<const std::size_t> rows) override {
        if (mood_ == Mood::too_few) return std::vector<model::Prediction>(rows.size() - 1);
        const double score = mood_ == Mood::no_number ? std::nan("") : static_cast<double>(seed_ % 1'000'003);
        return std::vector<model::Prediction>(rows.size(), {score, threads_ > 1});
    }

  private:
    Mood mood_;
    core::Cancel* cancel_;
    std::uint64_t seed_ = 0;
    int threads_ = 0;
};

ModelRow probe(const char* name, Probe::Mood mood = Probe::Mood::good, bool thread_safe = true) {
    return {{name}, RowKind::model, [mood] { return std::make_unique<Probe>(mood); }, thread_safe};
}

std::vector<double> scores(const ModelPredictions& model) {
    std::vector<double> values;
    for (const auto& p : model.predictions) values.push_back(p.score);
    return values;
}

TEST(CrossValidate, tests_each_patient_once_a_repeat_with_a_seed_of_its_own_for_each_fit) {
    const auto set = small_set(30);
    const auto run = cross_validate(set, folds_of(set, 3), std::vector{probe("probe")}, {});
    ASSERT_TRUE(run);
    const auto& predictions = run->models.at(0).predictions;
    EXPECT_EQ(predictions.size(), 90U);
    std::set<std::pair<int, std::size_t>> tested;
    std::set<double> seeds;
    for (const auto& p : predictions) {
        EXPECT_TRUE(tested.emplace(p.repeat, p.patient).second);
        EXPECT_EQ(p.outcome, set.response[p.patient]);
        seeds.insert(p.score);
    }
    EXPECT_EQ(seeds.size(), 15U);
}

TEST(CrossValidate, neither_threads_nor_other_rows_change_a_number) {
    const auto set = small_set(40);
    const ModelRow logistic{
        {"logistic"}, RowKind::model, [] { return std::make_unique<ml::LogisticRegression>(); }, true};
    core::RunContext two;
    two.threads = 2;
    const auto alone = cross_validate(set, folds_of(set, 2), std::vector{probe("probe"), logistic}, {});
    const auto together =
        cross_validate(set, folds_of(set, 2), std::vector{logistic, probe("other"), probe("probe")}, two);
    EXPECT_EQ(scores(alone->models[0]), scores(together->models[2]));
    EXPECT_EQ(scores(alone->models[1]), scores(together->models[0]));
    EXPECT_NE(scores(together->models[1]), scores(together->models[2]));
}

TEST(CrossValidate, models_that_are_not_thread_safe_get_all_threads) {
    const auto set = small_set(30);
    core::RunContext two;
    two.threads = 2;
    const auto run = cross_validate(set, folds_of(set, 1),
                                    std::vector{probe("safe"), probe("unsafe", Probe::Mood::good, false)}, two);
    EXPECT_FALSE(run->models[0].predictions[0].responds);
    EXPECT_TRUE(run->models[1].predictions[0].responds);
}

TEST(CrossValidate, leaves_out_what_refuses_or_fails_and_goes_on) {
    const auto set = small_set(30);
    using Mood = Probe::Mood;
    const ModelRow rule{{"QRS >= 150 ms"},
                        RowKind::rule,
                        [] {
                            return std::make_unique<ml::ThresholdRule>(
                                ml::RuleOptions{"QRS >= 150 ms", ml::standard_rules()[5].conditions});
                        },
                        true};
    const auto run =
        cross_validate(set, folds_of(set, 1),
                       std::vector{rule, probe("refuses", Mood::refuses), probe("fails", Mood::fails),
                                   probe("nan", Mood::no_number), probe("few", Mood::too_few), probe("good")},
                       {});
    ASSERT_TRUE(run);
    ASSERT_EQ(run->models.size(), 1U);
    EXPECT_EQ(run->models[0].row.name, "good");
    ASSERT_EQ(run->left_out.size(), 5U);
    EXPECT_THAT(run->left_out[0].reason,
                testing::HasSubstr("its column is missing (got no such column, expected qrs_duration_ms)"));
    std::vector<bool> failed;
    for (const auto& left : run->left_out) failed.push_back(left.failed);
    EXPECT_EQ(failed, (std::vector<bool>{false, false, true, true, true}));
}

TEST(CrossValidate, stops_when_asked_and_keeps_whole_rows) {
    const auto set = small_set(30);
    core::Cancel cancel;
    core::RunContext context;
    context.cancel = &cancel;
    const ModelRow stops{
        {"stops"}, RowKind::model, [&] { return std::make_unique<Probe>(Probe::Mood::good, &cancel); }};
    const auto run = cross_validate(set, folds_of(set, 1), std::vector{probe("first"), stops, probe("last")}, context);
    ASSERT_TRUE(run);
    EXPECT_TRUE(run->cancelled);
    ASSERT_EQ(run->models.size(), 1U);
    EXPECT_EQ(run->models[0].row.name, "first");
    EXPECT_EQ(run->left_out.size(), 2U);
}

TEST(CrossValidate, counts_progress_in_folds_whatever_the_models_say) {
    class Counter final : public core::Progress {
      public:
        void begin(std::string_view, std::uint64_t total) override { ++begun, promised += total; }
        void advance(std::uint64_t steps, std::string_view) override { done += steps; }
        void end() override { ++ended; }
        void log(std::string_view) override {}
        std::uint64_t begun = 0, promised = 0, done = 0, ended = 0;
    } counter;
    class Chatty final : public model::Classifier {
        core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>,
                               const core::RunContext& c) override {
            c.progress->begin("epochs", 100);
            c.progress->advance(100, "loss 0.4");
            c.progress->end();
            return {};
        }
        core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&,
                                                             std::span<const std::size_t> rows) override {
            return std::vector<model::Prediction>(rows.size());
        }
    };
    const auto set = small_set(30);
    core::RunContext context;
    context.progress = &counter;
    const ModelRow chatty{{"chatty"}, RowKind::model, [] { return std::make_unique<Chatty>(); }};
    ASSERT_TRUE(cross_validate(set, folds_of(set, 2), std::vector{chatty}, context));
    EXPECT_EQ(counter.begun, 1U);
    EXPECT_EQ(counter.promised, 10U);
    EXPECT_EQ(counter.done, 10U);
    EXPECT_EQ(counter.ended, 1U);
}

TEST(CrossValidate, two_rows_of_one_name_are_refused) {
    const auto set = small_set(30);
    EXPECT_EQ(cross_validate(set, folds_of(set, 1), std::vector{probe("a"), probe("a")}, {}).error().kind,
              core::ErrorKind::usage);
}

TEST(LabelledSet, takes_patients_with_an_outcome_and_no_column_that_gives_it_away) {
    cohort::Cohort cohort;
    cohort.outcome_name = "response";
    for (const auto* id : {"a", "b", "c"}) {
        cohort.patients.emplace_back(id);
        cohort.ecgs.emplace_back("x");
        cohort.groups.emplace_back(id);
    }
    cohort.outcome = {1, std::nullopt, 0};
    const auto numbers = [](const char* name, double last) {
        return cohort::Column{name, cohort::ColumnKind::number, true, {1.0, 2.0, last}, {}};
    };
    cohort.columns = {numbers("age_y", 70.0),
                      numbers("lvesv_6m_ml", 90.0),
                      {"site", cohort::ColumnKind::text, false, {}, {"n", "s", "n"}}};
    const auto labelled = labelled_set(cohort);
    ASSERT_TRUE(labelled) << labelled.error().message();
    EXPECT_THAT(labelled->cohort_rows, testing::ElementsAre(0U, 2U));
    EXPECT_THAT(labelled->set.tables.at("clinical").columns, testing::ElementsAre("age_y"));
    EXPECT_EQ(labelled->set.tables.at("clinical").at(1, 0), 70.0);
    EXPECT_THAT(labelled->set.response, testing::ElementsAre(1, 0));
    for (const auto* wrong : {"lvesv_6m_ml", "response", "site", "absent"})
        EXPECT_EQ(labelled_set(cohort, {.columns = {wrong}}).error().kind, core::ErrorKind::usage) << wrong;
}

}  // namespace
}  // namespace synchrony::eval
