// Whether a text is a whole number without a sign.
#pragma once

#include <string_view>

namespace synchrony::core {

/// Nothing but the figures 0 to 9, and at least one.
[[nodiscard]] inline bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace synchrony::core
