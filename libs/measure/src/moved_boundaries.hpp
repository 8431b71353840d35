// Boundaries that a person moved, in place of those that were measured.
#pragma once

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

/// Keeps the measured waves in `measured_global`, puts the moved boundaries into `global` and lists them in `moved`. A
/// peak that would lie outside its wave is held at the nearer boundary. Errors (usage): a wave that was not found and
/// is given by one end alone, boundaries that are not finite, out of order or outside the median beat.
[[nodiscard]] core::Result<void> move_boundaries(Measurements& m, const MovedBoundaries& moved);

}  // namespace synchrony::measure
