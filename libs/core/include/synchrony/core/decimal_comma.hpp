// Numbers that were typed with a decimal comma, for the hint of an error.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::core {

/// "A number is written with a point: 28.5" for "28,5", also at the end of "--lvef=28,5"; empty for any other word.
[[nodiscard]] std::string decimal_point_hint(std::string_view word);

}  // namespace synchrony::core
