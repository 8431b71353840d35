// Files that mark a sample as not recorded by an end of the 16-bit scale, without saying so: the median beat of
// ecgtoolkit's DICOM ends with -32768, those of Philips' aECG with 32767.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Whether a stored 16-bit value stands at an end of its scale, with more mV there than any heart makes: a mark, or an
/// amplifier out of its range. Neither is a measurement.
[[nodiscard]] inline bool is_full_scale(double stored, double millivolts) {
    constexpr double lowest = -32768.0, highest = 32767.0, most_of_a_heart_mv = 20.0;
    return (stored == lowest || stored == highest) && std::abs(millivolts) > most_of_a_heart_mv;
}

inline constexpr const char* full_scale_warning =
    "samples at the end of the 16-bit scale were taken as not recorded, though the file does not mark them";

/// Adds a warning that the file as a whole deserves once.
inline void warn_once(std::vector<record::Warning>& warnings, record::Warning warning) {
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) warnings.push_back(std::move(warning));
}

}  // namespace synchrony::io
