// The baseline table for people, for spreadsheets and for programs.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

std::string fixed(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// Three figures: "4.75e+29".
std::string short_form(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

nlohmann::ordered_json cell_json(const BaselineRow& row, const BaselineCell& cell) {
    nlohmann::ordered_json item{{"present", cell.present}, {"missing", cell.missing}};
    if (row.kind == VariableKind::binary) {
        item["count"] = cell.count.front();
        return item;
    }
    if (row.kind == VariableKind::category) {
        item["counts"] = cell.count;
        return item;
    }
    item["mean"] = core::or_null(cell.mean);
    item["sd"] = core::or_null(cell.sd);
    item["median"] = core::or_null(cell.median);
    item["quartiles"] = {core::or_null(cell.lower), core::or_null(cell.upper)};
    if (row.kind == VariableKind::ordered) item["counts"] = cell.count;
    return item;
}

const char* name_of(VariableKind kind) {
    switch (kind) {
        case VariableKind::continuous:
            return "continuous";
        case VariableKind::binary:
            return "binary";
        case VariableKind::ordered:
            return "ordered";
        case VariableKind::angle:
            return "angle";
        case VariableKind::category:
            return "category";
    }
    return "";
}

std::string label(const BaselineRow& row, std::size_t level) {
    if (row.kind == VariableKind::ordered) return row.name + " = " + fixed(row.levels[level], 0);
    if (row.kind == VariableKind::category) return row.name + " = " + row.words[level];
    if (row.name == "sex") return "male";
    return row.unit.empty() ? row.name : row.name + " [" + row.unit + "]";
}

/// One decimal, more where the SD would be lost by that; powers of ten where a table would not hold the figures.
std::string mean_and_sd(double mean, const std::optional<double>& sd) {
    constexpr double least_by_one_decimal = 0.1, most_written_out = 1e7;
    constexpr int most_decimals = 9;
    const double size = std::max(std::abs(mean), sd.value_or(0.0));
    const double spread = sd && *sd > 0.0 ? *sd : std::abs(mean);
    const int decimals =
        spread >= least_by_one_decimal || !(spread > 0.0) ? 1 : 1 - static_cast<int>(std::floor(std::log10(spread)));
    const auto text = [&](double value) {
        return size < most_written_out && decimals <= most_decimals ? fixed(value, decimals) : short_form(value);
    };
    return text(mean) + (sd ? " ± " + text(*sd) : "");
}

}  // namespace

std::string printed(const BaselineRow& row, const BaselineCell& cell, std::size_t level) {
    if (cell.present == 0) return "-";
    if (row.kind == VariableKind::angle && !cell.mean) return "-";  // they point everywhere
    if (row.kind == VariableKind::continuous || row.kind == VariableKind::angle)
        return mean_and_sd(*cell.mean, cell.sd);
    const std::size_t count = cell.count[level];
    return std::to_string(count) + " (" +
           fixed(100.0 * static_cast<double>(count) / static_cast<double>(cell.present), 1) + ")";
}

std::string printed_p(const std::optional<double>& p) {
    return p ? core::p_value_text(*p) : "-";
}

nlohmann::ordered_json to_json(const BaselineTable& table) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) {
        nlohmann::ordered_json item{
            {"name", row.name}, {"meaning", row.meaning}, {"unit", row.unit}, {"kind", name_of(row.kind)}};
        if (row.kind == VariableKind::ordered) item["levels"] = row.levels;
        if (row.kind == VariableKind::category) item["levels"] = row.words;
        item["all"] = cell_json(row, row.all);
        item["positives"] = cell_json(row, row.positives);
        item["negatives"] = cell_json(row, row.negatives);
        item["p"] = core::or_null(row.p);
        item["test"] = name_of(row.test);
        item["smd"] = core::or_null(row.difference);
        rows.push_back(std::move(item));
    }
    return {{"outcome", table.outcome_name},
            {"patients", table.patients},
            {"positives", table.positives},
            {"negatives", table.negatives},
            {"rows", rows},
            {"rule", std::string(baseline_rule()) + " " + std::string(baseline_difference_rule())},
            {"notes", table.notes}};
}

std::vector<std::vector<std::string>> to_cells(const BaselineTable& table) {
    std::vector<std::vector<std::string>> cells{{"variable", "all (" + std::to_string(table.patients) + ")",
                                                 "positive (" + std::to_string(table.positives) + ")",
                                                 "negative (" + std::to_string(table.negatives) + ")", "p", "test",
                                                 "SMD", "missing"}};
    for (const auto& row : table.rows) {
        const std::size_t levels = std::max<std::size_t>(row.level_count(), 1);
        for (std::size_t level = 0; level < levels; ++level) {
            std::vector<std::string> line{label(row, level), printed(row, row.all, level),
                                          printed(row, row.positives, level), printed(row, row.negatives, level)};
            const bool first = level == 0;
            line.push_back(first ? printed_p(row.p) : "");
            line.push_back(first ? std::string(row.test == BaselineTest::none ? "-" : name_of(row.test)) : "");
            line.push_back(!first ? "" : row.difference ? fixed(*row.difference, 2) : "-");
            line.push_back(first ? std::to_string(row.all.missing) : "");
            cells.push_back(std::move(line));
        }
    }
    return cells;
}

}  // namespace synchrony::cohort
