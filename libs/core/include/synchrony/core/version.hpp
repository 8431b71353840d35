// The version of this build, for --version, reports and model provenance.
#pragma once

#include <string_view>

namespace synchrony::core {

/// "0.1.0"
[[nodiscard]] std::string_view version();
/// What built it: "g++ 12.2.0, Release".
[[nodiscard]] std::string_view build_description();
/// Said on every page that shows a prediction.
inline constexpr std::string_view disclaimer = "Research software, not a medical device.";

}  // namespace synchrony::core
