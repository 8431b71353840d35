// Dates and times as HL7 (TS) and DICOM (DA, TM, DT) write them: digits from the year down, cut off anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "calendar.hpp"

namespace synchrony::io {

/// A moment of the calendar. What the text leaves out is 0 (the first of January, midnight).
struct Moment {
    Day day;
    std::int64_t days = 0;                                            ///< since 1970-01-01
    double second_of_day = 0.0;                                       ///< with its fraction
    bool has_time = false;                                            ///< whether the text goes on behind the day
    bool has_month = false;                                           ///< whether it goes as far as the month
    bool has_day = false;                                             ///< whether it goes as far as the day
    std::optional<int> zone_minutes = {};                             ///< ahead of UTC, where the text says so
    bool zone_unreadable = false;                                     ///< what stands there is no zone
    [[nodiscard]] std::string date() const { return day_text(day); }  ///< "2002-11-22"
    /// "2002-11-22T09:10:00.5", to a microsecond; "2002-11-22" where the text says no more.
    [[nodiscard]] std::string start_time() const;
    /// Exact to a microsecond over years. Zones count where both are said: else the clocks of one recording agree.
    [[nodiscard]] double seconds_since(const Moment& earlier) const;
};

/// "20021122091000.500+0100", "20021122", "2002"; "2002-11-22" and "2002.11.22" of older devices too. Nothing where it
/// is no moment of the calendar.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

/// The day of "20190324250000", whose rest is no time of day; nothing where all of it or nothing can be read.
[[nodiscard]] std::optional<Moment> day_without_its_time(std::string_view text);

/// The text that parse_moment reads back, without a zone: "20021122091000.5" from "2002-11-22T09:10:00.5".
[[nodiscard]] std::string compact_moment(std::string_view start_time);

/// "+0100" of 60 minutes ahead of UTC, as HL7 and DICOM write it.
[[nodiscard]] std::string compact_zone(int minutes);

/// The moment so much later, as HL7 and DICOM write it: "20021122091000.500000", with "+0100" where its zone is said.
[[nodiscard]] std::string later_moment(const Moment& moment, double seconds);

/// Whole years from `birth` to `then`; nothing where `then` is before it.
[[nodiscard]] std::optional<double> years_between(const Moment& birth, const Moment& then);

}  // namespace synchrony::io
