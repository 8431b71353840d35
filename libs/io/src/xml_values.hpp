// Values as vendors' XML writes them: numbers, dates, words for sex, lists of samples.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "parts.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::io {

/// What stands in the child of that name, as well-formed UTF-8 without blanks at its ends: files that declare another
/// encoding than they use hold Windows-1252.
[[nodiscard]] std::string words_in(pugi::xml_node parent, std::string_view child);
/// The same of an element itself and of text that is at hand.
[[nodiscard]] std::string words_of(pugi::xml_node node);
[[nodiscard]] std::string words_of(std::string_view text);

/// The number in the child of that name; for durations and rates: one above zero.
[[nodiscard]] std::optional<double> number_in(pugi::xml_node parent, std::string_view child);
[[nodiscard]] std::optional<double> positive_in(pugi::xml_node parent, std::string_view child);

/// "female", "male" or nothing from FEMALE, F, weiblich, ...
[[nodiscard]] std::string sex_of(std::string_view word);

/// "family, given"; one alone where the other is empty.
[[nodiscard]] std::string full_name(std::string family, std::string_view given);

/// "2000-04-22" from 2000-04-22, 20000422 or, as in the United States, 04-22-2000 and 04/22/2000; where that is no date
/// but 22-04-2000 is one, that. 22.04.2000 and 22-APR-2000 too. Empty where it is no date.
[[nodiscard]] std::string iso_date(std::string_view text);
/// What such a text leaves open.
[[nodiscard]] record::DateOrder date_order(std::string_view text);
/// "2000-04-22T11:34:00" of a date as above and a time hh:mm[:ss] or hhmmss, also with AM or PM; a fraction and a zone
/// behind it are left aside. The day alone where there is no time.
[[nodiscard]] std::optional<std::string> iso_time(std::string_view date, std::string_view time);

/// An age in years from a number in YEARS, MONTHS, WEEKS or DAYS (any case, years where no unit is given).
[[nodiscard]] std::optional<double> age_in_years(std::string_view number, std::string_view unit);

/// Whole numbers divided by commas or blanks; at most `most`. Fails (input) on anything else, naming the value.
[[nodiscard]] core::Result<std::vector<std::int32_t>> whole_numbers(std::string_view text, std::size_t most,
                                                                    const std::string& where);

}  // namespace synchrony::io
