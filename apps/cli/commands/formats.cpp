#include <algorithm>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::cli {
namespace {

// Columns to the left, two blanks between them.
std::string columns(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + (i + 1 < row.size() ? std::string(widths[i] - row[i].size() + 2, ' ') : "\n");
        text += line;
    }
    return text;
}

std::string formats_table() {
    std::vector<std::vector<std::string>> rows{{"format", "files", "checked", "reads"}};
    for (const auto& format : io::formats())
        rows.push_back({std::string(format.name), std::to_string(format.checked_files), std::string(format.checked),
                        std::string(format.description) + " [" + std::string(format.versions) + "]"});
    return columns(rows) +
           "files: independent ones that the reader was checked with; --json says what the check found. [versions]. "
           "The\n"
           "content of a file decides, not its name. Each may be packed with gzip; folders and zip archives stand for\n"
           "the recordings in them.\n";
}

}  // namespace

void add_formats(Shell& shell) {
    shell.command(shell.root(), "formats", "List the formats that are read, and how each was checked",
                  "  synchrony formats\n  synchrony formats --json", [&shell] {
                      if (shell.json())
                          shell.print_json(app::formats_json());
                      else
                          shell.print(formats_table());
                      return exit_done;
                  });
}

}  // namespace synchrony::cli
