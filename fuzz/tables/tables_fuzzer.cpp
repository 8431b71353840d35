// Input: a byte that chooses, then a map in TOML (bit 0), a rule of an outcome (bit 1), or a table: CSV or a workbook.
#include "main.hpp"
#include "memory_file.hpp"
#include "synchrony/cohort/outcome_rule.hpp"
#include "synchrony/tables/import_table.hpp"
#include "synchrony/tables/workbook.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

void check_import(const tables::RawTable& table) {
    const auto imported = tables::import_table(table, {});
    if (!imported) return require(!imported.error().what.empty());
    for (const auto& row : imported->rows) require(row.size() == imported->header.size());
    require(imported->faults.empty() || imported->rows.empty());
    // The map that was written can be read.
    const auto map = tables::parse_map(imported->map_text, "written");
    require(map.has_value());
    require(map->columns.size() == imported->columns.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if ((data[0] & 1U) != 0) {
        const auto map = tables::parse_map(text, "fuzz.toml");
        require(map || !map.error().what.empty());
    } else if ((data[0] & 2U) != 0) {
        const auto rule = cohort::OutcomeRule::parse(text);
        require(!rule || !rule->columns().empty());
    } else if (tables::looks_like_workbook(text)) {
        const auto table = tables::read_workbook(text, "fuzz.xlsx");
        if (table) check_import(*table);
    } else {
        const auto table = tables::read_raw_table(fuzz::memory_file(text));
        if (table) check_import(*table);
    }
    return 0;
}
