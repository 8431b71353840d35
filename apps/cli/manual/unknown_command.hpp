// A word that is no command: what may have been meant.
#pragma once

#include <optional>
#include <string>

#include "synchrony/core/result.hpp"

namespace CLI {
class App;
}

namespace synchrony::cli {

/// The error to print where the words of the command line name no command ("measre", "cohort mak"), with the nearest
/// one where one is near; nothing where they do.
[[nodiscard]] std::optional<core::Error> unknown_command(const CLI::App& program, int argc, const char* const* argv);

/// Where a word of the command line is not expected: the option that was meant ("--model" for "--models"), or how
/// several values of one option are written; empty where nothing is known of it.
[[nodiscard]] std::string unexpected_word_hint(const CLI::App& command, int argc, const char* const* argv);

}  // namespace synchrony::cli
