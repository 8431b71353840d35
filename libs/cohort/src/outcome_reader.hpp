// The outcome of a cohort: its column, a rule of several, or what follows from the volumes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fault_groups.hpp"
#include "synchrony/cohort/cohort.hpp"

namespace synchrony::cohort {

/// The outcome's cells as they stand in the file, one a patient.
struct OutcomeCells {
    std::vector<std::string_view> texts;  ///< of the column of the outcome's name; empty texts where there is none
    std::vector<std::size_t> rows;        ///< as spreadsheets number them
    std::size_t header_row = 1;
    std::string header;  ///< the file's columns, for messages
};

/// Fills the cohort's outcome from columns that are read already; says what follows from what.
void read_outcome(Cohort& cohort, const CohortOptions& options, const OutcomeCells& cells, FaultGroups& faults);

}  // namespace synchrony::cohort
