#include "visits.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

constexpr std::string_view later_heading = "6 months / ";
constexpr std::size_t most_visits = 12;  // kinds of visit that a study has; more is no visit but a date or a value

std::string cell_of(const RawRow& row, std::size_t column) {
    return column < row.cells.size() ? core::trimmed(std::string(row.cells[column])) : std::string();
}

struct Visit {
    std::size_t column = 0;
    std::string cell;  ///< folded
    [[nodiscard]] bool is_of(const RawRow& row) const { return core::folded(cell_of(row, column)) == cell; }
};

/// "Visit=V0"; the column's name may hold the sign.
core::Result<Visit> visit_named(const HeadedTable& headed, const std::string& option) {
    Visit visit;
    for (auto at = option.rfind('='); at != std::string::npos && at > 0; at = option.rfind('=', at - 1)) {
        const auto name = std::ranges::find(headed.names, core::trimmed(option.substr(0, at)));
        if (name == headed.names.end()) continue;
        visit.column = static_cast<std::size_t>(name - headed.names.begin());
        visit.cell = core::folded(option.substr(at + 1));
        if (std::ranges::any_of(headed.rows, [&](const RawRow& row) { return visit.is_of(row); })) return visit;
        std::set<std::string> cells;
        for (const auto& row : headed.rows)
            if (cells.size() < most_visits) cells.insert(cell_of(row, visit.column));
        return core::fail_input("no row is of that visit", option, {}, core::joined(cells));
    }
    return core::fail_input("a visit names no column of the table", option, {}, "COLUMN=CELL, as Visit=V0");
}

/// Rows of the later visit by the patients' ids; a second one of a patient is counted.
std::map<std::string, const RawRow*> later_rows(const HeadedTable& headed, const Visit& later, std::size_t ids,
                                                std::size_t& twice) {
    std::map<std::string, const RawRow*> rows;
    for (const auto& row : headed.rows)
        if (later.is_of(row) && !rows.emplace(cell_of(row, ids), &row).second) ++twice;
    return rows;
}

/// Rows without an id would be taken for one another's: merged cells, or ids in a patient's first row alone.
core::Result<void> check_ids_of(const HeadedTable& headed, const Visit& first, const std::optional<Visit>& later,
                                std::size_t ids) {
    std::size_t without = 0, row_number = 0;
    for (const auto& row : headed.rows) {
        if (!cell_of(row, ids).empty() || !(first.is_of(row) || (later && later->is_of(row)))) continue;
        if (without++ == 0) row_number = row.number;
    }
    if (without == 0) return {};
    return core::fail_input(core::counted(without, "visit has no id", "visits have no id"),
                            "first in row " + std::to_string(row_number), {}, "the patient's id in every row");
}

/// Columns in which some later row says something else than the first.
std::vector<std::size_t> columns_that_differ(const HeadedTable& headed, const Visit& first,
                                             const std::map<std::string, const RawRow*>& later, std::size_t ids) {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < headed.names.size(); ++c) {
        if (c == ids || c == first.column || headed.names[c].empty()) continue;
        const bool differs = std::ranges::any_of(headed.rows, [&](const RawRow& row) {
            const auto found = first.is_of(row) ? later.find(cell_of(row, ids)) : later.end();
            if (found == later.end()) return false;
            const auto cell = cell_of(*found->second, c);
            return !cell.empty() && cell != cell_of(row, c);
        });
        if (differs) columns.push_back(c);
    }
    return columns;
}

}  // namespace

core::Result<HeadedTable> one_row_a_patient(const HeadedTable& headed, const TableMap& map, std::size_t ids) {
    SYNCHRONY_ASSIGN(const auto first, visit_named(headed, *map.baseline_visit));
    std::optional<Visit> six_months;
    if (map.six_month_visit) {
        SYNCHRONY_ASSIGN(six_months, visit_named(headed, *map.six_month_visit));
    }
    SYNCHRONY_TRY(check_ids_of(headed, first, six_months, ids));
    std::size_t twice = 0;
    const auto later =
        six_months ? later_rows(headed, *six_months, ids, twice) : std::map<std::string, const RawRow*>();
    const auto added = columns_that_differ(headed, first, later, ids);
    HeadedTable one{headed.names, headed.header_row, {}, headed.notes};
    one.names[first.column].clear();  // it has said what it had to
    for (const auto c : added) one.names.push_back(std::string(later_heading) + headed.names[c]);
    std::set<const RawRow*> used;
    for (const auto& row : headed.rows) {
        if (!first.is_of(row)) continue;
        auto kept = row;
        const auto found = later.find(cell_of(row, ids));
        if (found != later.end()) used.insert(found->second);
        kept.cells[first.column].clear();
        if (!added.empty()) kept.cells.resize(std::max(kept.cells.size(), headed.names.size()));
        for (const auto c : added)
            kept.cells.push_back(found == later.end() ? std::string() : cell_of(*found->second, c));
        one.rows.push_back(std::move(kept));
    }
    one.notes.push_back(
        "rows are visits: " + core::counted(one.rows.size(), "row") + " of " + *map.baseline_visit + " kept" +
        (six_months ? ", " + std::to_string(used.size()) + " of " + *map.six_month_visit + " beside them in " +
                          core::counted(added.size(), "column") + " \"6 months / ...\""
                    : "") +
        ", " + core::counted(headed.rows.size() - one.rows.size() - used.size(), "other row") + " left out");
    if (six_months && used.empty())
        return core::fail_input("no row of the later visit is of a patient of the first", *map.six_month_visit, {},
                                "the same id in both rows");
    if (used.size() < later.size())
        one.notes.push_back("look at " + *map.six_month_visit + ": " +
                            core::counted(later.size() - used.size(), "row is", "rows are") +
                            " of a patient without a row of " + *map.baseline_visit);
    if (twice > 0)
        one.notes.push_back("look at " + *map.six_month_visit + ": " + core::counted(twice, "row is", "rows are") +
                            " a second one of a patient; the first counts");
    return one;
}

std::string visits_hint(const HeadedTable& headed, std::size_t ids) {
    std::map<std::string, std::vector<const RawRow*>> of_id;
    for (const auto& row : headed.rows) of_id[cell_of(row, ids)].push_back(&row);
    for (std::size_t c = 0; c < headed.names.size(); ++c) {
        if (c == ids || headed.names[c].empty()) continue;
        std::vector<std::string> kinds;  // in their order
        bool tells = true;
        for (const auto& row : headed.rows)
            if (const auto cell = cell_of(row, c); std::ranges::find(kinds, cell) == kinds.end()) {
                kinds.push_back(cell);
                tells = tells && !cell.empty() && kinds.size() <= most_visits;
                if (!tells) break;
            }
        for (const auto& [id, rows] : of_id) {
            std::set<std::string> cells;
            for (const auto* row : rows) cells.insert(cell_of(*row, c));
            tells = tells && cells.size() == rows.size();
        }
        // A visit is of several patients, and no date: those are not said.
        tells = tells && 2 * kinds.size() <= headed.rows.size() && !cohort::dates_in(kinds);
        if (tells && kinds.size() > 1)
            return "Are the rows visits? --baseline-visit '" + headed.names[c] + "=" + kinds[0] +
                   "' --six-month-visit '" + headed.names[c] + "=" + kinds[1] + "'";
    }
    return {};
}

}  // namespace synchrony::tables
