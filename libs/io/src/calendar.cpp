#include "calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

bool is_day(const Day& day) {
    return days_since_1970(day).has_value();
}

constexpr std::size_t letters_of_a_month = 3;  // of its abbreviation

}  // namespace

std::optional<std::int64_t> days_since_1970(const Day& day) {
    using namespace std::chrono;
    if (day.year < 1 || day.year > 9999 || day.month < 1 || day.day < 1) return std::nullopt;
    const year_month_day date(year(day.year), month(static_cast<unsigned>(day.month)),
                              std::chrono::day(static_cast<unsigned>(day.day)));
    if (!date.ok()) return std::nullopt;
    return sys_days(date).time_since_epoch().count();
}

int month_abbreviated(std::string_view word) {
    return word.size() == letters_of_a_month ? month_in_english(word) : 0;
}

int month_in_english(std::string_view word) {
    constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
    const auto small = core::lower(std::string(word));
    const auto found = std::ranges::find_if(months, [&small](std::string_view month) {
        return small == month || small == month.substr(0, letters_of_a_month);
    });
    return found == months.end() ? 0 : static_cast<int>(found - months.begin()) + 1;
}

std::string day_text(const Day& day) {
    if (!is_day(day)) return {};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", day.year, day.month, day.day);
    return text;
}

std::optional<std::string> start_time_text(const Day& day, int hour, int minute, int second) {
    const bool in_day = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!is_day(day) || !in_day) return std::nullopt;
    char text[48];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d", hour, minute, second);
    return day_text(day) + text;
}

double fraction_of_digits(std::string_view digits) {
    double fraction = 0.0, unit = 0.1;
    for (std::size_t i = 0; i < digits.size() && digits[i] >= '0' && digits[i] <= '9'; ++i, unit /= 10)
        fraction += unit * (digits[i] - '0');
    return fraction;
}

std::string fraction_text(double seconds) {
    constexpr double microseconds_a_second = 1e6;
    const double fraction = seconds - std::floor(seconds);
    const auto microseconds = std::lround(fraction * microseconds_a_second);
    if (microseconds < 1) return {};
    char text[16];
    std::snprintf(text, sizeof text, ".%06ld", std::min(microseconds, 999'999L));  // the second itself stays
    std::string figures = text;
    figures.resize(figures.find_last_not_of('0') + 1);
    return figures;
}

std::optional<double> years_between(const Day& birth, const Day& then) {
    if (!is_day(birth) || !is_day(then)) return std::nullopt;
    const bool birthday_passed = then.month > birth.month || (then.month == birth.month && then.day >= birth.day);
    const int years = then.year - birth.year - (birthday_passed ? 0 : 1);
    return years < 0 ? std::nullopt : std::optional<double>(years);
}

}  // namespace synchrony::io
