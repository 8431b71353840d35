// What --help prints.
#pragma once

#include <string>

#include "command_table.hpp"

namespace synchrony::cli {

/// The help page of a command, in lines of at most 80 columns (examples may be longer).
[[nodiscard]] std::string help_text(const CommandEntry& command);

}  // namespace synchrony::cli
