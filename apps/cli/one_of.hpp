// Options that take a word from a closed list.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace synchrony::cli {

/// As CLI::IsMember, whatever the case ("--sex m"; the list's spelling is kept), and says which word was likely meant.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& words);

}  // namespace synchrony::cli
