#include "start_time.hpp"

#include <cmath>

#include "synchrony/core/text.hpp"
#include "synchrony/record/start_times.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

constexpr Day any_day{2000, 1, 1};

/// "2026-11-22T14:50:05.25" of "2026-11-22T14:50:00" and 5.25 s; nothing where it is no moment of the calendar.
std::optional<std::string> later_start_time(const std::string& start_time, double seconds) {
    constexpr double day_s = 86'400.0;
    const auto moment = parse_moment(start_time);
    if (!moment) return std::nullopt;
    const auto text = later_moment(*moment, moment->has_time ? seconds : std::floor(seconds / day_s) * day_s);
    const auto later = parse_moment(text);
    if (!later) return std::nullopt;  // beyond the year 9999
    return moment->has_time ? later->start_time() : later->date();
}

std::optional<std::string> start_time_of(const Day& day, const TimeOfDay& clock) {
    auto text = start_time_text(day, clock.hour, clock.minute, clock.second);
    if (text) *text += fraction_text(clock.fraction);
    return text;
}

/// The time of day that stands where no date does; midnight of zeros says nothing.
void take_clock_time(record::Ecg& ecg, std::string_view time) {
    const auto clock = says_nothing(time) ? std::nullopt : time_of_day(time);
    const auto text = clock ? start_time_of(any_day, *clock) : std::nullopt;
    if (text) ecg.facts.clock_time = text->substr(std::string_view("2000-01-01T").size());
}

}  // namespace

void begin_later(record::Ecg& ecg, double seconds) {
    if (seconds == 0.0) return;  // as the file writes it
    if (ecg.start_time) ecg.start_time = later_start_time(*ecg.start_time, seconds);
    auto& clock = ecg.facts.clock_time;
    if (clock.empty()) return;
    const auto day = day_text(any_day) + "T";
    clock = later_start_time(day + clock, seconds).value_or(day).substr(day.size());
}

bool says_nothing(std::string_view text) {
    return text.find_first_not_of(" -/.:0xX*") == std::string_view::npos;
}

void say_no_date(record::Ecg& ecg) {
    ecg.facts.start_order = record::DateOrder::unreadable;
    ecg.warnings.emplace_back("date of acquisition is no date that can be read");
}

void say_no_time_of_day(record::Ecg& ecg) {
    ecg.warnings.emplace_back("time of acquisition is no time of day; the day is kept");
}

void say_no_day(record::Ecg& ecg) {
    ecg.facts.start_order = record::DateOrder::unreadable;
    ecg.warnings.emplace_back("date of acquisition is a year or month alone: no day of the recording is known");
}

void say_no_zone(record::Ecg& ecg) {
    ecg.warnings.emplace_back("time zone of the acquisition is none that can be read; the clock's own time is kept");
}

void set_zone(record::Ecg& ecg, std::string_view zone) {
    if (core::trimmed(zone).empty()) return;
    ecg.facts.zone_minutes = minutes_of_zone(zone);
    if (!ecg.facts.zone_minutes) say_no_zone(ecg);
}

void set_start_time(record::Ecg& ecg, const Moment& moment) {
    ecg.start_time = moment.start_time();
    ecg.facts.zone_minutes = moment.zone_minutes;
    if (moment.zone_unreadable) say_no_zone(ecg);
}

void set_start_time(record::Ecg& ecg, std::string_view moment, const DateOrderOfFile& of_file) {
    constexpr std::size_t day = 10;
    set_start_time(ecg, moment.substr(0, day), moment.size() > day ? moment.substr(day + 1) : "", of_file);
}

void set_start_time(record::Ecg& ecg, std::string_view date, std::string_view time, const DateOrderOfFile& of_file) {
    constexpr std::size_t iso_day = 10;  // "2020-01-25T08:00:00Z" in the field of the date
    if (says_nothing(time) && date.size() > iso_day && date[iso_day] == 'T') return set_start_time(ecg, date);
    if (says_nothing(date)) return take_clock_time(ecg, time);
    const auto written = written_day(date, of_file);
    if (!written) {
        year_or_month(date) ? say_no_day(ecg) : say_no_date(ecg);
        return take_clock_time(ecg, time);
    }
    ecg.facts.start_order = written->order;
    if (written->order == record::DateOrder::day_first)
        ecg.warnings.emplace_back("date of acquisition is read day first, the only way it is one");
    if (read_by_other_dates(*written, date))
        ecg.warnings.emplace_back("date of acquisition is read day first, as another date of the file is");
    if (const auto clock = time_of_day(time)) {
        ecg.start_time = start_time_of(written->day, *clock);
        return set_zone(ecg, clock->zone);
    }
    ecg.start_time = day_text(written->day);
    if (!says_nothing(time)) say_no_time_of_day(ecg);
}

void set_start_time(record::Ecg& ecg, const Day& day, int hour, int minute, double second) {
    if (day.year <= 0 && day.month <= 0 && day.day <= 0) return;
    const auto date = day_text(day);
    if (date.empty())
        return day.day == 0 && !year_text({day.year, day.month}).empty() ? say_no_day(ecg) : say_no_date(ecg);
    const double whole = std::floor(second);
    ecg.start_time = start_time_of(day, {hour, minute, static_cast<int>(whole), second - whole});
    if (ecg.start_time) return;
    ecg.start_time = date;
    if (hour >= 0) say_no_time_of_day(ecg);
}

void say_midnight_is_written(std::string_view format, const record::Ecg& ecg, std::vector<std::string>& lost) {
    if (ecg.start_time && !record::has_time_of_day(*ecg.start_time))
        lost.push_back(std::string(format) + " asks for a time of day: where none is known midnight is written");
}

}  // namespace synchrony::io
