// How a table is to be read, as a user may write it: a small TOML file beside the imported cohort.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::tables {

/// One `[[column]]`.
struct ColumnMap {
    std::string from;               ///< the source's name
    std::optional<std::string> as;  ///< a column of the cohort CSV or a new name; "" leaves it out
    std::optional<std::string> unit;
    std::optional<std::string> dates;           ///< "day.month.year", "month/day/year", "year-month-day"
    std::map<std::string, std::string> values;  ///< cell -> value; "" is missing
    std::size_t line = 0;                       ///< in the map's file, from 1
};

struct TableMap {
    std::string source;  ///< the map's file, for messages; empty: there is none
    std::optional<std::string> sheet;
    std::optional<std::string> encoding;  ///< of a text, where it was not found
    std::optional<std::size_t> header_row;
    std::optional<char> decimal;                 ///< '.' or ','
    bool number_rows = false;                    ///< the rows' numbers are the patients' ids
    std::optional<std::string> baseline_visit;   ///< "Visit=V0": rows are visits, and these make the patients
    std::optional<std::string> six_month_visit;  ///< "Visit=V6": what these say is of six months later
    std::optional<std::string> follow_up;        ///< "years" or "days" from implant to event; "" makes no such column
    std::optional<std::string> followed_until;   ///< year-month-day: end of follow-up where no column says it
    std::vector<std::string> missing;
    std::vector<ColumnMap> columns;

    [[nodiscard]] const ColumnMap* find(std::string_view from) const;
};

/// Errors (input) say line: no TOML, an unknown key, a value of another type, a column twice.
[[nodiscard]] core::Result<TableMap> parse_map(std::string_view text, const std::string& source);
[[nodiscard]] core::Result<TableMap> read_map(const std::filesystem::path& path);

/// "text" as TOML writes it.
[[nodiscard]] std::string toml_text(std::string_view text);

}  // namespace synchrony::tables
