// Names of columns that speak of the time after the implant.
#pragma once

#include <string_view>

namespace synchrony::cohort {

/// What an import calls the columns that it makes of dates of follow-up: the time, and whether the event came.
namespace follow_up {
inline constexpr std::string_view years = "follow_up_y", days = "follow_up_d";
inline constexpr std::string_view death = "death", transplant = "transplant", either = "death_or_transplant";
/// Behind an event's name where the table has a column of that name already.
inline constexpr std::string_view taken = "_by_date";
}  // namespace follow_up

/// Whether a column has one of those names.
[[nodiscard]] bool is_follow_up(std::string_view column);

/// "lvef_12mo", "delta_lvef", "qrs_post", "death": a word of it (parts between underscores, blanks and dashes), in
/// English, German, French or Spanish, is of what came after the implant or of the outcome itself. It may be a mere
/// likeness ("months_since_hf"). Such a column is refused as an input; renaming it is the author's responsibility.
[[nodiscard]] bool sounds_later(std::string_view column);

}  // namespace synchrony::cohort
