// The cells of one column, read as what the column is taken for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/tables/column_names.hpp"
#include "synchrony/tables/table_map.hpp"

namespace synchrony::tables {

/// The column's cells and what is said of them elsewhere.
struct SourceCells {
    std::vector<std::string> cells;  ///< trimmed
    const ColumnMap* map = nullptr;
    const std::vector<std::string>* missing = nullptr;  ///< the user's spellings for the whole table
    char decimal = '.';
    bool lone_comma_is_decimal = false;  ///< in a workbook, whose numbers have points, "12,5" is a text of 12.5
    bool thousands_commas = false;       ///< where the decimal sign is a point: "1,234" is 1234
    bool dash_is_a_word = false;         ///< beside "+" a "-" means no, not missing
    bool nr_is_a_word = false;           ///< "NR" is no non renseigné (French: missing) but may be a non-responder
};

/// What was read: the cohort's cells, "" where missing.
struct ReadCells {
    std::vector<std::string> cells;
    std::map<std::string, std::pair<std::string, std::size_t>> words;
    std::map<std::string, std::size_t> missing;
    std::map<std::string, std::vector<std::size_t>> unread;  ///< spelling -> rows
    /// Spelling -> what the map says of it and the column cannot hold, rows.
    std::map<std::string, std::pair<std::string, std::vector<std::size_t>>> refused;
};

/// The number in a cell, with a unit behind it ("150 ms") where that is `unit`; nothing for other text.
[[nodiscard]] std::optional<double> number_in(std::string_view cell, const SourceCells& source,
                                              std::string_view unit = {});
/// Whether the cell says that there is no value: empty, by the map, or in words of any language.
[[nodiscard]] bool is_missing_cell(std::string_view cell, const SourceCells& source);

[[nodiscard]] ReadCells read_numbers(const SourceCells& source, const cohort::ColumnRule& rule, std::string_view unit,
                                     double factor);
[[nodiscard]] ReadCells read_words(const SourceCells& source, const cohort::ColumnRule& rule, Meaning meaning);
/// A column that the program does not know: numbers, else yes and no as 1 and 0, else dates or text as they are.
/// `read_as` says which: "numbers", "yes or no", "dates, ...", "text", "empty".
[[nodiscard]] ReadCells read_unknown_cells(const SourceCells& source, std::string& read_as);
/// Alive and dead as 0 and 1 where all cells say so; of a column named after death yes and no too. Else as an unknown
/// column.
[[nodiscard]] ReadCells read_vital_cells(const SourceCells& source, Meaning meaning, std::string& read_as);

/// A cell, or what the map has in its place.
[[nodiscard]] std::string cell_by_map(const std::string& cell, const SourceCells& source);

/// Year, month, day; by its form (2020-04-05, 5.4.2020) or the order that the column has ("month/day/year"). Behind it
/// nothing but a time of day may stand. A year of two digits is of 1951 to 2050.
/// Nothing for other text and for days that no calendar has.
struct CalendarDay {
    int year = 0, month = 0, day = 0;
    [[nodiscard]] std::optional<int> number() const;  ///< days since 1970; nothing where no calendar has it
};
[[nodiscard]] std::optional<CalendarDay> day_in(std::string_view cell, std::string_view order);
/// Whether a date is divided by another mark than its column's, which says nothing of its order: 3/4/2020 among
/// 05.04.2020. Not 2020-04-05, and among such not 5.4.2020.
[[nodiscard]] bool has_two_readings(std::string_view cell, std::string_view order);
/// The order of the column's dates, by the map or the cells; "?" where day and month cannot be told apart, nothing
/// where half of the cells or more are no dates.
[[nodiscard]] std::optional<std::string> date_order(const SourceCells& source);

}  // namespace synchrony::tables
