// Boundaries that a person moved, in place of those that were measured.
#pragma once

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// Keeps the measured waves in `measured_global`, puts the moved boundaries into `global` and lists them in `moved`.
/// The peak of P or QRS that would lie outside its wave is held at the nearer boundary. Errors (usage): a wave that was
/// not found and is given by one end alone; a moved boundary that is not finite or not between its neighbours (P onset,
/// P end, QRS onset, QRS end, T peak, T end) within the median beat; a moved QRS complex not 40 to 300 ms long.
[[nodiscard]] core::Result<void> move_boundaries(Measurements& m, const MovedBoundaries& moved);

/// One flag for each moved boundary, so that whatever tells flags tells it: "QRS end moved by hand to 60 ms after R
/// (measured 97 ms after R, QRS 177 ms)".
void flag_moved(Measurements& m);

}  // namespace synchrony::measure
