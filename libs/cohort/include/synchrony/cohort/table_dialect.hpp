// Tables as spreadsheets of several countries write them: encoding, separator, decimal sign, dates.
#pragma once

#include <algorithm>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/csv_table.hpp"

namespace synchrony::cohort {

/// How a table was read.
struct Dialect {
    std::string encoding = "UTF-8";
    char separator = ',';
    char decimal_point = '.';
    /// Columns of numbers with one comma and three digits behind each ("1,234"): thousands or thousandths, nobody can
    /// know; or with commas in a table that has points too. They are left as text.
    std::vector<std::string> ambiguous_columns = {};
    /// "1,234" is 1234: the table's other numbers have points that are no marks of thousands.
    bool thousands_commas = false;
    /// Columns of whole numbers among which "1.062" stands: thousandths as read here, thousands where a comma is the
    /// decimal sign.
    std::vector<std::string> ambiguous_points = {};
    std::string ambiguous_point = {};  ///< the first of those cells
    /// What differs from CSV in UTF-8 with decimal points, in words, for notes; empty: nothing.
    [[nodiscard]] std::vector<std::string> words() const;
};

struct DialectTable {
    CsvTable table;
    Dialect dialect;
};

/// Reads a table in UTF-8, UTF-16, GB18030 or Windows-1252 (or options.encoding), divided by comma, semicolon, tab or
/// bar, whichever divides header and first rows into the same number of cells, two or more; titles may stand above
/// them. A first line "sep=;", which Excel reads, counts. A decimal comma counts where numbers of the table are written
/// with commas and none with a point, in columns that hold more numbers than words. Errors as read_csv.
[[nodiscard]] core::Result<DialectTable> read_table(const std::filesystem::path& path, const CsvOptions& options = {});
[[nodiscard]] core::Result<DialectTable> parse_table(std::string_view bytes, const std::string& source,
                                                     const CsvOptions& options = {});

/// What to do with a table that is no cohort CSV: the line that makes it one.
[[nodiscard]] std::string import_hint(const std::string& file);

/// Error where a folder was named and `expected` could be read; the hint is the line that makes a table of the folder.
[[nodiscard]] core::Error folder_is_no_table(const std::filesystem::path& folder, std::string expected);

/// The cell as numbers are written here: with a point where the dialect has a comma.
[[nodiscard]] std::string number_text(std::string_view cell, const Dialect& dialect);

/// What dates a column holds: "year-month-day", "day.month.year", "day/month/year", "month/day/year", or "day and month
/// in an order that the column does not tell"; nothing where a cell is no date. Empty cells are passed over.
[[nodiscard]] std::optional<std::string> dates_in(std::span<const std::string> cells);

/// Words for a missing value that no category is called: NA, N/A, #N/A, NaN, NULL and ".", in any case.
[[nodiscard]] bool is_not_available(std::string_view cell);
/// Whether a dash in this column of words is one of them: beside "+" it means no; elsewhere it says that nothing is
/// known.
template <std::ranges::range Cells>
[[nodiscard]] bool dash_is_a_word(const Cells& column) {
    return std::ranges::find(column, std::string_view("+")) != std::ranges::end(column);
}
/// Whether a cell among a column's words says that nothing is known.
[[nodiscard]] bool is_not_available(std::string_view cell, bool dash_means_no);

}  // namespace synchrony::cohort
