#include "synchrony/tables/raw_table.hpp"

#include <algorithm>

#include "folded.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/tables/workbook.hpp"
#include "units.hpp"

namespace synchrony::tables {
namespace {

constexpr std::uint64_t most_table_bytes = std::uint64_t{256} << 20;
/// Rows among which the header is looked for.
constexpr std::size_t most_rows_above = 15;
/// A header is at least so wide, as a share of the widest row nearby: groups and titles are not.
constexpr double least_header_width = 0.6;

bool is_blank_cell(std::string_view cell) {
    return core::trimmed(cell).empty();
}

std::size_t filled_cells(const RawRow& row) {
    return row.cells.size() - static_cast<std::size_t>(std::ranges::count_if(row.cells, is_blank_cell));
}

bool holds_numbers(const RawRow& row) {
    return std::ranges::any_of(row.cells, [](const std::string& cell) {
        auto text = std::string(core::trimmed(std::string_view(cell)));
        std::ranges::replace(text, ',', '.');
        return cohort::parse_number(text).has_value();
    });
}

std::size_t find_header(const RawTable& table) {
    const std::size_t n = std::min(table.rows.size(), most_rows_above);
    std::size_t widest = 0;
    for (std::size_t i = 0; i < n; ++i) widest = std::max(widest, filled_cells(table.rows[i]));
    const auto least = std::max<double>(2.0, least_header_width * static_cast<double>(widest));
    for (std::size_t i = 0; i < n; ++i)
        if (static_cast<double>(filled_cells(table.rows[i])) >= least && !holds_numbers(table.rows[i])) return i;
    return 0;
}

/// The headings of groups above each column. A workbook says over which columns they stand; in a text each stands over
/// the columns to the next.
std::vector<std::string> groups_above(const RawTable& table, const RawRow& above, std::size_t columns) {
    std::vector<std::string> groups(columns);
    for (std::size_t c = 0; c < columns; ++c) groups[c] = above.cell(c);
    const bool merged = std::ranges::any_of(table.merged, [&](const auto& m) { return m.row == above.number; });
    for (const auto& m : table.merged)
        for (std::size_t c = m.first; m.row == above.number && c <= m.last && c < columns; ++c)
            groups[c] = above.cell(m.first);
    for (std::size_t c = 1; !merged && c < columns; ++c)
        if (groups[c].empty()) groups[c] = groups[c - 1];
    return groups;
}

/// A row below the header that holds units alone ("ms", "ml", "(%)").
bool is_row_of_units(const RawRow& row) {
    std::size_t units = 0, others = 0;
    for (const auto& cell : row.cells)
        if (!is_blank_cell(cell)) ++(unit_named(cell) ? units : others);
    return units >= 2 && others == 0;
}

void name_columns(const RawTable& table, std::size_t header, HeadedTable& headed) {
    const auto& row = table.rows[header];
    for (std::size_t c = 0; c < row.cells.size(); ++c) headed.names.push_back(row.cell(c));
    while (!headed.names.empty() && headed.names.back().empty()) headed.names.pop_back();
    headed.header_row = row.number;
    if (header == 0) return;
    const auto& above = table.rows[header - 1];
    if (filled_cells(above) >= 2 && filled_cells(above) < filled_cells(row)) {
        const auto groups = groups_above(table, above, headed.names.size());
        for (std::size_t c = 0; c < headed.names.size(); ++c)
            if (!groups[c].empty() && !headed.names[c].empty()) headed.names[c] = groups[c] + " / " + headed.names[c];
        headed.notes.push_back("row " + std::to_string(above.number) + " holds headings of groups");
        --header;
    }
    if (header > 0) headed.notes.push_back(core::counted(header, "row") + " above the header left out");
}

}  // namespace

namespace {
cohort::CsvOptions in_encoding(const std::string& encoding) {
    cohort::CsvOptions options;
    options.encoding = encoding;
    return options;
}
}  // namespace

core::Result<RawTable> read_raw_table(const std::filesystem::path& path, const std::string& sheet,
                                      const std::string& encoding) {
    SYNCHRONY_ASSIGN(const std::string bytes, core::read_file(path, most_table_bytes));
    const auto source = path.filename().string();
    if (looks_like_workbook(bytes)) return read_workbook(bytes, source, sheet);
    if (bytes.starts_with("\xd0\xcf\x11\xe0"))
        return core::fail_input("the workbook is of the old kind", source, ".xls", ".xlsx or CSV",
                                "Save it as .xlsx in the program that made it");
    if (!sheet.empty()) return core::fail({core::ErrorKind::usage, "a text has no sheets", source, sheet, {}, {}});
    SYNCHRONY_ASSIGN(auto read, cohort::parse_table(bytes, source, in_encoding(encoding)));
    RawTable table;
    table.source = source;
    table.dialect = read.dialect;
    table.rows.push_back({read.table.header_row, std::move(read.table.header)});
    for (auto& row : read.table.rows) table.rows.push_back({row.row, std::move(row.cells)});
    std::erase_if(table.rows, [](const RawRow& row) { return filled_cells(row) == 0; });
    return table;
}

core::Result<HeadedTable> with_header(const RawTable& table, std::optional<std::size_t> header_row) {
    if (table.rows.empty()) return core::fail_input("the table has no rows", table.source);
    std::size_t header = find_header(table);
    if (header_row) {
        const auto found = std::ranges::find(table.rows, *header_row, &RawRow::number);
        if (found == table.rows.end())
            return core::fail({core::ErrorKind::usage,
                               "the header's row is empty or not there",
                               table.source,
                               std::to_string(*header_row),
                               {},
                               {}});
        header = static_cast<std::size_t>(found - table.rows.begin());
    }
    HeadedTable headed;
    name_columns(table, header, headed);
    std::size_t first = header + 1;
    if (first < table.rows.size() && is_row_of_units(table.rows[first])) {
        for (std::size_t c = 0; c < headed.names.size(); ++c)
            if (const auto unit = table.rows[first].cell(c); !unit.empty()) headed.names[c] += " [" + unit + "]";
        headed.notes.push_back("row " + std::to_string(table.rows[first].number) + " holds units");
        ++first;
    }
    headed.rows.assign(table.rows.begin() + static_cast<std::ptrdiff_t>(first), table.rows.end());
    // All rows shorter than the header: a separator stands inside one of its names, and every cell behind it would come
    // under the wrong one.
    const bool all_short =
        table.sheet.empty() && !headed.rows.empty() &&
        std::ranges::all_of(headed.rows, [&](const RawRow& row) { return row.cells.size() < headed.names.size(); });
    if (all_short)
        return core::fail_input("every row has fewer cells than the header",
                                table.source + ", row " + std::to_string(headed.header_row),
                                std::to_string(headed.names.size()) + " names",
                                "as many as the rows have cells, " + std::to_string(headed.rows.front().cells.size()),
                                "Is there a separator inside a name that is not in quotes?");
    for (auto& row : headed.rows) row.cells.resize(std::max(row.cells.size(), headed.names.size()));
    if (headed.rows.empty()) return core::fail_input("the table has a header and no rows", table.source);
    return headed;
}

std::string RawRow::cell(std::size_t column) const {
    return column < cells.size() ? core::trimmed(std::string(cells[column])) : std::string();
}

std::string column_letters(std::size_t column) {
    std::string letters;
    for (++column; column > 0; column = (column - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return letters;
}

}  // namespace synchrony::tables
