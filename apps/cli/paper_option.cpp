#include "paper_option.hpp"

#include <CLI/CLI.hpp>

#include "one_of.hpp"

namespace synchrony::cli {

CLI::Option* add_paper_option(CLI::App& app, report::Paper& paper) {
    return app
        .add_option_function<std::string>(
            "--paper",
            [&paper](const std::string& name) { paper = name == "letter" ? report::Paper::letter : report::Paper::a4; },
            "Paper of a PDF: a4 or letter (default: a4)")
        ->check(one_of({"a4", "letter"}));
}

}  // namespace synchrony::cli
