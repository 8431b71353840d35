#include "reasons_plot.hpp"

#include <algorithm>
#include <cmath>

#include "plot_parts.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::report {
namespace {

// Narrow enough to stand beside the probability and on a phone.
constexpr double reasons_width_mm = 106.0;
constexpr draw::Rect reasons_bars{53.0, 1.0, 27.0, 0.0};
constexpr double reason_row_mm = 4.3;
constexpr double reason_bar_share = 0.62;  // of a row
constexpr double least_shown = 0.1;        // log-odds: bars of nothing need an axis, too
constexpr std::size_t longest_group = 26;

draw::Range shown_contributions(const std::vector<Reason>& reasons) {
    double most = least_shown;
    for (const auto& reason : reasons) {
        most = std::max(most, std::abs(reason.contribution));
        if (reason.interval) most = std::max({most, std::abs(reason.interval->low), std::abs(reason.interval->high)});
    }
    return {-most, most};
}

void add_reason(draw::Axes& axes, const Reason& reason, std::size_t row) {
    const double per_mm = (axes.x_range->high - axes.x_range->low) / axes.place.width;
    const double middle = -static_cast<double>(row) - 0.5;
    const double half = reason_bar_share / 2.0;
    const bool favours = reason.contribution >= 0.0;
    axes.bars.push_back({{std::min(reason.contribution, 0.0), std::max(reason.contribution, 0.0)},
                         {middle - half, middle + half},
                         draw::line_colour(favours ? 0 : 1)});
    if (reason.interval)
        axes.series.push_back(
            {{reason.interval->low, reason.interval->high}, {middle, middle}, {}, draw::black, 0.3, 0.0, 0.0});
    const auto write = [&](double x_mm, const std::string& text) {
        axes.notes.push_back(
            {axes.x_range->low + (x_mm - axes.place.x) * per_mm, middle, text, draw::Note::Side::left, false});
    };
    write(0.5, core::shortened(reason.name, longest_group));
    write(axes.place.right() + 2.0, (reason.contribution > 0.0 ? "+" : "") + draw::fixed_text(reason.contribution, 2) +
                                        " (\u00d7 " + draw::fixed_text(std::exp(reason.contribution), 2) + ")");
}

}  // namespace

std::string contribution_words(double log_odds) {
    return (log_odds > 0.0 ? "+" : "") + draw::fixed_text(log_odds, 2) + ", odds \u00d7 " +
           draw::fixed_text(std::exp(log_odds), 2);
}

draw::Figure reasons_plot(const std::vector<Reason>& reasons) {
    draw::Axes axes;
    axes.place = reasons_bars;
    axes.place.height = reason_row_mm * static_cast<double>(std::max<std::size_t>(reasons.size(), 1));
    axes.x_label = "\u2190 against, log-odds, for \u2192";
    axes.x_range = shown_contributions(reasons);
    axes.y_range = draw::Range{-static_cast<double>(std::max<std::size_t>(reasons.size(), 1)), 0.0};
    axes.y_tick_labels = false;
    axes.vertical_lines.push_back(0.0);
    for (std::size_t i = 0; i < reasons.size(); ++i) add_reason(axes, reasons[i], i);
    draw::Figure figure;
    figure.title = "What speaks for and against the answer";
    for (const auto& reason : reasons)
        figure.description += reason.name + ": " + contribution_words(reason.contribution) +
                              (reason.detail.empty() ? "" : ", " + reason.detail) + ". ";
    figure.size_mm = {reasons_width_mm, axes.place.bottom() + 10.5};
    figure.axes.push_back(std::move(axes));
    return figure;
}

}  // namespace synchrony::report
