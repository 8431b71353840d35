#include "csv/columns.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io::csv {
namespace {

using core::Result;

std::string bare_cell(std::string_view text) {
    constexpr std::string_view around = " \t\r'";
    const auto begin = text.find_first_not_of(around);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(around) - begin + 1));
}

bool is_time_name(const std::string& name) {
    const std::string n = core::lower(name);
    constexpr std::array<std::string_view, 12> whole = {"t",   "time", "seconds", "elapsed time", "t_s",   "t_ms",
                                                        "sec", "zeit", "temps",   "tiempo",       "tempo", "ms"};
    constexpr std::array<std::string_view, 12> begins = {"time_", "time (",      "time [",      "time(",
                                                         "time[", "time/",       "t (",         "t [",
                                                         "zeit ", "timestamp [", "timestamp (", "timestamp_"};
    return std::find(whole.begin(), whole.end(), n) != whole.end() ||
           std::any_of(begins.begin(), begins.end(), [&](auto start) { return n.starts_with(start); });
}

std::string name_without_unit(const std::string& name) {
    return record::split_unit(bare_cell(name)).name;
}

bool counts_on(const std::vector<double>& values) {
    constexpr std::size_t least = 50;
    if (values.size() < least) return false;
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    if (!(step > 0)) return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool rises = i == 0 || values[i] >= values[i - 1];
        if (!rises || !(std::abs(values[i] - values.front() - static_cast<double>(i) * step) <= step)) return false;
    }
    return true;
}

/// "PLETH [NU]", "II (uV)", "I_mV": the unit leaves the name.
Result<Column> column_named(const std::string& name, const record::NamesTogether& together, const CsvOptions& options,
                            const std::string& where) {
    Column column;
    const auto split = record::split_unit(core::without_guard(name));
    column.name = split.unit ? split.name : bare_cell(name);
    column.unit = split.unit;
    if (column.unit) column.millivolts = record::millivolts_per(*column.unit);
    const auto& others = options.other_signals;
    column.never_lead =
        record::names_other_signal(column.name) || std::find(others.begin(), others.end(), column.name) != others.end();
    column.lead_name = together.is_lead_name(column.name);
    column.never_lead = column.never_lead || (together.eeg() && !column.lead_name);
    if (column.never_lead) return column;
    if (column.unit && !column.millivolts && column.lead_name && !options.unit)
        return core::fail_input("unit of a lead is not known", where + ", column " + column.name,
                                "'" + *column.unit + "'", "mV, uV, V or nV",
                                "--unit UNIT says what its numbers are in");
    if (column.millivolts || column.lead_name) column.kind = ColumnKind::lead;
    return column;
}

}  // namespace

core::Result<void> name_leads(std::vector<std::string>& names, const CsvOptions& options, const std::string& where,
                              std::vector<record::Warning>& warnings) {
    const auto& given = options.lead_names;
    if (given.empty()) return {};
    const bool named = std::any_of(names.begin(), names.end(),
                                   [](const auto& name) { return record::is_lead_name(name_without_unit(name)); });
    if (named) {
        warnings.emplace_back("the names given with --leads are not used: the table names its leads");
        return {};
    }
    std::vector<std::string*> nameless;
    for (auto& name : names)
        if (!is_time_name(bare_cell(name))) nameless.push_back(&name);
    // One column more than names: times or numbers of samples stand first.
    if (nameless.size() == given.size() + 1) {
        if (nameless[0]->empty()) *nameless[0] = "column 1";
        nameless.erase(nameless.begin());
    }
    if (nameless.size() != given.size())
        return core::fail({core::ErrorKind::usage,
                           "names of leads do not fit the table",
                           where,
                           std::to_string(given.size()) + " names for " + std::to_string(nameless.size()) + " columns",
                           "a name a column",
                           {}});
    for (std::size_t i = 0; i < given.size(); ++i) *nameless[i] = given[i];
    return {};
}

void set_counters_aside(std::vector<Column>& columns, std::vector<record::Warning>& warnings) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
        auto& column = columns[c];
        if (column.kind != ColumnKind::lead || column.lead_name || column.unit || !counts_on(column.values)) continue;
        column.kind = ColumnKind::other;
        if (column.name.empty()) column.name = "column " + std::to_string(c + 1);
        warnings.emplace_back(column.name +
                              " rises by even steps: taken for times or numbers of samples, not for a lead");
    }
}

double unit_of_time_name(const std::string& name) {
    const std::string n = core::lower(name);
    const auto has = [&](std::string_view unit) { return n.find(unit) != std::string::npos; };
    // "timestamp" ends in a unit's letters.
    const auto behind = [&](std::string_view unit) {
        return has("[" + std::string(unit) + "]") || has("(" + std::string(unit) + ")") ||
               n.ends_with("_" + std::string(unit));
    };
    if (behind("us") || behind("µs") || has("micro")) return 1e-6;
    if (behind("ns") || has("nano")) return 1e-9;
    return has("ms") || has("milli") ? 1e-3 : 1.0;
}

Result<std::vector<Column>> columns_of(const std::vector<std::string>& names, const CsvOptions& options,
                                       const std::string& where) {
    std::vector<Column> columns;
    bool any_time = false, any_lead = false;
    const auto together = record::NamesTogether::of(names, name_without_unit);
    for (const auto& full : names) {
        const std::string name = bare_cell(full);
        const bool time = !any_time && (options.time_column.empty() ? is_time_name(name) : name == options.time_column);
        if (time) {
            columns.push_back({name, {}, {}, ColumnKind::time, {}, false, false, false, false});
            any_time = true;
            continue;
        }
        SYNCHRONY_ASSIGN(auto column, column_named(full, together, options, where));
        any_lead = any_lead || column.kind == ColumnKind::lead;
        columns.push_back(std::move(column));
    }
    if (!any_time && !options.time_column.empty()) {
        const auto all = core::joined(names, ", ", bare_cell);
        return core::fail({core::ErrorKind::usage,
                           "no such time column",
                           where,
                           options.time_column,
                           "one of " + all.substr(0, 200),
                           {}});
    }
    // Who states a unit for a table without any known name says that its columns are voltages.
    if (!any_lead && options.unit)
        for (auto& column : columns)
            if (column.kind == ColumnKind::other && !column.never_lead) column.kind = ColumnKind::lead;
    return columns;
}

}  // namespace synchrony::io::csv
