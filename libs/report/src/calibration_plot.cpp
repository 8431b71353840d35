#include <algorithm>
#include <cmath>

#include "plot_parts.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/evaluation_plots.hpp"

namespace synchrony::report {
namespace {

constexpr double left_mm = 17.0;
constexpr double side_mm = figure_width_mm - left_mm - 4.0;
constexpr double histogram_mm = 18.0;
constexpr draw::Colour pale{0.62, 0.76, 0.87};
constexpr draw::Colour dark{0.30, 0.33, 0.36};

std::size_t total(const std::vector<std::size_t>& counts) {
    std::size_t sum = 0;
    for (const auto count : counts) sum += count;
    return sum;
}

draw::Axes calibration_axes(const CalibrationCurve& curve) {
    draw::Axes axes;
    axes.place = {left_mm, 4.0, side_mm, side_mm};
    axes.y_label = "observed share of positives";
    axes.x_range = axes.y_range = draw::Range{0.0, 1.0};
    axes.x_tick_labels = false;
    axes.series.push_back({{0.0, 1.0}, {0.0, 1.0}, {}, line_of_reference, 0.3, 1.2, 0.0});
    if (!curve.smooth.x.empty()) {
        draw::Series line{curve.smooth.x, curve.smooth.y, {}, draw::line_colour(1), 0.55, 0.0, 0.0};
        line.low = curve.smooth.low;
        line.high = curve.smooth.high;
        line.band = !line.low.empty();
        axes.series.push_back(std::move(line));
    }
    for (const auto& bin : curve.bins) {
        draw::Series mark{{bin.predicted}, {bin.observed}, {}, draw::line_colour(0), 0.0, 0.0, 1.3};
        if (bin.ci95) mark.low = {bin.ci95->low}, mark.high = {bin.ci95->high};
        axes.series.push_back(std::move(mark));
    }
    return axes;
}

// Legends stand below the histogram, where one line says what a mark is.
void add_legend(draw::Axes& axes, const CalibrationCurve& curve) {
    const double nan = std::nan("");
    axes.series.push_back({{nan, nan}, {nan, nan}, "perfect calibration", line_of_reference, 0.3, 1.2, 0.0});
    if (!curve.smooth.x.empty())
        axes.series.push_back({{nan, nan}, {nan, nan}, curve.smooth.name, draw::line_colour(1), 0.55, 0.0, 0.0});
    if (!curve.bins.empty())
        axes.series.push_back(
            {{nan}, {nan}, "patients of similar prediction, 95 % interval", draw::line_colour(0), 0.0, 0.0, 1.3});
    axes.legend_below = true;
}

draw::Axes histogram_axes(const CalibrationCurve& curve, double top) {
    draw::Axes axes;
    axes.place = {left_mm, top, side_mm, histogram_mm};
    axes.x_label = "predicted probability";
    axes.x_range = draw::Range{0.0, 1.0};
    axes.y_tick_labels = false;
    const auto bins = std::max(curve.histogram_positives.size(), curve.histogram_negatives.size());
    double highest = 1.0;
    for (const auto* counts : {&curve.histogram_positives, &curve.histogram_negatives})
        for (const auto count : *counts) highest = std::max(highest, static_cast<double>(count));
    axes.y_range = draw::Range{-1.15 * highest, 1.15 * highest};
    const auto add = [&](const std::vector<std::size_t>& counts, double sign, const draw::Colour& colour) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const double from = static_cast<double>(i) / static_cast<double>(bins);
            const double to = static_cast<double>(i + 1) / static_cast<double>(bins);
            const double height = sign * static_cast<double>(counts[i]);
            axes.bars.push_back({{from + 0.1 * (to - from), to - 0.1 * (to - from)},
                                 {std::min(0.0, height), std::max(0.0, height)},
                                 colour});
        }
    };
    add(curve.histogram_positives, 1.0, dark);
    add(curve.histogram_negatives, -1.0, pale);
    axes.series.push_back({{0.0, 1.0}, {0.0, 0.0}, {}, dark, 0.2, 0.0, 0.0});
    axes.notes.push_back({0.015, 0.75 * highest, "positives, " + std::to_string(total(curve.histogram_positives)),
                          draw::Note::Side::left, false});
    axes.notes.push_back({0.015, -0.75 * highest, "negatives, " + std::to_string(total(curve.histogram_negatives)),
                          draw::Note::Side::left, false});
    return axes;
}

std::string described(const CalibrationCurve& curve) {
    std::string text;
    for (const auto& bin : curve.bins)
        text += "Predicted " + draw::fixed_text(bin.predicted, 2) + ", observed " +
                estimate_text(bin.observed, bin.ci95, 2) + " in " + std::to_string(bin.patients) + ". ";
    if (curve.slope.value) text += "Slope " + estimate_text(*curve.slope.value, curve.slope.ci95, 2) + ". ";
    if (curve.intercept.value)
        text += "Intercept " + estimate_text(*curve.intercept.value, curve.intercept.ci95, 2) + ". ";
    return text;
}

}  // namespace

draw::Figure calibration_plot(const CalibrationCurve& curve) {
    draw::Figure figure;
    figure.title = "Calibration of " + curve.model;
    figure.description = described(curve);
    auto axes = calibration_axes(curve);
    const auto note = [&](double y, const std::string& name, const Estimate& estimate) {
        if (estimate.value)
            axes.notes.push_back({0.03, y, name + " " + estimate_text(*estimate.value, estimate.ci95, 2),
                                  draw::Note::Side::left, false});
    };
    note(0.95, "slope", curve.slope);
    note(0.89, "intercept", curve.intercept);
    draw::Axes below;
    if (curve.histogram_positives.empty() && curve.histogram_negatives.empty()) {
        axes.x_tick_labels = true;
        axes.x_label = "predicted probability";
        below = std::move(axes);
    } else {
        below = histogram_axes(curve, axes.place.bottom() + 2.0);
        figure.axes.push_back(std::move(axes));
    }
    add_legend(below, curve);
    std::size_t legends = 0;
    for (const auto& series : below.series) legends += !series.legend.empty();
    figure.size_mm = {figure_width_mm, below.place.bottom() + 14.0 + legend_row_mm * static_cast<double>(legends)};
    figure.axes.push_back(std::move(below));
    return figure;
}

}  // namespace synchrony::report
