// The published baseline table beside that of a cohort.
#pragma once

#include <filesystem>
#include <vector>

#include "synchrony/app/reproduce.hpp"

namespace synchrony::app {

/// Errors as cohort::read_cohort.
[[nodiscard]] core::Result<std::vector<ReproducedVariable>> reproduced_baseline(
    const std::filesystem::path& cohort_csv);

}  // namespace synchrony::app
