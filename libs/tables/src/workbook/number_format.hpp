// Whether a number in a sheet is a date, and which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace synchrony::tables {

/// Whether the built-in format of that number shows a date (ECMA-376 part 1, 18.8.30).
[[nodiscard]] bool is_date_format(unsigned id);
/// Whether a format's code shows a date: a y or d outside quotes, brackets and escapes, or an m without h and s.
[[nodiscard]] bool is_date_code(std::string_view code);
/// "2020-03-05" or "2020-03-05T13:05:00" of a serial number: days since 30 December 1899 (before 1 March 1900 since 31
/// December 1899: the format's 1900 has a 29 February), or since 1 January 1904. Nothing outside the years 1900 to
/// 9999.
[[nodiscard]] std::optional<std::string> date_of_serial(double serial, bool from_1904);

}  // namespace synchrony::tables
