// Truths: SciPy 1.10 (scripts/make_stats_goldens.py prints the Welch and Mann-Whitney ones), and counts by hand.
#include "synchrony/cohort/baseline_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace synchrony::cohort {
namespace {

using testing::ElementsAre;
using Values = std::vector<std::optional<double>>;

// Seven responders, seven non-responders, one unknown.
Cohort small_cohort() {
    Cohort cohort;
    cohort.outcome_name = "response";
    for (int i = 0; i < 15; ++i) {
        cohort.patients.emplace_back("p" + std::to_string(i));
        cohort.outcome.push_back(i == 14 ? std::nullopt : std::optional<std::uint8_t>(i < 7 ? 1 : 0));
    }
    const auto add = [&](const char* name, ColumnKind kind, Values values) {
        Column column;
        column.name = name;
        column.kind = kind;
        column.known = find_rule(name) != nullptr;
        column.numbers = std::move(values);
        cohort.columns.push_back(std::move(column));
    };
    add("response", ColumnKind::flag, Values(15, 1.0));
    add("qrs_duration_ms", ColumnKind::number,
        {179.4, 168.2, 191.3, 155.0, 203.1, 176.6, 182.9, 158.4, 149.9, 171.5, 140.2, 166.3, 181.1, 152.7, 999.0});
    add("lvesv_ml", ColumnKind::number, {100, 110, 120, 130, 140, 150, 900, 60, 70, 80, 85, 95, 105, std::nullopt, 5});
    add("sex", ColumnKind::sex, {1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, std::nullopt, 0});
    add("nyha", ColumnKind::integer, {2, 2, 2, 3, 3, 2, 2, 3, 3, 4, 4, 3, 2, 3, 1});
    add("lvesv_6m_ml", ColumnKind::number, Values(15, 90.0));
    Column text;
    text.name = "site";
    text.texts.assign(15, "north");
    cohort.columns.push_back(text);
    return cohort;
}

// SciPy: shapiro finds both groups compatible with normal; ttest_ind(equal_var=False).
TEST(BaselineTable, normal_numbers_by_welch) {
    const auto table = baseline_table(small_cohort());
    EXPECT_EQ(table.patients, 14U);
    EXPECT_EQ(table.positives, 7U);
    const auto& row = table.rows[0];
    EXPECT_EQ(row.name, "qrs_duration_ms");
    EXPECT_EQ(row.test, BaselineTest::welch);
    EXPECT_NEAR(*row.p, 0.0296240949852619, 1e-7);
    EXPECT_EQ(row.all.present, 14U);
    EXPECT_EQ(printed(row, row.positives), "179.5 ± 15.5");
}

// SciPy: shapiro p of the responders 2.2e-5; mannwhitneyu(method="exact").
TEST(BaselineTable, numbers_far_from_normal_by_mann_whitney) {
    const auto row = baseline_table(small_cohort()).rows[1];
    EXPECT_EQ(row.name, "lvesv_ml");
    EXPECT_EQ(row.test, BaselineTest::mann_whitney);
    EXPECT_NEAR(*row.p, 0.00233100233100233, 1e-9);
    EXPECT_EQ(row.negatives.missing, 1U);
    EXPECT_EQ(row.all.missing, 1U);
}

// 4 of 7 men against 6 of 6: expected counts below 5, so Fisher; the difference is (4/7 - 1) / sqrt(12/49 / 2).
TEST(BaselineTable, few_counts_by_fisher) {
    const auto row = baseline_table(small_cohort()).rows[2];
    EXPECT_EQ(row.test, BaselineTest::fisher);
    EXPECT_NEAR(*row.p, 0.192307692307692, 1e-9);
    EXPECT_EQ(printed(row, row.positives), "4 (57.1)");
    EXPECT_EQ(printed(row, row.negatives), "6 (100.0)");
    EXPECT_NEAR(*row.difference, (4.0 / 7.0 - 1.0) / std::sqrt(6.0 / 49.0), 1e-12);
}

TEST(BaselineTable, classes_in_order_by_mann_whitney_one_line_each) {
    const auto table = baseline_table(small_cohort());
    const auto& row = table.rows[3];
    EXPECT_EQ(row.kind, VariableKind::ordered);
    EXPECT_THAT(row.levels, ElementsAre(2.0, 3.0, 4.0));
    EXPECT_THAT(row.positives.count, ElementsAre(5U, 2U, 0U));
    EXPECT_THAT(row.negatives.count, ElementsAre(1U, 4U, 2U));
    EXPECT_EQ(row.test, BaselineTest::mann_whitney);
    EXPECT_NEAR(*row.p, 0.0310953031481171, 1e-9);
    const auto cells = to_cells(table);
    EXPECT_EQ(cells.size(), 1U + 3U + 3U);
    EXPECT_EQ(cells[4][0], "nyha = 2");
    EXPECT_EQ(cells[5][4], "");
}

// One decimal as papers have it, more where it would hide the SD; no figure of thirty digits.
TEST(BaselineTable, SmallAndHugeNumbersKeepTheirFigures) {
    const auto text = [](double mean, double sd) {
        BaselineRow row;
        BaselineCell cell;
        cell.present = 2;
        cell.mean = mean;
        cell.sd = sd;
        return printed(row, cell);
    };
    EXPECT_EQ(text(61.84, 12.61), "61.8 ± 12.6");
    EXPECT_EQ(text(1.12, 0.31), "1.1 ± 0.3");
    EXPECT_EQ(text(0.0251, 0.0087), "0.0251 ± 0.0087");
    EXPECT_EQ(text(0.0, 0.0), "0.0 ± 0.0");
    EXPECT_EQ(text(4.75e29, 2e28), "4.75e+29 ± 2e+28");
}

// NYHA is known of the one patient whose outcome is not: no level to print, in a row all the same.
TEST(BaselineTable, a_class_of_none_of_the_labelled_patients_is_missing) {
    auto cohort = small_cohort();
    auto& nyha = *std::ranges::find(cohort.columns, "nyha", &Column::name);
    nyha.numbers.assign(15, std::nullopt);
    nyha.numbers.back() = 4.0;
    const auto table = baseline_table(cohort);
    const auto row = std::ranges::find(table.rows, "nyha", &BaselineRow::name);
    ASSERT_NE(row, table.rows.end());
    EXPECT_EQ(row->all.missing, 14U);
    const auto cells = to_cells(table);
    const auto line = std::ranges::find(cells, "nyha", [](const auto& cells_of_row) { return cells_of_row.front(); });
    ASSERT_NE(line, cells.end());
    EXPECT_THAT(*line, ElementsAre("nyha", "-", "-", "-", "-", "-", "-", "14"));
}

TEST(BaselineTable, leaves_out_text_the_outcome_and_what_comes_after) {
    const auto table = baseline_table(small_cohort());
    EXPECT_EQ(table.rows.size(), 4U);
    EXPECT_THAT(table.notes, ElementsAre("1 patient without an outcome left out",
                                         "column lvesv_6m_ml is known only after the implant: left out",
                                         "column site holds text: left out"));
    EXPECT_EQ(to_json(table)["rows"][0]["test"], "Welch t");
}

// Responders and non-responders of each word, in turn.
Cohort of_words(const std::vector<std::tuple<const char*, int, int>>& counts) {
    Cohort cohort;
    cohort.outcome_name = "response";
    Column site;
    site.name = "site";
    for (const auto& [word, yes, no] : counts)
        for (int i = 0; i < yes + no; ++i) {
            cohort.patients.emplace_back("p" + std::to_string(cohort.patients.size()));
            cohort.outcome.emplace_back(static_cast<std::uint8_t>(i < yes ? 1 : 0));
            site.texts.emplace_back(word);
        }
    cohort.columns.push_back(site);
    return cohort;
}

// SciPy: chi2_contingency([[10, 20, 10], [20, 10, 10]], correction=False), fisher_exact([[4, 1], [1, 4]]).
TEST(BaselineTable, words_are_counted_one_line_each) {
    const auto three = baseline_table(of_words({{"north", 10, 20}, {"south", 20, 10}, {"west", 10, 10}}));
    ASSERT_EQ(three.rows.size(), 1U);
    EXPECT_EQ(three.rows[0].test, BaselineTest::chi_squared);
    EXPECT_NEAR(*three.rows[0].p, 0.035673993347252395, 1e-12);
    const auto cells = to_cells(three);
    ASSERT_EQ(cells.size(), 4U);
    EXPECT_EQ(cells[2][0], "site = south");
    EXPECT_EQ(cells[2][2], "20 (50.0)");
    EXPECT_EQ(to_json(three)["rows"][0]["levels"], (std::vector<std::string>{"north", "south", "west"}));
    const auto two = baseline_table(of_words({{"north", 4, 1}, {"south", 1, 4}}));
    EXPECT_EQ(two.rows.at(0).test, BaselineTest::fisher);
    EXPECT_NEAR(*two.rows.at(0).p, 0.2063492063492064, 1e-12);
    EXPECT_FALSE(baseline_table(of_words({{"north", 4, 1}, {"south", 1, 4}, {"west", 1, 0}})).rows.at(0).p);
    const auto names = baseline_table(of_words({{"Maier", 1, 0}, {"Huber", 0, 1}, {"Gruber", 1, 0}, {"Moser", 1, 1}}));
    EXPECT_TRUE(names.rows.empty()) << "names are no category";
}

TEST(BaselineTable, follow_up_is_no_baseline_and_persons_are_not_rows) {
    auto cohort = of_words({{"north", 10, 10}});
    for (const char* name : {"follow_up_y", "death", "death_by_date", "months", "bnp", "lvesv_12m"})
        cohort.columns.push_back({name, ColumnKind::number, false, Values(20, 1.0), {}, {}, {}});
    cohort.later_columns = {"months"};
    for (int i = 0; i < 20; ++i) cohort.groups.push_back(std::to_string(i / 2));
    const auto table = baseline_table(cohort);
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0].name, "bnp");
    EXPECT_THAT(table.notes, testing::Contains(testing::HasSubstr("after the implant: lvesv_12m;")));
    EXPECT_THAT(table.notes, testing::Contains(testing::HasSubstr("20 rows are of 10 people")));
}

// 30 of 40 against 15 of 40: every expected count is 17.5 or more.
TEST(BaselineTable, many_counts_by_chi_squared_without_correction) {
    Cohort cohort;
    Column column;
    column.name = "troponin_high";  // no rule: zeros and ones make it a flag
    column.kind = ColumnKind::number;
    for (int i = 0; i < 80; ++i) {
        cohort.patients.emplace_back("p" + std::to_string(i));
        cohort.outcome.push_back(i < 40 ? 1 : 0);
        column.numbers.push_back(i % 40 < (i < 40 ? 30 : 15) ? 1.0 : 0.0);
    }
    cohort.columns.push_back(column);
    const auto row = baseline_table(cohort).rows[0];
    EXPECT_EQ(row.test, BaselineTest::chi_squared);
    EXPECT_NEAR(*row.p, 0.000723232716430192, 1e-12);
    EXPECT_EQ(printed_p(row.p), "< 0.001");
}

// By hand: 350 and 10 have the mean 0; seven at +-10, 20 and 30 about 0, and about 90.
TEST(BaselineTable, angles_are_averaged_round_the_circle) {
    auto cohort = small_cohort();
    const auto add = [&](const char* name, Values values) {
        Column column;
        column.name = name;
        column.kind = ColumnKind::number;
        column.numbers = std::move(values);
        cohort.columns.push_back(std::move(column));
    };
    add("qrs_axis_deg", {350, 10, 340, 20, 330, 30, 0, 80, 100, 70, 110, 60, 120, 90, 45});
    add("left_axis", {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1});  // a flag
    const auto table = baseline_table(cohort);
    const auto& axis = table.rows.at(table.rows.size() - 2);
    EXPECT_EQ(axis.kind, VariableKind::angle);
    EXPECT_EQ(axis.meaning, "qrs axis");
    EXPECT_EQ(axis.unit, "deg");
    EXPECT_NEAR(*axis.positives.mean, 0.0, 1e-9);
    EXPECT_NEAR(*axis.negatives.mean, 90.0, 1e-9);
    EXPECT_NEAR(*axis.all.mean, 45.0, 1e-9);
    EXPECT_LT(*axis.difference, 0.0);
    EXPECT_EQ(axis.test, BaselineTest::none) << "seven in a group are too few";
    EXPECT_FALSE(axis.all.median);
    EXPECT_EQ(printed(axis, axis.negatives).substr(0, 4), "90.0");
    EXPECT_THAT(table.notes.back(), testing::HasSubstr("angles (qrs axis): circular mean"));
    EXPECT_EQ(table.rows.back().kind, VariableKind::binary);
}

}  // namespace
}  // namespace synchrony::cohort
