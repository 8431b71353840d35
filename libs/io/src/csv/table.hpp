// Rows and cells of a CSV text (RFC 4180), and what is shared by the CSV reader's parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::csv {

/// Reads row by row. Quoted cells may hold separators, doubled quotes and line breaks; blank lines are passed over.
class RowReader {
  public:
    RowReader(std::string_view text, char separator, const std::string& where);
    /// Fills `cells`; false at the end of the text. Fails on a quote that does not end.
    [[nodiscard]] core::Result<bool> next(std::vector<std::string>& cells);
    /// The line on which the last row began, from 1.
    [[nodiscard]] std::int64_t line() const { return row_line_; }

  private:
    [[nodiscard]] core::Result<void> quoted_cell(std::string& cell);

    std::string_view rest_;
    char separator_;
    const std::string& where_;
    std::int64_t line_ = 1;
    std::int64_t row_line_ = 0;
};

/// The separator (';', tab or ',') that divides the first rows into the same number of cells, two or more; ',' when
/// none does.
[[nodiscard]] char guess_separator(std::string_view text);

/// ',' when some of the first rows' numbers are written with a comma and none with a point, else '.'.
[[nodiscard]] char guess_decimal_point(std::string_view text, char separator);

/// Whether the text's second row has two cells or more, all numbers or empty.
[[nodiscard]] bool looks_like_table(std::string_view head);

/// Lines that begin with '#' before the first row: removed from `text`, given without '#'. `lines` counts them.
[[nodiscard]] std::vector<std::string> take_comments(std::string_view& text, std::int64_t& lines);

/// A cell's number; blanks around are allowed. Nothing when it is no number; NaN for "nan".
[[nodiscard]] bool parse_cell(std::string_view cell, char decimal_point, double& value);

[[nodiscard]] bool is_blank(std::string_view cell);

}  // namespace synchrony::io::csv
