// Kaplan-Meier curves by prediction, with the numbers at risk that readers of trials expect.
#include <algorithm>
#include <cmath>

#include "plot_parts.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/evaluation_plots.hpp"

namespace synchrony::report {
namespace {

constexpr double curve_height_mm = 62.0;
constexpr double words_below_mm = 14.0;  // ticks and the name of the axis
constexpr double risk_row_mm = 4.6;
constexpr int most_time_ticks = 6;

// A staircase: level until an event, then down; it ends where the last patient was followed to.
draw::Series staircase(const eval::PredictedGroup& group, std::size_t i) {
    draw::Series series{{0.0}, {1.0}, {}, draw::line_colour(i), 0.55, line_dash_mm(i), 0.0};
    series.low = series.high = {1.0};
    series.band = true;
    const auto add = [&](double time, double survival, double low, double high) {
        series.x.push_back(time);
        series.y.push_back(survival);
        series.low.push_back(low);
        series.high.push_back(high);
    };
    for (const auto& step : group.curve) {
        add(step.time, series.y.back(), series.low.back(), series.high.back());
        // Without an interval (survival 0) the band closes on the line.
        add(step.time, step.survival, step.interval ? step.interval->low : step.survival,
            step.interval ? step.interval->high : step.survival);
    }
    if (!group.followed.empty() && group.followed.back() > series.x.back())
        add(group.followed.back(), series.y.back(), series.low.back(), series.high.back());
    return series;
}

std::size_t at_risk(const eval::PredictedGroup& group, double time) {
    return static_cast<std::size_t>(group.followed.end() - std::ranges::lower_bound(group.followed, time));
}

std::string in_words(const eval::PredictedGroup& group, const std::string& name, double time) {
    std::string text = "Predicted " + name + ": " + std::to_string(group.events) + " events in " +
                       std::to_string(group.patients) + " patients, " +
                       draw::fixed_text(100.0 * stats::survival_at(group.curve, time), 0) + " % without it at " +
                       draw::fixed_text(time, 1);
    if (group.median) text += ", median " + draw::fixed_text(*group.median, 1);
    return text + ". ";
}

}  // namespace

draw::Figure survival_plot(const eval::SurvivalFigures& figures, const SurvivalPart& part,
                           const std::string& positive_name, const std::string& negative_name) {
    double last = 0.0;
    for (const auto& group : figures.groups)
        if (!group.followed.empty()) last = std::max(last, group.followed.back());
    if (!(last > 0.0) || !std::isfinite(last)) last = 1.0;
    draw::Axes axes;
    axes.place = {19.0, 4.0, figure_width_mm - 24.0, curve_height_mm};
    axes.x_label = cohort::column_words(part.time);
    axes.y_label = "share without \u201c" + part.event + "\u201d";
    axes.x_range = draw::Range{0.0, last};
    axes.y_range = draw::Range{0.0, 1.0};
    axes.legend_below = true;
    const auto ticks = draw::nice_ticks(0.0, last, most_time_ticks);
    const double per_mm = 1.0 / curve_height_mm;
    const double below_legend = words_below_mm + 2.0 * legend_row_mm + 1.0;
    draw::Figure figure;
    axes.notes.push_back({0.0, -(below_legend + risk_row_mm / 2.0) * per_mm, "At risk", draw::Note::Side::left, true});
    std::size_t line = 0;
    for (const std::size_t g : {1U, 0U}) {  // who is predicted to do well stands first
        const auto& group = figures.groups[g];
        const auto& name = g == 1 ? positive_name : negative_name;
        auto series = staircase(group, line);
        series.legend = "predicted " + name + ": " + std::to_string(group.events) + " of " +
                        std::to_string(group.patients) + " had the event";
        axes.series.push_back(std::move(series));
        const double y = -(below_legend + risk_row_mm * (static_cast<double>(line) + 1.5)) * per_mm;
        axes.notes.push_back({-17.0 * last / axes.place.width, y, line == 0 ? "pred. +" : "pred. \u2212"});
        for (const double time : ticks.places)
            axes.notes.push_back({time, y, std::to_string(at_risk(group, time)), draw::Note::Side::centre});
        figure.description += in_words(group, name, last);
        ++line;
    }
    figure.title = "Survival by what " + figures.row.label() + " predicted";
    figure.size_mm = {figure_width_mm, axes.place.bottom() + below_legend + risk_row_mm * 3.5};
    figure.axes.push_back(std::move(axes));
    return figure;
}

}  // namespace synchrony::report
