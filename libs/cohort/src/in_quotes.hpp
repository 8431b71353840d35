// Shows a cell's text in a message.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::cohort {

/// 'text'. Built by appending: GCC 12 warns of overlap where a literal is added in front of a string (its bug 105651).
inline std::string in_quotes(std::string_view text) {
    std::string result = "'";
    result += text;
    result += '\'';
    return result;
}

}  // namespace synchrony::cohort
