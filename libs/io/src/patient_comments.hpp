// Age and sex where the comments of a header or table say them.
#pragma once

#include <string>
#include <vector>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io {

/// Fills age and sex from comments as LUDB ("<age>: 51  <sex>: F"), the PTB databases ("sex: female") and the
/// Challenges
/// ("Sex: Male") write them; what they do not say stays as it is.
void add_patient_of_comments(const std::vector<std::string>& comments, record::PatientFields& patient);

}  // namespace synchrony::io
