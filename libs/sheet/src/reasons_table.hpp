// The criteria of one definition of a conduction disorder, as a small table.
#pragma once

#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/conduction.hpp"

namespace synchrony::sheet {

/// Criterion, measured value, limit, and what was seen; a tick, a cross or a question mark before each. Rows move
/// closer together where `place` is too low for all of them.
void draw_reasons(draw::Painter& painter, const measure::Finding& finding, const draw::Rect& place);

}  // namespace synchrony::sheet
