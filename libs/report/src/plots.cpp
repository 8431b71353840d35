#include "synchrony/report/plots.hpp"

#include <algorithm>
#include <cmath>

#include "plot_parts.hpp"
#include "synchrony/report/ticks.hpp"
#include "utf8.hpp"

namespace synchrony::report {
namespace {

constexpr double forest_first_mm = 3.15;    // from a row's top to the middle of its first line
constexpr double forest_line_mm = 4.4;      // from line to line
constexpr double forest_last_mm = 2.95;     // below the last line
constexpr double forest_numbers_mm = 34.0;  // right of the axes: "0.77 (0.68 to 0.83)"
constexpr std::size_t longest_name = 46;    // characters that fit the figure's width

Series roc_series(const NamedRoc& curve, std::size_t i) {
    Series series;
    series.colour = line_colour(i);
    series.width_mm = 0.55;
    series.dash_mm = line_dash_mm(i);
    series.legend = shortened(curve.name, longest_name) + (curve.auc ? ", AUC " + fixed_text(*curve.auc, 2) : "");
    for (const auto& point : curve.points) {
        series.x.push_back(point.false_positive_rate);
        series.y.push_back(point.true_positive_rate);
    }
    if (series.x.empty() || series.x.front() != 0.0 || series.y.front() != 0.0) {
        series.x.insert(series.x.begin(), 0.0);
        series.y.insert(series.y.begin(), 0.0);
    }
    if (series.x.back() != 1.0 || series.y.back() != 1.0) {
        series.x.push_back(1.0);
        series.y.push_back(1.0);
    }
    return series;
}

Range shown_range(const std::vector<NamedInterval>& rows, std::optional<double> reference) {
    Range range{HUGE_VAL, -HUGE_VAL};
    const auto take = [&](double value) {
        if (std::isfinite(value)) range = {std::min(range.low, value), std::max(range.high, value)};
    };
    if (reference) take(*reference);
    for (const auto& row : rows) {
        take(row.estimate);
        if (row.interval) take(row.interval->low), take(row.interval->high);
    }
    if (range.low > range.high) return {0.0, 1.0};
    // To whole tenths, so that the first and last tick stand at the edges; the reference stands inside.
    range = {std::floor(range.low * 10.0 + 1e-9) / 10.0, std::ceil(range.high * 10.0 - 1e-9) / 10.0};
    if (reference && range.low > *reference - 0.05) range.low -= 0.1;
    if (reference && range.high < *reference + 0.05) range.high += 0.1;
    return range;
}

}  // namespace

Figure roc_plot(const std::vector<NamedRoc>& curves) {
    Axes axes;
    axes.place = {17.0, 4.0, figure_width_mm - 21.0, figure_width_mm - 21.0};
    axes.x_label = "1 \u2212 specificity";
    axes.y_label = "sensitivity";
    axes.x_range = axes.y_range = Range{0.0, 1.0};
    axes.legend_below = true;
    axes.series.push_back({{0.0, 1.0}, {0.0, 1.0}, "chance", line_of_reference, 0.3, 1.2, 0.0});
    for (std::size_t i = 0; i < curves.size(); ++i) axes.series.push_back(roc_series(curves[i], i));
    const double legend = legend_row_mm * static_cast<double>(axes.series.size());
    Figure figure;
    figure.title = "ROC curves of " + std::to_string(curves.size()) + " models";
    for (const auto& curve : curves)
        figure.description += curve.name + (curve.auc ? ": AUC " + fixed_text(*curve.auc, 2) : "") + ". ";
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 14.0 + legend};
    figure.axes.push_back(std::move(axes));
    return figure;
}

Figure interval_plot(const std::vector<NamedInterval>& rows, const std::string& quantity,
                     std::optional<double> reference) {
    const auto any = [&](std::string NamedInterval::*text) {
        return std::any_of(rows.begin(), rows.end(), [&](const NamedInterval& row) { return !(row.*text).empty(); });
    };
    // Lines of a row: name, its second line, the bar, the note; y counts rows downwards.
    const int bar_line = any(&NamedInterval::second_line) ? 2 : 1;
    const int lines = bar_line + (any(&NamedInterval::note) ? 2 : 1);
    const double row_mm = forest_first_mm + forest_line_mm * (lines - 1) + forest_last_mm;
    const auto line = [&](int i) { return (forest_first_mm + forest_line_mm * i) / row_mm; };
    const double shown = static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    Axes axes;
    axes.place = {4.0, 4.0, figure_width_mm - 6.0 - forest_numbers_mm, row_mm * shown};
    axes.x_label = quantity;
    axes.x_range = shown_range(rows, reference);
    axes.y_range = Range{-shown, 0.0};
    axes.y_tick_labels = false;
    if (reference) axes.vertical_lines.push_back(*reference);
    // A little away from the frame on either side.
    const double inset = (axes.x_range->high - axes.x_range->low) * 0.015;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double y = -static_cast<double>(i);
        const double bar = y - line(bar_line);
        const auto write = [&](double x, double at, const std::string& text) {
            if (!text.empty()) axes.notes.push_back({x, at, shortened(text, longest_name), Note::Side::left, false});
        };
        write(axes.x_range->low + inset, y - line(0), rows[i].name);
        write(axes.x_range->low + inset, y - line(1), rows[i].second_line);
        write(axes.x_range->high + inset, bar, estimate_text(rows[i].estimate, rows[i].interval, 2));
        write(axes.x_range->high + inset, y - line(bar_line + 1), rows[i].note);
        if (rows[i].interval)
            axes.series.push_back(
                {{rows[i].interval->low, rows[i].interval->high}, {bar, bar}, {}, line_colour(0), 0.6, 0.0, 0.0});
        axes.series.push_back({{rows[i].estimate}, {bar}, {}, line_colour(0), 0.0, 0.0, 1.3});
    }
    Figure figure;
    figure.title = "Forest plot: " + quantity;
    for (const auto& row : rows)
        figure.description += row.name + (row.second_line.empty() ? "" : " " + row.second_line) + ": " +
                              estimate_text(row.estimate, row.interval, 2) + (row.note.empty() ? "" : ", " + row.note) +
                              ". ";
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 13.0};
    figure.axes.push_back(std::move(axes));
    return figure;
}

}  // namespace synchrony::report
