// The whole way on real patients without any signal: LUDB's labels from age and sex alone, what every ECG model must
// beat.
#include <gtest/gtest.h>

#include <cstdio>

#include "support/paths.hpp"
#include "synchrony/datasets/ludb.hpp"
#include "synchrony/eval/patient_set.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/majority.hpp"

namespace synchrony::eval {
namespace {

namespace fs = std::filesystem;

TEST(Ludb, age_and_sex_alone_are_measured_for_each_task) {
    const auto data = test::data_folder();
    if (!data || !fs::exists(*data / "ludb" / "ludb.csv")) GTEST_SKIP() << "no LUDB at hand (SYNCHRONY_DATA)";
    const auto target = fs::path(testing::TempDir()) / "ludb_eval.csv";
    const std::vector<ModelRow> rows{
        {{"majority"}, RowKind::baseline, [] { return std::make_unique<ml::Majority>(); }, true},
        {{"logistic regression", "clinical"},
         RowKind::model,
         [] { return std::make_unique<ml::LogisticRegression>(); },
         true},
        {{"SVM", "clinical"}, RowKind::model, [] { return std::make_unique<ml::SupportVectorMachine>(); }, true}};
    for (const auto* task : {"lvh", "sex", "age55", "left_axis", "sinus_rhythm", "ischemia"}) {
        ASSERT_TRUE(datasets::import_ludb(*data / "ludb", task, target));
        const auto cohort = cohort::read_cohort(target);
        ASSERT_TRUE(cohort) << cohort.error().message();
        const auto labelled = labelled_set(*cohort);
        ASSERT_TRUE(labelled) << labelled.error().message();
        const auto folds = cohort::make_folds(labelled->set.patients, labelled->set.response, labelled->groups,
                                              {.folds = 5, .repeats = 4, .seed = 1});
        ASSERT_TRUE(folds) << folds.error().message();
        auto run = cross_validate(labelled->set, *folds, rows, {});
        ASSERT_TRUE(run);
        const auto results = evaluate(labelled->set, std::move(*run), {.resamples = 500, .threads = 1, .seed = 1});
        ASSERT_TRUE(results) << results.error().message();
        EXPECT_TRUE(results->left_out.empty());
        for (const auto& row : results->rows)
            std::printf("  %-13s %-32s accuracy %.3f (SD %.3f), Se %.3f, Sp %.3f, AUC %.3f [%.3f, %.3f]\n", task,
                        row.row.label().c_str(), *row.metrics.accuracy.mean, *row.metrics.accuracy.sd,
                        *row.metrics.sensitivity.mean, *row.metrics.specificity.mean, *row.metrics.auc.mean,
                        row.metrics.auc.ci95->low, row.metrics.auc.ci95->high);
    }
    fs::remove(target);
}

}  // namespace
}  // namespace synchrony::eval
