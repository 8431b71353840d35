// Where the ticks of an axis stand and what they say.
#pragma once

#include <string>
#include <vector>

namespace synchrony::draw {

struct Ticks {
    double step = 0.0;
    std::vector<double> places;       ///< multiples of `step` inside [low, high], ascending
    std::vector<std::string> labels;  ///< as many decimals as `step` needs, the same for all
};

/// Ticks at multiples of 1, 2 or 5 times a power of ten, the finest such step that gives at most `most` ticks (after
/// P. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990). One tick where low = high; none for bounds that
/// are not finite or are the wrong way round.
[[nodiscard]] Ticks nice_ticks(double low, double high, int most);

/// `value` with that many decimals; a true minus sign (U+2212) before negative ones, never "-0".
[[nodiscard]] std::string fixed_text(double value, int decimals);
/// To so many significant digits, without zeros at the end: "28", "0.0312", with the same minus; larger numbers whole:
/// "1234".
[[nodiscard]] std::string significant_text(double value, int digits);

}  // namespace synchrony::draw
