// What CLI11 takes and nobody means: numbers that are none, octal ones, empty names, lists with nothing between two
// commas, outputs over inputs.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

namespace synchrony::cli {

/// Before the command line is read: numbers of all commands are decimal, and counts whole ones of 0 or more.
void read_numbers_as_decimal(CLI::App& app);

/// The same: CLI11 drops the empty values of a list, and for a list of nothing else takes the next word, so that what
/// it then says is of no use.
[[nodiscard]] std::optional<CLI::ValidationError> list_fault(const CLI::App& program, int argc,
                                                             const char* const* argv);

/// Once it is read. Throws CLI::ValidationError.
void check_arguments(const CLI::App& app);

}  // namespace synchrony::cli
