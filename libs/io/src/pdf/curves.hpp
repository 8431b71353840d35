// The curves of a printed ECG: which lines are signals, which lead each is of, and how many points a second it has.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pdf/drawing.hpp"

namespace synchrony::io::pdf {

/// A line that runs from left to right in small steps, mm.
struct Curve {
    std::vector<PagePoint> points;  ///< x never falls
    std::string lead;               ///< standard name; empty where no name stands near
    bool derived = false;           ///< its name says that it was computed
    std::optional<double> from_s;   ///< its name says where in time it begins
    [[nodiscard]] double left() const { return points.front().x; }
    [[nodiscard]] double right() const { return points.back().x; }
};

/// The curves of a page, those drawn with the pen that most of them are drawn with.
[[nodiscard]] std::vector<Curve> find_curves(const Drawing& drawing);

/// Gives each curve the name of its lead, and cuts a row of leads that was drawn as one line where their names stand.
/// Curves that begin together and the names that stand there follow each other in one order from top to bottom, however
/// far a name had to make way; pieces of a curve take that of the nearest row. A curve for which no name is left stays
/// without. False where a column has not as many names as curves.
[[nodiscard]] bool name_curves(std::span<const ShownText> texts, std::vector<Curve>& curves);

/// The distance between points that were samples, mm; nothing where the points stand unevenly.
[[nodiscard]] std::optional<double> sample_distance(const Curve& curve);

/// Height of the curve at these places, mm; between its points by straight lines. Where its points are that far apart,
/// they are the samples.
[[nodiscard]] std::vector<double> heights_at(const Curve& curve, double step_mm, std::size_t count);

}  // namespace synchrony::io::pdf
