// The time to an event, made of dates.
#pragma once

#include "dated_columns.hpp"
#include "table_dates.hpp"

namespace synchrony::tables {

/// Puts the time from the implant to death or transplant, else to the last contact, and the event as 1 or 0 into `out`,
/// where the dates for it are there; else its notes say what is missing.
void derive_follow_up(const TableDates& dates, TableParts parts, DerivedFromDates& out);

}  // namespace synchrony::tables
