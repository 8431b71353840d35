// What is said of patients and recordings that were joined, or not.
#pragma once

#include <array>
#include <cstdint>

namespace synchrony::app {

enum class Remark : std::uint8_t {
    without,
    only_later,
    same_day,
    undated,
    left_undated,
    no_implant_day,
    same_time,
    zone_unsaid,
    two_dates,
    spelled_otherwise,
    two_patients,
    other_id,
    shared,
    tells_who,
    other_sex
};

struct RemarkWords {
    Remark remark;
    const char* before;
    const char* one;
    const char* many;
    const char* after;
};

/// In the order in which they are said.
inline constexpr std::array<RemarkWords, 15> remark_words{
    {{Remark::without, "look at ", "patient without an ECG", "patients without an ECG", ""},
     {Remark::only_later, "look at ", "patient", "patients", " with ECGs of after the implant alone: none was taken"},
     {Remark::same_day, "look at ", "ECG", "ECGs", " of the day of the implant itself: perhaps paced"},
     {Remark::undated, "look at ", "ECG", "ECGs", " without a date: perhaps of after the implant"},
     {Remark::left_undated, "", "patient", "patients",
      " with an ECG without a date beside dated ones, or without an hour beside others of its day: it was left out"},
     {Remark::no_implant_day, "look at ", "patient", "patients",
      " without the day of the implant: the ECG may be of after it"},
     {Remark::same_time, "look at ", "patient", "patients",
      " with two ECGs of one time or one day without hours: the first file's was taken"},
     {Remark::zone_unsaid, "look at ", "patient", "patients",
      " with ECGs of about one day, not all of which say their time zone: they are in order of their clocks"},
     {Remark::two_dates, "look at ", "patient", "patients", " with one ECG under two dates: the earlier counted"},
     {Remark::spelled_otherwise, "", "id is", "ids are",
      " spelled otherwise in the files or their names (case, accents, blanks, dashes, zeros in front)"},
     {Remark::two_patients, "look at ", "ECG", "ECGs",
      " with the id of one patient inside and that of another in the name: the id inside counted"},
     {Remark::other_id, "look at ", "ECG", "ECGs",
      " joined by a name though the file holds another id: perhaps another person"},
     {Remark::shared, "look at ", "patient", "patients", " with the very ECG of another"},
     {Remark::tells_who, "look at ", "name", "names",
      " of files that tell who the patient is, and stand in the cohort; `convert --pseudonyms` gives others"},
     {Remark::other_sex, "look at ", "row", "rows", " whose ECG names the other sex: perhaps another person"}}};

}  // namespace synchrony::app
