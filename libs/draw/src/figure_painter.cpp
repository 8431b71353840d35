// Boxes, arrows and axes of one figure.
#include <cmath>

#include "synchrony/draw/axes_painter.hpp"

namespace synchrony::draw {
namespace {

constexpr double box_text_mm = 3.0;
constexpr double box_line_mm = 4.2;
constexpr double box_inset_mm = 2.2;
constexpr double arrow_head_mm = 1.6;
constexpr Colour line_grey{0.35, 0.35, 0.35};

void draw_box(Painter& painter, const Box& box) {
    painter.frame(box.place, {line_grey, 0.3, box.dashed ? 1.0 : 0.0});
    const double height = box_line_mm * static_cast<double>(box.lines.size());
    double y = box.place.y + (box.place.height - height) / 2.0 + box_line_mm / 2.0;
    const double x = box.centred ? box.place.x + box.place.width / 2.0 : box.place.x + box_inset_mm;
    TextStyle style{
        box_text_mm, {0.1, 0.1, 0.1}, true, box.centred ? Horizontal::centre : Horizontal::left, Vertical::middle,
        false};
    for (const auto& line : box.lines) {
        painter.text({x, y}, line, style);
        style.bold = false;
        y += box_line_mm;
    }
}

void draw_arrow(Painter& painter, const Arrow& arrow) {
    painter.polyline(arrow.points, {line_grey, 0.3, 0.0});
    if (arrow.points.size() < 2) return;
    const Point& end = arrow.points.back();
    const Point& before = arrow.points[arrow.points.size() - 2];
    const double length = std::hypot(end.x - before.x, end.y - before.y);
    if (!(length > 0.0)) return;
    const Point along{(end.x - before.x) / length * arrow_head_mm, (end.y - before.y) / length * arrow_head_mm};
    const Point foot{end.x - along.x, end.y - along.y};
    painter.fill(
        std::vector<Point>{
            end, {foot.x - along.y / 2.0, foot.y + along.x / 2.0}, {foot.x + along.y / 2.0, foot.y - along.x / 2.0}},
        line_grey);
}

void draw_figure(Painter& painter, const Figure& figure) {
    for (const auto& arrow : figure.arrows) draw_arrow(painter, arrow);
    for (const auto& box : figure.boxes) draw_box(painter, box);
    for (const auto& axes : figure.axes) draw_axes(painter, axes);
}

}  // namespace

core::Result<void> check(const Figure& figure) {
    for (const auto& axes : figure.axes) SYNCHRONY_TRY(check(axes));
    return {};
}

Picture picture_of(const Figure& figure) {
    // A copy: pictures are drawn when their document is, and by then the figure may be gone.
    return {figure.size_mm, figure.title, [figure](Painter& painter) { draw_figure(painter, figure); },
            figure.description};
}

}  // namespace synchrony::draw
