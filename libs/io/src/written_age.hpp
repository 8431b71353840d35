// Ages as files and people write them.
#pragma once

#include <optional>
#include <string_view>

namespace synchrony::io {

/// Nobody was older.
inline constexpr double most_age_years = 150.0;

/// An age in years from a number in YEARS, MONTHS, WEEKS, DAYS or HOURS, also abbreviated and in other languages (any
/// case, years where no unit is given); nothing of any other unit. For readers: set_age() (birth_and_age.hpp).
[[nodiscard]] std::optional<double> age_in_years(std::string_view number, std::string_view unit);

/// The same of a text that may hold its units itself, from the largest on, or a decimal comma: "36,5", "36.5 Y",
/// "1 year 6 months", "18岁"; "1;6" is a year and six months, as paediatricians write it. `unit` is what the file says
/// beside the text; nothing where the two differ, and where the letter of "62M" may be a sex.
[[nodiscard]] std::optional<double> written_age(std::string_view text, std::string_view unit);

}  // namespace synchrony::io
