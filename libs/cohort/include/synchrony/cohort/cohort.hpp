// A study's patients as they stand in a cohort CSV: who, which ECG, what came of it, what else is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::cohort {

/// A column, one entry a patient. Exactly one of the two vectors is filled.
struct Column {
    std::string name;
    ColumnKind kind = ColumnKind::text;
    bool known = false;                          ///< it has a rule (find_rule)
    std::vector<std::optional<double>> numbers;  ///< every kind but text; an empty cell is missing, never zero
    std::vector<std::string> texts;              ///< text; an unknown column is text unless every cell is a number
    std::map<std::string, std::size_t> missing =
        {};                    ///< cells without a value, by how that is written ("" : an empty cell)
    std::string read_as = {};  ///< in words: "numbers", "dates, day.month.year", "empty"
    /// Cells that hold a value.
    [[nodiscard]] std::size_t present() const;
    /// Cells that hold none.
    [[nodiscard]] std::size_t absent() const;
};

struct Cohort {
    std::filesystem::path path;                     ///< the CSV
    std::string outcome_name;                       ///< "response", the column or the rule chosen as outcome
    std::vector<std::string> outcome_columns = {};  ///< that the outcome is made of, beside the one of its name
    std::vector<std::string> later_columns = {};    ///< known only later (the time to an event); no inputs
    std::vector<record::PatientId> patients;        ///< distinct, in the file's order
    std::vector<std::filesystem::path> ecgs;  ///< one a patient, resolved against the CSV's folder; an empty path where
                                              ///< the file has no column `ecg` or the cell is empty
    std::vector<std::string> groups;  ///< column `group` (one person under two ids), else the patient's id; rows
                                      ///< that `duplicate_of` names share one
    std::vector<std::optional<std::uint8_t>> outcome;  ///< 1 = responder; nothing where the file does not say
    std::vector<Column> columns;              ///< all but patient_id, ecg, group and duplicate_of, in the file's order
    std::vector<std::size_t> file_rows = {};  ///< one a patient, as spreadsheets number the file's rows
    std::vector<std::string> notes;           ///< what the reader of the results should know, no identifiers

    [[nodiscard]] std::size_t size() const { return patients.size(); }
    /// Where a patient stands in the file as a spreadsheet shows it: the header is row 1.
    [[nodiscard]] std::size_t file_row(std::size_t patient) const;
    /// True where the file names an ECG; false for a table of numbers alone.
    [[nodiscard]] bool has_ecgs() const;
    /// Whether any of those rows names an ECG.
    [[nodiscard]] bool has_ecgs(std::span<const std::size_t> rows) const;
    /// The cohort of those rows, in that order; notes are kept.
    [[nodiscard]] Cohort with_rows(std::span<const std::size_t> rows) const;
    [[nodiscard]] const Column* find(const std::string& name) const;
    /// Whether the outcome is that column, or made of it.
    [[nodiscard]] bool is_of_outcome(const std::string& name) const;
    /// Neither of the outcome nor named as known only later.
    [[nodiscard]] bool may_be_input(const std::string& name) const;
    /// A hint for an error about a column that is not there: which was likely meant; empty where none is near.
    [[nodiscard]] std::string meant_column(std::string_view name) const;
    /// Names of the columns without a rule.
    [[nodiscard]] std::vector<std::string> unknown_columns() const;
    /// Rows whose outcome is known.
    [[nodiscard]] std::vector<std::size_t> labelled_rows() const;
    [[nodiscard]] std::size_t positives() const;
    [[nodiscard]] std::size_t negatives() const;
    /// Columns that may be inputs: numeric, at least one value, known before the implant, not the outcome and not a
    /// part of its definition. Unknown columns only where `unknown_too`.
    [[nodiscard]] std::vector<std::string> input_columns(bool unknown_too = false) const;
};

/// "row 5", "rows 2, 6, 10": of the file, as spreadsheets number them; of many the first eight and how many others.
[[nodiscard]] std::string rows_words(const Cohort& cohort, std::span<const std::size_t> rows);

/// A fall of LVESV by this share or more at 6 months is a response (the usual volumetric definition).
inline constexpr double response_lvesv_fall = 0.15;

/// How a cohort is read.
struct CohortOptions {
    std::string outcome = "response";             ///< the column to be predicted, or a rule (outcome_rule.hpp)
    std::optional<std::string> outcome_positive;  ///< for a text outcome: the cell that counts as 1 ("M")
    std::vector<std::string> later_columns = {};  ///< beside what column rules say
    bool require_outcome = true;                  ///< false: a cohort to predict on may lack it
    bool require_ecg = true;  ///< false: a table without a column `ecg`, or with empty cells in it, will do
    bool check_files = true;  ///< each ECG must exist, as it is named or with .hea added
    std::uint64_t max_bytes = std::uint64_t{256} << 20;
};

/// What reading found. `cohort` is whole only where `errors` is empty.
struct CohortCheck {
    Cohort cohort;
    /// All of the file's faults, one for each column and kind, with the first place and what stood in the cells.
    std::vector<core::Error> errors;
    std::vector<std::size_t> error_cells;  ///< how many cells, or rows, each stands for
    /// Columns of numbers, 0 and 1 or F and M in which words stand: what `cohort import` may understand ("yes", "III").
    std::vector<std::string> columns_with_words = {};
};

/// Reads and checks the whole file.
[[nodiscard]] CohortCheck check_cohort(const std::filesystem::path& path, const CohortOptions& options = {});
/// As check_cohort; its errors, joined, become the one error.
[[nodiscard]] core::Result<Cohort> read_cohort(const std::filesystem::path& path, const CohortOptions& options = {});

}  // namespace synchrony::cohort
