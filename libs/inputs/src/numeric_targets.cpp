#include "synchrony/inputs/numeric_targets.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::inputs {
namespace {

constexpr const char* id_column = "patient_id";

core::Result<std::size_t> place_of(const cohort::CsvTable& table, const std::string& name) {
    const auto found = std::ranges::find(table.header, name);
    if (found != table.header.end()) return static_cast<std::size_t>(found - table.header.begin());
    return core::fail({core::ErrorKind::usage,
                       "the table of numbers has no such column",
                       table.source,
                       name,
                       core::joined(table.header),
                       {}});
}

core::Result<double> number_in(const cohort::CsvTable& table, const cohort::CsvRow& row, std::size_t column) {
    const auto cell = column < row.cells.size() ? core::trimmed(std::string_view(row.cells[column])) : "";
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto number = core::number_from<double>(cell);
    if (number && std::isfinite(*number)) return *number;
    return core::fail_input("not a number",
                            table.source + ", line " + std::to_string(row.line) + ", column " + table.header[column],
                            core::in_quotes(core::printable(cell)), "a number or nothing");
}

}  // namespace

core::Result<nn::NumericTargets> numeric_targets(const std::filesystem::path& path,
                                                 const std::vector<std::string>& columns) {
    SYNCHRONY_ASSIGN(const auto table, cohort::read_csv(path));
    SYNCHRONY_ASSIGN(const auto id, place_of(table, id_column));
    nn::NumericTargets targets;
    targets.source = path.filename().string();
    targets.names = columns;
    if (columns.empty())
        std::ranges::copy_if(table.header, std::back_inserter(targets.names),
                             [](const auto& name) { return name != id_column; });
    std::vector<std::size_t> places;
    for (const auto& name : targets.names) {
        SYNCHRONY_ASSIGN(const auto place, place_of(table, name));
        places.push_back(place);
    }
    if (places.empty()) return core::fail_input("the table has no numbers", path.string(), core::joined(table.header));
    for (const auto& row : table.rows) {
        std::vector<double> values;
        for (const auto place : places) {
            SYNCHRONY_ASSIGN(const double value, number_in(table, row, place));
            values.push_back(value);
        }
        const auto patient = id < row.cells.size() ? row.cells[id] : std::string();
        if (!targets.of_patient.emplace(patient, std::move(values)).second)
            return core::fail_input("a patient stands twice in the table of numbers",
                                    path.string() + ", line " + std::to_string(row.line));
    }
    return targets;
}

}  // namespace synchrony::inputs
