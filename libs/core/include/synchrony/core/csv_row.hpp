// Comma-separated values row by row, as RFC 4180 has them: quoted cells with separators, quotes and line breaks inside.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// How a file is read; a row beyond the limits is refused, never cut.
struct CsvRowOptions {
    char separator = ',';  ///< ' ': one or more blanks or tabs; those at the ends of a line divide nothing
    std::size_t max_columns = 20'000;
    std::size_t max_cell_bytes = std::size_t{1} << 20;
    std::size_t first_line = 1;  ///< number of the text's first line in the file, for messages
};

/// Reads LF, CR LF or CR line ends; empty lines are passed over. The text must outlive the reader.
class CsvRowReader {
  public:
    /// `source` names the file in messages.
    CsvRowReader(std::string_view text, std::string source, const CsvRowOptions& options = {})
        : text_(text), source_(std::move(source)), options_(options), line_(options.first_line) {}

    /// Fills `cells`, whose memory is used again; false at the end of the text. Errors (input) say line and column:
    /// text after a closing quote, a quote that is never closed, a quote inside an unquoted cell, a limit passed.
    [[nodiscard]] Result<bool> next(std::vector<std::string>& cells);
    /// The line on which the last row began, in the file.
    [[nodiscard]] std::size_t line() const { return row_line_; }
    /// The last row as spreadsheets number it: from 1, empty lines count, line ends inside quotes do not.
    [[nodiscard]] std::size_t row() const { return row_; }

  private:
    [[nodiscard]] std::string where() const;
    [[nodiscard]] tl::unexpected<Error> fault(std::string what, std::string got, std::string expected) const;
    [[nodiscard]] Result<void> read_cell(std::string& cell);
    [[nodiscard]] Result<void> read_quoted(std::string& cell);
    [[nodiscard]] Result<void> bounded(std::size_t length) const;
    [[nodiscard]] bool ends_cell(char c) const {
        return c == options_.separator || c == '\n' || c == '\r' || (c == '\t' && runs_of_blanks());
    }
    [[nodiscard]] bool runs_of_blanks() const { return options_.separator == ' '; }
    void skip_blanks();
    [[nodiscard]] bool followed_by_line_feed() const { return at_ + 1 < text_.size() && text_[at_ + 1] == '\n'; }
    bool take_line_end();

    std::string_view text_;
    std::string source_;  // its own: a name made for the call would be gone when a fault is told
    CsvRowOptions options_;
    std::size_t at_ = 0;
    std::size_t line_;
    std::size_t row_line_ = 0;
    std::size_t row_ = 0;
    std::size_t column_ = 1;  ///< cells, from 1
};

/// One row with its line end (CR LF, as RFC 4180 asks); cells are quoted where they must be.
[[nodiscard]] std::string csv_row(std::span<const std::string> cells, char separator = ',');

/// For tables that the program reads again, and that people open in a spreadsheet: what begins like a formula ("=",
/// "+",
/// "-", "@", a tab, also behind apostrophes) and is no number gets an apostrophe before it.
[[nodiscard]] std::string guarded_cell(std::string cell);
/// The cell that was guarded: guarded_cell() undone.
[[nodiscard]] std::string without_guard(std::string cell);

/// The cells of a row that only people will read: guarded, and control characters, which terminals obey, become
/// question marks.
[[nodiscard]] std::vector<std::string> harmless_cells(std::vector<std::string> cells);

}  // namespace synchrony::core
