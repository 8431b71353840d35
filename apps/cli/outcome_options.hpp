// What is predicted of a cohort, and from what: the options of every command that fits models to one.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"

namespace synchrony::cli {

/// --outcome and --inputs. Both must live as long as the command.
void add_outcome_options(CLI::App& app, cohort::CohortOptions& options, std::vector<std::string>& inputs);

}  // namespace synchrony::cli
