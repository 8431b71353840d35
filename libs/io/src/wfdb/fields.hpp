// Small pieces of header text: tokens, numbers within bounds, and errors that name the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::wfdb {

/// The unit of a signal that has none; an empty field would mean mV.
inline constexpr std::string_view no_unit = "NU";

/// A line of a header, without blanks at its ends, and its number from 1.
struct TextLine {
    std::string_view text;
    int number = 0;
};

/// Where a fault stands: "100.hea, line 2".
[[nodiscard]] std::string line_place(const std::string& file, const TextLine& line);

/// A piece of a faulty file for a message: in quotes, cut when long.
[[nodiscard]] std::string quote(std::string_view token);

[[nodiscard]] std::string_view trim(std::string_view text);
/// Takes the first blank-separated token off `rest`; empty at the end.
[[nodiscard]] std::string_view next_token(std::string_view& rest);

/// All of `token` as a whole number in [low, high].
[[nodiscard]] core::Result<std::int64_t> parse_integer(std::string_view token, std::int64_t low, std::int64_t high,
                                                       std::string_view what, const std::string& where);
/// All of `token` as a finite number in [low, high].
[[nodiscard]] core::Result<double> parse_number(std::string_view token, double low, double high, std::string_view what,
                                                const std::string& where);

}  // namespace synchrony::io::wfdb
