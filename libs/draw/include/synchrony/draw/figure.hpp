// Plots as plain data: fill in a Figure, save it as SVG, PDF or PNG or put its SVG into a page.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/colour.hpp"
#include "synchrony/draw/geometry.hpp"

namespace synchrony::draw {

struct Range {
    double low = 0.0;
    double high = 1.0;
};

/// Shapes that differ in grey too.
enum class Marker { disc, square, triangle, diamond };

/// Points (x[i], y[i]), joined or not. NaN breaks a line.
struct Series {
    std::vector<double> x;
    std::vector<double> y;
    std::string legend;  ///< empty: not in the legend
    Colour colour = black;
    double width_mm = 0.4;          ///< of the line; 0: none
    double dash_mm = 0.0;           ///< 0: solid
    double marker_mm = 0.0;         ///< radius of the mark at each point; 0: none
    std::vector<double> low = {};   ///< lower end of an interval at each point; empty: no intervals
    std::vector<double> high = {};  ///< upper end; as many as `low`
    bool band = false;              ///< the intervals as one pale area; false: a whisker each
    bool sideways = false;          ///< whiskers along x
    Marker marker = Marker::disc;
    bool hollow = false;  ///< marks with a white middle
};

/// A filled rectangle of the data: one column of a histogram.
struct Bar {
    Range x;
    Range y;
    Colour colour = black;
};

/// Values on a regular grid, shown as colours with a colour bar.
struct HeatMap {
    std::vector<float> values;  ///< [row, column], row-major; row 0 is the lowest on paper
    int rows = 0;
    int columns = 0;
    Range x;                       ///< outer edges of the first and the last column
    Range y;                       ///< outer edges of the first and the last row
    std::optional<Range> colours;  ///< values shown darkest and brightest; empty: from the least to the greatest
    double gamma = 1.0;  ///< colour = viridis(share^gamma), share of the way through `colours`; 0.5 lifts small values
    std::string label;   ///< beside the colour bar, with the unit
};

/// Words at a place of the data; they may reach beyond the axes.
struct Note {
    enum class Side { left, centre, right };
    double x = 0.0;
    double y = 0.0;
    std::string text;
    Side side = Side::left;  ///< which end of the text stands at x
    bool bold = false;
    double room_mm = 0.0;  ///< a wider text is set smaller until it fits; 0: as wide as it is
};

/// One pair of axes.
struct Axes {
    Rect place;  ///< of the plotting area within the figure, mm; leave room around it for ticks and labels
    std::string title;
    std::string x_label;
    std::string y_label;
    std::optional<Range> x_range;  ///< empty: from the data
    std::optional<Range> y_range;
    bool x_tick_labels = true;  ///< false where the axes below share the x axis
    bool y_tick_labels = true;  ///< false where the rows have no number: no ticks at all then
    bool grid = true;
    std::vector<Bar> bars = {};  ///< below the series
    std::vector<Series> series;  ///< drawn in this order
    std::vector<double> vertical_lines;
    std::vector<Note> notes;
    std::optional<HeatMap> heat_map;  ///< drawn below the series
    bool legend_below = false;        ///< one row a named series, under the x label
};

/// A framed box with lines of words, the first of them bold.
struct Box {
    Rect place;  ///< mm
    std::vector<std::string> lines;
    bool dashed = false;
    bool centred = true;
};

/// A line in mm that turns at each point and ends in an arrowhead.
struct Arrow {
    std::vector<Point> points;
};

struct Figure {
    Size size_mm{160.0, 100.0};
    std::string title;  ///< said to screen readers and in a PDF's metadata, not drawn
    std::vector<Axes> axes;
    std::string description = {};  ///< what the figure shows, for those who cannot see it
    std::vector<Box> boxes = {};
    std::vector<Arrow> arrows = {};
};

/// Writes the figure by the name's ending (.svg, .pdf, .png with `dpi`), atomically. Errors: usage (other ending, more
/// than 100 million pixels), input (lengths that disagree), io.
[[nodiscard]] core::Result<void> save(const Figure& figure, const std::filesystem::path& path, double dpi = 150.0);

/// The figure as an `svg` element for a page: no XML declaration, as wide as its box but not much wider than its own
/// size, a title and the description for screen readers, and ids that begin with `id`, which must be unique in the page
/// ([a-z0-9-]+).
[[nodiscard]] core::Result<std::string> inline_svg(const Figure& figure, const std::string& id);

/// The figure as the bytes of a PNG file.
[[nodiscard]] core::Result<std::string> png(const Figure& figure, double dpi = 150.0);

}  // namespace synchrony::draw
