#include "calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

#include "synchrony/core/digits.hpp"
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

std::string year_text(const YearOrMonth& said) {
    constexpr int first_year = 1850, last_year = 2999;  // as of days that an ECG or a patient may have
    if (said.year < first_year || said.year > last_year || said.month < 0 || said.month > 12) return {};
    char text[32];
    if (said.month == 0)
        std::snprintf(text, sizeof text, "%04d", said.year);
    else
        std::snprintf(text, sizeof text, "%04d-%02d", said.year, said.month);
    return text;
}

std::optional<YearOrMonth> year_or_month(std::string_view text) {
    constexpr std::size_t year_figures = 4, month_figures = 2, day_figures = 8, longest = 40;
    text = core::trimmed(text);
    if (text.size() > longest) return std::nullopt;
    std::vector<std::string> parts(1);
    for (const char c : text)
        if (c == '-' || c == '/' || c == '.')
            parts.emplace_back();
        else
            parts.back() += c;
    if (parts.size() == 1 && text.size() == day_figures)  // 19560000
        parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6)};
    while (!parts.empty() && parts.back().empty()) parts.pop_back();  // "1956--" of elements left empty
    if (parts.empty() || !std::ranges::all_of(parts, [](const auto& part) { return core::all_digits(part); }))
        return std::nullopt;
    if (parts.back().size() == year_figures) std::ranges::reverse(parts);
    const bool month = parts.size() > 1, day = parts.size() > 2;
    if (parts.size() > 3 || parts[0].size() != year_figures || (month && parts[1].size() > month_figures))
        return std::nullopt;
    if (day && parts[2].find_first_not_of('0') != std::string::npos) return std::nullopt;
    const YearOrMonth said{core::number_from<int>(parts[0]).value_or(0),
                           month ? core::number_from<int>(parts[1]).value_or(-1) : 0};
    return year_text(said).empty() ? std::nullopt : std::optional(said);
}

bool is_zone(int minutes_ahead) {
    constexpr int hour_min = 60, least = -12 * hour_min, most = 14 * hour_min;
    return minutes_ahead >= least && minutes_ahead <= most;
}

std::optional<int> minutes_of_zone(std::string_view zone) {
    constexpr int hour_min = 60;
    zone = core::trimmed(zone);
    if (zone == "Z" || zone == "z") return 0;
    if (zone.empty() || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
    std::string figures(zone.substr(1));
    constexpr std::size_t hours = 2, hours_and_minutes = 4;
    if (figures.size() == hours_and_minutes + 1 && figures[hours] == ':') figures.erase(hours, 1);
    if (!core::all_digits(figures) || (figures.size() != hours && figures.size() != hours_and_minutes))
        return std::nullopt;
    figures.resize(hours_and_minutes, '0');
    const int hour = core::number_from<int>(std::string_view(figures).substr(0, hours)).value_or(0);
    const int minute = core::number_from<int>(std::string_view(figures).substr(hours)).value_or(0);
    const int ahead = (zone[0] == '-' ? -1 : 1) * (hour * hour_min + minute);
    const bool unknown = zone[0] == '-' && ahead == 0;
    return minute >= hour_min || !is_zone(ahead) || unknown ? std::nullopt : std::optional(ahead);
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
