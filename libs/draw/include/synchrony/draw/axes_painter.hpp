// Draws one pair of axes with what is on it.
#pragma once

#include "synchrony/draw/figure.hpp"
#include "synchrony/draw/painter.hpp"

namespace synchrony::draw {

void draw_axes(Painter& painter, const Axes& axes);
[[nodiscard]] core::Result<void> check(const Axes& axes);
[[nodiscard]] core::Result<void> check(const Figure& figure);
/// The figure as a picture; `figure` must outlive it.
[[nodiscard]] Picture picture_of(const Figure& figure);

}  // namespace synchrony::draw
