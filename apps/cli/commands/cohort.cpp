#include <memory>
#include <nlohmann/json.hpp>

#include "cohort_tables.hpp"
#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/duplicate_subjects.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/datasets/ludb.hpp"
#include "synchrony/datasets/ptbxl.hpp"

namespace synchrony::cli {
namespace {

std::size_t missing_in(const cohort::Column& column) {
    std::size_t all = 0;
    for (const auto& [spelling, count] : column.missing) all += count;
    return all;
}

// How often, by what stands in the cell: "" for nothing.
nlohmann::ordered_json missing_json(const cohort::Column& column) {
    nlohmann::ordered_json spellings = nlohmann::ordered_json::object();
    for (const auto& [spelling, count] : column.missing) spellings[spelling] = count;
    return {{"count", missing_in(column)}, {"spelled", spellings}};
}

std::string missing_text(const cohort::Column& column) {
    std::string text;
    for (const auto& [spelling, count] : column.missing)
        text += (text.empty() ? " (" : ", ") + std::to_string(count) +
                (spelling.empty() ? std::string(" empty") : " '" + spelling + "'");
    return ", " + std::to_string(missing_in(column)) + " missing" + (text.empty() ? "" : text + ")");
}

nlohmann::ordered_json to_json(const cohort::CohortCheck& check) {
    const auto& cohort = check.cohort;
    nlohmann::ordered_json columns = nlohmann::ordered_json::array();
    for (const auto& column : cohort.columns)
        columns.push_back({{"name", column.name},
                           {"known", column.known},
                           {"read_as", column.read_as},
                           {"present", column.present()},
                           {"missing", missing_json(column)}});
    nlohmann::ordered_json errors = nlohmann::ordered_json::array();
    for (const auto& error : check.errors)
        errors.push_back({{"what", error.what},
                          {"where", error.where},
                          {"got", error.got},
                          {"expected", error.expected},
                          {"hint", error.hint}});
    return {{"patients", cohort.size()},
            {"outcome", cohort.outcome_name},
            {"positives", cohort.positives()},
            {"negatives", cohort.negatives()},
            {"columns", columns},
            {"unknown_columns", cohort.unknown_columns()},
            {"notes", cohort.notes},
            {"errors", errors}};
}

std::string to_text(const cohort::Cohort& cohort) {
    std::string text = std::to_string(cohort.size()) + " patients, outcome " + cohort.outcome_name + ": " +
                       std::to_string(cohort.positives()) + " positive, " + std::to_string(cohort.negatives()) +
                       " negative\n";
    for (const auto& column : cohort.columns)
        text += "  " + column.name + ": " + column.read_as + ", " + std::to_string(column.present()) + " present" +
                missing_text(column) + (column.known ? "" : " (unknown column, kept)") + "\n";
    for (const auto& note : cohort.notes) text += "note: " + note + "\n";
    return text;
}

void add_check(Shell& shell, CLI::App& group) {
    struct Arguments {
        std::filesystem::path path;
        cohort::CohortOptions options;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App& check = shell.command(group, "check", "Read a cohort CSV and say everything that is wrong with it",
                                    "  synchrony cohort check cohort.csv", [&shell, arguments] {
                                        auto found = cohort::check_cohort(arguments->path, arguments->options);
                                        if (found.errors.empty())
                                            for (const auto& duplicates : cohort::find_duplicate_subjects(found.cohort))
                                                found.cohort.notes.push_back(duplicates.message());
                                        if (shell.json()) shell.print_json(to_json(found));
                                        for (const auto& error : found.errors) shell.complain(error);
                                        if (!found.errors.empty()) return exit_failed;
                                        if (!shell.json()) shell.print(to_text(found.cohort));
                                        return exit_done;
                                    });
    check.add_option("CSV", arguments->path, "Cohort CSV")->required();
    check.add_option("--outcome", arguments->options.outcome, "Column to be predicted")->capture_default_str();
}

void add_ludb(Shell& shell, CLI::App& import) {
    struct Arguments {
        std::filesystem::path directory;
        std::string task = "lvh";
        std::filesystem::path out;
        datasets::LudbOptions options;
    };
    auto arguments = std::make_shared<Arguments>();
    std::string tasks;
    for (const auto& task : datasets::ludb_tasks())
        tasks += "\n  " + std::string(task.name) + ": " + std::string(task.meaning);
    CLI::App& ludb = shell.command(
        import, "ludb", "Make a 12-lead cohort from the labels of the Lobachevsky University Database\nTasks:" + tasks,
        "  synchrony cohort import ludb ~/.cache/synchrony/ludb --task lvh --out lvh.csv", [&shell, arguments] {
            if (arguments->directory.empty()) {
                const auto folder = datasets::data_folder("ludb");
                if (!folder) return shell.complain(folder.error());
                arguments->directory = *folder;
            }
            if (arguments->out.empty()) arguments->out = "ludb-" + arguments->task + ".csv";
            const auto report =
                datasets::import_ludb(arguments->directory, arguments->task, arguments->out, arguments->options);
            if (!report) return shell.complain(report.error());
            if (shell.json()) {
                nlohmann::ordered_json left_out = nlohmann::ordered_json::array();
                for (const auto& item : report->left_out)
                    left_out.push_back({{"record", item.record}, {"reason", item.reason}});
                shell.print_json({{"cohort", arguments->out.string()},
                                  {"task", arguments->task},
                                  {"patients", report->patients},
                                  {"positives", report->positives},
                                  {"negatives", report->negatives},
                                  {"left_out", left_out}});
            } else {
                shell.print(arguments->out.string() + ": " + std::to_string(report->patients) + " patients, " +
                            std::to_string(report->positives) + " positive, " + std::to_string(report->negatives) +
                            " negative; " + std::to_string(report->left_out.size()) + " records left out\n");
            }
            return exit_done;
        });
    ludb.add_option("DIR", arguments->directory, "Folder of the database (default: where `data get` puts it)")
        ->type_name(folder_value);
    ludb.add_option("--task", arguments->task, "What to predict")->capture_default_str();
    ludb.add_option("--out", arguments->out, "CSV to write (default: ludb-<task>.csv)");
    ludb.add_flag("--exclude-paced", arguments->options.exclude_paced, "Leave out patients with a pacemaker");
}

void add_ptbxl(Shell& shell, CLI::App& import) {
    struct Arguments {
        std::filesystem::path directory;
        std::string task = "lvh";
        std::filesystem::path out;
    };
    auto arguments = std::make_shared<Arguments>();
    std::string tasks;
    for (const auto& task : datasets::ptbxl_tasks())
        tasks += "\n  " + std::string(task.name) + ": " + std::string(task.meaning);
    CLI::App& ptbxl = shell.command(
        import, "ptbxl", "Make a 12-lead cohort of another hospital from the SCP codes of PTB-XL\nTasks:" + tasks,
        "  synchrony cohort import ptbxl ~/ptb-xl-1.0.3 --task lvh --out ptbxl-lvh.csv", [&shell, arguments] {
            if (arguments->out.empty()) arguments->out = "ptbxl-" + arguments->task + ".csv";
            const auto report = datasets::import_ptbxl(arguments->directory, arguments->task, arguments->out);
            if (!report) return shell.complain(report.error());
            if (shell.json())
                shell.print_json({{"cohort", arguments->out.string()},
                                  {"task", arguments->task},
                                  {"patients", report->patients},
                                  {"people", report->people},
                                  {"positives", report->positives},
                                  {"negatives", report->negatives},
                                  {"without_recording", report->without_header}});
            else
                shell.print(arguments->out.string() + ": " + std::to_string(report->patients) + " recordings of " +
                            std::to_string(report->people) + " people, " + std::to_string(report->positives) +
                            " positive, " + std::to_string(report->negatives) + " negative; " +
                            std::to_string(report->without_header) + " rows without a recording left out\n");
            return exit_done;
        });
    ptbxl.add_option("DIR", arguments->directory, "Folder with ptbxl.csv or ptbxl_database.csv")
        ->required()
        ->type_name(folder_value);
    ptbxl.add_option("--task", arguments->task, "What to predict")->capture_default_str();
    ptbxl.add_option("--out", arguments->out, "CSV to write (default: ptbxl-<task>.csv)");
}

}  // namespace

void add_cohort(Shell& shell) {
    CLI::App& group = shell.group(shell.root(), "cohort", "Patient tables: make, check, describe, import");
    add_cohort_make(shell, group);
    add_check(shell, group);
    add_table(shell, group);
    add_check_table(shell, group);
    CLI::App& import = shell.group(group, "import", "Make a cohort CSV from a public database");
    add_ludb(shell, import);
    add_ptbxl(shell, import);
}

}  // namespace synchrony::cli
