#include "moment.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "synchrony/core/text.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::io {
namespace {

bool is_digit_of_moment(char c) {
    return c >= '0' && c <= '9';
}

/// Whether a mark divides a moment there: between year, month and day "-" or "."; of 2002-11-22T09:10:00, which neither
/// standard has, also "T", a blank and ":".
bool divides_moment(std::string_view text, std::size_t i, std::size_t digits) {
    constexpr std::size_t behind_year = 4, behind_month = 7, behind_day = 10, behind_hour = 13, behind_minute = 16;
    if (i + 1 >= text.size() || !is_digit_of_moment(text[i + 1])) return false;
    if (text[i] == '-' || text[i] == '.')
        return (i == behind_year && digits == 4) || (i == behind_month && digits == 6);
    if (text[i] == 'T' || text[i] == ' ') return i == behind_day && digits == 8;
    return text[i] == ':' && (i == behind_hour || i == behind_minute);
}

/// The digits before a fraction or a zone, marks between them left out.
std::string digits_of_moment(std::string_view text) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit_of_moment(text[i]))
            digits += text[i];
        else if (!divides_moment(text, i, digits.size()))
            break;
    }
    return digits;
}

/// The digits behind the dot as a fraction of a second.
double fraction_of_moment(std::string_view text) {
    const auto dot = text.rfind('.');
    if (dot == std::string_view::npos || dot < 14) return 0.0;  // a dot before the seconds divides a date
    return fraction_of_digits(text.substr(dot + 1));
}

int number_in_moment(const std::string& digits, std::size_t at, std::size_t length, int where_cut_off) {
    if (digits.size() < at + length) return where_cut_off;
    int value = 0;
    for (std::size_t i = at; i < at + length; ++i) value = 10 * value + (digits[i] - '0');
    return value;
}

/// What stands behind the time of day: "+0100" of "20021122091000.500+0100".
void take_zone(std::string_view text, const std::string& digits, Moment& moment) {
    const auto at = text.find_last_of("+-Zz");
    if (at == std::string_view::npos || digits_of_moment(text.substr(0, at)) != digits) return;
    moment.zone_minutes = minutes_of_zone(text.substr(at));
    moment.zone_unreadable = !moment.zone_minutes;
}

}  // namespace

std::string Moment::start_time() const {
    if (!has_time) return date();
    const auto seconds = static_cast<int>(second_of_day);
    return start_time_text(day, seconds / 3600, seconds / 60 % 60, seconds % 60).value_or("") +
           fraction_text(second_of_day);
}

double Moment::seconds_since(const Moment& earlier) const {
    constexpr double seconds_a_day = 86400.0, seconds_a_minute = 60.0;
    const int between_zones = zone_minutes && earlier.zone_minutes ? *zone_minutes - *earlier.zone_minutes : 0;
    return static_cast<double>(days - earlier.days) * seconds_a_day + (second_of_day - earlier.second_of_day) -
           between_zones * seconds_a_minute;
}

std::optional<Moment> parse_moment(std::string_view text) {
    text = core::trimmed(text);
    const std::string digits = digits_of_moment(text);
    if (digits.size() < 4 || digits.size() % 2 != 0 || digits.size() > 14) return std::nullopt;
    Moment moment;
    moment.day = {number_in_moment(digits, 0, 4, 0), number_in_moment(digits, 4, 2, 1),
                  number_in_moment(digits, 6, 2, 1)};
    const int h = number_in_moment(digits, 8, 2, 0), minutes = number_in_moment(digits, 10, 2, 0);
    const int seconds = number_in_moment(digits, 12, 2, 0);
    const auto days = days_since_1970(moment.day);
    if (!days || h > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    moment.days = *days;
    moment.second_of_day = 3600.0 * h + 60.0 * minutes + std::min(seconds, 59);  // a leap second is not counted
    if (digits.size() == 14) moment.second_of_day += fraction_of_moment(text);
    moment.has_month = digits.size() >= 6;
    moment.has_day = digits.size() >= 8;
    moment.has_time = digits.size() > 8;
    if (moment.has_time) take_zone(text, digits, moment);
    return moment;
}

std::optional<Moment> day_without_its_time(std::string_view text) {
    constexpr std::size_t day = 8;
    const auto digits = digits_of_moment(core::trimmed(text));
    if (digits.size() <= day || parse_moment(text)) return std::nullopt;
    return parse_moment(digits.substr(0, day));
}

std::string compact_moment(std::string_view start_time) {
    constexpr std::size_t to_the_second = 14;
    std::string digits;
    for (const char c : start_time) {
        if (is_digit_of_moment(c))
            digits += c;
        else if (c == '.' && digits.size() == to_the_second)
            digits += c;
    }
    return digits;
}

std::string compact_zone(int minutes) {
    auto zone = record::zone_text(minutes);
    std::erase(zone, ':');
    return zone;
}

std::string later_moment(const Moment& moment, double seconds) {
    using namespace std::chrono;
    constexpr double microseconds_a_second = 1e6;
    constexpr std::int64_t microseconds_a_day = 86'400'000'000;
    const auto since_midnight =
        static_cast<std::int64_t>(std::llround((moment.second_of_day + seconds) * microseconds_a_second));
    const auto day_after = since_midnight / microseconds_a_day;
    const year_month_day day{sys_days(days(moment.days + day_after))};
    const auto left = since_midnight - day_after * microseconds_a_day;
    const auto whole = static_cast<int>(left / 1'000'000);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02u%02d%02d%02d.%06d", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), whole / 3600, whole / 60 % 60,
                  whole % 60, static_cast<int>(left % 1'000'000));
    return text.data() + (moment.zone_minutes ? compact_zone(*moment.zone_minutes) : std::string());
}

std::optional<double> years_between(const Moment& birth, const Moment& then) {
    return birth.has_day ? years_between(birth.day, then.day) : std::nullopt;
}

}  // namespace synchrony::io
