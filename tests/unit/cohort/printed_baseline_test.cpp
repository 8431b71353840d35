// Truth: the baseline table of He et al. 2023 (71 patients), its p values as they printed them, and SciPy's
// ttest_ind_from_stats, chi2_contingency and fisher_exact on its printed summaries (scipy 1.10).
#include "synchrony/cohort/printed_baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

namespace synchrony::cohort {
namespace {

using testing::HasSubstr;

std::map<std::string, PrintedBaselineVerdict> paper() {
    const auto table = read_csv(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "examples/tables/he-2023-baseline.csv");
    EXPECT_TRUE(table) << table.error().message();
    const auto rows = read_printed_baseline(*table);
    EXPECT_TRUE(rows) << rows.error().message();
    std::map<std::string, PrintedBaselineVerdict> verdicts;
    for (const auto& row : *rows) verdicts[row.variable] = check_printed_row(row);
    return verdicts;
}

const RecomputedP& test_of(const PrintedBaselineVerdict& verdict, const std::string& name) {
    for (const auto& p : verdict.recomputed)
        if (p.test == name) return p;
    throw std::runtime_error("no test " + name);
}

TEST(PrintedBaseline, recomputes_what_scipy_recomputes_from_the_paper) {
    const auto rows = paper();
    EXPECT_NEAR(test_of(rows.at("age [y]"), "Welch t").value, 0.4715, 5e-5);
    EXPECT_NEAR(test_of(rows.at("age [y]"), "Student t").value, 0.4857, 5e-5);
    EXPECT_NEAR(test_of(rows.at("LVEF [%]"), "Welch t").value, 0.0353, 5e-5);
    EXPECT_NEAR(test_of(rows.at("LVESV [ml]"), "Student t").value, 0.0574, 5e-5);
    EXPECT_NEAR(test_of(rows.at("CKD"), "chi-squared").value, 0.2287, 5e-5);
    EXPECT_NEAR(test_of(rows.at("CKD"), "chi-squared with Yates").value, 0.4727, 5e-5);
    EXPECT_NEAR(test_of(rows.at("CKD"), "Fisher exact").value, 0.3369, 5e-5);
    EXPECT_LT(test_of(rows.at("age [y]"), "Student t").low, test_of(rows.at("age [y]"), "Student t").value);
}

// Every p value of the paper follows from its printed summaries by one test: Student's t, of counts too.
TEST(PrintedBaseline, the_papers_p_values_are_students_t_throughout) {
    std::size_t of_means = 0, of_counts = 0, by_chi_squared = 0;
    for (const auto& [name, verdict] : paper()) {
        EXPECT_TRUE(verdict.p_reproduced()) << name;
        for (const auto& p : verdict.recomputed) {
            of_means += p.test == "Student t" && p.reproduces ? 1U : 0U;
            of_counts += p.test == "Student t of zeros and ones" && p.reproduces ? 1U : 0U;
            by_chi_squared += p.test == "chi-squared" && p.reproduces ? 1U : 0U;
        }
    }
    EXPECT_EQ(of_means, 8U);        // of 8 rows of means
    EXPECT_EQ(of_counts, 11U);      // of 11 rows of counts
    EXPECT_EQ(by_chi_squared, 2U);  // diabetes and LBBB
}

// 57 of 71 are 80.28 %, 61 of 71 are 85.92 %; an SD of 2.1 over both groups cannot be where each has 11 and more.
TEST(PrintedBaseline, finds_what_cannot_be_in_the_paper) {
    const auto rows = paper();
    std::set<std::string> wrong;
    for (const auto& [name, verdict] : rows)
        if (!verdict.contradictions.empty()) wrong.insert(name);
    EXPECT_THAT(wrong, testing::ElementsAre("LBBB", "diuretic", "scar [%]"));
    EXPECT_THAT(rows.at("LBBB").contradictions.front(), HasSubstr("80.28 %, not 80.2 %"));
    EXPECT_THAT(rows.at("scar [%]").contradictions.front(), HasSubstr("the SD of all is printed as 2.1"));
}

TEST(PrintedBaseline, a_number_is_all_that_rounds_to_it) {
    const auto plain = parse_printed("26.3");
    EXPECT_NEAR(plain->low, 26.25, 1e-12);
    EXPECT_NEAR(plain->high, 26.35, 1e-12);
    EXPECT_NEAR(parse_printed("8")->low, 7.5, 1e-12);
    EXPECT_NEAR(parse_printed("72.1 %")->value, 0.721, 1e-12);
    EXPECT_EQ(parse_printed("<0.001")->low, 0.0);
    EXPECT_EQ(parse_printed("< 0.001")->high, 0.001);
    for (const char* bad : {"", "n.s.", "1e3", "26,3", "nan"}) EXPECT_FALSE(parse_printed(bad)) << bad;
}

TEST(PrintedBaseline, says_where_a_table_is_wrong) {
    const auto read = [](const char* text) { return read_printed_baseline(*parse_csv(text, "t.csv")); };
    EXPECT_THAT(read("variable,n_pos\na,3\n").error().message(), HasSubstr("n_neg"));
    EXPECT_THAT(read("variable,n_pos,n_neg,p\na,3,4,few\n").error().message(), HasSubstr("line 2, column p"));
    EXPECT_THAT(read("variable,n_pos,n_neg\na,3,\n").error().message(), HasSubstr("how many patients"));
    EXPECT_THAT(read("variable,n_pos,n_neg,count_pos\na,3,4,1.5\n").error().message(), HasSubstr("not a count"));
    // A cell too few took the row's last figure away, and nothing was said.
    EXPECT_THAT(read("variable,n_pos,n_neg,p\na,3,4\n").error().message(),
                HasSubstr("line 2: the row has the wrong number of cells (got 3"));
    EXPECT_THAT(read("variable,n_pos,n_neg,p\na,3,4,0.5,9\n").error().message(), HasSubstr("wrong number of cells"));
    EXPECT_TRUE(read("variable,n_pos,n_neg,p\na,3,4,0.5,\n"));
    EXPECT_THAT(read("variable,n_pos,n_neg,p,p\na,3,4,0.5,0.6\n").error().message(), HasSubstr("stands twice"));
    const auto row = read("variable,n_pos,n_neg,count_pos,count_neg\na,3,4,5,1\n");
    EXPECT_THAT(check_printed_row(row->front()).contradictions.front(), HasSubstr("more positives than there are"));
}

}  // namespace
}  // namespace synchrony::cohort
