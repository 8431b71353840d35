// Dates inside ids: "PT-20190312", "2019-03-12_a", "K12.03.1957", "12MAR1957".
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace synchrony::cohort {

struct IdDate {
    std::chrono::sys_days day;  ///< where day and month could be either, the day is taken to stand first
    bool whole_year = false;    ///< a year of four digits; else the date may be a number of three parts
};

/// Six digits in a row as year, month, day, or as day, month, year. Any number may be one: many ids must be.
[[nodiscard]] std::optional<std::chrono::sys_days> six_digit_date(std::string_view id, bool year_first);

/// The first date in the id, those with a whole year before others; nothing where there is none.
[[nodiscard]] std::optional<IdDate> date_in_id(std::string_view id);

}  // namespace synchrony::cohort
