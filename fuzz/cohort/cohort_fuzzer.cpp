// Input: a byte that chooses what is asked of the cohort, then the CSV.
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "main.hpp"
#include "memory_file.hpp"
#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/csv_table.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

cohort::CohortOptions options_of(unsigned choice) {
    cohort::CohortOptions options;
    options.check_files = false;  // the files that a stranger names are none of a fuzzer's business
    options.require_ecg = (choice & 1U) != 0;
    options.require_outcome = (choice & 2U) != 0;
    if (choice & 4U) options.outcome = "sex";
    if (choice & 8U) options.outcome = "site", options.outcome_positive = "A";
    return options;
}

/// One entry a patient in every column, patients distinct, every number finite.
void check_shape(const cohort::Cohort& cohort) {
    std::set<std::string> ids;
    for (const auto& patient : cohort.patients) ids.insert(patient.value());
    require(ids.size() == cohort.size() && cohort.outcome.size() == cohort.size());
    require(cohort.groups.size() == cohort.size() && cohort.positives() + cohort.negatives() <= cohort.size());
    for (const auto& column : cohort.columns) {
        const bool text = column.kind == cohort::ColumnKind::text;
        require((text ? column.texts.size() : column.numbers.size()) == cohort.size());
        for (const auto& number : column.numbers) require(!number || std::isfinite(*number));
    }
}

/// What is shown is a number or said to be missing.
void check_table(const cohort::Cohort& cohort) {
    const auto table = cohort::baseline_table(cohort);
    for (const auto& row : table.rows) {
        require(!row.p || (*row.p >= 0.0 && *row.p <= 1.0));
        require(!row.difference || std::isfinite(*row.difference));
    }
    require(!cohort::to_json(table).dump().empty() && !cohort::to_cells(table).empty());
}

/// A table that was read, written and read again is the same table.
void check_csv(std::string_view text) {
    const auto table = cohort::parse_csv(text, "fuzz.csv");
    if (!table) return require(!table.error().what.empty() && !table.error().where.empty());
    std::string again = cohort::csv_row(table->header);
    for (const auto& row : table->rows) again += cohort::csv_row(row.cells);
    const auto read = cohort::parse_csv(again, "again.csv");
    require(read && read->header == table->header && read->rows.size() == table->rows.size());
    for (std::size_t i = 0; i < read->rows.size(); ++i) require(read->rows[i].cells == table->rows[i].cells);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    check_csv(text);
    const auto check = cohort::check_cohort(fuzz::memory_file(text), options_of(data[0]));
    for (const auto& error : check.errors) require(!error.what.empty() && !error.where.empty());
    if (!check.errors.empty()) return 0;
    check_shape(check.cohort);
    check_table(check.cohort);
    return 0;
}
