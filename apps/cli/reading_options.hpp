// The options of every command that reads ECGs: what a file does not say of itself.
#pragma once

#include <CLI/CLI.hpp>

#include <string_view>

#include "synchrony/io/read.hpp"

namespace synchrony::cli {

class Shell;

/// Times and lengths of recordings that commands take.
inline constexpr double least_seconds = 1e-3, most_seconds = 1e9;

/// A unit of voltage, or so many of them: "uV", "4.88uV".
[[nodiscard]] bool is_unit_of_voltage(std::string_view given);

/// --fs and --leads, for a command whose other options of that name are of a table.
void add_rate_and_leads(CLI::App& app, io::ReadOptions& options, const char* group);
/// --fs, --unit, --leads, --decimal and --separator. `options` must live as long as the command.
void add_reading_options(CLI::App& app, io::ReadOptions& options);
/// --start and --length, for commands that look at recordings one by one.
void add_part_options(CLI::App& app, io::ReadOptions& options);

/// The recordings that a command was given: folders and zip archives stand for those in them. Sets options.archives.
/// What looks like a recording and is not taken is said on stderr.
[[nodiscard]] core::Result<std::vector<std::filesystem::path>> expanded(const Shell& shell,
                                                                        const std::vector<std::filesystem::path>& given,
                                                                        io::ReadOptions& options);

}  // namespace synchrony::cli
