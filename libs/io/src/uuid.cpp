#include "uuid.hpp"

#include <cctype>
#include <cstddef>

namespace synchrony::io {

bool is_uuid(std::string_view text) {
    constexpr std::string_view urn = "urn:uuid:", form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.starts_with(urn)) text.remove_prefix(urn.size());
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fits = form[i] == '-' ? text[i] == '-' : std::isxdigit(static_cast<unsigned char>(text[i])) != 0;
        if (!fits) return false;
    }
    return true;
}

}  // namespace synchrony::io
