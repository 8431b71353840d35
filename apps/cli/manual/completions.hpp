// Completion scripts for three shells: commands, options, the words that an option takes, files and folders.
#pragma once

#include <string>

#include "command_table.hpp"

namespace synchrony::cli {

[[nodiscard]] std::string bash_completion(const CommandEntry& top);
[[nodiscard]] std::string zsh_completion(const CommandEntry& top);
[[nodiscard]] std::string fish_completion(const CommandEntry& top);

/// The first line of each script, a comment.
inline constexpr const char* completion_notice =
    "# Written by synchrony from the tables behind --help; not edited by hand.\n";

/// `parts` with spaces between them.
[[nodiscard]] std::string spaced(const std::vector<std::string>& parts);

}  // namespace synchrony::cli
