// When somebody was born and how old he was, as files say it, and what is said where that cannot be read. What stands
// there is not repeated: it may tell who somebody is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calendar.hpp"
#include "synchrony/record/ecg.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

/// Sets the birth date from a text that written_day() reads, or born_in from one that year_or_month() does. A field
/// left empty or blanked out says nothing; anything else that is no date, and a date that another of the file shows to
/// be day first, is a warning.
void set_birth_date(record::Ecg& ecg, std::string_view text, const DateOrderOfFile& of_file = {});
/// The same of HL7 and DICOM, which write figures from the year down: where others stand there, the order of day and
/// month has to be beyond doubt.
void set_standard_birth_date(record::Ecg& ecg, std::string_view text);
/// The same of numbers; none above zero: not given.
void set_birth_date(record::Ecg& ecg, const Day& day);
/// For formats that write birth dates in a way of their own: the warning.
void say_no_birth_date(record::Ecg& ecg);

/// Sets the age from a number in years, months, weeks, days or hours, as words, abbreviations or letters of any case;
/// in years where no unit is given; or from a text that holds its units itself, as written_age() reads it. A field left
/// empty or blanked out, and -1, say nothing; anything else that is no age is a warning.
void set_age(record::Ecg& ecg, std::string_view number, std::string_view unit);
/// The same of years that the format holds as a number; one that nobody reached, or below zero, is a warning.
void set_age(record::Ecg& ecg, double years);
/// For formats that write ages in a way of their own: the warning.
void say_no_age(record::Ecg& ecg);

/// An age as formats of whole numbers hold it.
struct WholeAge {
    int number = 0;
    char unit = 'Y';   ///< Y, M, W, D or H, as DICOM's AS has the first four
    bool cut = false;  ///< a part of a unit is lost
};
/// Whole years from 18 on; below, the largest of `units` ("YMWDH", "YMWD") that holds the age, in at most three
/// figures.
[[nodiscard]] WholeAge whole_age(double years, std::string_view units);
/// "years", "months", "weeks", "days" or "hours" of a unit of WholeAge.
[[nodiscard]] std::string_view words_for_age_unit(char unit);
/// What is lost where whole_age() cut, a sentence for what a writer leaves out.
void say_age_is_cut(std::string_view format, const record::PatientFields& patient, std::string_view units,
                    std::vector<std::string>& lost);

}  // namespace synchrony::io
