// One projection of the vectorcardiogram's loops.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/vectorcardiogram.hpp"

namespace synchrony::sheet {

/// One wave's vectors, mV, sample by sample.
struct Loop {
    std::string name;
    draw::Colour colour;
    double width_mm = 0.3;
    double dash_mm = 0.0;
    std::vector<measure::Vector3> points;
    std::vector<double> times_ms;      ///< of each point, from QRS onset
    std::vector<double> arrow_shares;  ///< of the way along the loop, where arrow heads show its sense
    bool timed = false;                ///< with a dot every 10 ms and numbers
};

/// An arrow from the origin: an integral in uV s.
struct AreaArrow {
    measure::Vector3 area_uvs;
    draw::Colour colour;
    double width_mm = 0.5;
};

/// An axis of the body as it lies on paper.
struct PlaneAxis {
    double measure::Vector3::*component = &measure::Vector3::x;
    bool reversed = false;     ///< on paper: positive to the left or to the bottom
    const char* label = "";    ///< "X, mV"
    const char* low_end = "";  ///< left or lower end on paper: "right", "feet"
    const char* high_end = "";
    double middle_mv = 0.0;  ///< that lies in the middle of the plane
};

struct Plane {
    std::string title;
    draw::Rect place;
    PlaneAxis across;
    PlaneAxis up;
    double mm_per_mv = 50.0;
};

/// 100 uV s are drawn as long as 1 mV: both then fill the plane alike in wide complexes.
inline constexpr double uvs_per_mv = 100.0;

void draw_plane(draw::Painter& painter, const Plane& plane, const std::vector<Loop>& loops,
                const std::vector<AreaArrow>& arrows);

}  // namespace synchrony::sheet
