// The dialect of a CSV text and its cells: what is shared by the CSV reader's parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::csv {

/// The separator (';', tab or ',') that divides the first rows into the same number of cells, two or more; ' ' where
/// blanks alone divide them into numbers; ',' when none does.
[[nodiscard]] char guess_separator(std::string_view text);

/// The names in the first line of a table of so many columns divided by blanks, where names may hold single blanks:
/// "time (s)  ECG lead II (mV)". Nothing where they cannot be told apart.
[[nodiscard]] std::optional<std::vector<std::string>> names_between_blanks(std::string_view text, std::size_t columns);

/// ',' when some of the first rows' numbers are written with a comma and none with a point, else '.'.
[[nodiscard]] char guess_decimal_point(std::string_view text, char separator);

/// The first bytes of a table as UTF-8, from UTF-16 too; as they stand where they are no text.
[[nodiscard]] std::string text_of_head(std::string_view head);

/// Whether the text's second row has two cells or more, all numbers or empty, or rows of numbers stand behind a head.
[[nodiscard]] bool looks_like_table(std::string_view head);

/// Lines that begin with '#' before the first row: removed from `text`, given without '#'. `lines` counts them.
[[nodiscard]] std::vector<std::string> take_comments(std::string_view& text, std::int64_t& lines);

/// A cell's number; blanks around are allowed. Nothing when it is no number; NaN for "nan".
[[nodiscard]] bool parse_cell(std::string_view cell, char decimal_point, double& value);

/// Whether it is a number with either decimal sign.
[[nodiscard]] bool is_number(std::string_view cell);

[[nodiscard]] bool is_blank(std::string_view cell);

}  // namespace synchrony::io::csv
