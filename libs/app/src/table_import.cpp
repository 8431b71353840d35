#include "synchrony/app/table_import.hpp"

#include <algorithm>

#include "found_recordings.hpp"
#include "joined_recordings.hpp"
#include "named_ecgs.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/ecg_finder.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

core::Error import_usage(std::string what, std::string where, std::string got, std::string expected,
                         std::string hint = {}) {
    return {core::ErrorKind::usage, std::move(what),     std::move(where),
            std::move(got),         std::move(expected), std::move(hint)};
}

core::Result<tables::ImportSettings> import_settings(const TableImportRequest& request) {
    tables::ImportSettings settings;
    if (!request.map.empty()) {
        SYNCHRONY_ASSIGN(settings.map, tables::read_map(request.map));
    }
    auto& map = settings.map;
    if (!request.sheet.empty()) map.sheet = request.sheet;
    if (!request.encoding.empty()) map.encoding = request.encoding;
    if (request.header_row) map.header_row = static_cast<std::size_t>(*request.header_row);
    if (!request.decimal.empty()) map.decimal = request.decimal == "comma" ? ',' : '.';
    map.number_rows = map.number_rows || request.number_rows;
    if (!request.baseline_visit.empty()) map.baseline_visit = request.baseline_visit;
    if (!request.six_month_visit.empty()) map.six_month_visit = request.six_month_visit;
    if (map.six_month_visit && !map.baseline_visit)
        return core::fail(import_usage("a visit six months later needs the first one", {}, *map.six_month_visit,
                                       "--baseline-visit COLUMN=CELL beside it"));
    for (const auto& word : request.missing)
        if (std::ranges::find(map.missing, word) == map.missing.end()) map.missing.push_back(word);
    for (const auto& option : request.units) {
        const auto equals = option.rfind('=');
        if (equals == std::string::npos || equals == 0)
            return core::fail(import_usage("--unit names no column and unit", {}, option,
                                           "COLUMN=UNIT; with --ecgs also mV, uV, V or nV, of recordings"));
        if (!settings.units.emplace(option.substr(0, equals), option.substr(equals + 1)).second)
            return core::fail(import_usage("--unit names a column twice", {}, option.substr(0, equals), "each once"));
    }
    return settings;
}

/// What the recordings' files do not say, as options.
std::string reading_words(const io::ReadOptions& reading) {
    std::string words;
    if (reading.sampling_frequency_hz) words += " --fs " + core::shortest(*reading.sampling_frequency_hz);
    if (reading.csv.unit) words += " --unit " + *reading.csv.unit;
    if (!reading.lead_names.empty()) words += " --leads " + core::in_shell(core::joined(reading.lead_names, ","));
    return words;
}

/// How the cohort is made anew, as a line in the map.
std::string command_of(const TableImportRequest& request, const fs::path& map) {
    const auto shown = [&](const fs::path& path) {
        return core::in_shell((request.private_places ? path.filename() : path).string());
    };
    const auto table = request.private_places ? fs::path("table" + request.table.extension().string()) : request.table;
    std::string text = "synchrony cohort import " + core::in_shell(table.string()) + " --out " + shown(request.out) +
                       " --map " + shown(map);
    for (const auto& folder : request.ecgs) text += " --ecgs " + shown(folder);
    return text + (request.which_ecg.empty() ? "" : " --which-ecg " + request.which_ecg) +
           reading_words(request.reading);
}

/// Files that are there under another spelling of their names get the names they have.
void find_ecgs(tables::ImportedTable& imported, const fs::path& table) {
    const auto column = imported.find("ecg");
    if (!column) return;
    const auto folder = table.parent_path();
    cohort::EcgFinder finder(folder);
    std::size_t searched = 0, missing = 0;
    for (auto& row : imported.rows) {
        if (row[*column].empty()) continue;
        const auto ecg = finder.find(row[*column]);
        missing += ecg.path.empty() ? 1 : 0;
        if (!ecg.by_search || ecg.path.empty()) continue;
        ++searched;
        row[*column] = ecg.path.lexically_relative(folder.empty() ? fs::path() : folder).generic_string();
    }
    if (searched > 0)
        imported.notes.push_back(core::counted(searched, "ECG was", "ECGs were") +
                                 " found in the table's folder by a name that differs in case, separators, folder or "
                                 "extension");
    if (missing > 0)
        imported.notes.push_back(core::counted(missing, "ECG is", "ECGs are") +
                                 " not there: `cohort check` says which, and what is like them");
}

/// Names of ECGs stand relative to the table in the source and to the cohort in the cohort.
void move_ecgs(tables::ImportedTable& imported, const fs::path& table, const fs::path& out) {
    const auto column = imported.find("ecg");
    if (!column) return;
    const auto from = fs::absolute(table).parent_path().lexically_normal();
    const auto to = fs::absolute(out).parent_path().lexically_normal();
    if (from == to) return;
    for (auto& row : imported.rows) {
        const fs::path name(row[*column]);
        if (row[*column].empty() || name.is_absolute()) continue;
        row[*column] = name_in_table(from / name, out);
    }
}

/// "Müller, Jörg" for an id: it would stand in every table that names patients.
void say_where_ids_are_names(tables::ImportedTable& imported) {
    const auto is_name = [](const std::vector<std::string>& row) {
        const std::string& id = row.front();
        return id.find_first_of("0123456789") == std::string::npos && id.find_first_of(" ,") != std::string::npos;
    };
    const auto names = static_cast<std::size_t>(std::ranges::count_if(imported.rows, is_name));
    if (2 * names > imported.rows.size())
        imported.notes.push_back("look at the patients' ids: " + std::to_string(names) + " of " +
                                 std::to_string(imported.rows.size()) +
                                 " are words, as names are; --number-rows numbers the rows in their place");
}

/// As they are read where they are needed; none where a cell leaves a doubt about them, which is said: it is no fault
/// of a table that names its ECGs.
std::vector<std::string> days_of_implant(tables::ImportedTable& imported, const tables::RawTable& table,
                                         tables::ImportSettings settings) {
    settings.implant_days = true;
    auto dated = tables::import_table(table, settings);
    if (dated && dated->faults.empty()) return std::move(dated->implant_dates);
    if (dated)
        imported.notes.push_back(
            "the ECGs that the table names were not compared with the day of the implant, which is "
            "not clear: " +
            dated->faults.front().column + ", " + dated->faults.front().what);
    return {};
}

/// How the columns were read may be why the recordings were not joined: that can be mended in the map alone.
core::Error with_map_to_mend(core::Error error, const TableImportRequest& request, const TableImportReport& report) {
    if (error.kind == core::ErrorKind::cancelled || !request.map.empty()) return error;
    if (!core::write_file(report.map, report.imported.map_text)) return error;
    const bool dated = !report.imported.implant_dates.empty();
    core::append_word(error.hint,
                      "How the columns were read stands in " + report.map.string() +
                          (dated ? "" : ", where as = \"implant_date\" names a column as the day of the implant") +
                          "; run again with --map " + report.map.string(),
                      ". ");
    return error;
}

/// The same line again writes the same map; one that was mended, or is of another table, stays as it is.
core::Result<void> check_map(const fs::path& map, const std::string& text) {
    if (core::check_same_or_absent(map, text)) return {};
    return core::fail(import_usage("a map is there already", map.string(), "another than this table's, or a mended one",
                                   {}, "--map " + map.string() + " reads it; remove it to begin anew"));
}

}  // namespace

core::Result<TableImportReport> import_hospital_table(const TableImportRequest& request,
                                                      const core::RunContext& context) {
    SYNCHRONY_TRY(core::check_writable(request.out));
    if (request.force) SYNCHRONY_TRY(core::check_replaces_table(request.out, "patient_id"));
    TableImportReport report;
    report.reading = reading_words(request.reading);
    report.map = request.map.empty() ? fs::path(request.out).replace_extension(".map.toml") : request.map;
    SYNCHRONY_ASSIGN(auto settings, import_settings(request));
    settings.implant_days = !request.ecgs.empty();
    settings.command = command_of(request, report.map);
    SYNCHRONY_ASSIGN(const auto table, tables::read_raw_table(request.table, settings.map.sheet.value_or(""),
                                                              settings.map.encoding.value_or("")));
    report.source = table.source + (table.sheet.empty() ? "" : ", sheet " + table.sheet);
    SYNCHRONY_ASSIGN(report.imported, tables::import_table(table, settings));
    if (request.map.empty()) SYNCHRONY_TRY(check_map(report.map, report.imported.map_text));
    const bool readable = report.imported.faults.empty();
    if (readable) say_where_ids_are_names(report.imported);
    if (readable && !request.private_places) find_ecgs(report.imported, request.table);
    if (readable && !request.private_places && request.ecgs.empty() && report.imported.find("ecg"))
        SYNCHRONY_TRY(
            note_named_ecgs(report.imported, days_of_implant(report.imported, table, settings), request, context));
    if (readable) move_ecgs(report.imported, request.table, request.out);
    if (readable && !request.ecgs.empty()) {
        auto joined = join_recordings(report.imported, request, context);
        if (!joined) return core::fail(with_map_to_mend(std::move(joined).error(), request, report));
        report.joined = *joined;
    }
    const auto text = cohort::csv_text(report.imported.header, report.imported.rows);
    if (readable && !request.force) SYNCHRONY_TRY(core::check_same_or_absent(request.out, text));
    if (request.map.empty()) {
        SYNCHRONY_TRY(core::write_file(report.map, report.imported.map_text));
        report.map_written = true;
    }
    if (!readable) return report;
    SYNCHRONY_TRY(core::write_file(request.out, text));
    report.written = true;
    return report;
}

std::string cohort_template() {
    std::vector<std::string> header{"patient_id", "ecg", "group"};
    for (const auto& rule : cohort::known_columns()) header.emplace_back(rule.name);
    return core::csv_row(header);
}

std::string cohort_template_words() {
    std::string text =
        "The columns of a cohort CSV. Only patient_id is compulsory; remove the columns that you do not have.\n"
        "An empty cell is missing; so are NA, N/A, NaN, NULL, #N/A, #DIV/0!, \".\", \"-\" and \"?\".\n\n"
        "patient_id: one a row, distinct; a study number, not a name or a date\n"
        "ecg: path of the recording, relative to the CSV; without the column only the table is used\n"
        "group: the same text for rows of one person (two implants, two ids)\n";
    for (const auto& rule : cohort::known_columns()) {
        text += std::string(rule.name) + ": " + std::string(rule.meaning);
        switch (rule.kind) {
            case cohort::ColumnKind::flag:
                text += "; 0 or 1";
                break;
            case cohort::ColumnKind::sex:
                break;  // its meaning says it
            case cohort::ColumnKind::integer:
            case cohort::ColumnKind::number:
                text += "; " + core::shortest(rule.min) + " to " + core::shortest(rule.max) +
                        (rule.unit.empty() ? "" : " " + std::string(rule.unit));
                break;
            case cohort::ColumnKind::text:
                break;
        }
        if (rule.after_implant) text += "; known after the implant, never an input";
        text += "\n";
    }
    return text +
           "\nAny other column is kept: numbers and 0/1 can be inputs with --inputs, 0/1 an outcome with --outcome.\n";
}

}  // namespace synchrony::app
