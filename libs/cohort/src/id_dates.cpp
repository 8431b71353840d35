#include "id_dates.hpp"

#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

constexpr int first_year = 1900;  // of dates of birth and visits that a table of today can hold
constexpr int last_year = 2099;
constexpr std::string_view date_marks = "-./_ ";

struct Digits {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
};

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
}

std::vector<Digits> runs_of_digits(std::string_view id) {
    std::vector<Digits> runs;
    for (std::size_t at = 0; at < id.size(); ++at) {
        if (!is_digit_at(id, at)) continue;
        const auto begin = at;
        while (is_digit_at(id, at)) ++at;
        runs.push_back({begin, at});
    }
    return runs;
}

std::optional<std::chrono::sys_days> day_of(int year, int month, int day) {
    if (year < first_year || year > last_year || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

/// A year of two digits is of this century where the other would be a birth 95 years ago or more.
int full_year(int two_digits) {
    constexpr int this_century_to = 30;
    return two_digits + (two_digits <= this_century_to ? 2000 : 1900);
}

int number_at(std::string_view id, std::size_t begin, std::size_t size) {
    return core::number_from<int>(id.substr(begin, size)).value_or(-1);
}

/// Three numbers as year, month, day, or day and month before the year.
std::optional<std::chrono::sys_days> any_order(int first, int second, int third, bool year_first) {
    if (year_first) return day_of(first, second, third);
    if (const auto day = day_of(third, second, first)) return day;
    return day_of(third, first, second);
}

std::optional<IdDate> in_eight_digits(std::string_view id, const Digits& run) {
    if (run.size() != 8) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) { return number_at(id, run.begin + at, size); };
    if (const auto day = any_order(number(0, 4), number(4, 2), number(6, 2), true)) return IdDate{*day, true};
    if (const auto day = any_order(number(0, 2), number(2, 2), number(4, 4), false)) return IdDate{*day, true};
    return std::nullopt;
}

/// "2019-03-12", "12.03.1957", "12/3/57": three runs with one and the same mark between them.
std::optional<IdDate> in_three_runs(std::string_view id, const Digits& a, const Digits& b, const Digits& c) {
    const char mark = id[a.end];
    const bool parted = b.begin == a.end + 1 && c.begin == b.end + 1 && id[b.end] == mark;
    if (!parted || date_marks.find(mark) == std::string_view::npos || b.size() > 2) return std::nullopt;
    const auto number = [&](const Digits& run) { return number_at(id, run.begin, run.size()); };
    const auto dated = [&](int first, int third, bool year_first, bool whole) -> std::optional<IdDate> {
        const auto day = any_order(first, number(b), third, year_first);
        return day ? std::optional(IdDate{*day, whole}) : std::nullopt;
    };
    if (a.size() == 4 && c.size() <= 2) return dated(number(a), number(c), true, true);
    if (a.size() <= 2 && c.size() == 4) return dated(number(a), number(c), false, true);
    if (a.size() <= 2 && c.size() == 2) return dated(number(a), full_year(number(c)), false, false);
    return std::nullopt;
}

/// Beginnings of the months' names in English, German, French and Spanish.
constexpr std::array<std::string_view, 12> month_beginnings = {"jan ene", "feb fev",  "mar maer mrz", "apr avr abr",
                                                               "mai may", "jun juin", "jul juil",     "aug aou ago",
                                                               "sep",     "oct okt",  "nov",          "dec dez dic"};

int month_named(const std::string& word) {
    for (std::size_t month = 0; month < month_beginnings.size(); ++month)
        for (const auto beginning : core::split(month_beginnings[month], ' '))
            if (word.starts_with(beginning)) return static_cast<int>(month) + 1;
    return 0;
}

/// "12MAR1957", "12-Mar-1957", "3. Okt. 2019".
std::optional<IdDate> with_month_name(std::string_view id, const Digits& day, const Digits& year) {
    if (day.size() > 2 || year.size() != 4) return std::nullopt;
    std::string word;
    for (const char c : id.substr(day.end, year.begin - day.end))
        if (std::isalpha(static_cast<unsigned char>(c)) != 0)
            word += c;
        else if (date_marks.find(c) == std::string_view::npos)
            return std::nullopt;
    const auto found = day_of(number_at(id, year.begin, year.size()), month_named(core::lower(word)),
                              number_at(id, day.begin, day.size()));
    return found ? std::optional(IdDate{*found, true}) : std::nullopt;
}

}  // namespace

std::optional<std::chrono::sys_days> six_digit_date(std::string_view id, bool year_first) {
    for (const auto& run : runs_of_digits(id)) {
        if (run.size() != 6) continue;
        const int first = number_at(id, run.begin, 2), month = number_at(id, run.begin + 2, 2),
                  last = number_at(id, run.begin + 4, 2);
        return year_first ? day_of(full_year(first), month, last) : day_of(full_year(last), month, first);
    }
    return std::nullopt;
}

std::optional<IdDate> date_in_id(std::string_view id) {
    const auto runs = runs_of_digits(id);
    std::optional<IdDate> best;
    const auto take = [&](const std::optional<IdDate>& found) {
        if (found && (!best || (found->whole_year && !best->whole_year))) best = found;
    };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        take(in_eight_digits(id, runs[i]));
        if (i + 1 < runs.size()) take(with_month_name(id, runs[i], runs[i + 1]));
        if (i + 2 < runs.size()) take(in_three_runs(id, runs[i], runs[i + 1], runs[i + 2]));
    }
    return best;
}

}  // namespace synchrony::cohort
