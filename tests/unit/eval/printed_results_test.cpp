// Truth: the results table of He et al. 2023 and arithmetic by hand or by an independent count over all confusion
// matrices (a few lines of Python: for each row, all (tp of 46, tn of 25) whose shares round to the printed figures).
#include "synchrony/eval/printed_results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace synchrony::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::map<std::string, PrintedResultVerdict> verdicts(const core::Result<cohort::CsvTable>& table) {
    EXPECT_TRUE(table) << table.error().message();
    const auto rows = read_printed_results(*table);
    EXPECT_TRUE(rows) << rows.error().message();
    std::map<std::string, PrintedResultVerdict> found;
    for (const auto& row : *rows) found[row.model] = check_printed_row(row);
    return found;
}
PrintedResultVerdict one(const std::string& text) {
    return verdicts(cohort::parse_csv(text, "t.csv")).begin()->second;
}

bool speaks_of_accuracy(const std::vector<std::string>& faults) {
    return std::ranges::any_of(faults, [](const auto& f) { return f.starts_with("accuracy is printed"); });
}

// The independent count finds a confusion matrix for no row, and no mean over stratified folds for any specificity (25
// = 5 x 5 negatives: such means are multiples of 0.04). Accuracy is further from the weighted sensitivity and
// specificity than folds of 14 or 15 allow (0.0188) in six rows; in ResNet-50's it lies below both.
TEST(PrintedResults, the_papers_impossible_rows) {
    const auto rows =
        verdicts(cohort::read_csv(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "examples/tables/he-2023-results.csv"));
    ASSERT_EQ(rows.size(), 9U);
    std::vector<std::string> accuracy_too_far;
    for (const auto& [name, verdict] : rows) {
        EXPECT_EQ(verdict.reading, Reading::impossible) << name;
        EXPECT_NEAR(verdict.fold_slack, 10.0 / 15.0 - 46.0 / 71.0, 1e-12);
        if (speaks_of_accuracy(verdict.against_fold_means)) accuracy_too_far.push_back(name);
    }
    EXPECT_THAT(accuracy_too_far,
                ElementsAre("ResNet-101 from scratch", "ResNet-18 from scratch", "ResNet-18 pre-trained",
                            "ResNet-50 pre-trained", "SVM", "random forest"));
    const auto& best = rows.at("ResNet-50 pre-trained");
    EXPECT_NEAR(*best.implied_accuracy, (46 * 0.783 + 25 * 0.792) / 71, 1e-12);
    EXPECT_THAT(best.against_pooled, testing::Contains(HasSubstr("does not lie between sensitivity and specificity")));
}

// LBBB alone in that paper's baseline table: 44 of 46, 12 of 25, 56 of 71.
TEST(PrintedResults, a_row_of_one_confusion_matrix_is_possible) {
    const auto verdict =
        one("model,n_pos,n_neg,accuracy,sensitivity,specificity,ppv,npv,f1\nLBBB,46,25,78.9%,95.7%,48.0%,0.772,0.857,0."
            "854\n");
    EXPECT_EQ(verdict.reading, Reading::pooled);
    EXPECT_THAT(verdict.against_pooled, IsEmpty());
}

// Folds of 9 or 10 positives: (4 x 7/9 + 9/10) / 5 = 0.802, while 0.802 of 46 is 36.9 patients.
TEST(PrintedResults, means_over_folds_are_told_from_pooled_counts) {
    const auto verdict = one("model,n_pos,n_neg,folds,sensitivity\nm,46,25,5,0.802\n");
    EXPECT_EQ(verdict.reading, Reading::fold_means);
    EXPECT_THAT(verdict.against_pooled, ElementsAre(HasSubstr("no count of 46 positives")));
}

TEST(PrintedResults, a_printed_confusion_matrix_must_hold) {
    const std::string header = "model,n_pos,n_neg,tp,fp,tn,fn,accuracy,f1\n";
    EXPECT_EQ(one(header + "m,46,25,44,13,12,2,0.789,0.854\n").reading, Reading::pooled);
    EXPECT_EQ(one(header + "m,46,25,44,13,12,3,0.789,0.854\n").reading, Reading::impossible);
    EXPECT_EQ(one(header + "m,46,25,44,13,12,2,0.799,0.854\n").reading, Reading::impossible);
    EXPECT_EQ(one(header + "m,46,25,44,13,12,2,0.789,0.900\n").reading, Reading::impossible);
}

TEST(PrintedResults, figures_alone_possible_may_be_impossible_together) {
    // 1 of 2, 1 of 2: accuracy 0.5 and PPV 0.5; PPV 0.67 needs 2 of 3 called positive.
    const auto verdict = one("model,n_pos,n_neg,sensitivity,specificity,ppv\nm,2,2,0.5,0.5,0.67\n");
    EXPECT_EQ(verdict.against_pooled.size(), 1U);
    EXPECT_EQ(one("model,n_pos,n_neg,accuracy\nm,10,10,1.2\n").reading, Reading::impossible);
}

TEST(PrintedResults, large_tables_by_intervals) {
    EXPECT_EQ(one("model,n_pos,n_neg,accuracy,sensitivity,specificity\nm,60000,60000,0.75,0.70,0.80\n").reading,
              Reading::pooled);
    EXPECT_EQ(one("model,n_pos,n_neg,accuracy,sensitivity,specificity\nm,60000,60000,0.78,0.70,0.80\n").reading,
              Reading::impossible);
}

TEST(PrintedResults, says_where_a_table_is_wrong) {
    const auto read = [](const char* text) { return read_printed_results(*cohort::parse_csv(text, "t.csv")); };
    EXPECT_THAT(read("model,n_pos\na,3\n").error().message(), HasSubstr("n_neg"));
    EXPECT_THAT(read("model,n_pos,n_neg,accuracy\na,3,4,high\n").error().message(),
                HasSubstr("line 2, column accuracy"));
    EXPECT_THAT(read("model,n_pos,n_neg,folds\na,3,4,1\n").error().message(), HasSubstr("folds"));
    EXPECT_THAT(read("model,n_pos,n_neg\na,0,4\n").error().message(), HasSubstr("column n_pos"));
}

}  // namespace
}  // namespace synchrony::eval
