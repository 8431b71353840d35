// Whose recording it is, for pictures and pages of those who asked for it.
#pragma once

#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// Name and number, birth date, sex and age, date and time of the recording: a line each, of what the file says.
[[nodiscard]] std::vector<std::string> identity_lines(const record::Ecg& ecg);

}  // namespace synchrony::app
