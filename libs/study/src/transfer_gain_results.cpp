// results.json and the figure.
#include <algorithm>

#include "synchrony/core/clock.hpp"
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/text.hpp"
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
            {"sd_over_draws", core::or_null(method.sd)},
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
            {"sd_over_draws", core::or_null(comparison.over_draws.sd)},
            {"ci95_over_draws", to_json(comparison.over_draws.interval)},
            {"averaged_difference", comparison.averaged},
            {"ci95_over_patients", to_json(comparison.patients)},
            {"se_over_patients", core::or_null(comparison.patients_se)},
            {"halves", halves}};
}

Json to_json(const MeanGain& gain) {
    return {{"first", gain.first},
            {"second", gain.second},
            {"tasks", gain.tasks},
            {"averaged_difference", gain.averaged},
            {"ci95_over_patients", to_json(gain.patients)},
            {"se_over_patients", core::or_null(gain.patients_se)}};
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

// A difference as the figure shows it: over draws (thick), over patients (thin), or one of them.
struct ShownDifference {
    double value = 0.0;
    std::optional<stats::Interval> interval;
};
struct PanelRow {
    std::string name;
    std::optional<ShownDifference> over_draws;
    ShownDifference over_patients;
};
struct Panel {
    std::string title;
    std::vector<PanelRow> rows;
};

// One a question: its tasks, their mean and, where databases are joined, the means over them.
std::vector<Panel> panels_of(const TransferGainOutcome& outcome) {
    std::vector<Panel> panels;
    const auto panel_of = [&](const auto& gain) -> Panel& {
        const auto title = gain.first + " - " + gain.second;
        const auto known = std::ranges::find(panels, title, &Panel::title);
        return known != panels.end() ? *known : panels.emplace_back(Panel{title, {}});
    };
    for (const auto& task : outcome.tasks)
        for (const auto& c : task.comparisons)
            panel_of(c).rows.push_back({task.task, ShownDifference{c.over_draws.mean, c.over_draws.interval},
                                        ShownDifference{c.averaged, c.patients}});
    for (const auto& gain : outcome.over_tasks)
        panel_of(gain).rows.push_back({std::string(mean_over_tasks_name), {}, {gain.averaged, gain.patients}});
    for (const auto& gain : outcome.pooled)
        panel_of(gain).rows.push_back({core::joined(gain.databases) + ": " + task_name(gain),
                                       {},
                                       {gain.over_databases.mean, gain.over_databases.interval}});
    return panels;
}

draw::Range all_differences(const std::vector<Panel>& panels) {
    draw::Range range{-0.05, 0.05};
    const auto take = [&](double x) { range = {std::min(range.low, x), std::max(range.high, x)}; };
    const auto take_all = [&](const ShownDifference& shown) {
        take(shown.value);
        if (shown.interval) take(shown.interval->low), take(shown.interval->high);
    };
    for (const auto& panel : panels)
        for (const auto& row : panel.rows) {
            take_all(row.over_patients);
            if (row.over_draws) take_all(*row.over_draws);
        }
    return {range.low - 0.02, range.high + 0.02};
}

draw::Axes axes_of(const Panel& panel, const draw::Range& range, const draw::Rect& place) {
    draw::Axes axes;
    axes.place = place;
    axes.title = panel.title;
    axes.x_label = "difference in AUC";
    axes.x_range = range;
    axes.y_range = draw::Range{-static_cast<double>(panel.rows.size()), 0.0};
    axes.y_tick_labels = false;
    axes.vertical_lines.push_back(0.0);
    for (std::size_t i = 0; i < panel.rows.size(); ++i) {
        const auto& row = panel.rows[i];
        const double y = -static_cast<double>(i) - 0.7;
        axes.notes.push_back({range.low + 0.005, y + 0.42, row.name, draw::Note::Side::left, false});
        const auto show = [&](const ShownDifference& shown, double at, draw::Colour colour, double width, double dot) {
            if (shown.interval)
                axes.series.push_back(
                    {{shown.interval->low, shown.interval->high}, {at, at}, {}, colour, width, 0.0, 0.0});
            axes.series.push_back({{shown.value}, {at}, {}, colour, 0.0, 0.0, dot});
        };
        if (row.over_draws) show(*row.over_draws, y, draw::line_colour(0), 1.0, 1.2);
        show(row.over_patients, row.over_draws ? y - 0.16 : y, draw::line_colour(1), 0.4, 0.9);
    }
    return axes;
}

draw::Figure gain_figure(const TransferGainOutcome& outcome) {
    draw::Figure figure;
    figure.title = "What pre-training gives: differences in AUC";
    const auto panels = panels_of(outcome);
    const auto range = all_differences(panels);
    std::size_t most = 1;
    for (const auto& panel : panels) most = std::max(most, panel.rows.size());
    const double height = row_mm * static_cast<double>(most);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const draw::Rect place{left_mm + static_cast<double>(i % panels_a_row) * (panel_width_mm + 6.0),
                               top_mm + static_cast<double>(i / panels_a_row) * (height + gap_mm), panel_width_mm,
                               row_mm * static_cast<double>(std::max<std::size_t>(panels[i].rows.size(), 1))};
        figure.axes.push_back(axes_of(panels[i], range, place));
    }
    const auto columns = static_cast<double>(std::min(panels_a_row, std::max<std::size_t>(panels.size(), 1)));
    const auto rows = static_cast<double>((panels.size() + panels_a_row - 1) / panels_a_row);
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

}  // namespace

core::Result<std::filesystem::path> save_gain_figure(const TransferGainOutcome& outcome,
                                                     const std::filesystem::path& folder) {
    const auto vector_graphics = folder / "transfer-gain.svg", pixels = folder / "transfer-gain.png";
    const auto figure = gain_figure(outcome);
    if (figure.axes.empty()) {
        std::error_code absent;
        for (const auto& earlier : {vector_graphics, pixels}) std::filesystem::remove(earlier, absent);
        return std::filesystem::path();
    }
    SYNCHRONY_TRY(draw::save(figure, vector_graphics));
    SYNCHRONY_TRY(draw::save(figure, pixels));
    return vector_graphics;
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
            {"settings_chosen_by", request.choose_by_task ? "task" : mean_over_tasks_name},
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
