#include "dated_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>

#include "follow_up_columns.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "table_dates.hpp"

namespace synchrony::tables {
namespace {

constexpr int oldest_y = 120;

std::string iso_text(const CalendarDay& day) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", day.year, day.month, day.day);
    return text.data();
}

std::string age_at(const Dates& birth, const Dates& implant, std::size_t row) {
    auto born = birth.days[row];
    const auto& then = implant.days[row];
    if (!born || !then) return {};
    if (born->year > then->year) born->year -= 100;  // of two digits: '31 is 1931 for somebody implanted in 2019
    const bool before_birthday = then->month < born->month || (then->month == born->month && then->day < born->day);
    const int age = then->year - born->year - (before_birthday ? 1 : 0);
    return age < 0 || age > oldest_y ? std::string() : std::to_string(age);
}

/// Completed years on the day of the implant.
void derive_age(const TableDates& dates, std::size_t rows, DerivedFromDates& out) {
    const auto *birth = dates.dated(Meaning::birth_date), *implant = dates.dated(Meaning::implant_date);
    if (birth == nullptr || implant == nullptr || dates.has_age()) return;
    DerivedColumn age{"age_y", {}};
    for (std::size_t row = 0; row < rows; ++row) age.cells.push_back(age_at(*birth, *implant, row));
    out.columns.push_back(std::move(age));
    out.notes.push_back("age_y is made of " + birth->name() + " and " + implant->name() + ": completed years");
    for (const auto* used : {birth, implant}) {
        used->column->account.read_as = "dates to age_y";
        used->column->account.why_left_out = "only the age is kept";
    }
}

/// The table's own age against its dates: rows in which they lie far apart.
void check_age(const TableDates& dates, const std::vector<PlannedColumn>& columns,
               const std::vector<std::size_t>& row_numbers, DerivedFromDates& out) {
    const auto age = std::ranges::find_if(
        columns, [](const auto& c) { return c.account.as == "age_y" && c.meaning != Meaning::birth_date; });
    if (age == columns.end() || age->read.cells.size() != row_numbers.size()) return;
    const auto birth = dates.plain_dates(Meaning::birth_date), implant = dates.plain_dates(Meaning::implant_date);
    if (!birth || !implant) return;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < row_numbers.size(); ++row) {
        const auto said = core::number_from<double>(age->read.cells[row]);
        const auto made = core::number_from<double>(age_at(*birth, *implant, row));
        if (said && made && std::abs(*said - *made) >= cohort::far_age_y) rows.push_back(row_numbers[row]);
    }
    if (rows.empty()) return;
    constexpr std::size_t most_named = 10;
    const auto named = std::span(rows).first(std::min(rows.size(), most_named));
    out.notes.push_back(core::in_quotes(age->account.from) + " lies " + core::shortest(cohort::far_age_y) +
                        " years or more from the age that " + birth->name() + " and " + implant->name() + " make, in " +
                        core::counted(rows.size(), "row") + ": " +
                        core::joined(named, ", ", [](std::size_t row) { return std::to_string(row); }) +
                        (rows.size() > most_named ? ", ..." : "") + "; the column is kept as it stands");
}

/// For what must be told apart by it: recordings before the implant and after it.
std::vector<std::string> implant_dates(const TableDates& dates) {
    const auto* implant = dates.dated(Meaning::implant_date);
    std::vector<std::string> told;
    if (implant == nullptr) return told;
    for (const auto& day : implant->days) told.push_back(day && day->number() ? iso_text(*day) : std::string());
    return told;
}

}  // namespace

DerivedFromDates derive_from_dates(const TableParts& parts) {
    DerivedFromDates out;
    TableDates dates(parts, out.notes);
    dates.read();
    derive_age(dates, parts.row_numbers.size(), out);
    check_age(dates, parts.columns, parts.row_numbers, out);
    derive_follow_up(dates, parts, out);
    out.implant_dates = implant_dates(dates);
    return out;
}

}  // namespace synchrony::tables
