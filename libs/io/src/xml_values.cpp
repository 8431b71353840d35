#include "xml_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "calendar.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "xml.hpp"

namespace synchrony::io {
namespace {

int small_number(std::string_view digits) {
    int value = -1;
    if (digits.size() <= 4 && core::all_digits(digits))
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// A day that an ECG or a patient may have.
std::optional<Day> day_of(int year, int month, int day) {
    constexpr int first_year = 1850, last_year = 2999;
    const Day date{year, month, day};
    return year >= first_year && year <= last_year && days_since_1970(date) ? std::optional(date) : std::nullopt;
}

std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const auto end = text.find_first_of(separators);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

std::optional<WrittenDay> said_by_form(const std::optional<Day>& day) {
    return day ? std::optional(WrittenDay{*day}) : std::nullopt;
}

/// 04-22-2000, 22-04-2000: month first where both would do.
std::optional<WrittenDay> day_of_either_order(int first, int second, int year, record::DateOrder of_file) {
    const auto month_first = day_of(year, first, second), day_first = day_of(year, second, first);
    if (!month_first && !day_first) return std::nullopt;
    if (first == second) return WrittenDay{*month_first};
    if (month_first && day_first && of_file == record::DateOrder::either) return WrittenDay{*month_first, of_file};
    if (month_first && day_first)
        return WrittenDay{of_file == record::DateOrder::day_first ? *day_first : *month_first};
    return month_first ? WrittenDay{*month_first, record::DateOrder::month_first}
                       : WrittenDay{*day_first, record::DateOrder::day_first};
}

enum class HalfOfDay : std::uint8_t { none, morning, afternoon };

/// Takes AM or PM off the end of a time.
HalfOfDay half_of_day(std::string_view& time) {
    const auto small = core::lower(time);
    const auto half = small.ends_with("am")   ? HalfOfDay::morning
                      : small.ends_with("pm") ? HalfOfDay::afternoon
                                              : HalfOfDay::none;
    if (half != HalfOfDay::none) time = core::trimmed(time.substr(0, time.size() - 2));
    return half;
}

/// "08:07:06" of "08:07:06.5+01:00": the clock's own time.
std::string_view without_fraction_and_zone(std::string_view time) {
    constexpr std::size_t hours = 2;
    return time.substr(0, time.find_first_of(".,+-Z", hours));
}

/// "+01:00" of "08:07:06.5+01:00"; a blank may stand before it.
std::string_view zone_behind(std::string_view time) {
    constexpr std::size_t hours = 2;
    const auto at = time.find_first_of("+-Z", hours);
    return at == std::string_view::npos ? std::string_view() : time.substr(at);
}

/// 0.5 of "08:07:06.5+01:00".
double fraction_of_time(std::string_view time) {
    const auto whole = without_fraction_and_zone(time).size();
    const bool has_fraction = whole < time.size() && (time[whole] == '.' || time[whole] == ',');
    return has_fraction ? fraction_of_digits(time.substr(whole + 1)) : 0.0;
}

/// "Mar 5, 1950", "5 March 1950".
std::optional<Day> day_in_words(std::string_view text) {
    constexpr std::size_t figures_of_a_year = 4, letters = 3;
    std::vector<std::string_view> words;
    for (const auto word : pieces_of(text, " ,"))
        if (!word.empty()) words.push_back(word);
    if (words.size() != 3 || words[2].size() != figures_of_a_year) return std::nullopt;
    const bool month_first = words[0].size() >= letters && !core::all_digits(words[0]);
    const int month = month_in_english(words[month_first ? 0 : 1]);
    if (month == 0) return std::nullopt;
    return day_of(small_number(words[2]), month, small_number(words[month_first ? 1 : 0]));
}

}  // namespace

std::string words_of(std::string_view text) {
    const auto words = core::trimmed(text);
    if (core::first_bad_utf8(words) == std::string_view::npos) return std::string(words);
    const auto decoded = core::decode_text(words);
    return decoded ? decoded->text : core::valid_utf8(words);
}

std::string words_of(pugi::xml_node node) {
    return words_of(std::string_view(node.text().get()));
}

std::string words_in(pugi::xml_node parent, std::string_view child) {
    return words_of(child_of(parent, child));
}

std::optional<double> number_in(pugi::xml_node parent, std::string_view child) {
    return number_of(child_of(parent, child).text().get());
}

std::optional<double> positive_in(pugi::xml_node parent, std::string_view child) {
    const auto number = number_in(parent, child);
    return number && *number > 0 ? number : std::nullopt;
}

std::string full_name(std::string family, std::string_view given) {
    if (!given.empty()) core::append_word(family, given);
    return family;
}

std::string iso_date(std::string_view text) {
    const auto written = written_day(text);
    return written ? day_text(written->day) : std::string();
}

std::optional<WrittenDay> written_day(std::string_view text, const DateOrderOfFile& of_file) {
    constexpr std::size_t longest = 40;
    text = core::trimmed(text);
    if (text.size() > longest) return std::nullopt;
    if (text.size() == 8 && core::all_digits(text))
        return said_by_form(
            day_of(small_number(text.substr(0, 4)), small_number(text.substr(4, 2)), small_number(text.substr(6))));
    if (const auto day = day_in_words(text)) return said_by_form(*day);
    const auto dotted = pieces_of(text, "."), parts = pieces_of(text, "-/");
    if (dotted.size() == 3)
        return said_by_form(day_of(small_number(dotted[2]), small_number(dotted[1]), small_number(dotted[0])));
    if (parts.size() != 3) return std::nullopt;
    const int first = small_number(parts[0]), second = small_number(parts[1]), third = small_number(parts[2]);
    if (const int month = month_abbreviated(parts[1])) return said_by_form(day_of(third, month, first));
    if (parts[0].size() == 4) return said_by_form(day_of(first, second, third));
    return day_of_either_order(first, second, third, of_file.of(text));
}

bool read_by_other_dates(const WrittenDay& day, std::string_view text) {
    const auto alone = written_day(text);
    return alone && day_text(alone->day) != day_text(day.day);
}

std::optional<TimeOfDay> time_of_day(std::string_view text) {
    text = core::trimmed(text);
    const auto half = half_of_day(text);
    const double fraction = fraction_of_time(text);
    const std::string zone(zone_behind(text));
    text = core::trimmed(without_fraction_and_zone(text));
    auto parts = pieces_of(text, ":");
    if (parts.size() == 1 && text.size() == 6) parts = {text.substr(0, 2), text.substr(2, 2), text.substr(4, 2)};
    if (parts.size() == 2) parts.emplace_back("0");
    if (parts.size() != 3) return std::nullopt;
    TimeOfDay time{small_number(parts[0]), small_number(parts[1]), small_number(parts[2]), fraction, zone};
    if (half != HalfOfDay::none) {
        if (time.hour < 1 || time.hour > 12) return std::nullopt;
        time.hour = time.hour % 12 + (half == HalfOfDay::afternoon ? 12 : 0);
    }
    constexpr int leap_second = 60;
    if (time.second == leap_second) --time.second;
    const bool in_a_day = time.hour >= 0 && time.hour < 24 && time.minute >= 0 && time.minute < 60 &&
                          time.second >= 0 && time.second < 60;
    return in_a_day ? std::optional(time) : std::nullopt;
}

core::Result<std::vector<std::int32_t>> whole_numbers(std::string_view text, std::size_t most,
                                                      const std::string& where) {
    std::vector<std::int32_t> values;
    const char* at = text.data();
    const char* const end = at + text.size();
    const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };  // core::blanks
    const auto skip_blanks = [&] {
        while (at != end && is_blank(*at)) ++at;
    };
    for (skip_blanks(); at != end; skip_blanks()) {
        std::int32_t value = 0;
        const auto read = std::from_chars(at, end, value);
        const bool ends_well = read.ptr == end || *read.ptr == ',' || is_blank(*read.ptr);
        if (read.ec != std::errc{} || !ends_well) {
            constexpr std::ptrdiff_t shown = 12;
            return core::fail_input(
                "sample is no whole number", where + ", sample " + std::to_string(values.size() + 1),
                core::in_quotes(std::string_view(at, static_cast<std::size_t>(std::min(shown, end - at)))),
                "whole numbers divided by commas");
        }
        if (values.size() == most)
            return core::fail_input("recording is too long to be read at once", where, "more values",
                                    "at most " + std::to_string(most) + " a lead");
        values.push_back(value);
        at = read.ptr;
        skip_blanks();
        if (at != end && *at == ',') ++at;
    }
    return values;
}

}  // namespace synchrony::io
