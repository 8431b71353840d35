#include <algorithm>

#include "plot_parts.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/evaluation_plots.hpp"

namespace synchrony::report {
namespace {

constexpr double line_mm = 4.2;
constexpr double box_mm = 11.0;
constexpr double flow_gap_mm = 7.0;
constexpr double main_mm = 38.0;       // width of the boxes of the way down
constexpr double side_left_mm = 47.0;  // where the box of those left out begins
constexpr std::size_t longest_reason = 30;
constexpr std::size_t longest_outcome = 22;

std::vector<std::string> lines_left_out(const CohortFlow& flow) {
    const std::size_t out = flow.listed > flow.analysed ? flow.listed - flow.analysed : 0;
    std::vector<std::string> lines{std::to_string(out) + " left out"};
    for (const auto& reason : flow.excluded)
        lines.push_back(reason.value + "  " + core::shortened(reason.name, longest_reason));
    return lines;
}

draw::Box outcome_box(const draw::Rect& place, std::size_t patients, std::size_t all, const std::string& name) {
    return {place,
            {std::to_string(patients) + " (" + (all == 0 ? std::string() : percent_of(patients, all)) + ")",
             core::shortened(name, longest_outcome)}};
}

}  // namespace

draw::Figure cohort_flow(const CohortFlow& flow) {
    draw::Figure figure;
    figure.title = "Flow of patients";
    const bool rows = flow.people > 0;
    double y = 1.0;
    const double middle = 1.0 + main_mm / 2.0;
    figure.boxes.push_back(
        {{1.0, y, main_mm, box_mm}, {std::to_string(flow.listed), rows ? "rows listed" : "patients listed"}});
    y += box_mm;
    double analysed = y + flow_gap_mm;
    if (!flow.excluded.empty() || flow.listed > flow.analysed) {
        const auto lines = lines_left_out(flow);
        const draw::Rect side{side_left_mm, y + 2.5, figure_width_mm - side_left_mm - 1.0,
                              line_mm * static_cast<double>(lines.size()) + 4.0};
        figure.boxes.push_back({side, lines, true, false});
        const double across = side.y + side.height / 2.0;
        figure.arrows.push_back({{{middle, across}, {side.x, across}}});
        analysed = std::max(analysed, side.bottom() + 2.5);
    }
    figure.arrows.push_back({{{middle, y}, {middle, analysed}}});
    figure.boxes.push_back({{1.0, analysed, main_mm, box_mm},
                            {std::to_string(flow.analysed), rows ? rows_of(flow.people) : "patients analysed"}});
    const double fork = analysed + box_mm + flow_gap_mm / 2.0;
    const double outcomes = analysed + box_mm + flow_gap_mm;
    const double right = figure_width_mm - 1.0 - main_mm - 6.0;
    const double right_middle = right + main_mm / 2.0;
    figure.arrows.push_back({{{middle, analysed + box_mm}, {middle, outcomes}}});
    figure.arrows.push_back({{{middle, fork}, {right_middle, fork}, {right_middle, outcomes}}});
    figure.boxes.push_back(
        outcome_box({1.0, outcomes, main_mm, box_mm}, flow.positives, flow.analysed, flow.positive_name));
    figure.boxes.push_back(
        outcome_box({right, outcomes, main_mm, box_mm}, flow.negatives, flow.analysed, flow.negative_name));
    figure.size_mm = {figure_width_mm, outcomes + box_mm + 1.0};
    figure.description = std::to_string(flow.listed) + (rows ? " rows" : "") + " listed, ";
    for (const auto& reason : flow.excluded) figure.description += reason.value + " left out (" + reason.name + "), ";
    figure.description += std::to_string(flow.analysed) + (rows ? " " + rows_of(flow.people) : "") +
                          " analysed: " + std::to_string(flow.positives) + " " + flow.positive_name + ", " +
                          std::to_string(flow.negatives) + " " + flow.negative_name;
    return figure;
}

}  // namespace synchrony::report
