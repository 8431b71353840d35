#include "measure_windows.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shell.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/flag_words.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

constexpr std::size_t most_departures = 10;  // in text; JSON holds all

int time_decimals(const app::WindowedRecording& recording) {
    return std::floor(recording.every_s) == recording.every_s && std::floor(recording.begin_s) == recording.begin_s ? 0
                                                                                                                    : 1;
}

std::string padded(const std::string& text, std::size_t columns) {
    return text.size() < columns ? std::string(columns - text.size(), ' ') + text : text;
}

constexpr std::size_t time_columns = 12, number_columns = 5;

std::string row_of(const std::vector<std::string>& times, const std::vector<std::string>& numbers,
                   const std::string& words) {
    std::string row;
    for (const auto& time : times) row += padded(time, time_columns);
    for (const auto& number : numbers) row += padded(number, number_columns + 1);
    return words.empty() ? row + "\n" : row + "  " + words + "\n";
}

std::string whole(const std::optional<double>& value) {
    return value ? fixed(*value, 0) : "-";
}

/// "AF, paced, LBBB": what a reader of the day's list looks for; or why there is nothing to read.
std::string remarks(const app::MeasuredWindow& window) {
    if (!window.answer.measurements) return "not measured: " + window.answer.measurements.error().what;
    const auto& m = *window.answer.measurements;
    std::string text;
    if (const auto reasons = app::refusals_of(window); !reasons.empty())
        text = "refused: " + measure::flags_in_words(core::joined(reasons));
    if (m.likely_atrial_fibrillation) core::append_word(text, "AF");
    if (m.paced()) core::append_word(text, "paced");
    if (m.lbbb == true) core::append_word(text, "LBBB");
    if (m.conduction.rbbb.answer == measure::Answer::yes) core::append_word(text, "RBBB");
    return text;
}

std::string share(std::size_t part, std::size_t all) {
    return std::to_string(part) + " (" +
           fixed(all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0.0, 0) + " %)";
}

std::string ranges_text(const app::WindowSummary& summary) {
    TextTable table({"", "median", "least", "most", "windows"});
    for (std::size_t i = 0; i < summary.ranges.size(); ++i) {
        const auto& range = summary.ranges[i];
        const auto cell = [&](double value) { return range ? fixed(value, 0) : std::string("-"); };
        table.add({std::string(app::window_quantities[i].title), cell(range ? range->median : 0.0),
                   cell(range ? range->low : 0.0), cell(range ? range->high : 0.0),
                   std::to_string(range ? range->windows : 0)});
    }
    return table.text();
}

/// The stretches with most windows, in order of time.
std::vector<app::QrsDeparture> longest(std::vector<app::QrsDeparture> departures) {
    std::ranges::stable_sort(departures, std::greater{}, &app::QrsDeparture::windows);
    if (departures.size() > most_departures) departures.resize(most_departures);
    std::ranges::sort(departures, {}, &app::QrsDeparture::begin_s);
    return departures;
}

std::string departures_text(const app::WindowedRecording& recording, const app::WindowSummary& summary) {
    if (!summary.ranges[2]) return {};
    std::string text = "QRS duration more than " + fixed(summary.qrs_limit_ms, 0) + " ms from the median in " +
                       share(summary.departed, summary.ranges[2]->windows) + " of its windows";
    const auto shown = longest(summary.departures);
    if (shown.size() < summary.departures.size())
        text += "; the longest of " + std::to_string(summary.departures.size()) + " stretches";
    text += shown.empty() ? "\n" : ":\n";
    for (const auto& d : shown) {
        text += "  " + app::hours_minutes_seconds(d.begin_s) + " to " + app::hours_minutes_seconds(d.end_s);
        if (!recording.clock_time.empty()) text += " (" + app::time_of_day(recording.clock_time, d.begin_s) + ")";
        text += ": " + fixed(d.qrs_ms, 0) + " ms, " + core::counted(d.windows, "window") + "\n";
    }
    return text;
}

std::string summary_text(const app::WindowedRecording& recording, const app::WindowSummary& summary) {
    std::string text = "\n" + ranges_text(summary);
    if (summary.windows < summary.planned)
        text += "stopped after " + std::to_string(summary.windows) + " of " + std::to_string(summary.planned) +
                " windows\n";
    text += "of " + core::counted(summary.measured(), "window") + " measured: likely atrial fibrillation in " +
            share(summary.fibrillation, summary.measured()) + ", paced in " + share(summary.paced, summary.measured()) +
            "\n";
    text += "of " + core::counted(summary.windows, "window") + ": refused " + share(summary.refused, summary.windows) +
            ", not measured " + share(summary.not_measured, summary.windows) + "\n";
    for (const auto& [name, windows] : summary.refusals) text += "  " + name + ": " + std::to_string(windows) + "\n";
    text += departures_text(recording, summary);
    if (recording.held_whole)
        text += "read whole and held: " + recording.format + ", or a packed file, is not read in parts\n";
    return text + "\n";
}

/// Seconds to the millisecond.
std::string shortest_ms(double seconds) {
    return core::shortest(std::round(1e3 * seconds) / 1e3);
}

std::string recording_text(const app::WindowedRecording& recording) {
    std::string text = recording.path.string() + ": " + core::counted(recording.windows, "window") + " of " +
                       shortest_ms(recording.window_s) + " s, one every " + shortest_ms(recording.every_s) + " s\n";
    std::vector<std::string> times{"start"};
    if (!recording.clock_time.empty()) times.emplace_back("time of day");
    return text + row_of(times, {"/min", "PR", "QRS", "QT", "QTcF"}, "");
}

}  // namespace

CLI::Option* WindowArguments::add_to(CLI::App& app, const std::vector<CLI::Option*>& excluded) {
    const char* group = "Long recordings";
    auto* every = app.add_option("--every", every_s,
                                 "Measure window after window, one every so many seconds, as of a Holter of a day; "
                                 "--start and --length bound the stretch")
                      ->check(CLI::Range(0.5, 1e6))
                      ->group(group);
    for (auto* option : excluded) every->excludes(option);
    app.add_option("--window", window_s, "Length of a window, s")
        ->check(CLI::Range(1.0, 86'400.0))
        ->capture_default_str()
        ->needs(every)
        ->group(group);
    return app
        .add_option("--trend", trend,
                    "Picture of heart rate and QRS duration over time (.svg, .pdf or .png), of one recording")
        ->needs(every)
        ->group(group);
}

core::Result<void> WindowArguments::check(std::size_t recordings) const {
    if (trend.empty()) return {};
    SYNCHRONY_TRY(draw::format_of(trend));
    if (recordings == 1) return {};
    return core::fail({core::ErrorKind::usage,
                       "--trend draws one recording",
                       {},
                       std::to_string(recordings) + " recordings",
                       {},
                       "Run it for each"});
}

WindowPrinter::WindowPrinter(const Shell& shell, const WindowArguments& arguments, bool csv, app::PartFile* part)
    : shell_(shell), arguments_(arguments), csv_(csv), out_(shell, joining(shell, csv), part) {}

app::Joining WindowPrinter::joining(const Shell& shell, bool csv) {
    if (shell.json()) return app::Joining::json_array();
    return csv ? app::Joining::rows(cohort::csv_row(app::window_csv_header())) : app::Joining{};
}

bool WindowPrinter::begin(const app::WindowedRecording& recording) {
    taken_ = 0;
    decimals_ = time_decimals(recording);
    if (shell_.json()) {
        auto text = nested_json(app::to_json(recording), 1);
        text.erase(text.rfind('\n'));
        out_.put(text + ",\n    \"windows\": [");
    } else if (!csv_) {
        out_.put(recording_text(recording));
    }
    return !shell_.lost_output();
}

bool WindowPrinter::take(const app::MeasuredWindow& window) {
    ++taken_;
    if (shell_.json()) {
        out_.add((taken_ > 1 ? ",\n" : "\n") + nested_json(app::to_json(window), 3));
    } else if (csv_) {
        out_.put(cohort::csv_row(app::window_csv_row(window)));
    } else {
        std::vector<std::string> times{app::hours_minutes_seconds(window.start_s, decimals_)}, numbers(5, "-");
        if (!window.time_of_day.empty()) times.push_back(window.time_of_day);
        if (const auto& m = window.answer.measurements)
            numbers = {whole(m->heart_rate_bpm), whole(m->intervals.pr_ms), whole(m->intervals.qrs_ms),
                       whole(m->intervals.qt_ms),
                       m->intervals.qtc ? fixed(m->intervals.qtc->fridericia_ms, 0) : std::string("-")};
        out_.add(row_of(times, numbers, remarks(window)));
    }
    return !shell_.lost_output();
}

bool WindowPrinter::end(const app::WindowedRecording& recording, const app::WindowTally& tally) {
    const auto summary = tally.summary(recording);
    const bool whole_recording = summary.windows == summary.planned;
    if (shell_.json()) {
        auto text = nested_json(app::to_json(summary), 2);
        text.erase(0, text.find_first_not_of(' '));
        out_.add(std::string(taken_ > 0 ? "\n    " : "") + "],\n    \"summary\": " + text + "\n  }");
    } else if (!csv_) {
        out_.add(summary_text(recording, summary));
    }
    if (summary.unreadable > 0) {
        auto fault = *summary.first_unreadable;
        fault.what += ", and " + std::to_string(summary.unreadable - 1) + " more windows not read";
        faults_.push_back(summary.unreadable > 1 ? fault : *summary.first_unreadable);
    } else if (whole_recording && summary.not_measured == summary.windows) {
        faults_.push_back({core::ErrorKind::input,
                           "no window could be measured",
                           recording.path.string(),
                           core::counted(summary.windows, "window"),
                           {},
                           {}});
    }
    if (!arguments_.trend.empty() && whole_recording && !shell_.lost_output())
        if (const auto drawn = app::draw_window_trend(recording, tally.points(), summary, arguments_.trend); !drawn)
            faults_.push_back(drawn.error());
    return !shell_.lost_output();
}

bool WindowPrinter::fail(const std::filesystem::path& path, const core::Error& error) {
    faults_.push_back(error);
    if (shell_.json()) {
        out_.put(nested_json({{"file", path.string()}, {"error", error.message()}}, 1));
    } else if (csv_) {
        auto row = std::vector<std::string>(app::window_csv_header().size());
        row.front() = path.string();
        row.back() = error.message();
        out_.put(cohort::csv_row(core::harmless_cells(std::move(row))));
    }
    return !shell_.lost_output();
}

int run_windows(Shell& shell, const app::MeasureRequest& request, const WindowArguments& arguments, bool csv,
                app::PartFile* part) {
    WindowPrinter printer(shell, arguments, csv, part);
    const auto done = app::measure_windows(request, {arguments.every_s, arguments.window_s}, shell.context(), printer);
    if (!done && part != nullptr) return shell.complain(done.error());  // no half a part
    const int code = printer.finish();
    return done ? code : shell.complain(done.error());
}

}  // namespace synchrony::cli
