// Universally unique identifiers (RFC 9562): ids that no two systems give twice.
#pragma once

#include <string_view>

namespace synchrony::io {

/// Whether the text is one: 8-4-4-4-12 hexadecimal figures in any case, "urn:uuid:" before them or not.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace synchrony::io
