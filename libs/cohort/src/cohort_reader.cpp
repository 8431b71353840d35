// From rows of text to a Cohort, collecting every fault of the file instead of stopping at the first.
#include <algorithm>
#include <map>
#include <utility>

#include "column_reader.hpp"
#include "fault_groups.hpp"
#include "header_names.hpp"
#include "outcome_reader.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/ecg_finder.hpp"
#include "synchrony/cohort/ecg_stretch.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

namespace fs = std::filesystem;

/// Errors joined into one message by read_cohort.
constexpr std::size_t most_joined_errors = 20;

class Reader {
  public:
    Reader(CohortCheck& check, const DialectTable& read, const CohortOptions& options)
        : check_(check),
          cohort_(check.cohort),
          table_(read.table),
          dialect_(read.dialect),
          names_(header_names(read.table.header)),
          options_(options),
          finder_(check.cohort.path.parent_path()),
          faults_(read.table.source) {}

    void read() {
        for (auto& words : dialect_.words()) note(std::move(words));
        if (read_header()) read_rows();
        faults_.write(check_.errors, check_.error_cells);
    }

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    void note(std::string text) { cohort_.notes.push_back(std::move(text)); }

    void fault(std::size_t row, const std::string& column, std::string what, std::string got, std::string expected,
               std::string hint = {}) {
        faults_.add({row, column, std::move(what), std::move(got), std::move(expected), std::move(hint)});
    }

    void read_rows() {
        cut_ragged_rows();
        read_patients();
        for (std::size_t i = 0; i < table_.header.size(); ++i)
            if (i != id_column_ && i != ecg_column_ && i != group_column_ && i != duplicate_column_ &&
                !names_[i].empty())
                read_column_at(i);
        if (const auto joined = join_stretches(cohort_); joined > 0)
            note(core::counted(joined, "row") +
                 " with a stretch of a recording that another row names too; kept in one fold");
        check_volumes();
        derive_outcome();
        check_has_patients();
    }

    bool read_header() {
        std::map<std::string, std::size_t> seen;
        std::vector<std::size_t> nameless;  // counted from 1
        for (std::size_t i = 0; i < table_.header.size(); ++i) {
            const auto& name = names_[i];
            if (name.empty() && holds_nothing(i)) continue;  // a separator at the end of the rows
            if (name.empty())
                nameless.push_back(i + 1);
            else if (!seen.emplace(name, i).second)
                fault(table_.header_row, name, "a column stands twice",
                      "columns " + std::to_string(seen[name] + 1) + " and " + std::to_string(i + 1), "each name once");
        }
        if (!nameless.empty())
            fault(table_.header_row, {}, "a column has no name",
                  (nameless.size() == 1 ? "column " : "columns ") +
                      core::joined(nameless, ", ", [](auto at) { return std::to_string(at); }),
                  "a name in each cell of the header",
                  "`synchrony cohort import` understands headings over groups of columns");
        for (auto& words : header_notes(names_)) note(std::move(words));
        const auto find = [&](const std::string& name) { return seen.contains(name) ? seen[name] : none; };
        id_column_ = find("patient_id");
        ecg_column_ = find("ecg");
        group_column_ = find("group");
        duplicate_column_ = find("duplicate_of");
        const auto must_have = [&](const char* name, std::size_t at) {
            if (at == none)
                fault(table_.header_row, {}, std::string("the column '") + name + "' is missing", header_text(names_),
                      name, std::string_view(name) == "patient_id" ? import_hint(table_.source) : "");
        };
        must_have("patient_id", id_column_);
        if (options_.require_ecg) must_have("ecg", ecg_column_);
        return faults_.empty();
    }

    [[nodiscard]] bool holds_nothing(std::size_t column) const {
        return std::ranges::all_of(table_.rows, [&](const CsvRow& row) {
            return column >= row.cells.size() || trimmed(row.cells[column]).empty();
        });
    }

    void cut_ragged_rows() {
        std::size_t blank = 0, headers = 0;
        for (const auto& row : table_.rows) {
            if (std::ranges::all_of(row.cells, [](const auto& text) { return trimmed(text).empty(); }))
                ++blank;  // rows of nothing but separators, as spreadsheets leave behind their last row
            else if (row.cells == table_.header)
                ++headers;  // of a second table put below the first
            else if (row.cells.size() == table_.header.size())
                rows_.push_back(&row);
            else
                fault(row.row, {}, "the row has the wrong number of cells", std::to_string(row.cells.size()),
                      std::to_string(table_.header.size()));
        }
        if (blank > 0) note(std::to_string(blank) + " rows without a value are left out");
        if (headers > 0)
            note(core::counted(headers, "row that repeats the header is", "rows that repeat the header are") +
                 " left out");
    }

    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const {
        return trimmed(rows_[row]->cells[column]);
    }

    void read_patients() {
        std::map<std::string_view, std::size_t> seen;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const auto id = cell(row, id_column_);
            const std::size_t at = rows_[row]->row;
            const auto [first, is_new] = seen.emplace(id, at);
            if (id.empty())
                fault(at, "patient_id", "the patient has no id", "an empty cell", "an id");
            else if (!is_new)  // the row, not the id: messages go to logs
                fault(at, "patient_id", "a patient stands twice", "the id of row " + std::to_string(first->second),
                      "one row a patient");
            cohort_.patients.emplace_back(std::string(id));
            cohort_.file_rows.push_back(at);
            auto group = group_column_ == none ? std::string_view{} : cell(row, group_column_);
            if (core::is_missing_word(group)) group = {};  // of nobody else, not of all others without one
            // Prefixes keep a group's name apart from a patient's id that happens to be the same text.
            cohort_.groups.push_back(group.empty() ? "patient:" + std::string(id) : "group:" + std::string(group));
            cohort_.ecgs.push_back(read_ecg(row, at));
        }
        if (searched_ > 0)
            note(core::counted(searched_, "ECG was", "ECGs were") +
                 " found in the table's folder by a name that differs in case, separators, folder or extension");
        join_named_duplicates();
    }

    /// `cohort make` names in duplicate_of the patient whose ECG a row repeats: the two are one person.
    void join_named_duplicates() {
        if (duplicate_column_ == none) return;
        std::map<std::string_view, std::size_t> row_of;
        for (std::size_t row = 0; row < rows_.size(); ++row) row_of.emplace(cell(row, id_column_), row);
        auto& groups = cohort_.groups;
        std::size_t joined = 0, unknown = 0;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const auto id = cell(row, duplicate_column_);
            if (id.empty() || core::is_missing_word(id)) continue;
            const auto first = row_of.find(id);
            if (first == row_of.end()) {
                ++unknown;
                continue;
            }
            const auto own = groups[row];
            if (own == groups[first->second]) continue;
            ++joined;
            std::ranges::replace(groups, own, groups[first->second]);
        }
        if (joined > 0)
            note("duplicate_of: " + core::counted(joined, "row") + " of another group than the row " +
                 (joined == 1 ? "it repeats" : "they repeat") + "; kept in one fold");
        if (unknown > 0) note("duplicate_of: " + core::counted(unknown, "cell") + " that name no patient of the table");
    }

    fs::path read_ecg(std::size_t row, std::size_t at) {
        if (ecg_column_ == none) return {};
        const auto text = cell(row, ecg_column_);
        if (text.empty() || core::is_missing_word(text)) {
            if (options_.require_ecg)
                fault(at, "ecg", "the patient has no ECG", text.empty() ? "an empty cell" : std::string(text),
                      "a path");
            return {};
        }
        if (text.size() > 4096) {  // Linux's PATH_MAX
            fault(at, "ecg", "the path is too long", std::to_string(text.size()) + " bytes", "4096 at most");
            return {};
        }
        const fs::path path = cohort_.path.parent_path() / fs::path(std::string(text));
        if (!options_.check_files) return path.lexically_normal();
        const auto found = finder_.find(text);
        if (found.path.empty())
            fault(at, "ecg", "the ECG file is missing", std::string(text), "a file, relative to the CSV's folder",
                  found.candidates.empty() && !options_.require_ecg ? "leave the cell empty where a patient has no ECG"
                                                                    : candidates_question(found));
        searched_ += found.by_search && !found.path.empty() ? 1 : 0;
        return (found.path.empty() ? path : found.path).lexically_normal();
    }

    void read_column_at(std::size_t at) {
        const auto& name = names_[at];
        const auto* rule = find_rule(name);
        if (const auto* stretch = stretch_rule(name)) {  // of the recording, not of the patient
            rule = stretch;
            cohort_.later_columns.push_back(name);
        }
        std::vector<std::string_view> cells;
        for (std::size_t row = 0; row < rows_.size(); ++row) cells.push_back(cell(row, at));
        cohort_.columns.push_back(
            read_column(cohort_, name, rule, cells, dialect_, {faults_, cohort_.notes, check_.columns_with_words}));
    }

    /// The ventricle cannot hold more at the end of systole than at the end of diastole.
    void check_volumes() {
        const auto* systolic = cohort_.find("lvesv_ml");
        const auto* diastolic = cohort_.find("lvedv_ml");
        if (systolic == nullptr || diastolic == nullptr) return;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const auto& low = systolic->numbers[row];
            const auto& high = diastolic->numbers[row];
            if (low && high && *low >= *high)
                fault(rows_[row]->row, "lvesv_ml", "the end-systolic volume is not below the end-diastolic one",
                      std::string(cell(row, column_at("lvesv_ml"))),
                      "less than " + std::string(cell(row, column_at("lvedv_ml"))) + " ml");
        }
    }

    [[nodiscard]] std::size_t column_at(const std::string& name) const {
        for (std::size_t i = 0; i < table_.header.size(); ++i)
            if (names_[i] == name) return i;
        return 0;
    }

    void derive_outcome() {
        OutcomeCells cells;
        const bool named = cohort_.find(options_.outcome) != nullptr;
        const std::size_t at = column_at(options_.outcome);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            cells.rows.push_back(rows_[row]->row);
            cells.texts.push_back(named ? cell(row, at) : std::string_view{});
        }
        cells.header = header_text(names_);
        cells.header_row = table_.header_row;
        read_outcome(cohort_, options_, cells, faults_);
    }

    void check_has_patients() {
        if (rows_.empty() && faults_.empty())
            fault(table_.header_row, {}, "the cohort has no patients", "a header row only", "one row a patient");
    }

    CohortCheck& check_;
    Cohort& cohort_;
    const CsvTable& table_;
    const Dialect& dialect_;
    const std::vector<std::string> names_;  ///< of the header
    const CohortOptions& options_;
    EcgFinder finder_;
    std::size_t searched_ = 0;  ///< ECGs that were not there as they are named
    FaultGroups faults_;
    std::vector<const CsvRow*> rows_;
    std::size_t id_column_ = none;
    std::size_t ecg_column_ = none;
    std::size_t group_column_ = none;
    std::size_t duplicate_column_ = none;
};

}  // namespace

CohortCheck check_cohort(const std::filesystem::path& path, const CohortOptions& options) {
    CohortCheck check;
    check.cohort.path = path;
    CsvOptions limits;
    limits.max_bytes = options.max_bytes;
    const auto table = read_table(path, limits);
    if (table)
        Reader(check, *table, options).read();
    else
        check.errors.push_back(table.error()), check.error_cells.push_back(1);
    return check;
}

core::Result<Cohort> read_cohort(const std::filesystem::path& path, const CohortOptions& options) {
    auto check = check_cohort(path, options);
    if (check.errors.empty()) return std::move(check.cohort);
    const auto hint = check.columns_with_words.empty() ? std::string()
                                                       : import_hint(path.filename().string()) + ", which knows words";
    if (check.errors.size() == 1) {
        auto error = check.errors.front();
        if (error.hint.empty()) error.hint = hint;
        return core::fail(std::move(error));
    }
    std::string text = std::to_string(check.errors.size()) + " errors";
    for (std::size_t i = 0; i < std::min(check.errors.size(), most_joined_errors); ++i)
        text += "\n  " + check.errors[i].message();
    if (check.errors.size() > most_joined_errors)
        text += "\n  and " + std::to_string(check.errors.size() - most_joined_errors) +
                " others; `synchrony cohort check` lists all";
    return core::fail_input(std::move(text), path.filename().string(), {}, {}, hint);
}

}  // namespace synchrony::cohort
