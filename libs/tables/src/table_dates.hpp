// The dates of a table's columns, each in the order that the column, the map or the other columns say.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "planned_column.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {

/// A column's dates, days since 1970; nothing where there is none.
struct Dates {
    PlannedColumn* column = nullptr;
    std::vector<std::optional<CalendarDay>> days;
    [[nodiscard]] std::string name() const { return core::in_quotes(column->account.from); }
    [[nodiscard]] std::optional<int> number(std::size_t row) const {
        return days[row] ? days[row]->number() : std::nullopt;
    }
};

/// What is read, and what is said of it.
struct TableParts {
    std::vector<PlannedColumn>& columns;
    const TableMap& map;
    const std::vector<std::size_t>& row_numbers;
    std::vector<ImportFault>& faults;
    bool implant_days = false;  ///< those of the implant are needed, whatever is made of them
};

class TableDates {
  public:
    /// Notes may be said while dates are read.
    TableDates(TableParts parts, std::vector<std::string>& notes) : parts_(parts), notes_(notes) {}

    /// Reads those that something is made of, and says in the columns' accounts that dates are left out.
    void read();

    [[nodiscard]] bool there_is(Meaning meaning) const;
    [[nodiscard]] bool has_age() const;
    [[nodiscard]] bool there_is_an_end() const;
    [[nodiscard]] bool wants_follow_up() const;
    /// Those that were read; null: none.
    [[nodiscard]] const Dates* dated(Meaning meaning) const;
    [[nodiscard]] const std::map<Meaning, Dates>& all() const { return read_; }
    /// The dates of a column whose order is plain; nothing is asked about dates that are only compared.
    [[nodiscard]] std::optional<Dates> plain_dates(Meaning meaning) const;

  private:
    [[nodiscard]] bool has_use(Meaning meaning) const;
    void read_dates(PlannedColumn& column);
    std::optional<std::string> order_of(PlannedColumn& column);
    [[nodiscard]] std::optional<std::string> order_of_others(const PlannedColumn& column) const;

    TableParts parts_;
    std::vector<std::string>& notes_;
    std::map<Meaning, Dates> read_;
};

}  // namespace synchrony::tables
