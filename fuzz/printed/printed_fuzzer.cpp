// Input: someone's printed table as CSV, read as a baseline table and as one of results.
#include <cmath>
#include <nlohmann/json.hpp>

#include "main.hpp"
#include "memory_file.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/printed_baseline.hpp"
#include "synchrony/eval/printed_results.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

constexpr std::size_t most_rows = 20;  // a row is judged alone

bool share(double value) {
    return value >= 0.0 && value <= 1.0;
}

void fuzz_baseline(const cohort::CsvTable& table) {
    const auto rows = cohort::read_printed_baseline(table);
    if (!rows) return require(!rows.error().what.empty() && !rows.error().where.empty());
    std::vector<cohort::PrintedBaselineVerdict> verdicts;
    for (const auto& row : *rows) verdicts.push_back(cohort::check_printed_row(row));
    for (const auto& verdict : verdicts)
        for (const auto& p : verdict.recomputed)
            require(share(p.low) && p.low <= p.value && p.value <= p.high && share(p.high));
    require(!cohort::to_json(verdicts).dump().empty());
}

void fuzz_results(const cohort::CsvTable& table) {
    const auto rows = eval::read_printed_results(table);
    if (!rows) return require(!rows.error().what.empty() && !rows.error().where.empty());
    std::vector<eval::PrintedResultVerdict> verdicts;
    for (const auto& row : *rows) verdicts.push_back(eval::check_printed_row(row));
    for (const auto& verdict : verdicts) {
        require((verdict.reading == eval::Reading::pooled) == verdict.against_pooled.empty());
        require(!verdict.implied_accuracy || std::isfinite(*verdict.implied_accuracy));
    }
    require(!eval::to_json(verdicts).dump().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto table = cohort::parse_csv({reinterpret_cast<const char*>(data), size}, "printed.csv");
    if (!table) return 0;
    if (table->rows.size() > most_rows) table->rows.resize(most_rows);
    fuzz_baseline(*table);
    fuzz_results(*table);
    return 0;
}
