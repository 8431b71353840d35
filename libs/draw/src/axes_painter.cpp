#include "synchrony/draw/axes_painter.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/draw/ticks.hpp"

namespace synchrony::draw {
namespace {

constexpr double mm_per_x_tick = 13.0;
constexpr double least_mm_per_x_tick = 11.0;
constexpr double mm_per_y_tick = 10.0;
constexpr double tick_length_mm = 1.2;
constexpr double tick_text_mm = 2.9;
constexpr double label_text_mm = 3.2;
constexpr double legend_row_mm = 5.0;
constexpr double hollow_share = 0.55;       // of a mark's radius that is left white
constexpr double on_frame_mm = 0.01;        // rounding of a point that lies on the frame
constexpr double legend_outdent_mm = 12.0;  // legends begin left of the axes, under their numbers
constexpr double bar_gap_mm = 3.0;
constexpr double bar_width_mm = 3.5;
constexpr int bar_steps = 64;
constexpr double band_opacity = 0.18;
constexpr double whisker_mm = 0.35;
constexpr double data_margin = 0.04;  // share of the range left free on either side where the data choose it

const Stroke axis_stroke{{0.35, 0.35, 0.35}, 0.2, 0.0};
const Stroke grid_stroke{{0.88, 0.88, 0.88}, 0.15, 0.0};

struct Scale {
    Range x;
    Range y;
    Rect place;
    [[nodiscard]] Point at(double px, double py) const {
        return {place.x + (px - x.low) / (x.high - x.low) * place.width,
                place.bottom() - (py - y.low) / (y.high - y.low) * place.height};
    }
};

// A range that can be divided by: finite and not empty.
Range usable(Range range) {
    if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low > range.high) return {0.0, 1.0};
    if (range.high > range.low) return range;
    const double half = range.low == 0.0 ? 0.5 : std::abs(range.low) * 0.05;
    return {range.low - half, range.high + half};
}

Range spanned(const std::vector<Series>& all, std::vector<double> Series::*coordinate, const Range* heat_map,
              bool margin) {
    Range range{HUGE_VAL, -HUGE_VAL};
    const auto take = [&](const std::vector<double>& values) {
        for (const double value : values)
            if (std::isfinite(value)) range = {std::min(range.low, value), std::max(range.high, value)};
    };
    for (const auto& series : all) {
        take(series.*coordinate);
        if (series.sideways == (coordinate == &Series::x)) take(series.low), take(series.high);
    }
    if (heat_map) return usable(*heat_map);
    range = usable(range);
    const double free = margin ? (range.high - range.low) * data_margin : 0.0;
    return {range.low - free, range.high + free};
}

Scale scale_of(const Axes& axes) {
    const auto* map = axes.heat_map ? &*axes.heat_map : nullptr;
    return {axes.x_range ? usable(*axes.x_range) : spanned(axes.series, &Series::x, map ? &map->x : nullptr, false),
            axes.y_range ? usable(*axes.y_range) : spanned(axes.series, &Series::y, map ? &map->y : nullptr, true),
            axes.place};
}

Range colour_range(const HeatMap& map) {
    if (map.colours) return usable(*map.colours);
    Range range{HUGE_VAL, -HUGE_VAL};
    for (const float value : map.values)
        if (std::isfinite(value))
            range = {std::min(range.low, static_cast<double>(value)), std::max(range.high, static_cast<double>(value))};
    return usable(range);
}

// How far from darkest (0) to brightest (1) a value is shown; NaN stays NaN.
double brightness(const HeatMap& map, const Range& range, double value) {
    const double share = (value - range.low) / (range.high - range.low);
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : std::pow(share, map.gamma);
}

void draw_colour_bar(Painter& painter, const HeatMap& map, const Rect& place) {
    const Rect bar{place.right() + bar_gap_mm, place.y, bar_width_mm, place.height};
    std::vector<Colour> colours;
    for (int i = bar_steps - 1; i >= 0; --i) colours.push_back(viridis((i + 0.5) / bar_steps));
    painter.image(bar, colours, bar_steps, 1);
    painter.frame(bar, axis_stroke);
    const Range range = colour_range(map);
    const auto ticks = nice_ticks(range.low, range.high, std::max(2, static_cast<int>(place.height / mm_per_y_tick)));
    double widest = 0.0;
    const TextStyle style{tick_text_mm, {0.2, 0.2, 0.2}, false, Horizontal::left, Vertical::middle, false};
    for (std::size_t i = 0; i < ticks.places.size(); ++i) {
        const double y = bar.bottom() - brightness(map, range, ticks.places[i]) * bar.height;
        painter.segments(std::vector<Point>{{bar.right(), y}, {bar.right() + tick_length_mm, y}}, axis_stroke);
        painter.text({bar.right() + tick_length_mm + 0.8, y}, ticks.labels[i], style);
        widest = std::max(widest, painter.text_width(ticks.labels[i], style));
    }
    painter.text({bar.right() + tick_length_mm + 0.8 + widest + 4.2, place.y + place.height / 2.0}, map.label,
                 {label_text_mm, {0.13, 0.13, 0.13}, false, Horizontal::centre, Vertical::baseline, true});
}

void draw_heat_map(Painter& painter, const HeatMap& map, const Scale& scale) {
    const Range range = colour_range(map);
    std::vector<Colour> pixels(map.values.size());
    const auto columns = static_cast<std::size_t>(map.columns);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const std::size_t row = static_cast<std::size_t>(map.rows) - 1 - i / columns;
        const double value = static_cast<double>(map.values[row * columns + i % columns]);
        pixels[i] = viridis(brightness(map, range, value));
    }
    const Point upper_left = scale.at(map.x.low, map.y.high);
    const Point lower_right = scale.at(map.x.high, map.y.low);
    painter.clip(scale.place);
    painter.image({upper_left.x, upper_left.y, lower_right.x - upper_left.x, lower_right.y - upper_left.y}, pixels,
                  map.rows, map.columns);
    painter.unclip();
}

void draw_ticks(Painter& painter, const Axes& axes, const Scale& scale) {
    const Rect& place = axes.place;
    // Four at least where they fit: of two, a narrow forest plot would keep the one at zero.
    const double most_x = std::max(place.width / mm_per_x_tick, std::min(4.0, place.width / least_mm_per_x_tick));
    const auto x = nice_ticks(scale.x.low, scale.x.high, std::max(2, static_cast<int>(most_x)));
    const auto y = !axes.y_tick_labels ? Ticks{}
                                       : nice_ticks(scale.y.low, scale.y.high,
                                                    std::max(2, static_cast<int>(place.height / mm_per_y_tick)));
    std::vector<Point> grid;
    std::vector<Point> ticks;
    TextStyle style{tick_text_mm, {0.2, 0.2, 0.2}, false, Horizontal::centre, Vertical::top, false};
    for (std::size_t i = 0; i < x.places.size(); ++i) {
        const double at = scale.at(x.places[i], scale.y.low).x;
        grid.insert(grid.end(), {{at, place.y}, {at, place.bottom()}});
        ticks.insert(ticks.end(), {{at, place.bottom()}, {at, place.bottom() + tick_length_mm}});
        if (axes.x_tick_labels) painter.text({at, place.bottom() + tick_length_mm + 1.0}, x.labels[i], style);
    }
    style.horizontal = Horizontal::right;
    style.vertical = Vertical::middle;
    double widest = 0.0;
    for (std::size_t i = 0; i < y.places.size(); ++i) {
        const double at = scale.at(scale.x.low, y.places[i]).y;
        grid.insert(grid.end(), {{place.x, at}, {place.right(), at}});
        ticks.insert(ticks.end(), {{place.x - tick_length_mm, at}, {place.x, at}});
        painter.text({place.x - tick_length_mm - 0.8, at}, y.labels[i], style);
        widest = std::max(widest, painter.text_width(y.labels[i], style));
    }
    if (axes.grid && !axes.heat_map) painter.segments(grid, grid_stroke);
    painter.segments(ticks, axis_stroke);
    const TextStyle label{label_text_mm, {0.13, 0.13, 0.13}, false, Horizontal::centre, Vertical::baseline, true};
    painter.text({place.x - tick_length_mm - widest - 2.4, place.y + place.height / 2.0}, axes.y_label, label);
}

void draw_bars(Painter& painter, const std::vector<Bar>& bars, const Scale& scale) {
    for (const auto& bar : bars) {
        const Point upper_left = scale.at(bar.x.low, bar.y.high);
        const Point lower_right = scale.at(bar.x.high, bar.y.low);
        painter.fill({upper_left.x, upper_left.y, lower_right.x - upper_left.x, lower_right.y - upper_left.y},
                     bar.colour);
    }
}

void draw_band(Painter& painter, const Series& series, const Scale& scale) {
    std::vector<Point> outline;
    for (std::size_t i = 0; i < series.low.size(); ++i) outline.push_back(scale.at(series.x[i], series.low[i]));
    for (std::size_t i = series.high.size(); i-- > 0;) outline.push_back(scale.at(series.x[i], series.high[i]));
    Colour pale = series.colour;
    pale.alpha = band_opacity;
    painter.fill(outline, pale);
}

void draw_whiskers(Painter& painter, const Series& series, const Scale& scale) {
    std::vector<Point> ends;
    for (std::size_t i = 0; i < series.low.size(); ++i) {
        const Point low = series.sideways ? scale.at(series.low[i], series.y[i]) : scale.at(series.x[i], series.low[i]);
        const Point high =
            series.sideways ? scale.at(series.high[i], series.y[i]) : scale.at(series.x[i], series.high[i]);
        ends.insert(ends.end(), {low, high});
    }
    painter.segments(ends, {series.colour, whisker_mm, 0.0});
}

void fill_marker(Painter& painter, const Point& at, Marker marker, double r, const Colour& colour) {
    switch (marker) {
        case Marker::disc:
            return painter.disc(at, r, colour);
        case Marker::square:
            return painter.fill({at.x - 0.9 * r, at.y - 0.9 * r, 1.8 * r, 1.8 * r}, colour);
        case Marker::triangle:
            return painter.fill(
                std::vector<Point>{
                    {at.x - 1.1 * r, at.y + 0.8 * r}, {at.x + 1.1 * r, at.y + 0.8 * r}, {at.x, at.y - 1.2 * r}},
                colour);
        case Marker::diamond:
            return painter.fill(
                std::vector<Point>{
                    {at.x - 1.2 * r, at.y}, {at.x, at.y - 1.2 * r}, {at.x + 1.2 * r, at.y}, {at.x, at.y + 1.2 * r}},
                colour);
    }
}

void draw_marker(Painter& painter, const Point& at, const Series& series) {
    fill_marker(painter, at, series.marker, series.marker_mm, series.colour);
    if (series.hollow) fill_marker(painter, at, series.marker, hollow_share * series.marker_mm, {1.0, 1.0, 1.0});
}

void draw_series(Painter& painter, const Series& series, const Scale& scale) {
    if (series.band) draw_band(painter, series, scale);
    if (!series.band) draw_whiskers(painter, series, scale);
    std::vector<Point> points;
    for (std::size_t i = 0; i < series.x.size(); ++i) points.push_back(scale.at(series.x[i], series.y[i]));
    if (series.width_mm > 0.0) painter.polyline(points, {series.colour, series.width_mm, series.dash_mm});
}

/// Whole, also on the frame; not of points beyond it.
void draw_markers(Painter& painter, const Series& series, const Scale& scale) {
    if (series.marker_mm <= 0.0) return;
    const Rect& place = scale.place;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const Point at = scale.at(series.x[i], series.y[i]);
        const bool inside = at.x >= place.x - on_frame_mm && at.x <= place.right() + on_frame_mm &&
                            at.y >= place.y - on_frame_mm && at.y <= place.bottom() + on_frame_mm;
        if (inside) draw_marker(painter, at, series);
    }
}

void draw_note(Painter& painter, const Note& note, const Scale& scale) {
    const auto side = note.side == Note::Side::left     ? Horizontal::left
                      : note.side == Note::Side::centre ? Horizontal::centre
                                                        : Horizontal::right;
    TextStyle style{label_text_mm, {0.13, 0.13, 0.13}, note.bold, side, Vertical::middle, false};
    const Point at = scale.at(note.x, note.y);
    double width = painter.text_width(note.text, style);
    if (note.room_mm > 0.0 && width > note.room_mm) {
        style.size_mm *= note.room_mm / width;
        width = note.room_mm;
    }
    const double left = at.x - (note.side == Note::Side::left    ? 0.0
                                : note.side == Note::Side::right ? width
                                                                 : width / 2.0);
    const double edge = axis_stroke.width_mm;
    painter.clip(
        {scale.place.x + edge, scale.place.y + edge, scale.place.width - 2.0 * edge, scale.place.height - 2.0 * edge});
    painter.fill({left - 0.5, at.y - label_text_mm * 0.6, width + 1.0, label_text_mm * 1.25}, {1.0, 1.0, 1.0, 0.85});
    painter.unclip();
    painter.text(at, note.text, style);
}

void draw_legend(Painter& painter, const Axes& axes, double top) {
    const double left = std::max(1.0, axes.place.x - legend_outdent_mm);
    const double text_at = left + 9.0;
    TextStyle style{label_text_mm, {0.13, 0.13, 0.13}, false, Horizontal::left, Vertical::middle, false};
    // Long names are set smaller rather than cut, all alike; the axes' right edge is where the figure nearly ends.
    double widest = 0.0;
    for (const auto& series : axes.series) widest = std::max(widest, painter.text_width(series.legend, style));
    const double room = axes.place.right() + 2.0 - text_at;
    if (widest > room) style.size_mm *= room / widest;
    for (const auto& series : axes.series) {
        if (series.legend.empty()) continue;
        const double middle = top + legend_row_mm / 2.0;
        const Point begin{left, middle};
        const Point end{left + 7.0, middle};
        if (series.width_mm > 0.0)
            painter.segments(std::vector<Point>{begin, end}, {series.colour, series.width_mm, series.dash_mm});
        if (series.marker_mm > 0.0) draw_marker(painter, {(begin.x + end.x) / 2.0, middle}, series);
        painter.text({text_at, middle}, series.legend, style);
        top += legend_row_mm;
    }
}

}  // namespace

void draw_axes(Painter& painter, const Axes& axes) {
    const Scale scale = scale_of(axes);
    const Rect& place = axes.place;
    if (axes.heat_map) draw_heat_map(painter, *axes.heat_map, scale);
    draw_ticks(painter, axes, scale);
    painter.clip(place);
    for (const double x : axes.vertical_lines) {
        const double at = scale.at(x, scale.y.low).x;
        painter.segments(std::vector<Point>{{at, place.y}, {at, place.bottom()}}, {{0.5, 0.5, 0.5}, 0.25, 0.8});
    }
    painter.unclip();
    // A little beyond the axes, so that a line along an edge keeps its full width.
    painter.clip({place.x - 0.5, place.y - 0.5, place.width + 1.0, place.height + 1.0});
    draw_bars(painter, axes.bars, scale);
    for (const auto& series : axes.series) draw_series(painter, series, scale);
    painter.unclip();
    painter.frame(place, axis_stroke);
    for (const auto& series : axes.series) draw_markers(painter, series, scale);
    for (const auto& note : axes.notes) draw_note(painter, note, scale);
    if (axes.heat_map) draw_colour_bar(painter, *axes.heat_map, place);
    double below = place.bottom() + tick_length_mm + (axes.x_tick_labels ? 1.0 + tick_text_mm : 0.0);
    if (!axes.x_label.empty()) {
        painter.text({place.x + place.width / 2.0, below + 1.6}, axes.x_label,
                     {label_text_mm, {0.13, 0.13, 0.13}, false, Horizontal::centre, Vertical::top, false});
        below += 1.6 + label_text_mm + 1.0;
    }
    painter.text({place.x, place.y - 2.0}, axes.title,
                 {label_text_mm, {0.1, 0.1, 0.1}, true, Horizontal::left, Vertical::baseline, false});
    if (axes.legend_below) draw_legend(painter, axes, below + 1.0);
}

core::Result<void> check(const Axes& axes) {
    for (const auto& series : axes.series) {
        if (series.x.size() != series.y.size())
            return core::fail_input("a series has not as many x as y", series.legend,
                                    std::to_string(series.x.size()) + " x", std::to_string(series.y.size()) + " y");
        if (series.low.size() != series.high.size() || (!series.low.empty() && series.low.size() != series.x.size()))
            return core::fail_input("a series has not an interval for each point", series.legend,
                                    std::to_string(series.low.size()) + " lower ends",
                                    std::to_string(series.x.size()) + " points");
    }
    if (!axes.heat_map) return {};
    const auto& map = *axes.heat_map;
    const bool sized = map.rows > 0 && map.columns > 0 &&
                       map.values.size() == static_cast<std::size_t>(map.rows) * static_cast<std::size_t>(map.columns);
    if (sized && map.x.high > map.x.low && map.y.high > map.y.low) return {};
    return core::fail_input("a heat map's size disagrees with its values", axes.title,
                            std::to_string(map.values.size()) + " values",
                            std::to_string(map.rows) + " x " + std::to_string(map.columns));
}

}  // namespace synchrony::draw
