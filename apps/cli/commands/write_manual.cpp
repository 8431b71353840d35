// Hidden: the build writes the man pages and the completions with it.
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "manual/completions.hpp"
#include "manual/man_page.hpp"
#include "shell.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::cli {
namespace {

namespace fs = std::filesystem;

core::Result<void> write_manual(const CommandEntry& top, const fs::path& folder) {
    for (const auto* command : all_commands(top)) {
        const auto page = folder / "man" / "man1" / (command->page_name() + ".1");
        SYNCHRONY_TRY(core::write_file(page, man_page(*command, top, std::string(core::version()))));
    }
    SYNCHRONY_TRY(core::write_file(folder / "bash-completion" / "completions" / "synchrony", bash_completion(top)));
    SYNCHRONY_TRY(core::write_file(folder / "zsh" / "site-functions" / "_synchrony", zsh_completion(top)));
    return core::write_file(folder / "fish" / "vendor_completions.d" / "synchrony.fish", fish_completion(top));
}

}  // namespace

void add_write_manual(Shell& shell) {
    auto folder = std::make_shared<fs::path>();
    CLI::App& app = shell.command(shell.root(), "write-manual", "Write the man pages and the shells' completions", "",
                                  [&shell, folder] {
                                      const auto written = write_manual(describe(shell.root()), *folder);
                                      return written ? exit_done : shell.complain(written.error());
                                  });
    app.group("");
    app.add_option("DIR", *folder, "Folder, laid out as /usr/share")->type_name(folder_value)->required();
}

}  // namespace synchrony::cli
