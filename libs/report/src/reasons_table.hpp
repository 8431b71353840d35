// The criteria of one definition of a conduction disorder, as a small table.
#pragma once

#include "painter.hpp"
#include "synchrony/measure/conduction.hpp"

namespace synchrony::report {

/// Criterion, measured value, limit, and what was seen; a tick, a cross or a question mark before each. Rows move
/// closer together where `place` is too low for all of them.
void draw_reasons(Painter& painter, const measure::Finding& finding, const Rect& place);

}  // namespace synchrony::report
