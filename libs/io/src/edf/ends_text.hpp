#pragma once

#include <string_view>

namespace synchrony::io::edf {

/// EDF+'s standard text for the end of a recording; our writer puts it where the last data record is filled up.
inline constexpr std::string_view recording_ends = "Recording ends";

}  // namespace synchrony::io::edf
