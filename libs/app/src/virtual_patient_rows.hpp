// Virtual patients as rows of the cohort CSV and of the table of truths.
#pragma once

#include <string>
#include <vector>

#include "synchrony/sim/patient.hpp"

namespace synchrony::app {

[[nodiscard]] std::vector<std::string> virtual_cohort_header(bool with_ecg);
[[nodiscard]] std::vector<std::string> virtual_cohort_row(const sim::VirtualPatient& patient, bool with_ecg);
[[nodiscard]] std::vector<std::string> virtual_truth_header();
[[nodiscard]] std::vector<std::string> virtual_truth_row(const sim::VirtualPatient& patient);

}  // namespace synchrony::app
