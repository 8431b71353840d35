// Comma-separated values as RFC 4180 has them: quoted cells with separators, quotes and line breaks inside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {

/// Limits of what is read; a file beyond them is refused, never cut.
struct CsvOptions {
    char separator = ',';
    std::uint64_t max_bytes = std::uint64_t{256} << 20;
    std::size_t max_rows = 2'000'000;
    std::size_t max_columns = 20'000;
    std::size_t max_cell_bytes = std::size_t{1} << 20;
    std::size_t first_line = 1;  ///< number of the text's first line in the file
    std::string encoding = {};  ///< of the bytes; empty: found (core::decode_text), by read_table and parse_table alone
};

struct CsvRow {
    std::size_t line = 0;  ///< line of the file on which the row begins, from 1
    std::size_t row = 0;   ///< as spreadsheets number it: empty lines count, line ends inside quotes do not
    std::vector<std::string> cells;
};

struct CsvTable {
    std::string source;  ///< the file's name, for messages
    std::vector<std::string> header;
    std::size_t header_line = 1;  ///< on which the header begins
    std::size_t header_row = 1;   ///< as CsvRow::row
    std::vector<CsvRow> rows;     ///< empty lines are left out; a row may have more or fewer cells than the header
};

/// Reads LF, CR LF or CR line ends and a byte order mark. Errors (input) say line and column: no header row, text after
/// a closing quote, a quote that is never closed, a quote inside an unquoted cell, a NUL byte, bytes that are not
/// UTF-8, a limit passed.
[[nodiscard]] core::Result<CsvTable> parse_csv(std::string_view text, const std::string& source,
                                               const CsvOptions& options = {});
[[nodiscard]] core::Result<CsvTable> read_csv(const std::filesystem::path& path, const CsvOptions& options = {});

using core::csv_row;
using core::trimmed;

/// Header and rows as a file holds them, each cell guarded against spreadsheets (core::guarded_cell); reading takes the
/// guard off.
[[nodiscard]] std::string csv_text(std::span<const std::string> header, std::span<const std::vector<std::string>> rows);

/// The same, written atomically. Fails (usage) where another file is there and `replace` is not set: a person may have
/// edited it.
[[nodiscard]] core::Result<void> write_csv(const std::filesystem::path& path, std::span<const std::string> header,
                                           std::span<const std::vector<std::string>> rows, bool replace = true);

}  // namespace synchrony::cohort
