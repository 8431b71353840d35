// Colours of words and lines on a printed page; the same as in templates/page.css.
#pragma once

#include "synchrony/draw/colour.hpp"

namespace synchrony::report {

inline constexpr draw::Colour page_ink{0.106, 0.122, 0.141};
inline constexpr draw::Colour page_soft{0.349, 0.388, 0.431};
inline constexpr draw::Colour page_line{0.78, 0.80, 0.83};
inline constexpr draw::Colour page_tint{0.945, 0.953, 0.961};
inline constexpr draw::Colour page_accent{0.043, 0.361, 0.678};
inline constexpr draw::Colour page_caution{0.60, 0.24, 0.05};

}  // namespace synchrony::report
