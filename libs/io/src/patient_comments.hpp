// Age, sex and birth date where the comments of a header or table say them.
#pragma once

#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Fills age and sex from comments as LUDB ("<age>: 51  <sex>: F"), the PTB databases ("sex: female") and the
/// Challenges ("Sex: Male") write them, several on a line too ("Age: 62, Gender: F"); what they do not say stays as it
/// is. An age in units that are not known is none, with a warning. "DOB: 1950-03-04" and the like are the birth date;
/// one that could be of either order is read month first, with a warning. Other names and numbers of persons ("MRN:
/// 4711", "patient id 4711") are kept where nobody sees them.
void add_patient_of_comments(record::Ecg& ecg);
/// The id alone.
[[nodiscard]] std::string patient_id_of_comments(const std::vector<std::string>& comments);
/// The same of the first comment as MIT-BIH writes it, "69 M 1085 1629 x1". For WFDB headers: in a table such a line
/// may be anything.
void add_patient_of_mit_bih(record::Ecg& ecg);

}  // namespace synchrony::io
