// Dates and times of day as binary files hold them, checked and written as record::Ecg wants them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synchrony::io {

/// A day of the Gregorian calendar.
struct Day {
    int year = 0;
    int month = 0;
    int day = 0;
};

/// What is said of a day where it is not said: "1956", "1956-04".
struct YearOrMonth {
    int year = 0;
    int month = 0;  ///< 0: not said
};

/// Days since 1970-01-01; nothing where there is no such day.
[[nodiscard]] std::optional<std::int64_t> days_since_1970(const Day& day);
/// 3 of "MAR" in any case, the beginnings of the months in English; 0: none.
[[nodiscard]] int month_abbreviated(std::string_view word);
/// The same, and of the whole names; of nothing else that begins alike: Finnish "marraskuu" is November.
[[nodiscard]] int month_in_english(std::string_view word);
/// "1956-04-30"; empty where there is no such day.
[[nodiscard]] std::string day_text(const Day& day);
/// "1956" or "1956-04"; empty where no such year has people, or there is no such month.
[[nodiscard]] std::string year_text(const YearOrMonth& said);
/// A year alone or with its month, of a text whose day is left out or zeros: "1956", "1956-04", "04/1956",
/// "1956-00-00", "00.04.1956"; nothing of anything else.
[[nodiscard]] std::optional<YearOrMonth> year_or_month(std::string_view text);
/// Whether somewhere on Earth clocks are so many minutes ahead of UTC: -12 to +14 hours.
[[nodiscard]] bool is_zone(int minutes_ahead);
/// 60 of "+0100", "+01:00" and "+01", 0 of "Z": minutes ahead of Coordinated Universal Time. Nothing of anything else,
/// and of "-00:00", by which RFC 3339 says that it is not known.
[[nodiscard]] std::optional<int> minutes_of_zone(std::string_view zone);
/// "2026-11-22T14:50:00"; nothing where there is no such day or time of day.
[[nodiscard]] std::optional<std::string> start_time_text(const Day& day, int hour, int minute, int second);
/// 0.25 of "25" or "250+01:00", the digits behind a decimal mark.
[[nodiscard]] double fraction_of_digits(std::string_view digits);
/// ".25" of 10.25 s, to a microsecond; empty where there is no such fraction.
[[nodiscard]] std::string fraction_text(double seconds);
/// Whole years from `birth` to `then`; nothing where one is no day or they stand the wrong way round.
[[nodiscard]] std::optional<double> years_between(const Day& birth, const Day& then);

}  // namespace synchrony::io
