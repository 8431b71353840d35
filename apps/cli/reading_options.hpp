// The options of every command that reads ECGs: what a file does not say of itself.
#pragma once

#include <CLI/CLI.hpp>

#include "synchrony/io/read.hpp"

namespace synchrony::cli {

/// --fs, --unit, --leads, --decimal and --separator. `options` must live as long as the command.
void add_reading_options(CLI::App& app, io::ReadOptions& options);

}  // namespace synchrony::cli
