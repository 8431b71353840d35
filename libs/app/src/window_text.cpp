// Windows as rows of a CSV and as JSON.
#include "json_values.hpp"
#include "synchrony/app/measure_windows.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

constexpr std::ptrdiff_t behind_file = 1;  // place of the windows' columns

Json word_or_null(const std::string& word) {
    return word.empty() ? Json(nullptr) : Json(word);
}

Json range_json(const std::optional<WindowRange>& range) {
    if (!range) return nullptr;
    return {{"windows", range->windows}, {"median", range->median}, {"low", range->low}, {"high", range->high}};
}

}  // namespace

std::vector<std::string> window_csv_header() {
    auto header = measure_csv_header();
    header.insert(header.begin() + behind_file, {"start_s", "time_of_day"});
    return header;
}

std::vector<std::string> window_csv_row(const MeasuredWindow& window) {
    auto row = measure_csv_row(window.answer);
    row.insert(row.begin() + behind_file, {core::shortest(window.start_s), window.time_of_day});
    return row;
}

Json to_json(const WindowedRecording& recording) {
    return {{"file", recording.path.string()},
            {"format", recording.format},
            {"held_whole", recording.held_whole},
            {"start_time_of_day", word_or_null(time_of_day(recording.clock_time, 0.0))},
            {"begin_s", recording.begin_s},
            {"every_s", recording.every_s},
            {"window_s", recording.window_s}};
}

Json to_json(const MeasuredWindow& window) {
    Json json{{"start_s", window.start_s}, {"time_of_day", word_or_null(window.time_of_day)}};
    if (window.answer.measurements)
        json.update(to_json(*window.answer.measurements));
    else
        json["error"] = window.answer.measurements.error().message();
    return json;
}

Json to_json(const WindowSummary& summary) {
    Json json{{"windows_planned", summary.planned},
              {"windows", summary.windows},
              {"measured", summary.measured()},
              {"refused", summary.refused},
              {"not_measured", summary.not_measured},
              {"unreadable", summary.unreadable},
              {"likely_atrial_fibrillation", summary.fibrillation},
              {"paced", summary.paced},
              {"refusals", Json::object()}};
    for (const auto& [name, windows] : summary.refusals) json["refusals"][name] = windows;
    for (std::size_t i = 0; i < window_quantities.size(); ++i)
        json[std::string(window_quantities[i].name)] = range_json(summary.ranges[i]);
    json["qrs_limit_ms"] = summary.qrs_limit_ms;
    json["qrs_departed"] = summary.departed;
    json["qrs_departures"] = Json::array();
    for (const auto& d : summary.departures)
        json["qrs_departures"].push_back(
            {{"begin_s", d.begin_s}, {"end_s", d.end_s}, {"windows", d.windows}, {"qrs_duration_ms", d.qrs_ms}});
    return json;
}

}  // namespace synchrony::app
