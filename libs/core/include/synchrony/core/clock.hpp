// Dates for provenance.
#pragma once

#include <string>

namespace synchrony::core {

/// The present moment in UTC: "2026-11-22T15:03:00Z".
[[nodiscard]] std::string utc_now();

}  // namespace synchrony::core
