#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/part_file.hpp"
#include "synchrony/core/counted.hpp"

namespace synchrony::cli {
namespace {

std::string merge_text(const std::vector<app::MergedFile>& merged) {
    std::string text;
    for (const auto& file : merged) {
        text +=
            file.path.string() + ": " + core::counted(file.parts, "part") + ", " + core::counted(file.items, "item");
        if (file.failed > 0) text += ", " + std::to_string(file.failed) + " of them without a result";
        text += "\n";
    }
    return text;
}

}  // namespace

void add_merge(Shell& shell) {
    auto request = std::make_shared<app::MergeRequest>();
    CLI::App& app = shell.command(
        shell.root(), "merge",
        "Join the parts that commands with --shard have written\n"
        "All parts must be there, of one list of work, the same options and the same version of the program; what is "
        "missing is named with the line that makes it. The joined file holds the bytes of one run over the whole "
        "list.\n"
        "Joins parts of measure, convert, predict and simulate. Those of reproduce and transfer-gain are joined by the "
        "same line without --shard.",
        "  synchrony measure ecg --csv --shard 1/2 --parts parts\n"
        "  synchrony measure ecg --csv --shard 2/2 --parts parts\n"
        "  synchrony merge parts --out measurements.csv",
        [&shell, request] {
            request->command_line = shell.command_line();
            return shell.answer(
                app::merge_parts(*request), [](const auto& merged) { return app::to_json(merged); }, merge_text);
        });
    app.add_option("DIR", request->folder, "Folder of the part files")->type_name(folder_value)->required();
    app.add_option("--out", request->out, "File to write (default: beside its parts)");
}

}  // namespace synchrony::cli
