#include "column_cells.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <span>

#include "folded.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "units.hpp"
#include "value_words.hpp"

namespace synchrony::tables {
namespace {

/// A column of other words than yes and no has at most so many: "yes", "ja", "1", "Yes", ... and their opposites.
constexpr std::size_t most_spellings_of_flags = 12;

/// "1.234,5" or "1 234,5" as "1234,5": marks of thousands stand before groups of three digits.
std::string without_thousands(std::string_view text, char mark) {
    std::string out;
    const auto decimal = std::min(text.find(mark == '.' ? ',' : '.'), text.size());
    const auto parts = core::split(text.substr(0, decimal), mark);
    if (parts.size() < 2) return std::string(text);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto digits =
            i == 0 && (parts[i].starts_with('-') || parts[i].starts_with('+')) ? parts[i].substr(1) : parts[i];
        if (!core::all_digits(digits) || (i > 0 && digits.size() != 3) || digits.size() > 3) return std::string(text);
        out += parts[i];
    }
    return out + std::string(text.substr(decimal));
}

std::optional<double> plain_number(std::string_view text, const SourceCells& source) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) {
        // Where the comma is the decimal sign, "2.880" is 2880, as a laboratory prints it; "0.88" and "12.5" are not.
        const bool no_group = text.starts_with('0') || text.starts_with("-0") || source.decimal != ',';
        return cohort::parse_number(no_group ? std::string(text) : without_thousands(text, '.'));
    }
    if (source.decimal == '.' && source.thousands_commas) return cohort::parse_number(without_thousands(text, ','));
    const auto behind = text.substr(comma + 1);
    const bool could_be_thousands = core::all_digits(behind) && behind.size() == 3 && !text.starts_with('0');
    if (source.decimal != ',' && !(source.lone_comma_is_decimal && !could_be_thousands)) return std::nullopt;
    auto with_point = without_thousands(text, '.');
    std::ranges::replace(with_point, ',', '.');
    return cohort::parse_number(with_point);
}

/// Ten digits: enough for any measurement, and 0.29 of a whole is 29 %, not 28.999999999999996.
std::string written_number(double value) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    const auto rounded = core::number_from<double>(text.data());
    return core::shortest(rounded.value_or(value));
}

/// What the map says of a spelling.
const std::string* mapped_value(std::string_view cell, const SourceCells& source) {
    if (source.map == nullptr) return nullptr;
    // Maps of earlier versions say "—" = "0"; who names the dash as missing means it.
    if (core::is_dashes(cell) && source.missing != nullptr &&
        std::ranges::find(*source.missing, cell) != source.missing->end())
        return nullptr;
    if (const auto found = source.map->values.find(std::string(cell)); found != source.map->values.end())
        return &found->second;
    const auto plain = folded(cell);
    for (const auto& [spelling, value] : source.map->values)
        if (folded(spelling) == plain) return &value;
    return nullptr;
}

/// Whether the column may hold a value of the cohort CSV.
auto held_by(const cohort::ColumnRule& rule) {
    return [&rule](const std::string& value) { return cohort::parse_value(value, rule).has_value(); };
}
bool is_number(const std::string& value) {
    return cohort::parse_number(value).has_value();
}
bool is_anything(const std::string& /*value*/) {
    return true;
}

/// Each cell by `value_of`, which gives nothing for what it cannot read; missing ones apart. Words are kept where
/// `keep_words`.
template <typename ValueOf, typename Holds>
ReadCells read_each(const SourceCells& source, Holds holds, bool keep_words, ValueOf value_of) {
    ReadCells read;
    for (std::size_t row = 0; row < source.cells.size(); ++row) {
        const auto& cell = source.cells[row];
        const auto* mapped = mapped_value(cell, source);
        const bool missing = mapped == nullptr && is_missing_cell(cell, source);
        const std::optional<std::string> given =
            mapped != nullptr || missing ? std::nullopt : std::optional<std::string>(value_of(cell));
        const std::string value = mapped != nullptr ? *mapped : given.value_or(std::string());
        const bool understood = mapped != nullptr || missing || given.has_value();
        read.cells.emplace_back();
        if (!understood || (!value.empty() && !holds(value))) {
            if (mapped != nullptr) read.refused[cell].first = value;
            (mapped != nullptr ? read.refused[cell].second : read.unread[cell]).push_back(row);
        } else if (value.empty()) {
            ++read.missing[cell];
        } else {
            if (keep_words) read.words[cell] = {value, read.words[cell].second + 1};
            read.cells.back() = value;
        }
    }
    return read;
}

std::vector<std::string> filled_spellings(const SourceCells& source) {
    std::vector<std::string> spellings;
    for (const auto& cell : source.cells)
        if (!is_missing_cell(cell, source) && mapped_value(cell, source) == nullptr) spellings.push_back(cell);
    std::ranges::sort(spellings);
    spellings.erase(std::unique(spellings.begin(), spellings.end()), spellings.end());
    return spellings;
}

/// "2020年3月5日" as 2020-3-5.
std::string without_date_signs(std::string_view cell) {
    std::string text(cell);
    for (const auto& [sign, mark] : {std::pair<std::string_view, std::string_view>{"年", "-"}, {"月", "-"}, {"日", ""}})
        if (const auto at = text.find(sign); at != std::string::npos) text.replace(at, sign.size(), mark);
    return text;
}

}  // namespace

std::optional<double> number_in(std::string_view cell, const SourceCells& source, std::string_view unit) {
    if (const auto number = plain_number(cell, source)) return number;
    const auto end = cell.find_last_of("0123456789");
    if (end == std::string_view::npos || end + 1 == cell.size()) return std::nullopt;
    const auto behind = unit_named(cell.substr(end + 1));
    if (!behind || (!unit.empty() && *behind != unit)) return std::nullopt;
    return plain_number(core::trimmed(cell.substr(0, end + 1)), source);
}

bool is_missing_cell(std::string_view cell, const SourceCells& source) {
    if (cell.empty()) return true;
    if (source.missing != nullptr && std::ranges::find(*source.missing, cell) != source.missing->end()) return true;
    if (source.dash_is_a_word && (cell == "-" || cell == "\u2212")) return false;
    if (source.nr_is_a_word && folded(cell) == "nr") return false;
    return is_missing_in_any_language(cell);
}

ReadCells read_numbers(const SourceCells& source, const cohort::ColumnRule& rule, std::string_view unit,
                       double factor) {
    return read_each(source, held_by(rule), false, [&](const std::string& cell) -> std::optional<std::string> {
        const auto number = number_in(cell, source, unit);
        if (!number) return std::nullopt;
        return written_number(*number * factor);
    });
}

ReadCells read_words(const SourceCells& source, const cohort::ColumnRule& rule, Meaning meaning) {
    const WordReader words(rule, meaning, filled_spellings(source));
    return read_each(source, held_by(rule), true, [&](const std::string& cell) { return words.value_of(cell); });
}

ReadCells read_unknown_cells(const SourceCells& source, std::string& read_as) {
    const auto spellings = filled_spellings(source);
    const bool mapped = source.map != nullptr && !source.map->values.empty();
    const auto numbers =
        std::ranges::count_if(spellings, [&](const auto& s) { return number_in(s, source).has_value(); });
    if (!spellings.empty() && numbers == std::ssize(spellings)) {
        read_as = "numbers";
        return read_each(source, is_number, false, [&](const std::string& cell) -> std::optional<std::string> {
            return written_number(*number_in(cell, source));
        });
    }
    const bool flags = spellings.size() <= most_spellings_of_flags && !spellings.empty() &&
                       std::ranges::all_of(spellings, [](const auto& s) { return yes_or_no(s).has_value(); });
    if (flags) {
        read_as = "yes or no";
        return read_each(source, is_anything, true, [](const std::string& cell) {
            return std::optional<std::string>(*yes_or_no(cell) ? "1" : "0");
        });
    }
    const auto order = date_order(source);
    read_as = order ? "dates" : spellings.empty() && !mapped ? "empty" : mapped ? "words of the map" : "text";
    // "1.234" among "812" and "< 35" of a table with decimal commas is 1234, and would be a thousandth to who reads on.
    const bool measured = !order && 2 * numbers > std::ssize(spellings);
    return read_each(source, is_anything, mapped, [&](const std::string& cell) {
        const auto value = measured ? number_in(cell, source) : std::nullopt;
        return std::optional(value ? written_number(*value) : cell);
    });
}

ReadCells read_vital_cells(const SourceCells& source, Meaning meaning, std::string& read_as) {
    const auto value_of = [&](const std::string& cell) -> std::optional<std::string> {
        auto dead = is_dead(cell);
        if (!dead && meaning == Meaning::death) dead = yes_or_no(cell);
        if (!dead) return std::nullopt;
        return std::string(*dead ? "1" : "0");
    };
    const auto spellings = filled_spellings(source);
    const bool all =
        std::ranges::all_of(spellings, [&](const auto& spelling) { return value_of(spelling).has_value(); });
    if (spellings.empty() || !all) return read_unknown_cells(source, read_as);
    read_as = "alive or dead";
    return read_each(source, is_anything, true, value_of);
}

std::string cell_by_map(const std::string& cell, const SourceCells& source) {
    const auto* mapped = mapped_value(cell, source);
    return mapped != nullptr ? *mapped : cell;
}

namespace {

/// "12.03.19" and "3/5/19" with the year whole; other text as it is.
std::string with_whole_year(const std::string& text) {
    const auto mark = text.find_last_of("./");
    if (mark == std::string::npos || mark + 3 != text.size() ||
        !core::all_digits(std::string_view(text).substr(mark + 1)))
        return text;
    const auto first = text.find(text[mark]);
    const bool day_and_month = first <= 2 && first > 0 && mark - first >= 2 && mark - first <= 3;
    if (!day_and_month || !core::all_digits(std::string_view(text).substr(0, first)) ||
        !core::all_digits(std::string_view(text).substr(first + 1, mark - first - 1)))
        return text;
    const bool before_2000 = text[mark + 1] > '5' || (text[mark + 1] == '5' && text[mark + 2] > '0');
    return text.substr(0, mark + 1) + (before_2000 ? "19" : "20") + text.substr(mark + 1);
}

/// What divides a date: '.', '/' or '-'; 'y' where the year stands first, which has one reading; 0: nothing.
char form_of(std::string_view date) {
    constexpr std::size_t year = 4;
    const auto mark = date.find_first_of("./-");
    return mark == std::string_view::npos ? '\0' : mark == year ? 'y' : date[mark];
}

/// Whether what stands behind a date is nothing, or a time of day: words there may take the date back.
bool is_time_or_nothing(std::string_view rest) {
    const bool of_a_time = rest.find_first_not_of("0123456789:.,TZ+- APMapm") == std::string_view::npos;
    return core::trimmed(rest).empty() || (of_a_time && rest.find(':') != std::string_view::npos);
}

/// The dates of the form that most have.
std::vector<std::string> of_the_usual_form(const std::vector<std::string>& dates) {
    std::map<char, std::vector<std::string>> by_form;
    for (const auto& date : dates) by_form[form_of(date)].push_back(date);
    return std::ranges::max_element(by_form, {}, [](const auto& one) { return one.second.size(); })->second;
}

}  // namespace

bool has_two_readings(std::string_view cell, std::string_view order) {
    const char form = form_of(cell);
    if (form == '\0' || form == 'y') return false;
    if (order.starts_with("year")) return form != '.';  // 5.4.2020 is day first
    return order.find(form) == std::string_view::npos;
}

std::optional<CalendarDay> day_in(std::string_view cell, std::string_view order) {
    const auto date_end = std::min(cell.find_first_of(" T"), cell.size());
    if (!is_time_or_nothing(cell.substr(date_end))) return std::nullopt;
    const auto text = with_whole_year(without_date_signs(cell.substr(0, date_end)));
    // By their form, whatever the others are: 2020-04-05; among such 5.4.2020.
    if (form_of(text) == '.' && order.starts_with("year")) order = "day.month.year";
    if (form_of(text) == 'y') order = "year-month-day";
    std::array<int, 3> numbers{};
    std::size_t at = 0;
    for (std::size_t p = 0; p < 3; ++p) {
        const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
        const auto number = core::number_from<int>(std::string_view(text).substr(at, end - at));
        if (!number || (p == 2 && end != text.size())) return std::nullopt;
        numbers[p] = *number;
        at = end + 1;
        if (p < 2 && at > text.size()) return std::nullopt;
    }
    CalendarDay day{numbers[2], numbers[1], numbers[0]};
    if (order.starts_with("year")) day = {numbers[0], numbers[1], numbers[2]};
    if (order.starts_with("month")) day = {numbers[2], numbers[0], numbers[1]};
    return day.number() ? std::optional(day) : std::nullopt;
}

std::optional<int> CalendarDay::number() const {
    if (year < 1800 || year > 2200 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<std::string> date_order(const SourceCells& source) {
    std::vector<std::string> dates;
    std::size_t filled = 0;
    for (const auto& cell : source.cells) {
        const auto shown = cell_by_map(cell, source);
        if (is_missing_cell(shown, source)) continue;
        ++filled;
        auto date = with_whole_year(without_date_signs(shown));
        if (cohort::dates_in(std::span(&date, 1))) dates.push_back(std::move(date));
    }
    if (2 * dates.size() <= filled) return std::nullopt;
    auto found = cohort::dates_in(dates);
    if (!found) {  // of several forms: the usual one, and others cell by cell
        const auto usual = of_the_usual_form(dates);
        if (2 * usual.size() > filled) found = cohort::dates_in(usual);
    }
    if (!found) return std::nullopt;
    if (source.map != nullptr && source.map->dates) return *source.map->dates;
    return found->find("order") == std::string::npos ? *found : std::string("?");
}

}  // namespace synchrony::tables
