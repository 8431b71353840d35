// results.json and the figure.
#include <algorithm>

#include "synchrony/core/clock.hpp"
#include "synchrony/core/version.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {
namespace {

using Json = nlohmann::ordered_json;

constexpr double panel_width_mm = 82.0, row_mm = 9.0, gap_mm = 17.0, left_mm = 4.0, top_mm = 8.0;
constexpr std::size_t panels_a_row = 2;

Json to_json(const std::optional<stats::Interval>& interval) {
    return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

Json to_json(const std::optional<double>& number) {
    return number ? Json(*number) : Json(nullptr);
}

template <typename Value>
Json names_of(const std::vector<Value>& values) {
    Json names = Json::array();
    for (const auto value : values) names.push_back(name_of(value));
    return names;
}

Json to_json(const MethodOutcome& method) {
    Json draws = Json::array();
    for (const auto& draw : method.draws)
        draws.push_back({{"draw", draw.draw}, {"auc", draw.auc}, {"half_a", draw.half[0]}, {"half_b", draw.half[1]}});
    return {{"method", method.method},
            {"setting_for_half_a", in_line(method.settings[0])},
            {"setting_for_half_b", in_line(method.settings[1])},
            {"mean_auc", method.mean_auc},
            {"sd_over_draws", to_json(method.sd)},
            {"auc_of_averaged_predictions", method.averaged_auc},
            {"draws", draws}};
}

Json to_json(const GainComparison& comparison, const std::vector<bool>& reported) {
    Json halves = Json::object();
    for (std::size_t h = 0; h < 2; ++h)
        if (reported[h])
            halves[h == 0 ? "a" : "b"] = {{"difference", comparison.half[h]},
                                          {"ci95", to_json(comparison.half_patients[h])}};
    return {{"first", comparison.first},
            {"second", comparison.second},
            {"draws", comparison.over_draws.pairs},
            {"mean_difference", comparison.over_draws.mean},
            {"sd_over_draws", to_json(comparison.over_draws.sd)},
            {"ci95_over_draws", to_json(comparison.over_draws.interval)},
            {"averaged_difference", comparison.averaged},
            {"ci95_over_patients", to_json(comparison.patients)},
            {"se_over_patients", to_json(comparison.patients_se)},
            {"halves", halves}};
}

Json to_json(const MeanGain& gain) {
    return {{"first", gain.first},
            {"second", gain.second},
            {"tasks", gain.tasks},
            {"averaged_difference", gain.averaged},
            {"ci95_over_patients", to_json(gain.patients)},
            {"se_over_patients", to_json(gain.patients_se)}};
}

Json to_json(const PooledGain& gain) {
    const auto& pooled = gain.over_databases;
    return {{"task", gain.task.empty() ? Json(nullptr) : Json(gain.task)},
            {"first", gain.first},
            {"second", gain.second},
            {"databases", gain.databases},
            {"averaged_differences", gain.averaged},
            {"mean_difference", pooled.mean},
            {"ci95", Json::array({pooled.interval.low, pooled.interval.high})},
            {"se", pooled.standard_error},
            {"sd_between_databases", pooled.between_sd}};
}

template <typename Item>
Json list_of(const std::vector<Item>& items) {
    Json list = Json::array();
    for (const auto& item : items) list.push_back(to_json(item));
    return list;
}

draw::Range all_differences(const TransferGainOutcome& outcome) {
    draw::Range range{-0.05, 0.05};
    const auto take = [&](double x) { range = {std::min(range.low, x), std::max(range.high, x)}; };
    for (const auto& task : outcome.tasks)
        for (const auto& c : task.comparisons) {
            take(c.over_draws.mean);
            for (const auto& interval : {c.over_draws.interval, c.patients})
                if (interval) take(interval->low), take(interval->high);
        }
    return {range.low - 0.02, range.high + 0.02};
}

// One task: each comparison's difference over draws (thick) and over patients (thin).
draw::Axes task_panel(const TaskOutcome& task, const draw::Range& range, const draw::Rect& place) {
    draw::Axes axes;
    axes.place = place;
    axes.title = task.task + ": " + task.meaning;
    axes.x_label = "difference in AUC";
    axes.x_range = range;
    axes.y_range = draw::Range{-static_cast<double>(task.comparisons.size()), 0.0};
    axes.y_tick_labels = false;
    axes.vertical_lines.push_back(0.0);
    for (std::size_t i = 0; i < task.comparisons.size(); ++i) {
        const auto& c = task.comparisons[i];
        const double y = -static_cast<double>(i) - 0.7;
        axes.notes.push_back({range.low + 0.005, y + 0.42, c.first + " - " + c.second, draw::Note::Side::left, false});
        const auto bar = [&](const stats::Interval& interval, double at, draw::Colour colour, double width) {
            axes.series.push_back({{interval.low, interval.high}, {at, at}, {}, colour, width, 0.0, 0.0});
        };
        if (c.over_draws.interval) bar(*c.over_draws.interval, y, draw::line_colour(0), 1.0);
        axes.series.push_back({{c.over_draws.mean}, {y}, {}, draw::line_colour(0), 0.0, 0.0, 1.2});
        if (c.patients) bar(*c.patients, y - 0.16, draw::line_colour(1), 0.4);
        axes.series.push_back({{c.averaged}, {y - 0.16}, {}, draw::line_colour(1), 0.0, 0.0, 0.9});
    }
    return axes;
}

}  // namespace

draw::Figure gain_figure(const TransferGainOutcome& outcome) {
    draw::Figure figure;
    figure.title = "What pre-training gives: differences in AUC";
    const auto range = all_differences(outcome);
    std::size_t most = 1;
    for (const auto& task : outcome.tasks) most = std::max(most, task.comparisons.size());
    const double height = row_mm * static_cast<double>(most);
    for (std::size_t i = 0; i < outcome.tasks.size(); ++i) {
        const draw::Rect place{
            left_mm + static_cast<double>(i % panels_a_row) * (panel_width_mm + 6.0),
            top_mm + static_cast<double>(i / panels_a_row) * (height + gap_mm), panel_width_mm,
            row_mm * static_cast<double>(std::max<std::size_t>(outcome.tasks[i].comparisons.size(), 1))};
        figure.axes.push_back(task_panel(outcome.tasks[i], range, place));
    }
    const auto columns = static_cast<double>(std::min(panels_a_row, std::max<std::size_t>(outcome.tasks.size(), 1)));
    const auto rows = static_cast<double>((outcome.tasks.size() + panels_a_row - 1) / panels_a_row);
    // The key takes two lines below the panels, as series without data.
    if (!figure.axes.empty()) {
        auto& last = figure.axes.back();
        last.legend_below = true;
        last.series.push_back(
            {{}, {}, "mean over draws, 95 % interval over draws", draw::line_colour(0), 1.0, 0.0, 1.2});
        last.series.push_back(
            {{}, {}, "averaged predictions, 95 % interval over patients", draw::line_colour(1), 0.4, 0.0, 0.9});
    }
    figure.size_mm = {left_mm + columns * (panel_width_mm + 6.0), top_mm + rows * (height + gap_mm) + 12.0};
    return figure;
}

nlohmann::ordered_json to_json(const TransferGainOutcome& outcome, const TransferGainRequest& request,
                               const core::RunContext& context) {
    if (outcome.part)
        return {{"part", core::to_text(*outcome.part)},
                {"methods_without_setting", outcome.without_setting},
                {"command", request.command_line}};
    Json tasks = Json::array();
    for (const auto& task : outcome.tasks) {
        Json methods = Json::array(), comparisons = Json::array();
        for (const auto& method : task.methods) methods.push_back(to_json(method));
        for (const auto& comparison : task.comparisons) comparisons.push_back(to_json(comparison, outcome.reported));
        tasks.push_back(
            {{"task", task.task},
             {"meaning", task.meaning},
             {"labelled", {{"positives", task.positives}, {"negatives", task.negatives}}},
             {"draw",
              {{"positives", task.size.positives}, {"negatives", task.size.negatives}, {"note", task.size.note}}},
             {"methods", methods},
             {"comparisons", comparisons}});
    }
    Json halves = Json::array();
    if (outcome.reported[0]) halves.push_back("A");
    if (outcome.reported[1]) halves.push_back("B");
    Json excluded = Json::object();
    for (const auto& [reason, patients] : outcome.excluded) excluded[reason] = patients;
    return {{"kind", "transfer gain"},
            {"model", request.model.filename().string()},
            {"model_sha256", outcome.model_sha256},
            {"recipe", outcome.recipe},
            {"engine", outcome.engine},
            {"seed", context.seed},
            {"database", request.database},
            {"draws", request.draws},
            {"network_draws", request.network_draws},
            {"folds", request.draw.folds},
            {"network_epochs", request.networks.epochs},
            {"network_learning_rates", request.networks.learning_rates},
            {"network_trained_layers", nn::name_of(request.transfer.train)},
            {"network_lead_pooling", names_of(request.networks.poolings)},
            {"network_layer_decay", request.networks.layer_decays},
            {"network_head_start", names_of(request.networks.head_starts)},
            {"network_averaging", request.transfer.averaging},
            {"random_nets", request.random_nets},
            {"settings_averaged", request.settings_averaged},
            {"settings_chosen_by", request.choose_by_task ? "task" : "mean over tasks"},
            {"settings_from",
             request.settings_from.empty() ? Json(nullptr) : Json(request.settings_from.filename().string())},
            {"reported_halves", halves},
            {"intervals",
             "over draws: Student's t over draws, which share patients, so not what other patients would give; over "
             "patients: "
             "percentile bootstrap of patients on each patient's mean log-odds over draws, models not refitted"},
            {"excluded", excluded},
            {"tasks", tasks},
            {"mean_over_tasks", list_of(outcome.over_tasks)},
            {"over_databases", list_of(outcome.pooled)},
            {"seconds", outcome.seconds},
            {"date", core::utc_now()},
            {"version", core::version()},
            {"command", request.command_line}};
}

}  // namespace synchrony::study
