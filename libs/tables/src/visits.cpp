#include "visits.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

constexpr std::string_view later_heading = "6 months / ";
constexpr std::size_t most_visits = 12;  // kinds of visit that a study has; more is no visit but a date or a value

struct Visit {
    std::size_t column = 0;
    std::string cell;  ///< folded
    [[nodiscard]] bool is_of(const RawRow& row) const { return core::folded(row.cell(column)) == cell; }
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
            if (cells.size() < most_visits) cells.insert(row.cell(visit.column));
        return core::fail_input("no row is of that visit", option, {}, core::joined(cells));
    }
    return core::fail_input("a visit names no column of the table", option, {}, "COLUMN=CELL, as Visit=V0");
}

/// Rows of the later visit by the patients' ids: as they are written, else as one would read them ("p 007" of "P7"),
/// where no two ids of a visit are alike then.
class LaterRows {
  public:
    LaterRows() = default;
    LaterRows(const HeadedTable& headed, const Visit& first, const Visit& later, std::size_t ids) {
        for (const auto& row : headed.rows) {
            const auto id = row.cell(ids);
            if (later.is_of(row)) {
                if (!rows_.emplace(id, &row).second) ++twice_;
                ids_later_[cohort::loose_id(id)].insert(id);
            }
            if (first.is_of(row)) ids_first_[cohort::loose_id(id)].insert(id);
        }
    }
    /// Null: the patient was not seen then.
    [[nodiscard]] const RawRow* of(const std::string& id) const {
        const auto found = rows_.find(id);
        if (found != rows_.end()) return found->second;
        const auto loose = cohort::loose_id(id);
        const auto alike = loose.empty() ? ids_later_.end() : ids_later_.find(loose);
        if (alike == ids_later_.end() || alike->second.size() > 1) return nullptr;
        const auto first = ids_first_.find(loose);
        const bool alone = first != ids_first_.end() && first->second.size() == 1;
        return alone ? rows_.at(*alike->second.begin()) : nullptr;
    }
    [[nodiscard]] bool is_spelled_so(const std::string& id) const { return rows_.contains(id); }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] std::size_t twice() const { return twice_; }  ///< rows beyond the first of a patient

  private:
    std::map<std::string, const RawRow*> rows_;
    std::map<std::string, std::set<std::string>> ids_first_, ids_later_;  ///< spellings by loose id
    std::size_t twice_ = 0;
};

/// Rows without an id would be taken for one another's: merged cells, or ids in a patient's first row alone.
core::Result<void> check_ids_of(const HeadedTable& headed, const Visit& first, const std::optional<Visit>& later,
                                std::size_t ids) {
    std::size_t without = 0, row_number = 0;
    for (const auto& row : headed.rows) {
        if (!row.cell(ids).empty() || !(first.is_of(row) || (later && later->is_of(row)))) continue;
        if (without++ == 0) row_number = row.number;
    }
    if (without == 0) return {};
    return core::fail_input(core::counted(without, "visit has no id", "visits have no id"),
                            "first in row " + std::to_string(row_number), {}, "the patient's id in every row");
}

/// As many cells as the header has names, so that what is put behind them stands under its own.
core::Result<void> fit_to_header(RawRow& row, std::size_t width) {
    while (row.cells.size() > width && row.cell(row.cells.size() - 1).empty()) row.cells.pop_back();
    if (row.cells.size() > width)
        return core::fail_input("row of a visit has more cells than the header", "row " + std::to_string(row.number),
                                std::to_string(row.cells.size()) + " cells", std::to_string(width) + " cells");
    row.cells.resize(width);
    return {};
}

/// Columns in which some later row says something else than the first.
std::vector<std::size_t> columns_that_differ(const HeadedTable& headed, const Visit& first, const LaterRows& later,
                                             std::size_t ids) {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < headed.names.size(); ++c) {
        if (c == ids || c == first.column || headed.names[c].empty()) continue;
        const bool differs = std::ranges::any_of(headed.rows, [&](const RawRow& row) {
            const auto* found = first.is_of(row) ? later.of(row.cell(ids)) : nullptr;
            if (found == nullptr) return false;
            const auto cell = found->cell(c);
            return !cell.empty() && cell != row.cell(c);
        });
        if (differs) columns.push_back(c);
    }
    return columns;
}

/// What became of the rows, counted.
struct VisitCounts {
    std::size_t first = 0, later = 0, others = 0;  ///< kept, put beside them, left out
    std::size_t alone = 0, twice = 0;              ///< later ones without a first, and second ones of a patient
    std::size_t columns = 0;                       ///< added
    std::size_t otherwise = 0;                     ///< later ones whose id is written in another way
};

void note_visits(const TableMap& map, const VisitCounts& counts, std::vector<std::string>& notes) {
    std::string text =
        "rows are visits: " + core::counted(counts.first, "row") + " of " + *map.baseline_visit + " kept";
    if (map.six_month_visit)
        text += ", " + std::to_string(counts.later) + " of " + *map.six_month_visit + " beside them in " +
                core::counted(counts.columns, "column") + " \"6 months / ...\"";
    notes.push_back(text + ", " + core::counted(counts.others, "other row") + " left out");
    const auto look = [&](std::size_t rows, const char* what) {
        if (rows > 0)
            notes.push_back("look at " + *map.six_month_visit + ": " + core::counted(rows, "row is", "rows are") +
                            what);
    };
    look(counts.alone, (" of a patient without a row of " + *map.baseline_visit).c_str());
    look(counts.twice, " a second one of a patient; the first counts");
    look(counts.otherwise, " of an id that is written otherwise at the first visit (case, blanks, zeros in front)");
}

/// The cells of a column, each kind once, in their order.
std::vector<std::string> kinds_of(const HeadedTable& headed, std::size_t column) {
    std::vector<std::string> kinds;
    for (const auto& row : headed.rows) {
        auto cell = row.cell(column);
        if (std::ranges::find(kinds, cell) == kinds.end()) kinds.push_back(std::move(cell));
        if (kinds.size() > most_visits) break;
    }
    return kinds;
}

/// A visit is of several patients, always said, and no date: those are not shown.
bool may_be_visits(const std::vector<std::string>& kinds, std::size_t rows) {
    return kinds.size() > 1 && kinds.size() <= most_visits && 2 * kinds.size() <= rows &&
           std::ranges::find(kinds, "") == kinds.end() && !cohort::dates_in(kinds);
}

}  // namespace

core::Result<HeadedTable> one_row_a_patient(const HeadedTable& headed, const TableMap& map, std::size_t ids) {
    SYNCHRONY_ASSIGN(const auto first, visit_named(headed, *map.baseline_visit));
    std::optional<Visit> six_months;
    if (map.six_month_visit) {
        SYNCHRONY_ASSIGN(six_months, visit_named(headed, *map.six_month_visit));
    }
    SYNCHRONY_TRY(check_ids_of(headed, first, six_months, ids));
    const auto later = six_months ? LaterRows(headed, first, *six_months, ids) : LaterRows();
    const auto added = columns_that_differ(headed, first, later, ids);
    HeadedTable one{headed.names, headed.header_row, {}, headed.notes};
    one.names[first.column].clear();  // it has said what it had to
    for (const auto c : added) one.names.push_back(std::string(later_heading) + headed.names[c]);
    std::set<const RawRow*> used;
    std::size_t otherwise = 0;
    for (const auto& row : headed.rows) {
        if (!first.is_of(row)) continue;
        auto kept = row;
        const auto* found = later.of(row.cell(ids));
        if (found != nullptr && used.insert(found).second && !later.is_spelled_so(row.cell(ids))) ++otherwise;
        SYNCHRONY_TRY(fit_to_header(kept, headed.names.size()));
        kept.cells[first.column].clear();
        for (const auto c : added) kept.cells.push_back(found == nullptr ? std::string() : found->cell(c));
        one.rows.push_back(std::move(kept));
    }
    if (six_months && used.empty())
        return core::fail_input("no row of the later visit is of a patient of the first", *map.six_month_visit, {},
                                "the same id in both rows");
    note_visits(map,
                {one.rows.size(), used.size(), headed.rows.size() - one.rows.size() - used.size(),
                 later.size() - used.size(), later.twice(), added.size(), otherwise},
                one.notes);
    return one;
}

std::string visits_hint(const HeadedTable& headed, std::size_t ids) {
    std::map<std::string, std::vector<const RawRow*>> of_id;
    for (const auto& row : headed.rows) of_id[row.cell(ids)].push_back(&row);
    for (std::size_t c = 0; c < headed.names.size(); ++c) {
        if (c == ids || headed.names[c].empty()) continue;
        const auto kinds = kinds_of(headed, c);
        if (!may_be_visits(kinds, headed.rows.size())) continue;
        const bool tells_apart = std::ranges::all_of(of_id, [&](const auto& one) {
            std::set<std::string> cells;
            for (const auto* row : one.second) cells.insert(row->cell(c));
            return cells.size() == one.second.size();
        });
        if (tells_apart)
            return "Are the rows visits? --baseline-visit '" + headed.names[c] + "=" + kinds[0] +
                   "' --six-month-visit '" + headed.names[c] + "=" + kinds[1] + "'";
    }
    return {};
}

}  // namespace synchrony::tables
