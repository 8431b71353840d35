#include "synchrony/cohort/printed_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {

std::string Printed::text() const {
    constexpr int usual_decimals = 3, most_decimals = 6;
    const int decimals = half() > 0.0 ? static_cast<int>(std::lround(-std::log10(2.0 * half()))) : usual_decimals;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.*f", std::clamp(decimals, 0, most_decimals), value);
    return text.data();
}

bool Printed::meets(double from, double to) const {
    constexpr double rounding = 1e-9;  // sums of doubles differ from the exact by less
    return from <= high + rounding && to >= low - rounding;
}

std::optional<Printed> parse_printed(std::string_view cell) {
    cell = trimmed(cell);
    const bool below = cell.starts_with('<');
    if (below) cell = trimmed(cell.substr(1));
    const bool percent = cell.ends_with('%');
    if (percent) cell = trimmed(cell.substr(0, cell.size() - 1));
    const auto value = parse_number(cell);
    if (!value || cell.find_first_of("eE") != std::string_view::npos) return std::nullopt;
    const double scale = percent ? 0.01 : 1.0;
    if (below) return Printed{*value * scale, 0.0, *value * scale};
    const auto point = cell.find('.');
    const auto decimals = point == std::string_view::npos ? 0.0 : static_cast<double>(cell.size() - point - 1);
    const double half = 0.5 * std::pow(10.0, -decimals);
    return Printed{*value * scale, (*value - half) * scale, (*value + half) * scale};
}

std::string_view PrintedCells::at(std::string_view column) const {
    for (std::size_t i = 0; i < table_.header.size() && i < row_.cells.size(); ++i)
        if (trimmed(table_.header[i]) == column) return trimmed(row_.cells[i]);
    return {};
}

std::string PrintedCells::where(std::string_view column) const {
    return table_.source + ", line " + std::to_string(row_.line) + ", column " + std::string(column);
}

core::Result<std::optional<Printed>> PrintedCells::number(std::string_view column) const {
    const auto cell = at(column);
    if (cell.empty()) return std::nullopt;
    if (const auto printed = parse_printed(cell)) return printed;
    return core::fail_input("the cell is not a printed number", where(column), core::in_quotes(cell),
                            "26.3, 72.1% or < 0.001");
}

core::Result<std::optional<std::uint64_t>> PrintedCells::count(std::string_view column) const {
    constexpr double most = 1e6;  // far above any table; keeps sums and loops over patients short
    const auto cell = at(column);
    if (cell.empty()) return std::nullopt;
    const auto value = parse_number(cell);
    if (!value || *value < 0.0 || *value > most || *value != std::floor(*value))
        return core::fail_input("the cell is not a count", where(column), core::in_quotes(cell),
                                "a whole number up to 1000000");
    return static_cast<std::uint64_t>(*value);
}

core::Result<std::uint64_t> PrintedCells::patients(std::string_view column) const {
    SYNCHRONY_ASSIGN(const auto value, count(column));
    if (value && *value > 0) return *value;
    return core::fail_input("the row does not say how many patients the group has", where(column),
                            core::in_quotes(at(column)), "a whole number above 0");
}

core::Result<void> check_printed_table(const CsvTable& table, std::span<const char* const> columns) {
    const auto line = [&](std::size_t number) { return table.source + ", line " + std::to_string(number); };
    std::set<std::string_view> names;
    for (const auto& name : table.header)
        if (!trimmed(name).empty() && !names.insert(trimmed(name)).second)
            return core::fail_input("a column stands twice", line(table.header_line), core::in_quotes(trimmed(name)));
    for (const auto* needed : columns)
        if (!names.contains(needed))
            return core::fail_input(std::string("the column '") + needed + "' is missing", line(table.header_line), {},
                                    needed);
    for (const auto& row : table.rows) {
        const auto beyond = std::span(row.cells).subspan(std::min(row.cells.size(), table.header.size()));
        const bool text_beyond = std::ranges::any_of(beyond, [](const auto& cell) { return !trimmed(cell).empty(); });
        if (row.cells.size() < table.header.size() || text_beyond)
            return core::fail_input("the row has the wrong number of cells", line(row.line),
                                    std::to_string(row.cells.size()), std::to_string(table.header.size()),
                                    "A cell that holds a comma stands in quotes");
    }
    return {};
}

}  // namespace synchrony::cohort
