// Use case: a hospital's table becomes a cohort CSV, with a map that says how it was read and that a user can mend.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony::app {

struct TableImportRequest {
    std::filesystem::path table;
    std::filesystem::path out;
    std::filesystem::path map;       ///< read; empty: what the program finds is written beside `out`
    std::string sheet;               ///< of a workbook with several
    std::string encoding;            ///< of a text, as iconv calls it; else found
    std::optional<int> header_row;   ///< else found
    std::string decimal;             ///< "comma" or "point"; else found
    std::vector<std::string> units;  ///< "LVESV=ml"
    std::vector<std::string> missing;
    bool number_rows = false;
    std::string baseline_visit, six_month_visit;  ///< "Visit=V0", where rows are visits; empty: they are patients
    std::vector<std::filesystem::path> ecgs;  ///< folders, archives, recordings to join to the patients; empty: none
    io::ReadOptions reading;                  ///< of the recordings
    std::string which_ecg;  ///< of a patient's several: "first", "last"; empty: the last before the implant
    bool force = false;     ///< writes over another cohort of that name; else it is an error
    std::string command_line;
    bool private_places = false;  ///< a map that is written says no folders: they are nobody's business
};

/// Which recordings were joined to which patients, counted.
struct JoinedRecordings {
    std::size_t patients = 0;  ///< that have an ECG
    std::size_t recordings = 0, unreadable = 0, of_nobody = 0;
    std::size_t by_id = 0, by_name = 0;  ///< recordings of somebody in the table
    std::size_t of_several = 0;          ///< that may be of two patients; nobody's
    std::size_t after_implant = 0;       ///< left out for it
};

struct TableImportReport {
    std::string reading;  ///< " --fs 250", what every later command needs for the recordings; empty: nothing
    tables::ImportedTable imported;
    std::string source;         ///< the table's name, with its sheet
    std::filesystem::path map;  ///< the map that was read or written
    bool map_written = false;
    std::optional<JoinedRecordings> joined;
    bool written = false;  ///< the cohort CSV; false where there are faults
};

/// Reads the table; writes the map where none was given, and the cohort where there are no faults. Paths of ECGs are
/// made relative to the cohort's folder. Errors: files that cannot be read or written; usage: a map is there already
/// and was not named, or another cohort without `force` (both may hold a user's work); with `ecgs` also a table that
/// names its ECGs itself, folders that cannot be read, no recording of anybody in the table, a patient with several of
/// which nobody says which.
[[nodiscard]] core::Result<TableImportReport> import_hospital_table(const TableImportRequest& request,
                                                                    const core::RunContext& context);

/// How each column was understood, and the faults to mend in the map; `out` is the cohort's name where it was written.
[[nodiscard]] nlohmann::ordered_json to_json(const TableImportReport& report, const std::filesystem::path& out);

/// An empty cohort CSV: the columns, nothing below.
[[nodiscard]] std::string cohort_template();
/// The page that explains it: a line a column with unit, range and meaning.
[[nodiscard]] std::string cohort_template_words();

}  // namespace synchrony::app
