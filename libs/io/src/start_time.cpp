#include "start_time.hpp"

#include "synchrony/record/start_times.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

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

void set_start_time(record::Ecg& ecg, std::string_view moment) {
    constexpr std::size_t day = 10;
    set_start_time(ecg, moment.substr(0, day), moment.size() > day ? moment.substr(day + 1) : "");
}

void set_start_time(record::Ecg& ecg, std::string_view date, std::string_view time) {
    constexpr std::size_t iso_day = 10;  // "2020-01-25T08:00:00Z" in the field of the date
    if (says_nothing(time) && date.size() > iso_day && date[iso_day] == 'T') return set_start_time(ecg, date);
    if (says_nothing(date)) return;
    const auto written = written_day(date);
    if (!written) return say_no_date(ecg);
    ecg.facts.start_order = written->order;
    if (written->order == record::DateOrder::day_first)
        ecg.warnings.emplace_back("date of acquisition is read day first, the only way it is one");
    if (const auto clock = time_of_day(time)) {
        ecg.start_time = start_time_text(written->day, clock->hour, clock->minute, clock->second);
        return;
    }
    ecg.start_time = day_text(written->day);
    if (!says_nothing(time)) say_no_time_of_day(ecg);
}

void set_start_time(record::Ecg& ecg, const Day& day, int hour, int minute, int second) {
    if (day.year <= 0 && day.month <= 0 && day.day <= 0) return;
    const auto date = day_text(day);
    if (date.empty()) return say_no_date(ecg);
    ecg.start_time = start_time_text(day, hour, minute, second);
    if (ecg.start_time) return;
    ecg.start_time = date;
    if (hour >= 0) say_no_time_of_day(ecg);
}

void say_midnight_is_written(std::string_view format, const record::Ecg& ecg, std::vector<std::string>& lost) {
    if (ecg.start_time && !record::has_time_of_day(*ecg.start_time))
        lost.push_back(std::string(format) + " asks for a time of day: where none is known midnight is written");
}

}  // namespace synchrony::io
