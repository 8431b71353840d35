#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "shell.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/datasets/data_get.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json to_json(const std::string& name, const datasets::GetDataReport& report) {
    return {{"database", name},
            {"folder", report.folder.string()},
            {"files_listed", report.files_listed},
            {"files_fetched", report.files_fetched},
            {"files_present", report.files_present},
            {"bytes_fetched", report.bytes_fetched},
            {"missing_files", report.missing_files},
            {"missing_records", report.missing_records},
            {"unnamed_missing", report.unnamed_missing},
            {"unchecked_files", report.unchecked_files}};
}

std::string to_text(const std::string& name, const datasets::GetDataReport& report) {
    std::string text = name + ": " + std::to_string(report.files_fetched) + " files fetched, " +
                       std::to_string(report.files_present) + " were there, all checked by SHA-256\n";
    if (!report.missing_files.empty())
        text += "  not in the source: " + std::to_string(report.missing_files.size()) + " files\n";
    if (const auto missing = report.missing_records.size() + report.unnamed_missing; missing > 0)
        text += "  records of the published database that are not there: " + std::to_string(missing) + "\n";
    if (!report.unchecked_files.empty())
        text += "  without a published sum: " + std::to_string(report.unchecked_files.size()) + " files\n";
    return text + "  in " + report.folder.string() + "\n";
}

void add_get(Shell& shell, CLI::App& data) {
    struct Arguments {
        std::string name;
        std::string from;
        datasets::GetDataOptions options;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App& get = shell.command(
        data, "get", "Download a database from its publisher (resumes, checks SHA-256), or copy it from a folder",
        "  synchrony data get mitdb\n"
        "  synchrony data get ludb --from /media/usb/ludb --partial\n"
        "  synchrony data get ptbxl      # 2.7 GB: the recordings of 500 Hz and their table\n"
        "Goes to SYNCHRONY_DATA when that is set, else to ~/.cache/synchrony.",
        [&shell, arguments] {
            if (!arguments->from.empty()) datasets::set_source(arguments->options, arguments->from);
            return shell.answer(
                datasets::get_data(arguments->name, arguments->options, shell.context()),
                [&](const auto& report) { return to_json(arguments->name, report); },
                [&](const auto& report) { return to_text(arguments->name, report); });
        });
    std::vector<std::string> names;
    for (const auto& database : datasets::databases()) names.push_back(database.name);
    get.add_option("NAME", arguments->name, "Database")->required()->check(one_of(names));
    get.add_option("--from", arguments->from, "A folder that holds it, or another address")->type_name(folder_value);
    get.add_option("--to", arguments->options.target_folder, "The database's own folder")->type_name(folder_value);
    get.add_flag("--partial", arguments->options.allow_partial,
                 "Accept a folder or an address that lacks some records");
}

void add_where(Shell& shell, CLI::App& data) {
    auto name = std::make_shared<std::string>();
    CLI::App& where = shell.command(
        data, "where", "Print the folder in which a database lies", "  synchrony data where mitdb", [&shell, name] {
            return shell.answer(
                datasets::data_folder(*name),
                [&](const auto& folder) {
                    return nlohmann::ordered_json{{"database", *name}, {"folder", folder.string()}};
                },
                [](const auto& folder) { return folder.string() + "\n"; });
        });
    where.add_option("NAME", *name, "Database")->required();
}

}  // namespace

void add_data(Shell& shell) {
    CLI::App& data = shell.group(shell.root(), "data", "Public databases: get them, find them");
    add_get(shell, data);
    add_where(shell, data);
}

}  // namespace synchrony::cli
