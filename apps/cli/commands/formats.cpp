#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json formats_json() {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& format : io::formats())
        list.push_back({{"format", format.name},
                        {"reads", format.description},
                        {"extensions", format.extensions},
                        {"checked", format.checked},
                        {"checked_files", format.checked_files}});
    return list;
}

std::string formats_table() {
    TextTable table({"format", "reads", "files named", "checked", "files"});
    for (const auto& format : io::formats())
        table.add({std::string(format.name), std::string(format.description), core::joined(format.extensions, " "),
                   std::string(format.checked), std::to_string(format.checked_files)});
    return table.text() +
           "The content of a file decides, not its name. Each may be packed with gzip; folders and zip archives stand "
           "for\n"
           "the recordings in them.\n";
}

}  // namespace

void add_formats(Shell& shell) {
    shell.command(shell.root(), "formats", "List the formats that are read, and how each was checked",
                  "  synchrony formats\n  synchrony formats --json", [&shell] {
                      if (shell.json())
                          shell.print_json(formats_json());
                      else
                          shell.print(formats_table());
                      return exit_done;
                  });
}

}  // namespace synchrony::cli
