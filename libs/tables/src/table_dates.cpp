#include "table_dates.hpp"

#include <algorithm>
#include <chrono>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

/// The mark between a date's numbers: '.', '/' or '-'.
char mark_of(const SourceCells& source) {
    for (const auto& cell : source.cells)
        if (const auto at = cell.find_first_of("./-"); at != std::string::npos) return cell[at];
    return 0;
}

/// A year from now, since a follow-up may be planned; days since 1970.
int last_day_of_data() {
    constexpr int year_days = 366;
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return static_cast<int>(today.time_since_epoch().count()) + year_days;
}

}  // namespace

void TableDates::read() {
    for (auto& column : parts_.columns) {
        if (!is_date(column.meaning) || column.account.as.empty()) continue;
        column.account.read_as = "dates";
        column.account.why_left_out = "dates tell who somebody is";
        if (has_use(column.meaning)) read_dates(column);
    }
}

bool TableDates::there_is(Meaning meaning) const {
    return std::ranges::any_of(parts_.columns,
                               [&](const auto& c) { return c.meaning == meaning && !c.account.as.empty(); });
}

bool TableDates::has_age() const {
    return std::ranges::any_of(
        parts_.columns, [](const auto& c) { return c.account.as == "age_y" && c.meaning != Meaning::birth_date; });
}

bool TableDates::there_is_an_end() const {
    return there_is(Meaning::death_date) || there_is(Meaning::transplant_date) || there_is(Meaning::last_contact_date);
}

bool TableDates::wants_follow_up() const {
    return there_is(Meaning::implant_date) && there_is_an_end() && parts_.map.follow_up != "";
}

/// A date that nothing is made of need not be understood.
bool TableDates::has_use(Meaning meaning) const {
    const bool age = there_is(Meaning::birth_date) && there_is(Meaning::implant_date) && !has_age();
    if (meaning == Meaning::birth_date) return age;
    if (meaning == Meaning::implant_date) return age || wants_follow_up() || parts_.implant_days;
    return wants_follow_up();
}

void TableDates::read_dates(PlannedColumn& column) {
    const auto& source = column.source;
    const bool none = std::ranges::all_of(
        source.cells, [&](const auto& cell) { return is_missing_cell(cell_by_map(cell, source), source); });
    const auto order = none ? std::optional<std::string>("year-month-day") : order_of(column);
    if (!order) return;
    const int last_day = last_day_of_data();
    const bool ordered_by_map = source.map != nullptr && source.map->dates;
    Dates dates{&column, {}};
    auto none_there = fault_of(column, {}), later = fault_of(column, {});
    const auto count = [&](ImportFault& fault, std::size_t row) {
        if (fault.cells++ == 0) fault.first_row = parts_.row_numbers[row];
    };
    for (std::size_t row = 0; row < source.cells.size(); ++row) {
        const auto cell = cell_by_map(source.cells[row], source);
        const bool unsure = !ordered_by_map && has_two_readings(cell, *order);
        dates.days.push_back(unsure ? std::nullopt : day_in(cell, *order));
        // Births of two digits are put into their century later.
        const bool may_be_later = column.meaning == Meaning::birth_date;
        if (!may_be_later && dates.days.back() && *dates.days.back()->number() > last_day) count(later, row);
        if (!dates.days.back() && !is_missing_cell(cell, source)) count(none_there, row);
    }
    // Without the cells themselves: they tell who somebody is.
    const auto complain = [&](ImportFault& fault, const char* one, const char* several, std::string expected) {
        if (fault.cells == 0) return;
        fault.what = core::counted(fault.cells, one, several);
        fault.expected = std::move(expected);
        fault.hint =
            "values = { \"...\" = \"\" } with what stands there makes it missing, or with a date in place of \"\"";
        parts_.faults.push_back(std::move(fault));
    };
    complain(none_there, "cell is no date", "cells are no dates", *order);
    complain(later, "date lies in the future", "dates lie in the future", "a day that has been");
    read_[column.meaning] = std::move(dates);
}

std::optional<std::string> TableDates::order_of(PlannedColumn& column) {
    auto order = date_order(column.source);
    if (order == "?")
        if (auto other = order_of_others(column)) {
            notes_.push_back("day and month in " + core::in_quotes(column.account.from) +
                             " were read as in the table's other dates: " + *other);
            return other;
        }
    if (order && *order != "?") return order;
    auto fault = fault_of(column, order ? "day and month of the dates cannot be told apart" : "the cells are no dates");
    fault.hint = order ? "dates = \"day/month/year\" or \"month/day/year\"" : "as = \"\" leaves the column out";
    parts_.faults.push_back(std::move(fault));
    return std::nullopt;
}

/// The order of the other columns whose dates have the same mark, where they agree.
std::optional<std::string> TableDates::order_of_others(const PlannedColumn& column) const {
    std::optional<std::string> agreed;
    for (const auto& other : parts_.columns) {
        if (&other == &column || mark_of(other.source) != mark_of(column.source)) continue;
        const auto order = date_order(other.source);
        if (!order || *order == "?" || order->starts_with("year")) continue;
        if (agreed && *agreed != *order) return std::nullopt;
        agreed = order;
    }
    return agreed;
}

const Dates* TableDates::dated(Meaning meaning) const {
    const auto found = read_.find(meaning);
    return found == read_.end() ? nullptr : &found->second;
}

std::optional<Dates> TableDates::plain_dates(Meaning meaning) const {
    const auto found = std::ranges::find_if(
        parts_.columns, [&](const auto& c) { return c.meaning == meaning && !c.account.as.empty(); });
    if (found == parts_.columns.end()) return std::nullopt;
    auto order = date_order(found->source);
    if (order == "?") order = order_of_others(*found);
    if (!order) return std::nullopt;
    Dates dates{&*found, {}};
    for (const auto& cell : found->source.cells) dates.days.push_back(day_in(cell_by_map(cell, found->source), *order));
    return dates;
}

}  // namespace synchrony::tables
