#include "synchrony/report/plots.hpp"

#include <algorithm>
#include <cmath>

#include "plot_parts.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::report {
namespace {

// Heights of a row: to the middle of its first line, from line to line, below the last one.
struct ForestRow {
    double first_mm, line_mm, last_mm;
};
constexpr ForestRow forest_row{3.15, 4.4, 2.95};
constexpr ForestRow stacked_row{2.6, 3.9, 1.8};  // eight of them and their table stand on page one
constexpr double numbers_gap_mm = 2.2;           // from the axes to the numbers
constexpr std::size_t most_stacked_rows = 8;
constexpr std::size_t longest_stacked_name = 46;
constexpr std::size_t longest_name = 72;  // characters of a legend; it is set smaller until it fits

draw::Series roc_series(const NamedRoc& curve, std::size_t i) {
    draw::Series series;
    series.colour = draw::line_colour(i);
    series.width_mm = 0.55;
    series.dash_mm = line_dash_mm(i);
    series.legend =
        core::shortened(curve.name, longest_name) + (curve.auc ? ", AUC " + draw::fixed_text(*curve.auc, 2) : "");
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

std::string marks_in_words(const RocMarks& marks) {
    std::string text = marks.name + ":";
    for (const auto& point : marks.points)
        text += " sensitivity " + draw::fixed_text(point.true_positive_rate, 2) + ", specificity " +
                draw::fixed_text(1.0 - point.false_positive_rate, 2) + ";";
    text.back() = '.';
    return text + " ";
}

draw::Series roc_marks(const RocMarks& marks, std::size_t i) {
    draw::Series series;
    series.colour = draw::black;
    series.width_mm = 0.0;
    series.marker_mm = 1.1;
    series.marker = line_marker(i);
    series.hollow = marker_is_hollow(i);
    series.legend = core::shortened(marks.name, longest_name);
    for (const auto& point : marks.points) {
        series.x.push_back(point.false_positive_rate);
        series.y.push_back(point.true_positive_rate);
    }
    return series;
}

draw::Range shown_range(const std::vector<NamedInterval>& rows, std::optional<double> reference) {
    draw::Range range{HUGE_VAL, -HUGE_VAL};
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

draw::Figure roc_plot(const std::vector<NamedRoc>& curves, const std::vector<RocMarks>& marks) {
    draw::Axes axes;
    axes.place = {17.0, 4.0, figure_width_mm - 21.0, figure_width_mm - 21.0};
    axes.x_label = "1 \u2212 specificity";
    axes.y_label = "sensitivity";
    axes.x_range = axes.y_range = draw::Range{0.0, 1.0};
    axes.legend_below = true;
    axes.series.push_back({{0.0, 1.0}, {0.0, 1.0}, "chance", line_of_reference, 0.3, 1.2, 0.0});
    for (std::size_t i = 0; i < curves.size(); ++i) axes.series.push_back(roc_series(curves[i], i));
    for (std::size_t i = 0; i < marks.size(); ++i) axes.series.push_back(roc_marks(marks[i], i));
    const double legend = legend_row_mm * static_cast<double>(axes.series.size());
    draw::Figure figure;
    figure.title = "ROC curves of " + std::to_string(curves.size()) + " models";
    for (const auto& curve : curves)
        figure.description += curve.name + (curve.auc ? ": AUC " + draw::fixed_text(*curve.auc, 2) : "") + ". ";
    for (const auto& mark : marks) figure.description += marks_in_words(mark);
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 14.0 + legend};
    figure.axes.push_back(std::move(axes));
    return figure;
}

namespace {

// Where the parts of a forest plot stand. Few rows of short names: names above the bars, narrow enough for a phone.
// Else names at the left, one or two lines a row, as wide as a page.
struct ForestLayout {
    double left_mm;     // of the axes
    double plot_mm;     // width of the axes
    double numbers_mm;  // right of them: "-0.12 (-0.35 to -0.02)"
    std::size_t longest_name;
    int bar_line;  // line of a row that the bar and the numbers stand on
    int lines;
    ForestRow row;
    [[nodiscard]] double row_mm() const { return row.first_mm + row.line_mm * (lines - 1) + row.last_mm; }
    [[nodiscard]] double width_mm() const { return left_mm + plot_mm + numbers_mm; }
};

ForestLayout forest_layout(const std::vector<NamedInterval>& rows) {
    const auto any = [&](std::string NamedInterval::*text) {
        return std::any_of(rows.begin(), rows.end(), [&](const NamedInterval& row) { return !(row.*text).empty(); });
    };
    const bool second = any(&NamedInterval::second_line);
    const bool note = any(&NamedInterval::note);
    const bool long_names = std::any_of(rows.begin(), rows.end(), [&](const NamedInterval& row) {
        return std::max(row.name.size(), row.second_line.size()) > longest_stacked_name;
    });
    if (rows.size() > most_stacked_rows || long_names)
        return {106.0, 44.0, 42.0, longest_name, 0, second || note ? 2 : 1, forest_row};
    const int bar = second ? 2 : 1;
    return {4.0, figure_width_mm - 46.0, 42.0, longest_stacked_name, bar, bar + (note ? 2 : 1), stacked_row};
}

void add_forest_row(draw::Axes& axes, const NamedInterval& row, std::size_t i, const ForestLayout& layout) {
    const draw::Range shown = *axes.x_range;
    const double per_mm = (shown.high - shown.low) / layout.plot_mm;
    const bool names_left = layout.bar_line == 0;
    const double names_at = names_left ? shown.low - (layout.left_mm - 2.0) * per_mm : shown.low + per_mm;
    const auto line = [&](int of_row) {
        return -static_cast<double>(i) - (layout.row.first_mm + layout.row.line_mm * of_row) / layout.row_mm();
    };
    // They begin where a mark on the frame ends, and end before the figure does.
    const double numbers_at = shown.high + numbers_gap_mm * per_mm;
    const double numbers_room_mm = layout.numbers_mm - numbers_gap_mm - 2.0;
    const double names_room_mm = (names_left ? layout.left_mm : layout.plot_mm) - 3.0;
    const auto write = [&](double x, int of_row, const std::string& text, double room_mm) {
        if (!text.empty())
            axes.notes.push_back(
                {x, line(of_row), core::shortened(text, layout.longest_name), draw::Note::Side::left, false, room_mm});
    };
    write(names_at, 0, row.name, names_room_mm);
    write(names_at, 1, row.second_line, names_room_mm);
    write(numbers_at, layout.bar_line, estimate_text(row.estimate, row.interval, 2), numbers_room_mm);
    write(numbers_at, layout.bar_line + 1, row.note, numbers_room_mm);
    const double bar = line(layout.bar_line);
    if (row.interval)
        axes.series.push_back(
            {{row.interval->low, row.interval->high}, {bar, bar}, {}, draw::line_colour(0), 0.6, 0.0, 0.0});
    axes.series.push_back({{row.estimate}, {bar}, {}, draw::line_colour(0), 0.0, 0.0, 1.3});
}

}  // namespace

draw::Figure interval_plot(const std::vector<NamedInterval>& rows, const std::string& quantity,
                           std::optional<double> reference) {
    const auto layout = forest_layout(rows);
    const double shown = static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    draw::Axes axes;
    axes.place = {layout.left_mm, 4.0, layout.plot_mm, layout.row_mm() * shown};
    axes.x_label = quantity;
    axes.x_range = shown_range(rows, reference);
    axes.y_range = draw::Range{-shown, 0.0};
    axes.y_tick_labels = false;
    if (reference) axes.vertical_lines.push_back(*reference);
    for (std::size_t i = 0; i < rows.size(); ++i) add_forest_row(axes, rows[i], i, layout);
    draw::Figure figure;
    figure.title = "Forest plot: " + quantity;
    for (const auto& row : rows)
        figure.description += row.name + (row.second_line.empty() ? "" : " " + row.second_line) + ": " +
                              estimate_text(row.estimate, row.interval, 2) + (row.note.empty() ? "" : ", " + row.note) +
                              ". ";
    figure.size_mm = {layout.width_mm(), axes.place.bottom() + 13.0};
    figure.axes.push_back(std::move(axes));
    return figure;
}

}  // namespace synchrony::report
