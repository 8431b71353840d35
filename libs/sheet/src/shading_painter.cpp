#include "shading_painter.hpp"

#include <algorithm>
#include <cmath>

#include "sheet_style.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::sheet {
namespace {

constexpr double strongest_shade = 0.55;  // opacity: the trace and the grid stay legible
constexpr double faintest_value = 0.02;   // of the largest: below it nothing is drawn
constexpr double legend_bar_mm = 46.0;
constexpr int legend_steps = 24;
constexpr double legend_text_mm = 3.0;

double largest_of(const LeadShading& shading) {
    double most = 0.0;
    for (const double value : shading.value)
        if (std::isfinite(value)) most = std::max(most, std::abs(value));
    return most;
}

draw::Colour shade_of(double value, double most) {
    auto colour = draw::line_colour(value >= 0.0 ? 0 : 1);
    colour.alpha = most > 0.0 ? strongest_shade * std::min(std::abs(value) / most, 1.0) : 0.0;
    return colour;
}

}  // namespace

void draw_shades(draw::Painter& painter, const LeadShading& shading, const std::string& lead, const MedianScale& scale,
                 const draw::Rect& cell) {
    const auto found = std::ranges::find(shading.leads, lead);
    if (found == shading.leads.end()) return;
    const auto first = static_cast<std::size_t>(found - shading.leads.begin()) * shading.parts.size();
    const double most = largest_of(shading);
    const auto x_of = [&](double seconds) {
        return cell.x + (std::clamp(seconds, scale.begin_s, scale.end_s) - scale.begin_s) * scale.mm_per_s;
    };
    for (std::size_t part = 0; part < shading.parts.size(); ++part) {
        const double value = shading.value[first + part];
        if (!std::isfinite(value) || std::abs(value) < faintest_value * most || most <= 0.0) continue;
        const double left = x_of(shading.parts[part].begin_s), right = x_of(shading.parts[part].end_s);
        painter.fill(draw::Rect{left, cell.y, right - left, cell.height}, shade_of(value, most));
    }
}

void draw_shading_legend(draw::Painter& painter, const LeadShading& shading, const draw::Rect& place) {
    const double most = largest_of(shading);
    const double step = legend_bar_mm / legend_steps;
    const auto number = [&](double value, double x, draw::Horizontal side) {
        painter.text({x, place.y + place.height / 2.0}, (value > 0.0 ? "+" : "") + draw::fixed_text(value, 2),
                     {legend_text_mm, ink, false, side, draw::Vertical::middle, false});
    };
    const double bar = place.right() - legend_bar_mm - 12.0;
    for (int i = 0; i < legend_steps; ++i) {
        const double value = most * (2.0 * (i + 0.5) / legend_steps - 1.0);
        painter.fill(draw::Rect{bar + i * step, place.y, step, place.height}, shade_of(value, most));
    }
    number(-most, bar - 1.0, draw::Horizontal::right);
    number(most, bar + legend_bar_mm + 1.0, draw::Horizontal::left);
    painter.text({place.x, place.y + place.height / 2.0}, shading.words,
                 {legend_text_mm, ink, false, draw::Horizontal::left, draw::Vertical::middle, false});
}

}  // namespace synchrony::sheet
