// What a reproduction found, as a page says it.
#pragma once

#include "synchrony/app/reproduce.hpp"
#include "synchrony/report/reproduction_report.hpp"

namespace synchrony::app {

/// The caller adds our own tables and how it was made.
[[nodiscard]] report::ReproductionReport reproduction_page(const Reproduction& found);

}  // namespace synchrony::app
