#include <memory>
#include <nlohmann/json.hpp>

#include "cohort_tables.hpp"
#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/datasets/ludb.hpp"
#include "synchrony/datasets/ptbxl.hpp"

namespace synchrony::cli {
namespace {

void add_ludb(Shell& shell, CLI::App& import) {
    struct Arguments {
        std::filesystem::path directory;
        std::string task = "lvh";
        std::filesystem::path out;
        datasets::LudbOptions options;
        bool force = false;
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
            arguments->options.replace = arguments->force;
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
    ludb.add_flag("--force", arguments->force, "Write over another table of that name");
    ludb.add_flag("--exclude-paced", arguments->options.exclude_paced, "Leave out patients with a pacemaker");
}

void add_ptbxl(Shell& shell, CLI::App& import) {
    struct Arguments {
        std::filesystem::path directory;
        std::string task = "lvh";
        std::filesystem::path out;
        bool force = false;
    };
    auto arguments = std::make_shared<Arguments>();
    std::string tasks;
    for (const auto& task : datasets::ptbxl_tasks())
        tasks += "\n  " + std::string(task.name) + ": " + std::string(task.meaning);
    CLI::App& ptbxl = shell.command(
        import, "ptbxl", "Make a 12-lead cohort of another hospital from the SCP codes of PTB-XL\nTasks:" + tasks,
        "  synchrony cohort import ptbxl ~/ptb-xl-1.0.3 --task lvh --out ptbxl-lvh.csv", [&shell, arguments] {
            if (arguments->out.empty()) arguments->out = "ptbxl-" + arguments->task + ".csv";
            const auto report =
                datasets::import_ptbxl(arguments->directory, arguments->task, arguments->out, arguments->force);
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
    ptbxl.add_flag("--force", arguments->force, "Write over another table of that name");
}

}  // namespace

void add_cohort(Shell& shell) {
    CLI::App& group = shell.group(shell.root(), "cohort", "Patient tables: make, check, table, import");
    add_cohort_make(shell, group);
    add_cohort_check(shell, group);
    add_table(shell, group);
    add_check_table(shell, group);
    add_cohort_template(shell, group);
    CLI::App& import = add_cohort_import(shell, group);
    add_ludb(shell, import);
    add_ptbxl(shell, import);
}

}  // namespace synchrony::cli
