// Options of networks where no model reads one.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::cli {

/// Of `models` (names of app::model_choices(), "usual", "all"; empty: usual). Errors (usage): an option was given that
/// none of them heeds.
[[nodiscard]] core::Result<void> check_network_options(const CLI::App& app, const std::vector<std::string>& models);

}  // namespace synchrony::cli
