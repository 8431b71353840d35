// The decision curve and the learning curve.
#include <algorithm>
#include <cmath>
#include <utility>

#include "plot_parts.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/evaluation_plots.hpp"

namespace synchrony::report {
namespace {

constexpr std::size_t longest_legend = 72;  // characters; a legend is set smaller until it fits
constexpr double shown_below_zero = 0.05;   // net benefit
constexpr double chance = 0.5;

draw::Axes framed(const std::string& x_label, const std::string& y_label) {
    draw::Axes axes;
    axes.place = {19.0, 4.0, figure_width_mm - 24.0, 62.0};
    axes.x_label = x_label;
    axes.y_label = y_label;
    axes.legend_below = true;
    return axes;
}

draw::Figure with_legend(draw::Axes axes) {
    std::size_t rows = 0;
    for (const auto& series : axes.series) rows += !series.legend.empty();
    draw::Figure figure;
    figure.size_mm = {figure_width_mm, axes.place.bottom() + 14.0 + legend_row_mm * static_cast<double>(rows)};
    figure.axes.push_back(std::move(axes));
    return figure;
}

// Nearest threshold's values in words.
std::string described(const DecisionCurves& curves, double threshold) {
    if (curves.thresholds.empty()) return {};
    const auto nearest = std::min_element(curves.thresholds.begin(), curves.thresholds.end(), [&](double a, double b) {
        return std::abs(a - threshold) < std::abs(b - threshold);
    });
    const auto at = static_cast<std::size_t>(nearest - curves.thresholds.begin());
    std::string text = "At threshold " + draw::fixed_text(*nearest, 2) + ":";
    if (at < curves.treat_all.size()) text += " treat all " + draw::fixed_text(curves.treat_all[at], 3) + ",";
    for (const auto& model : curves.models)
        if (at < model.net_benefit.size() && std::isfinite(model.net_benefit[at]))
            text += " " + model.name + " " + draw::fixed_text(model.net_benefit[at], 3) + ",";
    text.back() = '.';
    return text + " ";
}

// Up to where the curve first leaves the axes: what comes back from below are a few patients' steps, as fragments.
std::pair<std::vector<double>, std::vector<double>> until_below(const std::vector<double>& x,
                                                                const std::vector<double>& y) {
    if (x.size() != y.size()) return {x, y};  // refused where it is drawn
    const auto shown = static_cast<std::size_t>(
        std::ranges::find_if(y, [](double value) { return value < -shown_below_zero; }) - y.begin());
    const auto end = std::min(shown + 1, x.size());  // with the first below, so that the line reaches the edge
    const auto n = static_cast<std::ptrdiff_t>(end);
    return {{x.begin(), x.begin() + n}, {y.begin(), y.begin() + n}};
}

}  // namespace

draw::Figure decision_plot(const DecisionCurves& curves) {
    auto axes = framed("threshold probability", "net benefit");
    double highest = 0.02;
    const auto take = [&](const std::vector<double>& values) {
        for (const double value : values)
            if (std::isfinite(value)) highest = std::max(highest, value);
    };
    for (std::size_t i = 0; i < curves.models.size(); ++i) {
        const auto& model = curves.models[i];
        take(model.net_benefit);
        auto [x, y] = until_below(curves.thresholds, model.net_benefit);
        axes.series.push_back({std::move(x), std::move(y), core::shortened(model.name, longest_legend),
                               draw::line_colour(i), 0.55, line_dash_mm(i), 0.0});
    }
    take(curves.treat_all);
    const double from = curves.thresholds.empty() ? 0.0 : curves.thresholds.front();
    const double to = curves.thresholds.empty() ? 1.0 : curves.thresholds.back();
    axes.series.push_back({curves.thresholds, curves.treat_all, "treat all", line_of_reference, 0.45, 0.0, 0.0});
    axes.series.push_back({{from, to}, {0.0, 0.0}, "treat none", draw::black, 0.35, 0.5, 0.0});
    axes.x_range = draw::Range{std::floor(from * 10.0 + 1e-9) / 10.0, std::ceil(to * 10.0 - 1e-9) / 10.0};
    axes.y_range = draw::Range{-shown_below_zero, highest + 0.03};
    auto figure = with_legend(std::move(axes));
    figure.title = "Decision curves of " + std::to_string(curves.models.size()) + " models";
    for (const double threshold : {0.25, 0.5, 0.75})
        if (threshold >= from && threshold <= to) figure.description += described(curves, threshold);
    return figure;
}

draw::Figure learning_plot(const LearningCurves& curves) {
    auto axes = framed("patients in training", "AUC");
    draw::Range x{HUGE_VAL, -HUGE_VAL};
    draw::Range y{0.4, 1.0};
    for (std::size_t i = 0; i < curves.models.size(); ++i) {
        const auto& model = curves.models[i];
        draw::Series line{
            model.x,         model.y, core::shortened(model.name, longest_legend), draw::line_colour(i), 0.55,
            line_dash_mm(i), 1.2};
        line.low = model.low;
        line.high = model.high;
        line.band = !model.low.empty();
        line.marker = line_marker(i);
        for (const double value : model.x) x = {std::min(x.low, value), std::max(x.high, value)};
        for (const auto* values : {&model.y, &model.low})
            for (const double value : *values)
                if (std::isfinite(value)) y.low = std::min(y.low, std::floor(value * 10.0) / 10.0);
        axes.series.push_back(std::move(line));
    }
    if (x.low > x.high) x = {0.0, 1.0};
    const double free = 0.05 * std::max(1.0, x.high - x.low);
    axes.x_range = draw::Range{x.low - free, x.high + free};
    axes.y_range = y;
    axes.series.push_back(
        {{axes.x_range->low, axes.x_range->high}, {chance, chance}, "chance", line_of_reference, 0.3, 1.2, 0.0});
    auto figure = with_legend(std::move(axes));
    figure.title = "Learning curves of " + std::to_string(curves.models.size()) + " models";
    for (const auto& model : curves.models) {
        if (model.x.empty() || model.y.size() != model.x.size()) continue;
        figure.description += model.name + ": AUC " + draw::fixed_text(model.y.front(), 2) + " with " +
                              draw::fixed_text(model.x.front(), 0) + " patients, " +
                              draw::fixed_text(model.y.back(), 2) + " with " + draw::fixed_text(model.x.back(), 0) +
                              ". ";
    }
    return figure;
}

}  // namespace synchrony::report
