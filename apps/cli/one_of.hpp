// Options that take a word from a closed list.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace synchrony::cli {

/// As CLI::IsMember, and says which of the words was likely meant.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& words);

}  // namespace synchrony::cli
