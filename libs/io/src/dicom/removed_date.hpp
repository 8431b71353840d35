#pragma once

#include <string_view>

namespace synchrony::io::dicom {

/// Stands where the standard wants a date and it was taken out (PS3.15 E.1: a dummy value).
inline constexpr std::string_view removed_date = "1900-01-01";

}  // namespace synchrony::io::dicom
