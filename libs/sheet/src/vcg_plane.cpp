#include "vcg_plane.hpp"
#include "sheet_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "synchrony/draw/ticks.hpp"

namespace synchrony::sheet {
namespace {

constexpr double least_grid_mm = 8.0;
constexpr double head_mm = 2.6;  // length of an arrow head
constexpr double dot_ms = 10.0;
constexpr double number_ms = 20.0;
constexpr double dot_mm = 0.5;
constexpr double plane_number_mm = 2.3;
constexpr double apart_mm = 3.6;  // numbers nearer to another, or to the origin, are left out
constexpr double tick_text_mm = 2.5;
constexpr double no_loop_mv = 0.02;  // a projection smaller than that has no sense to show

constexpr draw::Colour plane_faint{0.42, 0.42, 0.42};
const draw::Stroke grid{{0.89, 0.89, 0.89}, 0.12, 0.0};
const draw::Stroke axis{{0.45, 0.45, 0.45}, 0.2, 0.0};

class PlanePainter {
  public:
    PlanePainter(draw::Painter& painter, const Plane& plane) : painter_(painter), plane_(plane) {}

    [[nodiscard]] draw::Point at(const measure::Vector3& v) const {
        const draw::Rect& r = plane_.place;
        const auto along = [&](const PlaneAxis& a) {
            return (v.*a.component - a.middle_mv) * plane_.mm_per_mv * (a.reversed ? -1.0 : 1.0);
        };
        return {r.x + r.width / 2.0 + along(plane_.across), r.y + r.height / 2.0 - along(plane_.up)};
    }

    void draw_frame() {
        const draw::Rect& r = plane_.place;
        painter_.text({r.x, r.y - 2.0}, plane_.title,
                      {3.4, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false});
        double step = 0.1;
        for (const double wider : {0.2, 0.5, 1.0, 2.0, 5.0})
            if (step * plane_.mm_per_mv < least_grid_mm) step = wider;
        draw_grid(plane_.across, step, true);
        draw_grid(plane_.up, step, false);
        const draw::Point origin = at({});
        painter_.segments(
            std::vector<draw::Point>{{r.x, origin.y}, {r.right(), origin.y}, {origin.x, r.y}, {origin.x, r.bottom()}},
            axis);
        painter_.frame(r, axis);
        draw_ends(origin);
    }

    void draw_loop(const Loop& loop) {
        std::vector<draw::Point> points;
        for (const auto& v : loop.points) points.push_back(at(v));
        painter_.clip(plane_.place);
        painter_.polyline(points, {loop.colour, loop.width_mm, loop.dash_mm});
        draw_heads(loop, points);
        if (loop.timed) draw_times(loop, points);
        painter_.unclip();
    }

    void draw_arrow(const AreaArrow& arrow) {
        const auto& a = arrow.area_uvs;
        const draw::Point tip = at({a.x / uvs_per_mv, a.y / uvs_per_mv, a.z / uvs_per_mv});
        const draw::Point origin = at({});
        const double length = std::hypot(tip.x - origin.x, tip.y - origin.y);
        if (!(length > head_mm / 2.0)) return;
        painter_.clip(plane_.place);
        const double share = std::max(0.0, 1.0 - 0.8 * head_mm / length);  // the line ends inside the head
        painter_.segments(
            std::vector<draw::Point>{origin,
                                     {origin.x + (tip.x - origin.x) * share, origin.y + (tip.y - origin.y) * share}},
            {arrow.colour, arrow.width_mm, 0.0});
        draw_head(tip, {(tip.x - origin.x) / length, (tip.y - origin.y) / length}, arrow.colour);
        painter_.unclip();
    }

  private:
    void draw_grid(const PlaneAxis& a, double step, bool across) {
        const draw::Rect& r = plane_.place;
        const double half = (across ? r.width : r.height) / 2.0 / plane_.mm_per_mv;
        const int first = static_cast<int>(std::ceil((a.middle_mv - half) / step - 1e-9));
        const int last = static_cast<int>(std::floor((a.middle_mv + half) / step + 1e-9));
        std::vector<draw::Point> ends;
        for (int i = first; i <= last; ++i) {
            measure::Vector3 v;
            v.*a.component = i * step;
            const draw::Point p = at(v);
            const std::string label = draw::fixed_text(i * step, step < 1.0 ? 1 : 0);
            if (across) {
                ends.insert(ends.end(), {{p.x, r.y}, {p.x, r.bottom()}});
                painter_.text({p.x, r.bottom() + 1.2}, label,
                              {tick_text_mm, plane_faint, false, draw::Horizontal::centre, draw::Vertical::top, false});
            } else {
                ends.insert(ends.end(), {{r.x, p.y}, {r.right(), p.y}});
                painter_.text(
                    {r.x - 1.0, p.y}, label,
                    {tick_text_mm, plane_faint, false, draw::Horizontal::right, draw::Vertical::middle, false});
            }
        }
        painter_.segments(ends, grid);
    }

    // What lies at the ends of both axes, beside the lines through the origin.
    void draw_ends(const draw::Point& origin) {
        const draw::Rect& r = plane_.place;
        draw::TextStyle style{2.9, ink, false, draw::Horizontal::left, draw::Vertical::baseline, false};
        const double y = std::clamp(origin.y - 1.0, r.y + 3.5, r.bottom() - 1.0);
        painter_.text({r.x + 1.0, y}, plane_.across.low_end, style);
        style.horizontal = draw::Horizontal::right;
        painter_.text({r.right() - 1.0, y}, plane_.across.high_end, style);
        style.horizontal = draw::Horizontal::left;
        const double x = std::clamp(origin.x + 1.0, r.x + 1.0, r.right() - 12.0);
        painter_.text({x, r.y + 3.4}, plane_.up.high_end, style);
        painter_.text({x, r.bottom() - 1.4}, plane_.up.low_end, style);
        const draw::TextStyle label{2.9, plane_faint, false, draw::Horizontal::right, draw::Vertical::top, false};
        painter_.text({r.right(), r.bottom() + 4.2}, plane_.across.label, label);
        painter_.text({r.x - 8.6, r.y + r.height / 2.0}, plane_.up.label,
                      {2.9, plane_faint, false, draw::Horizontal::centre, draw::Vertical::baseline, true});
    }

    void draw_head(const draw::Point& tip, const draw::Point& along, const draw::Colour& colour) {
        const draw::Point back{tip.x - along.x * head_mm, tip.y - along.y * head_mm};
        const double half = 0.36 * head_mm;
        painter_.fill(std::vector<draw::Point>{tip,
                                               {back.x - along.y * half, back.y + along.x * half},
                                               {back.x + along.y * half, back.y - along.x * half}},
                      colour);
    }

    // By way along the projection: where the loop runs slowly, heads by time would pile up.
    void draw_heads(const Loop& loop, const std::vector<draw::Point>& points) {
        std::vector<double> way{0.0};
        for (std::size_t i = 1; i < points.size(); ++i)
            way.push_back(way.back() + std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
        if (points.size() < 2 || way.back() < 2.0 * no_loop_mv * plane_.mm_per_mv + 2.0 * head_mm) return;
        for (const double share : loop.arrow_shares) {
            const auto i = static_cast<std::size_t>(std::lower_bound(way.begin() + 1, way.end(), share * way.back()) -
                                                    way.begin());
            // direction over a stretch as long as the head, so that noise does not turn it
            std::size_t from = i;
            while (from > 0 && way[i] - way[from] < head_mm) --from;
            const double length = std::hypot(points[i].x - points[from].x, points[i].y - points[from].y);
            if (length > 0.3 * head_mm)
                draw_head(points[i], {(points[i].x - points[from].x) / length, (points[i].y - points[from].y) / length},
                          loop.colour);
        }
    }

    void draw_times(const Loop& loop, const std::vector<draw::Point>& points) {
        const draw::Point origin = at({});
        std::vector<draw::Point> taken{origin};
        draw::Point centre{};
        for (const auto& p : points) centre = {centre.x + p.x, centre.y + p.y};
        centre = {centre.x / static_cast<double>(points.size()), centre.y / static_cast<double>(points.size())};
        double next = 0.0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (loop.times_ms[i] < next - 1e-6) continue;
            painter_.disc(points[i], dot_mm, loop.colour);
            if (next > 0.0 && std::fmod(next, number_ms) < 1e-6) draw_number(next, points[i], centre, taken);
            next += dot_ms;
        }
    }

    void draw_number(double ms, const draw::Point& p, const draw::Point& centre, std::vector<draw::Point>& taken) {
        const double length = std::max(std::hypot(p.x - centre.x, p.y - centre.y), 1e-6);
        const draw::Point text{p.x + (p.x - centre.x) / length * 2.4, p.y + (p.y - centre.y) / length * 2.4};
        for (const auto& other : taken)
            if (std::hypot(text.x - other.x, text.y - other.y) < apart_mm) return;
        taken.push_back(text);
        const draw::TextStyle style{plane_number_mm,        ink,  false, draw::Horizontal::centre,
                                    draw::Vertical::middle, false};
        const std::string number = draw::fixed_text(ms, 0);
        const double width = painter_.text_width(number, style);
        painter_.fill({text.x - width / 2.0 - 0.2, text.y - 1.1, width + 0.4, 2.2}, {1.0, 1.0, 1.0, 0.7});
        painter_.text(text, number, style);
    }

    draw::Painter& painter_;
    const Plane& plane_;
};

}  // namespace

void draw_plane(draw::Painter& painter, const Plane& plane, const std::vector<Loop>& loops,
                const std::vector<AreaArrow>& arrows) {
    PlanePainter plane_painter(painter, plane);
    plane_painter.draw_frame();
    for (const auto& loop : loops) plane_painter.draw_loop(loop);
    for (const auto& arrow : arrows) plane_painter.draw_arrow(arrow);
}

}  // namespace synchrony::sheet
