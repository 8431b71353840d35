#include "ecg_paper.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/utf8.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::sheet {
namespace {

const draw::Stroke fine_grid{{0.975, 0.83, 0.83}, 0.1, 0.0};
const draw::Stroke coarse_grid{{0.93, 0.62, 0.62}, 0.2, 0.0};

}  // namespace

void draw_ecg_grid(draw::Painter& painter, const draw::Rect& paper) {
    painter.fill(paper, paper_colour);
    for (const bool coarse : {false, true}) {
        const double step = coarse ? square_mm : 1.0;
        std::vector<draw::Point> ends;
        for (double x = 0.0; x <= paper.width + 1e-6; x += step)
            if (coarse || std::fmod(x, square_mm) > 0.5)
                ends.insert(ends.end(), {{paper.x + x, paper.y}, {paper.x + x, paper.bottom()}});
        for (double y = 0.0; y <= paper.height + 1e-6; y += step)
            if (coarse || std::fmod(y, square_mm) > 0.5)
                ends.insert(ends.end(), {{paper.x, paper.y + y}, {paper.right(), paper.y + y}});
        painter.segments(ends, coarse ? coarse_grid : fine_grid);
    }
}

void draw_calibration(draw::Painter& painter, const draw::Point& left, const draw::Size& pulse_mm, double foot_mm,
                      const draw::Stroke& stroke) {
    const double up = left.x + foot_mm;
    const double down = up + pulse_mm.width;
    const double top = left.y - pulse_mm.height;
    painter.polyline(
        std::vector<draw::Point>{left, {up, left.y}, {up, top}, {down, top}, {down, left.y}, {down + foot_mm, left.y}},
        stroke);
}

void draw_fitting(draw::Painter& painter, const draw::Point& at, const std::string& text, double width_mm,
                  draw::TextStyle style) {
    constexpr double least_part = 2.0 / 3.0;
    const double wanted = painter.text_width(text, style);
    if (wanted > width_mm) style.size_mm *= std::max(least_part, 0.99 * width_mm / wanted);
    std::string shown = text;
    for (std::size_t letters = text.size(); letters > 1 && painter.text_width(shown, style) > width_mm; --letters)
        shown = core::shortened(text, letters - 1);
    painter.text(at, shown, style);
}

std::string trimmed_text(double value) {
    return draw::fixed_text(value, value == std::round(value) ? 0 : 1);
}

std::string scale_text(double mm_per_s, double mm_per_mv) {
    return trimmed_text(mm_per_s) + " mm/s    " + trimmed_text(mm_per_mv) + " mm/mV";
}

}  // namespace synchrony::sheet
