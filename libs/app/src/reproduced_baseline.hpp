// The published baseline table beside that of a cohort, and the page of a reproduction.
#pragma once

#include <filesystem>
#include <vector>

#include "synchrony/app/reproduce.hpp"
#include "synchrony/report/reproduction_report.hpp"

namespace synchrony::app {

/// Errors as cohort::read_cohort.
[[nodiscard]] core::Result<std::vector<ReproducedVariable>> reproduced_baseline(
    const std::filesystem::path& cohort_csv);

/// What was found as a page says it; the caller adds our own tables and how it was made.
[[nodiscard]] report::ReproductionReport reproduction_page(const Reproduction& found);

}  // namespace synchrony::app
