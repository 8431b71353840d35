// The colours of the waves on all pictures (Okabe & Ito's, darkened to stand on pink paper).
#pragma once

#include "synchrony/draw/colour.hpp"

namespace synchrony::sheet {

inline constexpr draw::Colour p_colour{0.0, 0.50, 0.36};
inline constexpr draw::Colour qrs_colour{0.0, 0.30, 0.62};
inline constexpr draw::Colour t_colour{0.78, 0.33, 0.0};

}  // namespace synchrony::sheet
