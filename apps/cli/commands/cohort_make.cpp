#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/cohort_make.hpp"
#include "synchrony/core/counted.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json cohort_made_json(const app::CohortMakeReport& report, const std::filesystem::path& out) {
    nlohmann::ordered_json failed = nlohmann::ordered_json::array(), left_out = nlohmann::ordered_json::array(),
                           duplicates = nlohmann::ordered_json::array();
    for (const auto& row : report.rows) {
        if (row.error) failed.push_back({{"file", row.path.string()}, {"error", row.error->message()}});
        if (!row.duplicate_of.empty())
            duplicates.push_back({{"patient_id", row.patient_id}, {"duplicate_of", row.duplicate_of}});
    }
    for (const auto& file : report.left_out)
        left_out.push_back({{"file", file.path.string()}, {"reason", file.reason}});
    return {{"cohort", out.string()},
            {"recordings", report.rows.size() - report.failed()},
            {"duplicates", duplicates},
            {"failed", failed},
            {"left_out", left_out},
            {"other_files", report.other_files},
            {"hidden_files", report.passed_over.hidden},
            {"dead_links", report.passed_over.dead_links},
            {"notes", report.notes}};
}

std::string cohort_made_text(const app::CohortMakeReport& report, const std::filesystem::path& out) {
    std::string text = out.string() + ": " + core::counted(report.rows.size() - report.failed(), "recording") + ", " +
                       std::to_string(report.duplicates()) + " with the samples of another, " +
                       std::to_string(report.failed()) + " could not be read\n";
    for (const auto& row : report.rows)
        if (!row.duplicate_of.empty())
            text += "  " + row.patient_id + " holds the samples of " + row.duplicate_of + "\n";
    for (const auto& file : report.left_out) text += "  left out: " + file.path.string() + ": " + file.reason + "\n";
    if (const auto words = report.passed_over.words(); !words.empty()) text += "  passed over: " + words + "\n";
    for (const auto& note : report.notes) text += "note: " + note + "\n";
    if (report.other_files > 0)
        text += "  " + core::counted(report.other_files, "other file") +
                (report.other_files == 1 ? " is no recording\n" : " are no recordings\n");
    return text;
}

}  // namespace

void add_cohort_make(Shell& shell, CLI::App& cohort) {
    auto request = std::make_shared<app::CohortMakeRequest>();
    CLI::App& make = shell.command(
        cohort, "make",
        "Make a cohort CSV of the recordings below a folder\nOne row a recording: patient_id, ecg, group (the "
        "patient), "
        "age_y, sex, printed_qrs_ms, duplicate_of. Patients get study numbers unless --keep-identity is given; the "
        "column ecg holds the files' names as they are. Fill in the outcome, then use `cohort check`",
        "  synchrony cohort make hospital --out cohort.csv\n"
        "  synchrony cohort make export.zip --out cohort.csv --pseudonyms map.csv",
        [&shell, request] {
            const auto report = app::make_cohort(*request, shell.context());
            int code = shell.answer(
                report, [&](const auto& made) { return cohort_made_json(made, request->out); },
                [&](const auto& made) { return cohort_made_text(made, request->out); });
            if (!report) return code;
            for (const auto& row : report->rows)
                if (row.error) code = shell.complain(*row.error);
            return report->failed() > 0 ? exit_failed : code;
        });
    make.add_option("FOLDER", request->inputs, "Folders, zip archives, recordings")->required();
    make.add_option("--out", request->out, "CSV to write")->required();
    make.add_flag("--force", request->force, "Write over another table of that name, with what was filled in");
    const char* group = "Identity";
    auto* keep =
        make.add_flag("--keep-identity", request->keep_identity, "Patients by the ids in the files")->group(group);
    make.add_option("--pseudonyms", request->pseudonyms,
                    "CSV of study numbers, a patient each; read where it is there, and written with those that are new")
        ->excludes(keep)
        ->group(group);
    add_reading_options(make, request->reading);
}

}  // namespace synchrony::cli
