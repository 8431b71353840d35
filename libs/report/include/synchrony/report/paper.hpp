// The paper that pages are printed on.
#pragma once

#include <cstdint>

namespace synchrony::report {

enum class Paper : std::uint8_t {
    a4,     ///< 210 x 297 mm, ISO 216
    letter  ///< 215.9 x 279.4 mm, ANSI A
};

}  // namespace synchrony::report
