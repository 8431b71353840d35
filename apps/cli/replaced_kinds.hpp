// What stands where an output is to go: a model is not written over a thesis.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace synchrony::cli {

/// Where the file that `option` of `command` names is there and by its first bytes no such thing as would be written (a
/// model, or what the name's ending says), or a page or a picture that is not the program's own, words about that; else
/// empty. Folders, pipes and devices are fine.
[[nodiscard]] std::string replaced_kind_fault(const std::string& command, const CLI::Option& option,
                                              const std::string& out);

}  // namespace synchrony::cli
