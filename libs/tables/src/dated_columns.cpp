#include "dated_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

#include "synchrony/cohort/later_names.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

constexpr double days_per_year = 365.25;
constexpr int oldest_y = 120;

/// A column's dates, days since 1970; nothing where there is none.
struct Dates {
    PlannedColumn* column = nullptr;
    std::vector<std::optional<CalendarDay>> days;
    [[nodiscard]] std::string name() const { return core::in_quotes(column->account.from); }
    [[nodiscard]] std::optional<int> number(std::size_t row) const {
        return days[row] ? days[row]->number() : std::nullopt;
    }
};

/// The mark between a date's numbers: '.', '/' or '-'.
char mark_of(const SourceCells& source) {
    for (const auto& cell : source.cells)
        if (const auto at = cell.find_first_of("./-"); at != std::string::npos) return cell[at];
    return 0;
}

class DateDeriver {
  public:
    DateDeriver(std::vector<PlannedColumn>& columns, const TableMap& map, const std::vector<std::size_t>& row_numbers,
                std::vector<ImportFault>& faults)
        : columns_(columns), map_(map), row_numbers_(row_numbers), faults_(faults) {}

    DerivedFromDates derive() {
        for (auto& column : columns_) {
            if (!is_date(column.meaning) || column.account.as.empty()) continue;
            column.account.read_as = "dates";
            column.account.why_left_out = "dates tell who somebody is";
            if (has_use(column.meaning)) read_dates(column);
        }
        derive_age();
        check_age();
        derive_follow_up();
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool there_is(Meaning meaning) const {
        return std::ranges::any_of(columns_,
                                   [&](const auto& c) { return c.meaning == meaning && !c.account.as.empty(); });
    }
    [[nodiscard]] bool has_age() const {
        return std::ranges::any_of(
            columns_, [](const auto& c) { return c.account.as == "age_y" && c.meaning != Meaning::birth_date; });
    }
    [[nodiscard]] bool there_is_an_end() const {
        return there_is(Meaning::death_date) || there_is(Meaning::transplant_date) ||
               there_is(Meaning::last_contact_date);
    }
    [[nodiscard]] bool wants_follow_up() const {
        return there_is(Meaning::implant_date) && there_is_an_end() && map_.follow_up != "";
    }
    /// A date that nothing is made of need not be understood.
    [[nodiscard]] bool has_use(Meaning meaning) const {
        const bool age = there_is(Meaning::birth_date) && there_is(Meaning::implant_date) && !has_age();
        if (meaning == Meaning::birth_date) return age;
        if (meaning == Meaning::implant_date) return age || wants_follow_up();
        return wants_follow_up();
    }

    void read_dates(PlannedColumn& column) {
        const auto& source = column.source;
        const bool none = std::ranges::all_of(
            source.cells, [&](const auto& cell) { return is_missing_cell(cell_by_map(cell, source), source); });
        const auto order = none ? std::optional<std::string>("year-month-day") : order_of(column);
        if (!order) return;
        Dates dates{&column, {}};
        auto fault = fault_of(column, {});
        for (std::size_t row = 0; row < source.cells.size(); ++row) {
            const auto cell = cell_by_map(source.cells[row], source);
            dates.days.push_back(day_in(cell, *order));
            if (dates.days.back() || is_missing_cell(cell, source)) continue;
            if (fault.cells++ == 0) fault.first_row = row_numbers_[row];
        }
        if (fault.cells > 0) {  // without the cells themselves: they tell who somebody is
            fault.what = core::counted(fault.cells, "cell is no date", "cells are no dates");
            fault.expected = *order;
            fault.hint = "values = { \"...\" = \"\" } with what stands there makes it missing";
            faults_.push_back(std::move(fault));
        }
        dates_[column.meaning] = std::move(dates);
    }

    std::optional<std::string> order_of(PlannedColumn& column) {
        auto order = date_order(column.source);
        if (order == "?")
            if (auto other = order_of_others(column)) {
                out_.notes.push_back("day and month in " + core::in_quotes(column.account.from) +
                                     " were read as in the table's other dates: " + *other);
                return other;
            }
        if (order && *order != "?") return order;
        auto fault =
            fault_of(column, order ? "day and month of the dates cannot be told apart" : "the cells are no dates");
        fault.hint = order ? "dates = \"day/month/year\" or \"month/day/year\"" : "as = \"\" leaves the column out";
        faults_.push_back(std::move(fault));
        return std::nullopt;
    }

    /// The order of the other columns whose dates have the same mark, where they agree.
    [[nodiscard]] std::optional<std::string> order_of_others(const PlannedColumn& column) const {
        std::optional<std::string> agreed;
        for (const auto& other : columns_) {
            if (&other == &column || mark_of(other.source) != mark_of(column.source)) continue;
            const auto order = date_order(other.source);
            if (!order || *order == "?" || order->starts_with("year")) continue;
            if (agreed && *agreed != *order) return std::nullopt;
            agreed = order;
        }
        return agreed;
    }

    [[nodiscard]] const Dates* dated(Meaning meaning) const {
        const auto found = dates_.find(meaning);
        return found == dates_.end() ? nullptr : &found->second;
    }

    /// Completed years on the day of the implant.
    void derive_age() {
        const auto *birth = dated(Meaning::birth_date), *implant = dated(Meaning::implant_date);
        if (birth == nullptr || implant == nullptr || has_age()) return;
        DerivedColumn age{"age_y", {}};
        for (std::size_t row = 0; row < row_numbers_.size(); ++row) age.cells.push_back(age_at(*birth, *implant, row));
        out_.columns.push_back(std::move(age));
        out_.notes.push_back("age_y is made of " + birth->name() + " and " + implant->name() + ": completed years");
        for (const auto* used : {birth, implant}) {
            used->column->account.read_as = "dates to age_y";
            used->column->account.why_left_out = "only the age is kept";
        }
    }

    static std::string age_at(const Dates& birth, const Dates& implant, std::size_t row) {
        auto born = birth.days[row];
        const auto& then = implant.days[row];
        if (!born || !then) return {};
        if (born->year > then->year) born->year -= 100;  // of two digits: '31 is 1931 for somebody implanted in 2019
        const bool before_birthday = then->month < born->month || (then->month == born->month && then->day < born->day);
        const int age = then->year - born->year - (before_birthday ? 1 : 0);
        return age < 0 || age > oldest_y ? std::string() : std::to_string(age);
    }

    /// The dates of a column whose order is plain; nothing is asked about dates that are only compared.
    [[nodiscard]] std::optional<Dates> plain_dates(Meaning meaning) const {
        const auto found = std::ranges::find_if(
            columns_, [&](const auto& c) { return c.meaning == meaning && !c.account.as.empty(); });
        if (found == columns_.end()) return std::nullopt;
        auto order = date_order(found->source);
        if (order == "?") order = order_of_others(*found);
        if (!order) return std::nullopt;
        Dates dates{&*found, {}};
        for (const auto& cell : found->source.cells)
            dates.days.push_back(day_in(cell_by_map(cell, found->source), *order));
        return dates;
    }

    /// The table's own age against its dates: rows in which they lie far apart.
    void check_age() {
        const auto age = std::ranges::find_if(
            columns_, [](const auto& c) { return c.account.as == "age_y" && c.meaning != Meaning::birth_date; });
        if (age == columns_.end() || age->read.cells.size() != row_numbers_.size()) return;
        const auto birth = plain_dates(Meaning::birth_date), implant = plain_dates(Meaning::implant_date);
        if (!birth || !implant) return;
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < row_numbers_.size(); ++row) {
            const auto said = core::number_from<double>(age->read.cells[row]);
            const auto made = core::number_from<double>(age_at(*birth, *implant, row));
            if (said && made && std::abs(*said - *made) >= cohort::far_age_y) rows.push_back(row_numbers_[row]);
        }
        if (rows.empty()) return;
        constexpr std::size_t most_named = 10;
        const auto named = std::span(rows).first(std::min(rows.size(), most_named));
        out_.notes.push_back(core::in_quotes(age->account.from) + " lies " + core::shortest(cohort::far_age_y) +
                             " years or more from the age that " + birth->name() + " and " + implant->name() +
                             " make, in " + core::counted(rows.size(), "row") + ": " +
                             core::joined(named, ", ", [](std::size_t row) { return std::to_string(row); }) +
                             (rows.size() > most_named ? ", ..." : "") + "; the column is kept as it stands");
    }

    struct FollowUpRow {
        std::optional<int> days;
        std::optional<bool> event;
        bool transplant = false;
    };

    void derive_follow_up() {
        const auto* implant = dated(Meaning::implant_date);
        if (!there_is(Meaning::implant_date) && there_is_an_end() && map_.follow_up != "")
            out_.notes.emplace_back(
                "a time to the event could be made if a column were the day of the implant: as = \"implant_date\" in "
                "the map");
        if (!wants_follow_up() || implant == nullptr) return;
        out_.follow_up_offered = true;
        const bool events = dated(Meaning::death_date) != nullptr || dated(Meaning::transplant_date) != nullptr;
        if (dated(Meaning::last_contact_date) == nullptr && !map_.followed_until) {
            out_.wants_end = true;
            out_.notes.emplace_back(
                "no time to the event can be made: until when were those without one followed? A column as = "
                "\"last_contact_date\" in the map says it, or followed_until = \"2024-12-31\" in its [table]");
            return;
        }
        std::vector<FollowUpRow> rows;
        std::map<Meaning, ImportFault> early;
        for (std::size_t row = 0; row < row_numbers_.size(); ++row) rows.push_back(followed(*implant, row, early));
        for (auto& [meaning, fault] : early) {
            fault.what = core::counted(fault.cells, "date lies", "dates lie") + " before the implant";
            fault.expected = "the day of the implant or later";
            fault.hint = "values = { \"...\" = \"\" } with the date that stands there makes it missing";
            faults_.push_back(std::move(fault));
        }
        write_follow_up(rows, events);
    }

    FollowUpRow followed(const Dates& implant, std::size_t row, std::map<Meaning, ImportFault>& early) const {
        FollowUpRow result;
        const auto start = implant.number(row);
        if (!start) return result;
        const auto after = [&](Meaning meaning) -> std::optional<int> {
            const auto* dates = dated(meaning);
            const auto day = dates != nullptr ? dates->number(row) : std::nullopt;
            if (!day) return std::nullopt;
            if (*day >= *start) return *day - *start;
            auto& fault = early.try_emplace(meaning, fault_of(*dates->column, {})).first->second;
            if (fault.cells++ == 0) fault.first_row = row_numbers_[row];
            return std::nullopt;
        };
        const auto death = after(Meaning::death_date), transplant = after(Meaning::transplant_date);
        const auto contact = after(Meaning::last_contact_date);
        if (death || transplant) {
            result.transplant = transplant && (!death || *transplant < *death);
            result.days = result.transplant ? transplant : death;
            result.event = true;
            return result;
        }
        // Somebody who died on a day that is not known was followed until nobody knows when.
        const auto* status = vital_column();
        const bool dead = status != nullptr && status->read.cells[row] == "1";
        if (dead && dated(Meaning::death_date) != nullptr) return result;
        result.days = contact;
        if (!contact && map_.followed_until)
            if (const auto end = day_in(*map_.followed_until, "year-month-day"); end && *end->number() >= *start)
                result.days = *end->number() - *start;
        if (result.days) result.event = false;
        return result;
    }

    /// A column of who died, read as 0 and 1, of no certain time ("death after 1 year"). A status in figures, of which
    /// nobody said what they mean, is none.
    [[nodiscard]] PlannedColumn* vital_column() const {
        for (auto& column : columns_) {
            const bool of_death = column.meaning == Meaning::death || column.meaning == Meaning::vital_status;
            const bool figures = column.meaning == Meaning::vital_status && column.account.read_as == "numbers";
            if (!of_death || figures || column.account.as.empty() || column.name.stage != Stage::unsaid) continue;
            const auto is_flag = [](const std::string& cell) { return cell.empty() || cell == "0" || cell == "1"; };
            if (column.account.present > 0 && std::ranges::all_of(column.read.cells, is_flag)) return &column;
        }
        return nullptr;
    }

    void write_follow_up(const std::vector<FollowUpRow>& rows, bool events) {
        const bool in_days = map_.follow_up == "days";
        DerivedColumn time{std::string(in_days ? cohort::follow_up::days : cohort::follow_up::years), {}};
        DerivedColumn event{event_name(), {}};
        std::size_t happened = 0, transplants = 0, without = 0, open = 0;
        for (const auto& row : rows) {
            time.cells.push_back(row.days ? time_text(*row.days, in_days) : std::string());
            event.cells.push_back(!row.event ? "" : *row.event ? "1" : "0");
            ++(!row.event ? open : *row.event ? happened : without);
            transplants += row.transplant ? 1 : 0;
        }
        std::string words = time.name + " is the time from " + from_dates() + ", in " + (in_days ? "days" : "years");
        auto* status = vital_column();
        std::string event_column = event.name;
        if (events) {
            words += "; " + event.name + " is 1 in " + core::counted(happened, "patient") +
                     (transplants > 0 ? " (" + core::counted(transplants, "transplant") + ")" : "") + ", 0 in " +
                     std::to_string(without);
            out_.columns.push_back(std::move(time));
            out_.columns.push_back(std::move(event));
            if (status != nullptr && !status->by_map) {
                status->account.as.clear();
                status->account.why_left_out = "the dates say who had the event, and when";
            }
        } else {
            event_column = status != nullptr ? status->account.as : std::string();
            out_.columns.push_back(std::move(time));
        }
        if (open > 0) words += "; not known of " + core::counted(open, "patient") + ", whose cells are empty";
        out_.notes.push_back(std::move(words));
        const auto& name = out_.columns[out_.columns.size() - (events ? 2 : 1)].name;
        out_.notes.push_back(event_column.empty()
                                 ? "which column says who had the event? evaluate --time " + name + " --event NAME"
                                 : "survival: evaluate --time " + name + " --event " + event_column);
        for (const auto& [meaning, dates] : dates_) {
            if (meaning == Meaning::birth_date) continue;
            auto& account = dates.column->account;
            const bool both = meaning == Meaning::implant_date && account.read_as != "dates";
            account.read_as = both ? account.read_as + " and " + name : "dates to " + name;
            account.why_left_out = both ? "only the age and the time are kept" : "only the time is kept";
        }
    }

    [[nodiscard]] std::string event_name() const {
        const bool of_death = dated(Meaning::death_date) != nullptr,
                   of_transplant = dated(Meaning::transplant_date) != nullptr;
        using namespace cohort::follow_up;
        std::string name(of_death && of_transplant ? either : of_transplant ? transplant : death);
        const bool is_taken = std::ranges::any_of(
            columns_, [&](const auto& c) { return c.account.as == name && (&c != vital_column() || c.by_map); });
        return is_taken ? name.append(taken) : name;
    }

    [[nodiscard]] std::string from_dates() const {
        std::string events;
        for (const auto meaning : {Meaning::death_date, Meaning::transplant_date})
            if (const auto* dates = dated(meaning)) core::append_word(events, dates->name(), " or ");
        std::string ends;
        if (const auto* last = dated(Meaning::last_contact_date)) ends = last->name();
        if (map_.followed_until) core::append_word(ends, *map_.followed_until, ", where that is empty ");
        return dated(Meaning::implant_date)->name() + " to " + events + (events.empty() ? "" : ", else to ") + ends;
    }

    /// Three digits of a year are a third of a day, so that no two days become one.
    static std::string time_text(int days, bool in_days) {
        if (in_days) return std::to_string(days);
        return core::shortest(std::round(1000.0 * days / days_per_year) / 1000.0);
    }

    std::vector<PlannedColumn>& columns_;
    const TableMap& map_;
    const std::vector<std::size_t>& row_numbers_;
    std::vector<ImportFault>& faults_;
    std::map<Meaning, Dates> dates_;
    DerivedFromDates out_;
};

}  // namespace

DerivedFromDates derive_from_dates(std::vector<PlannedColumn>& columns, const TableMap& map,
                                   const std::vector<std::size_t>& row_numbers, std::vector<ImportFault>& faults) {
    return DateDeriver(columns, map, row_numbers, faults).derive();
}

}  // namespace synchrony::tables
