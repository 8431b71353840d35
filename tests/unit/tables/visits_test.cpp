// Tables with a row a visit, as registries export them.
#include <gtest/gtest.h>

#include <algorithm>

#include "import_lines.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

using Lines = std::vector<std::vector<std::string>>;

ImportSettings visits(std::optional<std::string> first, std::optional<std::string> later) {
    ImportSettings settings;
    settings.map.baseline_visit = std::move(first);
    settings.map.six_month_visit = std::move(later);
    return settings;
}

const Lines registry{{"record_id", "event", "sex", "LVESV (ml)", "LVEF (%)", "NYHA"},
                     {"1", "baseline", "F", "180", "25", "3"},
                     {"1", "month 6", "", "120", "38", ""},
                     {"1", "month 12", "", "110", "40", ""},
                     {"2", "baseline", "M", "210", "22", "2"},
                     {"3", "baseline", "M", "190", "28", "3"},
                     {"3", "month 6", "", "195", "", "4"}};

std::string cell(const ImportedTable& table, std::size_t row, const std::string& column) {
    const auto found = std::ranges::find(table.header, column);
    if (found == table.header.end() || row >= table.rows.size()) return "none";
    return table.rows[row][static_cast<std::size_t>(found - table.header.begin())];
}

TEST(Visits, BecomeOneRowAPatientWithTheLaterVolumeBesideIt) {
    const auto table = import_lines(registry, visits("event=baseline", "event=Month 6"));
    EXPECT_EQ(first_fault(table), "");
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(cell(table, 0, "lvesv_ml"), "180");
    EXPECT_EQ(cell(table, 0, "lvesv_6m_ml"), "120");
    EXPECT_EQ(cell(table, 1, "lvesv_6m_ml"), "");
    EXPECT_EQ(cell(table, 2, "lvesv_6m_ml"), "195");
    EXPECT_EQ(cell(table, 0, "lvef_pct"), "25") << "what came later is no input";
    EXPECT_EQ(cell(table, 2, "nyha"), "3");
    EXPECT_EQ(cell(table, 2, "sex"), "M");
    EXPECT_EQ(std::ranges::count(table.header, "event"), 0);
    EXPECT_NE(std::ranges::find(table.notes,
                                "rows are visits: 3 rows of event=baseline kept, 2 of event=Month 6 beside them in 3 "
                                "columns \"6 months / ...\", 1 other row left out"),
              table.notes.end())
        << table.notes.front();
    // The map reads the table again to the same rows.
    const auto map = parse_map(table.map_text, "m.toml");
    ASSERT_TRUE(map) << map.error().message();
    ImportSettings again;
    again.map = *map;
    const auto mapped = import_lines(registry, again);
    EXPECT_EQ(first_fault(mapped), "");
    EXPECT_EQ(mapped.header, table.header);
    EXPECT_EQ(mapped.rows, table.rows);
}

// Separators at a row's end, and a cell too many.
TEST(Visits, KeepTheirColumnsInRowsOfOtherWidths) {
    RawTable raw;
    raw.source = "t.csv";
    for (std::size_t i = 0; i < registry.size(); ++i) raw.rows.push_back({i + 1, registry[i]});
    raw.rows[1].cells.insert(raw.rows[1].cells.end(), {"", ""});
    const auto padded = import_table(raw, visits("event=baseline", "event=month 6"));
    ASSERT_TRUE(padded) << padded.error().message();
    EXPECT_EQ(cell(*padded, 0, "lvesv_6m_ml"), "120");
    EXPECT_EQ(cell(*padded, 2, "lvesv_6m_ml"), "195");
    raw.rows[1].cells.back() = "7";
    EXPECT_FALSE(import_table(raw, visits("event=baseline", "event=month 6")));
}

TEST(Visits, AreAskedForWhereIdsRepeat) {
    const auto table = import_lines(registry);
    EXPECT_NE(first_fault(table).find("--baseline-visit 'event=baseline' --six-month-visit 'event=month 6'"),
              std::string::npos)
        << first_fault(table);
}

// Two people typed the ids: "p 007" is P7, but where P7 and P07 are two patients nobody knows whose "p007" is.
TEST(Visits, AreOfOnePatientWhoseIdIsSpelledOtherwise) {
    const Lines lines{{"id", "event", "LVESV (ml)"}, {"P7", "V0", "200"},  {"p 007", "V6", "100"},
                      {"P8", "V0", "210"},           {"P08", "V0", "205"}, {"p008", "V6", "150"},
                      {"P9", "V0", "190"},           {"P9", "V6", "180"}};
    const auto table = import_lines(lines, visits("event=V0", "event=V6"));
    EXPECT_EQ(first_fault(table), "");
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(cell(table, 0, "patient_id"), "P7");
    EXPECT_EQ(cell(table, 0, "lvesv_6m_ml"), "100");
    EXPECT_EQ(cell(table, 1, "lvesv_6m_ml"), "");
    EXPECT_EQ(cell(table, 2, "lvesv_6m_ml"), "");
    EXPECT_EQ(cell(table, 3, "lvesv_6m_ml"), "180");
    const auto notes = core::joined(table.notes, "\n");
    EXPECT_NE(notes.find("1 row is of an id that is written otherwise at the first visit"), std::string::npos) << notes;
    EXPECT_NE(notes.find("1 row is of a patient without a row of event=V0"), std::string::npos) << notes;
}

// Merged cells: the id in a patient's first row alone. Rows without one are nobody's, and never each other's.
TEST(Visits, WithoutAnIdAreAFault) {
    RawTable raw;
    raw.source = "t.csv";
    const Lines lines{{"id", "event", "LVESV (ml)"},
                      {"1", "V0", "200"},
                      {"", "V6", "100"},
                      {"2", "V0", "210"},
                      {"", "V6", "190"},
                      {"2", "V0", "205"}};
    for (std::size_t i = 0; i < lines.size(); ++i) raw.rows.push_back({i + 1, lines[i]});
    const auto merged = import_table(raw, visits("event=V0", "event=V6"));
    ASSERT_FALSE(merged);
    EXPECT_NE(merged.error().message().find("2 visits have no id"), std::string::npos) << merged.error().message();
    EXPECT_NE(merged.error().message().find("row 3"), std::string::npos) << merged.error().message();
    raw.rows[2].cells[0] = "2";
    raw.rows[4].cells[0] = "9";  // of nobody who has a first visit
    const auto twice = import_table(raw, visits("event=V0", "event=V6"));
    ASSERT_TRUE(twice) << twice.error().message();
    EXPECT_NE(
        twice->notes.front().find("1 of event=V6 beside them in 1 column \"6 months / ...\", 1 other row left out"),
        std::string::npos)
        << twice->notes.front();
    raw.rows[2].cells[0] = "8";
    EXPECT_FALSE(import_table(raw, visits("event=V0", "event=V6"))) << "no pair at all";
}

TEST(Visits, ThatNobodyHasAreNamed) {
    RawTable raw;
    raw.source = "t.csv";
    for (std::size_t i = 0; i < registry.size(); ++i) raw.rows.push_back({i + 1, registry[i]});
    const auto none = import_table(raw, visits("event=V0", {}));
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message().find("expected baseline, month 12, month 6"), std::string::npos)
        << none.error().message();
    EXPECT_FALSE(import_table(raw, visits("Visit=baseline", {})));
    EXPECT_FALSE(import_table(raw, visits("baseline", {})));
    raw.rows.push_back({8, {"4"}});  // ends before the column of visits
    const auto unsaid = import_table(raw, visits("event=", {}));
    ASSERT_TRUE(unsaid) << unsaid.error().message();
    EXPECT_EQ(unsaid->rows.size(), 1U);
}

}  // namespace
}  // namespace synchrony::tables
