// The user's browser.
#pragma once

#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::cli {

/// Starts xdg-open and does not wait for it. Errors (io): there is no such program.
[[nodiscard]] core::Result<void> open_browser(const std::string& address);

}  // namespace synchrony::cli
