// The option of every command that writes pages.
#pragma once

#include "synchrony/report/paper.hpp"

namespace CLI {
class App;
}

namespace synchrony::cli {

/// --paper a4 or letter.
void add_paper_option(CLI::App& app, report::Paper& paper);

}  // namespace synchrony::cli
