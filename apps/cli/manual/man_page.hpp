// The man page of a command, in groff's man macros.
#pragma once

#include <string>

#include "command_table.hpp"

namespace synchrony::cli {

/// Page `command.page_name()`, section 1. `top` is the program, for the list of pages; `version` stands in the footer.
[[nodiscard]] std::string man_page(const CommandEntry& command, const CommandEntry& top, const std::string& version);

}  // namespace synchrony::cli
