// Values as vendors' XML writes them: numbers, dates, lists of samples.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "calendar.hpp"
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

/// "family, given"; one alone where the other is empty.
[[nodiscard]] std::string full_name(std::string family, std::string_view given);

/// A day, and what its form leaves open of it.
struct WrittenDay {
    Day day;
    record::DateOrder order = record::DateOrder::said;
};
/// In which order one file writes day and month: those of its dates show it that are one in one order alone, by the
/// mark between the figures, since dates that were typed may look otherwise than a device's (date_order.hpp).
struct DateOrderOfFile {
    record::DateOrder dashed = record::DateOrder::either;   ///< 04-05-2020
    record::DateOrder slashed = record::DateOrder::either;  ///< 04/05/2020
    [[nodiscard]] static bool is_slashed(std::string_view date) { return date.find('/') != std::string_view::npos; }
    [[nodiscard]] record::DateOrder of(std::string_view date) const { return is_slashed(date) ? slashed : dashed; }
};
/// 2000-04-22, 20000422 or, as in the United States, 04-22-2000 and 04/22/2000; where that is no date but 22-04-2000 is
/// one, that; day first by their form: 22.04.2000, 22-APR-2000; in English words: Apr 22, 2000. Nothing where it is no
/// date. Where both orders make a date, that of the file decides, if it has one: the day's order is `said` then.
[[nodiscard]] std::optional<WrittenDay> written_day(std::string_view text, const DateOrderOfFile& of_file = {});
/// Whether other dates of the file made it another day than the text by itself is.
[[nodiscard]] bool read_by_other_dates(const WrittenDay& day, std::string_view text);
/// "2000-04-22" of such a day; empty where it is none.
[[nodiscard]] std::string iso_date(std::string_view text);

struct TimeOfDay {
    int hour = 0, minute = 0, second = 0;
    double fraction = 0.0;  ///< of a second
    std::string zone = {};  ///< as written, "+01:00"
};
/// hh:mm[:ss[.fraction]] or hhmmss[.fraction], also with AM or PM, and with a zone behind it.
[[nodiscard]] std::optional<TimeOfDay> time_of_day(std::string_view text);

/// Whole numbers divided by commas or blanks; at most `most`. Fails (input) on anything else, naming the value.
[[nodiscard]] core::Result<std::vector<std::int32_t>> whole_numbers(std::string_view text, std::size_t most,
                                                                    const std::string& where);

}  // namespace synchrony::io
