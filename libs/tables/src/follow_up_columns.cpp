#include "follow_up_columns.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "synchrony/cohort/later_names.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

constexpr double days_per_year = 365.25;

class FollowUpDeriver {
  public:
    FollowUpDeriver(const TableDates& dates, TableParts parts, DerivedFromDates& out)
        : dates_(dates), parts_(parts), out_(out) {}

    void derive() {
        const auto* implant = dates_.dated(Meaning::implant_date);
        if (!dates_.there_is(Meaning::implant_date) && dates_.there_is_an_end() && parts_.map.follow_up != "")
            out_.notes.emplace_back(
                "a time to the event could be made if a column were the day of the implant: as = \"implant_date\" in "
                "the map");
        if (!dates_.wants_follow_up() || implant == nullptr) return;
        out_.follow_up_offered = true;
        const bool events =
            dates_.dated(Meaning::death_date) != nullptr || dates_.dated(Meaning::transplant_date) != nullptr;
        if (dates_.dated(Meaning::last_contact_date) == nullptr && !parts_.map.followed_until) {
            out_.wants_end = true;
            out_.notes.emplace_back(
                "no time to the event can be made: until when were those without one followed? A column as = "
                "\"last_contact_date\" in the map says it, or followed_until = \"2024-12-31\" in its [table]");
            return;
        }
        std::vector<FollowUpRow> rows;
        std::map<Meaning, ImportFault> early;
        for (std::size_t row = 0; row < parts_.row_numbers.size(); ++row)
            rows.push_back(followed(*implant, row, early));
        for (auto& [meaning, fault] : early) {
            fault.what = core::counted(fault.cells, "date lies", "dates lie") + " before the implant";
            fault.expected = "the day of the implant or later";
            fault.hint = "values = { \"...\" = \"\" } with the date that stands there makes it missing";
            parts_.faults.push_back(std::move(fault));
        }
        write_follow_up(rows, events);
    }

  private:
    struct FollowUpRow {
        std::optional<int> days;
        std::optional<bool> event;
        bool transplant = false;
    };

    FollowUpRow followed(const Dates& implant, std::size_t row, std::map<Meaning, ImportFault>& early) const {
        FollowUpRow result;
        const auto start = implant.number(row);
        if (!start) return result;
        const auto after = [&](Meaning meaning) -> std::optional<int> {
            const auto* dates = dates_.dated(meaning);
            const auto day = dates != nullptr ? dates->number(row) : std::nullopt;
            if (!day) return std::nullopt;
            if (*day >= *start) return *day - *start;
            auto& fault = early.try_emplace(meaning, fault_of(*dates->column, {})).first->second;
            if (fault.cells++ == 0) fault.first_row = parts_.row_numbers[row];
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
        if (dead && dates_.dated(Meaning::death_date) != nullptr) return result;
        result.days = contact;
        if (!contact && parts_.map.followed_until)
            if (const auto end = day_in(*parts_.map.followed_until, "year-month-day"); end && *end->number() >= *start)
                result.days = *end->number() - *start;
        if (result.days) result.event = false;
        return result;
    }

    /// A column of who died, read as 0 and 1, of no certain time ("death after 1 year"). A status in figures, of which
    /// nobody said what they mean, is none.
    [[nodiscard]] PlannedColumn* vital_column() const {
        for (auto& column : parts_.columns) {
            const bool of_death = column.meaning == Meaning::death || column.meaning == Meaning::vital_status;
            const bool figures = column.meaning == Meaning::vital_status && column.account.read_as == "numbers";
            if (!of_death || figures || column.account.as.empty() || column.name.stage != Stage::unsaid) continue;
            const auto is_flag = [](const std::string& cell) { return cell.empty() || cell == "0" || cell == "1"; };
            if (column.account.present > 0 && std::ranges::all_of(column.read.cells, is_flag)) return &column;
        }
        return nullptr;
    }

    void write_follow_up(const std::vector<FollowUpRow>& rows, bool events) {
        const bool in_days = parts_.map.follow_up == "days";
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
        for (const auto& [meaning, dates] : dates_.all()) {
            if (meaning == Meaning::birth_date) continue;
            auto& account = dates.column->account;
            const bool both = meaning == Meaning::implant_date && account.read_as != "dates";
            account.read_as = both ? account.read_as + " and " + name : "dates to " + name;
            account.why_left_out = both ? "only the age and the time are kept" : "only the time is kept";
        }
    }

    [[nodiscard]] std::string event_name() const {
        const bool of_death = dates_.dated(Meaning::death_date) != nullptr,
                   of_transplant = dates_.dated(Meaning::transplant_date) != nullptr;
        using namespace cohort::follow_up;
        std::string name(of_death && of_transplant ? either : of_transplant ? transplant : death);
        const bool is_taken = std::ranges::any_of(
            parts_.columns, [&](const auto& c) { return c.account.as == name && (&c != vital_column() || c.by_map); });
        return is_taken ? name.append(taken) : name;
    }

    [[nodiscard]] std::string from_dates() const {
        std::string events;
        for (const auto meaning : {Meaning::death_date, Meaning::transplant_date})
            if (const auto* dates = dates_.dated(meaning)) core::append_word(events, dates->name(), " or ");
        std::string ends;
        if (const auto* last = dates_.dated(Meaning::last_contact_date)) ends = last->name();
        if (parts_.map.followed_until) core::append_word(ends, *parts_.map.followed_until, ", where that is empty ");
        return dates_.dated(Meaning::implant_date)->name() + " to " + events + (events.empty() ? "" : ", else to ") +
               ends;
    }

    /// Three digits of a year are a third of a day, so that no two days become one.
    static std::string time_text(int days, bool in_days) {
        if (in_days) return std::to_string(days);
        return core::shortest(std::round(1000.0 * days / days_per_year) / 1000.0);
    }

    const TableDates& dates_;
    TableParts parts_;
    DerivedFromDates& out_;
};

}  // namespace

void derive_follow_up(const TableDates& dates, TableParts parts, DerivedFromDates& out) {
    FollowUpDeriver(dates, parts, out).derive();
}

}  // namespace synchrony::tables
