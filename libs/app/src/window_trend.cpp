// The picture of a day: heart rate and QRS duration over time.
#include <algorithm>
#include <cmath>

#include "synchrony/app/measure_windows.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/figure.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

constexpr double minute_s = 60.0, hour_s = 3600.0;
constexpr double shown_in_hours_s = 2.0 * hour_s;  // from this length on
constexpr draw::Colour refused_colour{0.86, 0.86, 0.86};
/// Marks that a picture of this width can show; beyond it neighbours share one, which reaches from the least to the
/// most of them.
constexpr std::size_t most_marks = 3000;

struct TimeAxis {
    double unit_s;
    std::string label;
    [[nodiscard]] double at(double seconds) const { return seconds / unit_s; }
};

TimeAxis time_axis(const WindowedRecording& recording) {
    const double end_s = recording.start_of(recording.windows);
    const bool hours = end_s - recording.begin_s >= shown_in_hours_s;
    std::string label = hours ? "hours" : "minutes";
    label += recording.clock_time.empty() ? " from the recording's start"
                                          : " from " + time_of_day(recording.clock_time, 0.0);
    return {hours ? hour_s : minute_s, label};
}

using Which = bool (*)(const WindowPoint&);

/// One quantity of the windows that `which` chooses; neighbours together where there are too many.
draw::Series marks(const std::vector<WindowPoint>& points, std::optional<float> WindowPoint::*value, Which which,
                   const TimeAxis& axis) {
    draw::Series series;
    series.width_mm = 0.0;
    const std::size_t together = points.size() / most_marks + 1;
    for (std::size_t begin = 0; begin < points.size(); begin += together) {
        std::vector<double> values;
        for (std::size_t i = begin; i < std::min(begin + together, points.size()); ++i)
            if (points[i].*value && which(points[i])) values.push_back(*(points[i].*value));
        if (values.empty()) continue;
        const auto [low, high] = std::ranges::minmax(values);
        series.x.push_back(axis.at(points[begin].start_s));
        series.y.push_back(stats::median(values).value_or(low));
        if (together == 1) continue;
        series.low.push_back(low);
        series.high.push_back(high);
    }
    series.marker_mm = points.size() > most_marks / 6 ? 0.35 : 0.6;
    return series;
}

/// Refused and unmeasured windows as pale bars over all of the height.
std::vector<draw::Bar> refused_bars(const WindowedRecording& recording, const std::vector<WindowPoint>& points,
                                    const TimeAxis& axis, const draw::Range& height) {
    std::vector<draw::Bar> bars;
    bool open = false;
    for (const auto& point : points) {
        const bool refused = point.state != WindowState::measured;
        if (refused && !open) bars.push_back({{axis.at(point.start_s), 0.0}, height, refused_colour});
        if (refused) bars.back().x.high = axis.at(point.start_s + recording.every_s);
        open = refused;
    }
    return bars;
}

/// From just below the least to just above the most, at least `least_height`.
draw::Range range_around(const std::optional<WindowRange>& range, double least_height) {
    if (!range) return {0.0, least_height};
    constexpr double margin = 0.06;
    const double height = std::max(least_height, range->high - range->low), centre = (range->high + range->low) / 2;
    return {std::max(0.0, centre - height * (0.5 + margin)), centre + height * (0.5 + margin)};
}

draw::Axes axes_of(const WindowedRecording& recording, const std::vector<WindowPoint>& points, const TimeAxis& axis,
                   const draw::Range& height) {
    draw::Axes axes;
    axes.x_range = draw::Range{axis.at(recording.begin_s), axis.at(recording.start_of(recording.windows))};
    axes.y_range = height;
    axes.bars = refused_bars(recording, points, axis, height);
    return axes;
}

void add_marks(draw::Axes& axes, draw::Series series, std::size_t colour, const std::string& legend) {
    if (series.x.empty()) return;
    series.colour = draw::line_colour(colour);
    series.legend = legend;
    axes.series.push_back(std::move(series));
}

draw::Series level(double value, const draw::Range& x, double dash_mm, const std::string& legend) {
    draw::Series line;
    line.x = {x.low, x.high};
    line.y = {value, value};
    line.width_mm = 0.25;
    line.dash_mm = dash_mm;
    line.legend = legend;
    return line;
}

draw::Figure figure_of_windows(const WindowedRecording& recording, const std::vector<WindowPoint>& points,
                               const WindowSummary& summary) {
    const auto axis = time_axis(recording);
    auto rate = axes_of(recording, points, axis, range_around(summary.ranges[0], 20.0));
    rate.place = {18.0, 8.0, 174.0, 48.0};
    rate.y_label = "heart rate, /min";
    rate.x_tick_labels = false;
    const Which other = [](const WindowPoint& p) { return !p.fibrillation && !p.paced; };
    const Which fibrillating = [](const WindowPoint& p) { return p.fibrillation; };
    const Which paced = [](const WindowPoint& p) { return p.paced && !p.fibrillation; };
    for (const auto which : {other, fibrillating, paced})
        add_marks(rate, marks(points, &WindowPoint::heart_rate_bpm, which, axis),
                  which == other   ? 0
                  : which == paced ? 2
                                   : 1,
                  "");
    auto qrs = axes_of(recording, points, axis, range_around(summary.ranges[2], 40.0));
    qrs.place = {18.0, 62.0, 174.0, 48.0};
    qrs.y_label = "QRS duration, ms";
    qrs.x_label = axis.label;
    qrs.legend_below = true;
    const auto windows = [](std::size_t count) { return core::counted(count, "window"); };
    add_marks(qrs, marks(points, &WindowPoint::qrs_ms, other, axis), 0,
              "window of " + core::shortest(recording.window_s) + " s");
    add_marks(qrs, marks(points, &WindowPoint::qrs_ms, fibrillating, axis), 1,
              "likely atrial fibrillation, " + windows(summary.fibrillation));
    add_marks(qrs, marks(points, &WindowPoint::qrs_ms, paced, axis), 2, "paced, " + windows(summary.paced));
    if (summary.ranges[2]) {
        const double median = summary.ranges[2]->median;
        qrs.series.push_back(level(median, *qrs.x_range, 0.0, "median"));
        qrs.series.push_back(level(median + summary.qrs_limit_ms, *qrs.x_range, 1.2,
                                   "repeatability; beyond it " + windows(summary.departed)));
        qrs.series.push_back(level(median - summary.qrs_limit_ms, *qrs.x_range, 1.2, ""));
    }
    if (const auto grey = summary.refused + summary.not_measured; grey > 0) {
        draw::Series key;  // a wide line in the bars' colour, outside the axes' range
        key.x = {NAN};
        key.y = {NAN};
        key.width_mm = 2.0;
        key.colour = refused_colour;
        key.legend = "refused or not measured, " + windows(grey);
        qrs.series.push_back(std::move(key));
    }
    draw::Figure figure;
    figure.size_mm = {200.0, 150.0};
    figure.title = "Heart rate and QRS duration over time";
    figure.description = windows(summary.windows) + " of a recording, refused ones in grey";
    figure.axes = {rate, qrs};
    return figure;
}

}  // namespace

core::Result<void> draw_window_trend(const WindowedRecording& recording, const std::vector<WindowPoint>& points,
                                     const WindowSummary& summary, const std::filesystem::path& out) {
    return draw::save(figure_of_windows(recording, points, summary), out);
}

}  // namespace synchrony::app
