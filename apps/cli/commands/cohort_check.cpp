#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/cohort_check.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

std::string missing_text(const cohort::Column& column) {
    std::string text;
    for (const auto& [spelling, count] : column.missing)
        text += (text.empty() ? " (" : ", ") + std::to_string(count) +
                (spelling.empty() ? std::string(" empty") : " '" + spelling + "'");
    return ", " + std::to_string(column.absent()) + " missing" + (text.empty() ? "" : text + ")");
}

std::string check_text(const app::CohortCheckReport& report) {
    const auto& cohort = report.check.cohort;
    // A table that could not be read has not "0 patients".
    if (cohort.patients.empty() && !report.check.errors.empty()) return {};
    std::string text = std::to_string(cohort.size()) + " patients, outcome " + cohort.outcome_name + ": " +
                       std::to_string(cohort.positives()) + " positive, " + std::to_string(cohort.negatives()) +
                       " negative\n";
    for (const auto& column : cohort.columns)
        text += "  " + column.name + ": " + column.read_as + ", " + std::to_string(column.present()) + " present" +
                missing_text(column) + (column.known ? "" : " (unknown column, kept)") + "\n";
    if (report.ecgs_opened > 0)
        text += "ECGs: " + std::to_string(report.ecgs_used) + " of " + std::to_string(report.ecgs_opened) +
                " can be used\n";
    for (const auto& [reason, rows] : report.ecgs_not_used)
        text += "  not used, " + cohort::rows_words(cohort, rows) + ": " + reason + "\n";
    for (const auto& finding : report.findings)
        text += "look at: " + finding.what +
                (finding.rows.empty() || finding.kind == "person twice"
                     ? ""
                     : " (" + cohort::rows_words(cohort, finding.rows) + ")") +
                "\n";
    for (const auto& note : cohort.notes) text += "note: " + note + "\n";
    return text +
           (report.names_rows() ? "Rows are numbered as a spreadsheet shows the file: the header is row 1.\n" : "");
}

}  // namespace

void add_cohort_check(Shell& shell, CLI::App& cohort) {
    auto request = std::make_shared<app::CohortCheckRequest>();
    CLI::App& check = shell.command(
        cohort, "check",
        "Read a cohort CSV, open its ECGs, and say everything that is wrong or odd\nFaults of one kind are said once, "
        "with "
        "their number and first place. Exit code 1: the file has faults, or nothing can be evaluated",
        "  synchrony cohort check cohort.csv\n  synchrony cohort check cohort.csv --outcome death_1y --no-ecgs",
        [&shell, request] {
            const auto report = app::check_cohort_and_ecgs(*request, shell.context());
            if (!report) return shell.complain(report.error());
            if (shell.json())
                shell.print_json(app::to_json(*report));
            else
                shell.print(check_text(*report));
            for (const auto& error : report->check.errors) shell.complain(error);
            if (!report->check.errors.empty()) return exit_failed;
            if (report->not_evaluable) {
                shell.complain(*report->not_evaluable);
                return exit_failed;
            }
            return exit_done;
        });
    check.add_option("CSV", request->csv, "Cohort CSV")->required();
    check
        .add_option("--outcome", request->options.outcome,
                    "Column to be predicted, or a rule: death = 1 or transplant = 1")
        ->capture_default_str();
    check.add_flag("!--no-ecgs", request->open_ecgs, "Do not open the recordings");
    add_reading_options(check, request->reading);
}

}  // namespace synchrony::cli
