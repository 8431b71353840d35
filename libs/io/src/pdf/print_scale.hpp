// The scale of a printed ECG: what is written on the page, and how large a millimetre of its grid is.
#pragma once

#include <optional>
#include <string_view>

#include "pdf/drawing.hpp"

namespace synchrony::io::pdf {

struct PrintScale {
    std::optional<double> mm_per_s;   ///< "25 mm/s"
    std::optional<double> mm_per_mv;  ///< "10 mm/mV"
    /// mm on the page that one mm of the paper is: 1 where it is printed to scale or shows no grid.
    double page_mm_per_mm = 1.0;
    bool odd_grid = false;  ///< squares that are not square, or of a size that no sheet is printed in: nothing is known
};

/// The number in front of a unit in the text ("25" in "Speed: 25mm/sec" for "mm/s"); nothing where there is none, or
/// two that differ.
[[nodiscard]] std::optional<double> number_before_unit(std::string_view text, std::string_view unit);

[[nodiscard]] PrintScale print_scale(const Drawing& drawing);

}  // namespace synchrony::io::pdf
