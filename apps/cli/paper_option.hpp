// The option of every command that writes pages.
#pragma once

#include "synchrony/report/paper.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace synchrony::cli {

/// --paper a4 or letter; the option, to be told what it needs.
CLI::Option* add_paper_option(CLI::App& app, report::Paper& paper);

}  // namespace synchrony::cli
