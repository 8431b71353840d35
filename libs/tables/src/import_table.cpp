#include "synchrony/tables/import_table.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "dated_columns.hpp"
#include "planned_column.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "value_words.hpp"
#include "visits.hpp"

namespace synchrony::tables {
namespace {

class TableImporter {
  public:
    TableImporter(const RawTable& table, const HeadedTable& headed, const ImportSettings& settings)
        : table_(table), headed_(headed), settings_(settings) {}

    /// Which column of the source the ids stand in, from 0; nothing where none was taken for them.
    std::optional<std::size_t> column_of_ids() {
        take_rows();
        plan_columns();
        choose_targets(columns_, settings_.map, out_.faults);
        const auto* ids = with_target("patient_id");
        return ids == nullptr ? std::nullopt : std::optional(ids->index);
    }

    ImportedTable import() {
        for (auto& words : table_.dialect.words()) out_.notes.push_back(std::move(words));
        for (const auto& note : headed_.notes) out_.notes.push_back(note);
        if (table_.formulas_without_value > 0)
            out_.notes.push_back(std::to_string(table_.formulas_without_value) +
                                 " formulas were never calculated and are missing: save the workbook in its program");
        out_.header_row = headed_.header_row;
        take_rows();
        check_widths();
        plan_columns();
        check_map_is_used();
        choose_targets(columns_, settings_.map, out_.faults);
        for (auto& note : nearly_known_targets(columns_, settings_.map)) out_.notes.push_back(std::move(note));
        drop_summaries();
        for (auto& column : columns_) read_planned(column, settings_, row_numbers_, out_.faults);
        take_dates();
        read_ids();
        note_response();
        finish();
        return std::move(out_);
    }

  private:
    void take_rows() {
        for (const auto& row : headed_.rows) {
            rows_.push_back(&row);
            row_numbers_.push_back(row.number);
        }
    }

    /// Of a text: a cell too many has moved those behind it under a wrong name.
    void check_widths() {
        if (!table_.sheet.empty()) return;
        ImportFault wide;
        std::size_t most = 0;
        for (const auto* row : rows_) {
            std::size_t cells = row->cells.size();
            while (cells > headed_.names.size() && core::trimmed(std::string_view(row->cells[cells - 1])).empty())
                --cells;
            if (cells <= headed_.names.size()) continue;
            if (wide.cells++ == 0) wide.first_row = row->number;
            most = std::max(most, cells);
        }
        if (wide.cells == 0) return;
        wide.what = core::counted(wide.cells, "row has", "rows have") + " more cells than the header, up to " +
                    std::to_string(most);
        wide.expected = std::to_string(headed_.names.size()) + " cells";
        wide.hint = "Is there a separator inside a cell that is not in quotes, or a name missing in the header?";
        out_.faults.push_back(std::move(wide));
    }

    void plan_columns() {
        std::size_t width = headed_.names.size();
        for (const auto* row : rows_) width = std::max(width, row->cells.size());
        std::set<std::string> names;
        for (std::size_t c = 0; c < width; ++c) {
            PlannedColumn column;
            for (const auto* row : rows_) column.source.cells.push_back(row->cell(c));
            const bool empty = std::ranges::all_of(column.source.cells, [](const auto& cell) { return cell.empty(); });
            auto name = c < headed_.names.size() ? headed_.names[c] : std::string();
            if (name.empty() && empty) continue;
            column.index = c;
            column.account.letters = column_letters(c);
            if (name.empty()) name = "(column " + column.account.letters + ")";
            if (!names.insert(name).second) {
                name += " (column " + column.account.letters + ")";
                names.insert(name);
            }
            column.account.from = std::move(name);
            column.source.missing = &settings_.map.missing;
            column.source.decimal = settings_.map.decimal.value_or(table_.dialect.decimal_point);
            column.source.thousands_commas = settings_.map.decimal == '.' || table_.dialect.thousands_commas;
            column.source.dash_is_a_word = cohort::dash_is_a_word(column.source.cells);
            column.source.lone_comma_is_decimal = !table_.sheet.empty();
            columns_.push_back(std::move(column));
        }
    }

    /// A line of the map for a column that is not there is likely misspelt.
    void check_map_is_used() {
        for (const auto& entry : settings_.map.columns) {
            if (std::ranges::any_of(columns_, [&](const auto& c) { return c.account.from == entry.from; })) continue;
            table_fault("the map names a column that the table does not have: " + core::in_quotes(entry.from),
                        settings_.map.source + ", line " + std::to_string(entry.line));
        }
        for (const auto& given : settings_.units)
            if (std::ranges::none_of(columns_, [&](const auto& c) { return c.account.from == given.first; }))
                table_fault("--unit names a column that the table does not have: " + core::in_quotes(given.first), {});
    }

    void table_fault(std::string what, std::string hint) {
        ImportFault fault;
        fault.what = std::move(what);
        fault.hint = std::move(hint);
        out_.faults.push_back(std::move(fault));
    }

    PlannedColumn* with_target(std::string_view target) {
        const auto found = std::ranges::find_if(columns_, [&](const auto& c) { return c.account.as == target; });
        return found == columns_.end() ? nullptr : &*found;
    }

    void take_dates() {
        auto dates = derive_from_dates({columns_, settings_.map, row_numbers_, out_.faults, settings_.implant_days});
        derived_ = std::move(dates.columns);
        for (auto& note : dates.notes) out_.notes.push_back(std::move(note));
        implant_dates_ = std::move(dates.implant_dates);
        follow_up_offered_ = dates.follow_up_offered;
        wants_end_ = dates.wants_end;
    }

    void read_ids() {
        if (settings_.map.number_rows) {
            for (const auto number : row_numbers_) ids_.push_back(std::to_string(number));
            return;
        }
        const auto* column = with_target("patient_id");
        if (column == nullptr)
            return table_fault(
                "no column was taken for the patient's id",
                "as = \"patient_id\" in one [[column]] of the map; or number_rows = true in its [table]");
        ids_ = column->read.cells;
        drop_equal_rows();
        check_ids(*column);
    }

    /// Means and sums at a table's foot are no patients; further up such a word may be somebody's initials.
    void drop_summaries() {
        const auto* ids = with_target("patient_id");
        if (ids == nullptr) return;
        std::size_t first = rows_.size();
        for (std::size_t row = rows_.size(); row-- > 0;) {
            const auto& id = ids->source.cells[row];
            if (is_summary_word(id)) first = row;
            if (first != row && !id.empty()) break;
        }
        if (first == rows_.size()) return;
        out_.notes.push_back(core::counted(rows_.size() - first, "row") +
                             " of means, sums or counts below the patients left out, the first row " +
                             std::to_string(row_numbers_[first]));
        rows_.resize(first);
        row_numbers_.resize(first);
        for (auto& column : columns_) column.source.cells.resize(first);
    }

    void drop_equal_rows() {
        std::map<std::string, std::size_t> first;
        std::vector<std::size_t> equal;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (ids_[row].empty() || dropped_.contains(row)) continue;
            const auto [at, is_new] = first.emplace(ids_[row], row);
            if (!is_new && same_row(at->second, row)) equal.push_back(row);
        }
        dropped_.insert(equal.begin(), equal.end());
        if (!equal.empty())
            out_.notes.push_back(core::counted(equal.size(), "row that repeats", "rows that repeat") +
                                 " another in every cell left out, the first in row " +
                                 std::to_string(row_numbers_[equal.front()]));
    }

    [[nodiscard]] bool same_row(std::size_t a, std::size_t b) const {
        return std::ranges::all_of(columns_, [&](const auto& c) { return c.source.cells[a] == c.source.cells[b]; });
    }

    /// Rows are named, not ids: messages go to logs.
    void check_ids(const PlannedColumn& column) {
        std::map<std::string, std::size_t> first;
        auto twice = fault_of(column, {}), none = twice;
        std::size_t first_of_twice = 0;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (dropped_.contains(row)) continue;
            if (ids_[row].empty()) {
                if (none.cells++ == 0) none.first_row = row_numbers_[row];
                continue;
            }
            const auto [at, is_new] = first.emplace(ids_[row], row_numbers_[row]);
            if (is_new) continue;
            if (twice.cells++ == 0) twice.first_row = row_numbers_[row], first_of_twice = at->second;
        }
        if (twice.cells > 0) {
            twice.what = core::counted(twice.cells, "row has", "rows have") +
                         " the id of a row before, with other values; the first that of row " +
                         std::to_string(first_of_twice);
            twice.expected = "one row a patient";
            twice.hint = visits_hint(headed_, column.index);
            twice.mended_in_map = false;
            out_.faults.push_back(std::move(twice));
        }
        if (none.cells > 0) {
            none.what = core::counted(none.cells, "row has no id", "rows have no id");
            none.expected = "an id, or nothing in the row";
            out_.faults.push_back(std::move(none));
        }
    }

    void note_response() {
        if (with_target("response") != nullptr) return;
        if (with_target("lvesv_ml") != nullptr && with_target("lvesv_6m_ml") != nullptr)
            out_.notes.emplace_back(
                "response is not in the table: it follows from lvesv_ml and lvesv_6m_ml, a fall of 15 % or more");
        else
            out_.notes.emplace_back(
                "no column was taken for the response: name another outcome with --outcome, or mend the map");
    }

    void finish() {
        out_.map_text =
            map_text_of(columns_, {table_, headed_, settings_, follow_up_offered_, wants_end_}, out_.faults);
        for (auto& fault : out_.faults)
            for (const auto& column : columns_)
                if (column.account.letters == fault.letters && !fault.hint.empty() && fault.mended_in_map)
                    fault.hint =
                        "In the map, below line " + std::to_string(column.account.map_line) + ": " + fault.hint;
        for (const auto& column : columns_) ask_about_gaps(column);
        for (const auto& column : columns_) out_.columns.push_back(column.account);
        if (out_.faults.empty()) write_rows();
    }

    /// Whoever ticks what is there leaves the rest empty: "x" or nothing is yes or no, or yes or not known.
    void ask_about_gaps(const PlannedColumn& column) {
        const auto& account = column.account;
        const auto* rule = cohort::find_rule(account.as);
        const auto empty = account.missing.find("");
        if (rule == nullptr || rule->kind != cohort::ColumnKind::flag || empty == account.missing.end()) return;
        if (column.source.map != nullptr && column.source.map->values.contains("")) return;
        std::set<std::string> values;
        for (const auto& cell : column.read.cells)
            if (!cell.empty()) values.insert(cell);
        if (values.size() != 1) return;
        const auto& only = *values.begin();
        const std::string other = only == "1" ? "0" : "1";
        out_.notes.push_back("look at " + account.as + ": " + only + " in " + core::counted(account.present, "row") +
                             ", nothing in " + std::to_string(empty->second) + ". If an empty cell means " + other +
                             ", add \"\" = \"" + other + "\" to its values in the map, line " +
                             std::to_string(account.map_line));
    }

    [[nodiscard]] bool is_written(const PlannedColumn& column) const {
        return !column.account.as.empty() && column.account.as != "patient_id" && !is_date(column.meaning);
    }

    void write_rows() {
        std::vector<const PlannedColumn*> written;
        for (const std::string_view first : {"ecg", "group", ""})
            for (const auto& column : columns_) {
                const bool leads = column.account.as == "ecg" || column.account.as == "group";
                if (is_written(column) && (first.empty() ? !leads : column.account.as == first))
                    written.push_back(&column);
            }
        out_.header.emplace_back("patient_id");
        for (const auto* column : written) out_.header.push_back(column->account.as);
        for (const auto& column : derived_) out_.header.push_back(column.name);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (dropped_.contains(row)) continue;
            std::vector<std::string> cells{ids_[row]};
            for (const auto* column : written) cells.push_back(column->read.cells[row]);
            for (const auto& column : derived_) cells.push_back(column.cells[row]);
            out_.rows.push_back(std::move(cells));
            if (!implant_dates_.empty()) out_.implant_dates.push_back(implant_dates_[row]);
        }
    }

    const RawTable& table_;
    const HeadedTable& headed_;
    const ImportSettings& settings_;
    std::vector<const RawRow*> rows_;
    std::vector<std::size_t> row_numbers_;
    std::vector<PlannedColumn> columns_;
    std::vector<std::string> ids_;
    std::set<std::size_t> dropped_;
    std::vector<DerivedColumn> derived_;
    std::vector<std::string> implant_dates_;  // of the source's rows
    bool follow_up_offered_ = false;
    bool wants_end_ = false;
    ImportedTable out_;
};

}  // namespace

std::optional<std::size_t> ImportedTable::find(std::string_view column) const {
    const auto found = std::ranges::find(header, column);
    return found == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - header.begin()));
}

core::Error ImportFault::error(const std::string& source) const {
    constexpr std::size_t most_shown = 6;
    core::Error error;
    error.where = source;
    if (!column.empty()) error.where += ", column " + letters + " " + core::in_quotes(column);
    if (!target.empty()) error.where += " (" + target + ")";
    if (first_row > 0) error.where += ", first in row " + std::to_string(first_row);
    error.what = what;
    for (std::size_t i = 0; i < std::min(spellings.size(), most_shown); ++i)
        core::append_word(error.got,
                          core::in_quotes(spellings[i].first) + " (" + std::to_string(spellings[i].second) + ")");
    if (spellings.size() > most_shown)
        error.got += " and " + std::to_string(spellings.size() - most_shown) + " other spellings";
    error.expected = expected;
    error.hint = hint;
    return error;
}

core::Result<ImportedTable> import_table(const RawTable& table, const ImportSettings& settings) {
    SYNCHRONY_ASSIGN(const auto headed, with_header(table, settings.map.header_row));
    if (headed.names.empty()) return core::fail_input("the table has no header", table.source);
    if (!settings.map.baseline_visit) return TableImporter(table, headed, settings).import();
    const auto ids = TableImporter(table, headed, settings).column_of_ids();
    if (!ids)
        return core::fail_input("rows are visits, and no column was taken for the patient's id", table.source, {}, {},
                                "as = \"patient_id\" in one [[column]] of the map");
    SYNCHRONY_ASSIGN(const auto patients, one_row_a_patient(headed, settings.map, *ids));
    return TableImporter(table, patients, settings).import();
}

}  // namespace synchrony::tables
