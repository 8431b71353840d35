#pragma once

#include <string>
#include <vector>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::wfdb {

/// Fills age and sex from the comments of a header; what they do not say stays as it is.
void add_patient(const std::vector<std::string>& comments, record::PatientFields& patient);

}  // namespace synchrony::io::wfdb
