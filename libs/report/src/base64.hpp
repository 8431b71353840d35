// Base64 (RFC 4648, section 4), for pictures inside pages.
#pragma once

#include <string>

namespace synchrony::report {

[[nodiscard]] std::string base64(const std::string& bytes);

}  // namespace synchrony::report
