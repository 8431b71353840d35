// What the dates of a table become: an age, and a time to an event. No date is kept.
#pragma once

#include <string>
#include <vector>

#include "planned_column.hpp"
#include "table_dates.hpp"

namespace synchrony::tables {

struct DerivedColumn {
    std::string name;                ///< "age_y", "follow_up_y", "death"
    std::vector<std::string> cells;  ///< a row each; "" where it cannot be known
};

struct DerivedFromDates {
    std::vector<DerivedColumn> columns;
    std::vector<std::string> notes;
    std::vector<std::string> implant_dates;  ///< ISO 8601, a row each, "" not known; empty: no such column, or nothing
                                             ///< is made of it
    bool follow_up_offered = false;          ///< the map may say `follow_up`
    bool wants_end = false;                  ///< and `followed_until`: no column says until when patients were followed
};

/// Completed years from birth to implant where no column holds the age; years (by the map days) from implant to death
/// or transplant, whichever was first, else to the last contact, with 1 or 0 for the event. Says in the columns'
/// accounts what became of each date. Faults: no dates, an order that nobody can know, a date before the implant.
[[nodiscard]] DerivedFromDates derive_from_dates(const TableParts& parts);

}  // namespace synchrony::tables
