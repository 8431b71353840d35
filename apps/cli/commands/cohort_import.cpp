#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/table_import.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

std::string missing_words(const std::map<std::string, std::size_t>& missing) {
    std::size_t cells = 0;
    std::string spellings;
    for (const auto& [spelling, count] : missing) {
        cells += count;
        core::append_word(spellings,
                          std::to_string(count) + (spelling.empty() ? " empty" : " " + core::in_quotes(spelling)));
    }
    return cells == 0 ? "" : "; " + std::to_string(cells) + " missing (" + spellings + ")";
}

std::string column_words(const tables::ColumnReading& column) {
    std::string text = "  " + column.letters + " " + column.from;
    if (!column.why_left_out.empty())
        return text + (column.as.empty() || column.read_as == "dates" ? ": left out, " : ": " + column.read_as + "; ") +
               column.why_left_out + "\n";
    text += " -> " + column.as + (column.known ? "" : " (not known, kept)") + ": " + column.read_as;
    if (!column.unit.empty() && !column.unit_by.empty())
        text += " (unit " + column.unit + ", told by the " + column.unit_by + ")";
    text += ", " + std::to_string(column.present) + " present" + missing_words(column.missing);
    std::string words;
    for (const auto& [spelling, reading] : column.words)
        core::append_word(
            words, core::in_quotes(spelling) + " is " + reading.first + " (" + std::to_string(reading.second) + ")");
    return text + (words.empty() ? "" : "\n      " + words) + "\n";
}

std::string import_words(const app::TableImportReport& report, const std::filesystem::path& out) {
    std::string text = report.source + ", as it was understood:\n";
    for (const auto& column : report.imported.columns) text += column_words(column);
    for (const auto& note : report.imported.notes) text += "note: " + note + "\n";
    if (report.map_written)
        text += "map: " + report.map.string() + "; mend what is wrong and run again with --map" +
                (report.written ? " and --force\n" : "\n");
    if (report.written)
        text += out.string() + ": " + std::to_string(report.imported.rows.size()) +
                " patients. Next: synchrony cohort check " + out.string() + report.reading +
                (report.reading.empty() ? "\n" : "   (every later command needs these options)\n");
    return text;
}

/// Of --unit, what names no column is of the recordings.
core::Result<void> take_unit_of_recordings(app::TableImportRequest& request) {
    for (const auto& unit : request.units) {
        if (!is_unit_of_voltage(unit)) continue;
        if (request.reading.csv.unit)
            return core::fail({core::ErrorKind::usage,
                               "--unit gives the recordings two units",
                               {},
                               *request.reading.csv.unit + " and " + unit,
                               "one of them",
                               {}});
        request.reading.csv.unit = unit;
    }
    std::erase_if(request.units, [](const std::string& unit) { return is_unit_of_voltage(unit); });
    return {};
}

int import_a_table(Shell& shell, app::TableImportRequest request) {
    if (!request.ecgs.empty())
        if (const auto taken = take_unit_of_recordings(request); !taken) return shell.complain(taken.error());
    if (request.table.empty() || request.out.empty())
        return shell.complain({core::ErrorKind::usage,
                               "a table and --out are needed",
                               {},
                               {},
                               "synchrony cohort import TABLE --out cohort.csv",
                               {}});
    if (request.ecgs.empty() && !request.which_ecg.empty())
        return shell.complain(
            {core::ErrorKind::usage, "--which-ecg is about the recordings of --ecgs", {}, {}, "--ecgs FOLDER", {}});
    const auto report = app::import_hospital_table(request, shell.context());
    if (!report) return shell.complain(report.error());
    if (shell.json())
        shell.print_json(app::to_json(*report, request.out));
    else
        shell.print(import_words(*report, request.out));
    for (const auto& fault : report->imported.faults) shell.complain(fault.error(report->source));
    if (!report->imported.faults.empty() && !shell.json())
        shell.print("Rows are numbered as a spreadsheet shows " + report->source + ": the header is row " +
                    std::to_string(report->imported.header_row) + ".\n");
    return report->written ? exit_done : exit_failed;
}

}  // namespace

CLI::App& add_cohort_import(Shell& shell, CLI::App& cohort) {
    auto request = std::make_shared<app::TableImportRequest>();
    CLI::App& import = shell.command(
        cohort, "import",
        "Make a cohort CSV of a hospital's table, or of a public database\nA table is CSV with any separator, decimal "
        "sign "
        "and encoding, or .xlsx; its columns and words may be English, German, French, Spanish, Italian or Chinese. "
        "What was "
        "understood is printed and written into a map beside --out. Nothing is guessed: a unit or a word that could "
        "mean "
        "two things is named, with the line of the map to mend",
        "  synchrony cohort import patients.xlsx --out cohort.csv\n"
        "  synchrony cohort import patients.csv --out cohort.csv --map cohort.map.toml\n"
        "  synchrony cohort import patients.csv --out cohort.csv --unit LVESV=ml --missing=-99\n"
        "  synchrony cohort import patients.xlsx --out cohort.csv --ecgs export  # by the ids in the files\n"
        "  synchrony cohort import redcap.csv --out cohort.csv --baseline-visit redcap_event_name=baseline_arm_1 "
        "--six-month-visit redcap_event_name=month6_arm_1",
        [&shell, request] { return import_a_table(shell, *request); });
    import.add_option("TABLE", request->table, "CSV or .xlsx");
    import.add_option("--out", request->out, "Cohort CSV to write");
    import.add_option("--map", request->map, "TOML that says how to read the table, as an earlier import wrote it");
    import.add_option("--sheet", request->sheet, "Sheet of a workbook with several");
    import.add_option("--encoding", request->encoding,
                      "Encoding of a text, where it is not found: GB18030, Big5, Shift_JIS, Windows-1251");
    import.add_option("--header-row", request->header_row, "Row of the columns' names, from 1 (default: found)")
        ->check(CLI::Range(1, 1'000'000));
    import.add_option("--decimal", request->decimal, "Decimal sign, where the table does not tell")
        ->check(one_of({"comma", "point"}));
    import
        .add_option("--unit", request->units,
                    "Unit of a column: LVESV=ml; with --ecgs also of recordings that name none: uV")
        ->allow_extra_args(false);
    import.add_option("--missing", request->missing, "A spelling of a missing value: --missing=-99")
        ->allow_extra_args(false);
    import.add_flag("--force", request->force, "Write over another cohort CSV of that name");
    import.add_flag("--number-rows", request->number_rows, "Patients by the rows' numbers: the table has no ids");
    const char* visits = "Rows that are visits";
    import
        .add_option("--baseline-visit", request->baseline_visit,
                    "Column and cell of the rows before the implant, Visit=V0: one row a patient is made of them")
        ->group(visits);
    import
        .add_option("--six-month-visit", request->six_month_visit,
                    "Column and cell of the rows six months later, Visit=V6: their LVESV is lvesv_6m_ml")
        ->group(visits);
    const char* ecgs = "Recordings";
    import
        .add_option("--ecgs", request->ecgs,
                    "Folder, zip archive or recording, for each patient's ECG: by the id in the file, else by its name "
                    "or its folder's")
        ->allow_extra_args(false)
        ->group(ecgs);
    import
        .add_option("--which-ecg", request->which_ecg,
                    "Of a patient's several: first or last (default: the last before the implant, where its day is in "
                    "the table)")
        ->check(one_of({"first", "last"}))
        ->group(ecgs);
    add_rate_and_leads(import, request->reading, ecgs);
    import.require_subcommand(0, 1);
    return import;
}

void add_cohort_template(Shell& shell, CLI::App& cohort) {
    auto out = std::make_shared<std::filesystem::path>();
    CLI::App& command = shell.command(
        cohort, "template", "Write an empty cohort CSV and a page that explains its columns",
        "  synchrony cohort template --out cohort.csv", [&shell, out] {
            auto words = *out;
            words.replace_extension(".txt");
            const std::array files{std::pair{*out, app::cohort_template()},
                                   std::pair{words, app::cohort_template_words()}};
            for (const auto& [path, text] : files)
                if (!core::check_same_or_absent(path, text))
                    return shell.complain(
                        {core::ErrorKind::usage, "the file is there already", path.string(), {}, {}, {}});
            for (const auto& [path, text] : files)
                if (const auto written = core::write_file(path, text); !written) return shell.complain(written.error());
            if (shell.json())
                shell.print_json({{"cohort", out->string()}, {"explained", words.string()}});
            else
                shell.print(out->string() + ": the header; " + words.string() + ": what each column holds\n");
            return exit_done;
        });
    command.add_option("--out", *out, "CSV to write; the explanation stands beside it as .txt")->required();
}

}  // namespace synchrony::cli
