// JSON as text. The only place that prints it: names may hold any bytes, and a printer that throws at them would lose
// what was worked out.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace synchrony::core {

/// On one line, or indented by so many blanks a level. What is not UTF-8 becomes U+FFFD. Never throws but for memory.
[[nodiscard]] std::string json_text(const nlohmann::json& document, int indent = -1);
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& document, int indent = -1);

}  // namespace synchrony::core
