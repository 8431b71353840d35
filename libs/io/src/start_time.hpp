// When a recording began, as files say it: one way to keep it, and to say so where what stands there is no date.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calendar.hpp"
#include "moment.hpp"
#include "synchrony/record/ecg.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

/// What stands there is no date, or beside a date no time of day: a warning, which does not repeat it, and
/// facts.start_order.
void say_no_date(record::Ecg& ecg);
void say_no_time_of_day(record::Ecg& ecg);
/// Whether a field was left empty or blanked out: dashes, zeros, X.
[[nodiscard]] bool says_nothing(std::string_view text);
/// What stands there is a year or a month, of which no start time is made: a warning, and facts.start_order.
void say_no_day(record::Ecg& ecg);

/// Sets start_time, facts.zone_minutes and facts.start_order from texts that written_day() and time_of_day() read.
/// Empty or blanked fields say nothing; a date, time of day or zone that cannot be read, and a date that is read day
/// first though that is not its form, are warnings.
void set_start_time(record::Ecg& ecg, std::string_view date, std::string_view time,
                    const DateOrderOfFile& of_file = {});
/// The same of both in one, the day in the first ten letters: "2019-03-28 18:02:03 +0100", "2016-06-01T18:15:25.777".
void set_start_time(record::Ecg& ecg, std::string_view moment, const DateOrderOfFile& of_file = {});
/// The same of a moment with a day, as HL7 and DICOM write it.
void set_start_time(record::Ecg& ecg, const Moment& moment);
/// What stands there is no time zone: a warning.
void say_no_zone(record::Ecg& ecg);
/// The zone of a start time from a text that minutes_of_zone() reads: "+0100"; empty says nothing.
void set_zone(record::Ecg& ecg, std::string_view zone);
/// The same of numbers, the second with its fraction; none above zero: not given. An hour below zero: the day alone is
/// known.
void set_start_time(record::Ecg& ecg, const Day& day, int hour, int minute, double second);

/// Makes a recording's start time, or its time of day without a date, that of its part from `seconds` on. Where the day
/// alone is known it stays, since nobody knows how near midnight was; of a later day it is that day.
void begin_later(record::Ecg& ecg, double seconds);

/// Of a format that has no day without an hour: what is lost of a recording that has one.
void say_midnight_is_written(std::string_view format, const record::Ecg& ecg, std::vector<std::string>& lost);

}  // namespace synchrony::io
