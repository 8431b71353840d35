// `cohort table` and `cohort check-table`.
#pragma once

#include "shell.hpp"

namespace synchrony::cli {

void add_table(Shell& shell, CLI::App& group);
void add_check_table(Shell& shell, CLI::App& group);

}  // namespace synchrony::cli
