// Cautions on a picture: as many as there are, in the room that there is.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "synchrony/draw/painter.hpp"

namespace synchrony::sheet {

/// Draws cautions, the first first, each from a line of its own: smaller where they would else not fit. Where no size
/// serves, the last ones are named without their details in lines that begin with "Also:".
void draw_cautions(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                   double size_mm);

/// Likewise, whole ones only; returns how many found room.
[[nodiscard]] std::size_t draw_whole_cautions(draw::Painter& painter, const draw::Rect& room,
                                              std::span<const std::string> cautions, double size_mm);

/// Draws them one after the other in lines over the room's width, without details where they do not fit with them.
void draw_cautions_in_a_row(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                            double size_mm);

}  // namespace synchrony::sheet
