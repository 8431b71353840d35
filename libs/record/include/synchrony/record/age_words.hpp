// Ages for people and for tables: what was counted from two dates has more figures than anybody reads.
#pragma once

#include <string>

namespace synchrony::record {

/// Below so many an age is told in months or days.
inline constexpr double told_in_months_years = 2.0;

/// "62 years", "5.25 years"; below 2 years completed months, below one month completed days: "8 months", "12 days".
/// `years` at least 0.
[[nodiscard]] std::string age_words(double years);
/// Years with at most four significant digits: "62", "0.6667".
[[nodiscard]] std::string age_figures(double years);
/// The age for a line "Age: ...", from which it is read back within a day: years as a number from 2 years on ("62",
/// "5.25"), below that "8 months" or "330 days".
[[nodiscard]] std::string age_in_a_line(double years);

}  // namespace synchrony::record
