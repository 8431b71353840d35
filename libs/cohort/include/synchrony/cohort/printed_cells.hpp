// Cells of a printed table by column name, with errors that say where.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

/// A number as printed: all values that round to it.
struct Printed {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    [[nodiscard]] double half() const { return 0.5 * (high - low); }
    /// With as many decimals as were printed: "0.6" is not "0.600".
    [[nodiscard]] std::string text() const;
    /// Something between `from` and `to` rounds to it.
    [[nodiscard]] bool meets(double from, double to) const;
};
/// "26.3" is 26.25 to 26.35; "< 0.001" is 0 to 0.001; "72.1%" is a share of 0.721. Nothing for anything else.
[[nodiscard]] std::optional<Printed> parse_printed(std::string_view cell);

/// One row; both must outlive it.
class PrintedCells {
  public:
    PrintedCells(const CsvTable& table, const CsvRow& row) : table_(table), row_(row) {}
    /// The cell without blanks at its ends; empty where the table has no such column.
    [[nodiscard]] std::string_view at(std::string_view column) const;
    /// Nothing for an empty cell.
    [[nodiscard]] core::Result<std::optional<Printed>> number(std::string_view column) const;
    [[nodiscard]] core::Result<std::optional<std::uint64_t>> count(std::string_view column) const;
    /// A count that must be there and not be 0.
    [[nodiscard]] core::Result<std::uint64_t> patients(std::string_view column) const;
    [[nodiscard]] std::string where(std::string_view column) const;

  private:
    const CsvTable& table_;
    const CsvRow& row_;
};

/// Errors (input): a column that stands twice, the first of those columns that the table lacks, a row with another
/// number of cells than there are columns (empty ones behind the last are passed over).
[[nodiscard]] core::Result<void> check_printed_table(const CsvTable& table, std::span<const char* const> columns);

}  // namespace synchrony::cohort
