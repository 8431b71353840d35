// What windows of one recording come to.
#include <algorithm>
#include <cmath>

#include "synchrony/app/measure_windows.hpp"
#include "synchrony/app/repeatability.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

/// SDs of a normal distribution that hold 95 %, and its SD for a median absolute value of 1.
constexpr double sd_for_95 = 1.96, sd_of_median_absolute = 1.4826;

/// ms; half of what a bundle branch block adds: where windows change all the time, their changes are no measure of how
/// well they repeat.
constexpr double most_limit_ms = 20.0;

std::optional<float> narrow(const std::optional<double>& value) {
    return value ? std::optional(static_cast<float>(*value)) : std::nullopt;
}

std::vector<double> values_of(const std::vector<WindowPoint>& points, std::optional<float> WindowPoint::*value) {
    std::vector<double> values;
    for (const auto& point : points)
        if (point.*value) values.push_back(*(point.*value));
    return values;
}

std::optional<WindowRange> range_of(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    const auto [low, high] = std::ranges::minmax(values);
    return WindowRange{values.size(), stats::median(values).value_or(0.0), low, high};
}

double limit_of(const std::vector<double>& qrs_ms) {
    double limit = 0.0;
    for (const auto& quantity : repeated_quantities())
        if (quantity.name == "qrs_duration_ms") limit = quantity.limit;
    std::vector<double> changes;
    for (std::size_t i = 1; i < qrs_ms.size(); ++i) changes.push_back(std::abs(qrs_ms[i] - qrs_ms[i - 1]));
    return std::clamp(sd_for_95 * sd_of_median_absolute * stats::median(changes).value_or(0.0), limit, most_limit_ms);
}

/// -1 below the median, 1 above it, 0 within the limit.
int side_of(double qrs_ms, double median, double limit) {
    return qrs_ms > median + limit ? 1 : qrs_ms < median - limit ? -1 : 0;
}

void add_departures(const std::vector<WindowPoint>& points, double median, double window_s, WindowSummary& summary) {
    std::vector<double> values;  // of the departure at hand
    int side = 0;
    const auto close = [&] {
        if (side != 0) summary.departures.back().qrs_ms = stats::median(values).value_or(0.0);
        values.clear();
    };
    for (const auto& point : points) {
        if (!point.qrs_ms) continue;
        const int now = side_of(*point.qrs_ms, median, summary.qrs_limit_ms);
        if (now != side) {
            close();
            if (now != 0) summary.departures.push_back({point.start_s, 0.0, 0, 0.0});
            side = now;
        }
        if (now == 0) continue;
        values.push_back(*point.qrs_ms);
        summary.departures.back().end_s = point.start_s + window_s;
        ++summary.departures.back().windows;
        ++summary.departed;
    }
    close();
}

}  // namespace

std::vector<std::string> refusals_of(const MeasuredWindow& window) {
    std::vector<std::string> names;
    if (window.answer.measurements)
        for (const auto& flag : window.answer.measurements->flags)
            if (flag.refuse && !flag.models_only && flag.name != measure::paced_flag) names.push_back(flag.name);
    return names;
}

WindowState state_of(const MeasuredWindow& window) {
    if (!window.answer.measurements) return WindowState::not_measured;
    return refusals_of(window).empty() ? WindowState::measured : WindowState::refused;
}

void WindowTally::add(const MeasuredWindow& window) {
    WindowPoint point;
    point.start_s = window.start_s;
    point.state = state_of(window);
    ++counts_.windows;
    if (point.state == WindowState::measured) {
        const auto& m = *window.answer.measurements;
        point.fibrillation = m.likely_atrial_fibrillation;
        point.paced = m.paced();
        point.heart_rate_bpm = narrow(m.heart_rate_bpm);
        point.pr_ms = narrow(m.intervals.pr_ms);
        point.qrs_ms = narrow(m.intervals.qrs_ms);
        if (m.intervals.qtc) point.qtc_ms = static_cast<float>(m.intervals.qtc->fridericia_ms);
        counts_.fibrillation += point.fibrillation;
        counts_.paced += point.paced;
    }
    counts_.refused += point.state == WindowState::refused;
    counts_.not_measured += point.state == WindowState::not_measured;
    for (const auto& name : refusals_of(window)) ++counts_.refusals[name];
    if (window.unreadable) {
        ++counts_.unreadable;
        if (!counts_.first_unreadable) counts_.first_unreadable = window.answer.measurements.error();
    }
    points_.push_back(point);
}

WindowSummary WindowTally::summary(const WindowedRecording& recording) const {
    WindowSummary summary = counts_;
    summary.planned = recording.windows;
    for (std::size_t i = 0; i < window_quantities.size(); ++i)
        summary.ranges[i] = range_of(values_of(points_, window_quantities[i].value));
    const auto qrs_ms = values_of(points_, &WindowPoint::qrs_ms);
    summary.qrs_limit_ms = limit_of(qrs_ms);
    if (const auto range = range_of(qrs_ms)) add_departures(points_, range->median, recording.window_s, summary);
    return summary;
}

}  // namespace synchrony::app
