#include "synchrony/report/plots.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/report/ticks.hpp"

namespace synchrony::report {
namespace {

constexpr double figure_width_mm = 100.0;  // wide enough to read beside another, narrow enough for a phone
constexpr double legend_row_mm = 5.0;
constexpr double forest_row_mm = 10.5;
constexpr double forest_numbers_mm = 34.0;  // right of the axes: "0.77 (0.68 to 0.83)"
constexpr std::size_t longest_name = 46;    // characters that fit the figure's width
constexpr Colour grey{0.55, 0.55, 0.55};

// At most `longest_name` UTF-8 characters, the rest as an ellipsis.
std::string short_name(const std::string& name) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(name[i]) & 0xc0) != 0x80;
        if (begins && ++characters > longest_name) return name.substr(0, i) + "\u2026";
    }
    return name;
}

Series roc_series(const NamedRoc& curve, std::size_t i) {
    Series series;
    series.colour = line_colour(i);
    series.width_mm = 0.55;
    series.legend = short_name(curve.name) + (curve.auc ? ", AUC " + fixed_text(*curve.auc, 2) : "");
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

std::string interval_text(const NamedInterval& row) {
    std::string text = fixed_text(row.estimate, 2);
    if (row.interval)
        text += " (" + fixed_text(row.interval->low, 2) + " to " + fixed_text(row.interval->high, 2) + ")";
    return text;
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
    axes.series.push_back({{0.0, 1.0}, {0.0, 1.0}, "chance", grey, 0.3, 1.2, 0.0});
    for (std::size_t i = 0; i < curves.size(); ++i) axes.series.push_back(roc_series(curves[i], i));
    const double legend = legend_row_mm * static_cast<double>(axes.series.size());
    Figure figure;
    figure.title = "ROC curves of " + std::to_string(curves.size()) + " models";
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 14.0 + legend};
    figure.axes.push_back(std::move(axes));
    return figure;
}

Figure interval_plot(const std::vector<NamedInterval>& rows, const std::string& quantity,
                     std::optional<double> reference) {
    Axes axes;
    axes.place = {4.0, 4.0, figure_width_mm - 6.0 - forest_numbers_mm,
                  forest_row_mm * static_cast<double>(std::max<std::size_t>(rows.size(), 1))};
    axes.x_label = quantity;
    axes.x_range = shown_range(rows, reference);
    axes.y_range = Range{-static_cast<double>(std::max<std::size_t>(rows.size(), 1)), 0.0};
    axes.y_tick_labels = false;
    if (reference) axes.vertical_lines.push_back(*reference);
    // A little away from the frame on either side.
    const double inset = (axes.x_range->high - axes.x_range->low) * 0.015;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double y = -static_cast<double>(i);
        axes.notes.push_back({axes.x_range->low + inset, y - 0.3, short_name(rows[i].name), Note::Side::left, false});
        const double bar = y - 0.72;
        axes.notes.push_back({axes.x_range->high + inset, bar, interval_text(rows[i]), Note::Side::left, false});
        if (rows[i].interval)
            axes.series.push_back(
                {{rows[i].interval->low, rows[i].interval->high}, {bar, bar}, {}, line_colour(0), 0.6, 0.0, 0.0});
        axes.series.push_back({{rows[i].estimate}, {bar}, {}, line_colour(0), 0.0, 0.0, 1.3});
    }
    Figure figure;
    figure.title = quantity + " of " + std::to_string(rows.size()) + " models";
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 13.0};
    figure.axes.push_back(std::move(axes));
    return figure;
}

}  // namespace synchrony::report
