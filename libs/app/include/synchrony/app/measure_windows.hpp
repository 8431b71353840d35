// Use case: measure a long recording (a Holter of a day) window after window; what is held does not grow with its
// length where its format is read in parts (io::RecordingParts), but for one WindowPoint a window.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/app/measure.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::app {

struct WindowOptions {
    double every_s = 60.0;   ///< from the beginning of one window to that of the next, > 0
    double window_s = 10.0;  ///< length of a window, > 0: that of the usual ECG, on which measurements were checked
};

/// What is known of a recording before its windows are measured.
struct WindowedRecording {
    std::filesystem::path path;
    std::string format;
    std::string clock_time;   ///< "08:04:00" of the recording's first sample; empty where the file does not know
    bool held_whole = false;  ///< the format, or its packing, does not let parts be read by themselves
    double begin_s = 0.0;     ///< of the first window, from the recording's first sample
    double every_s = 0.0;
    double window_s = 0.0;    ///< the whole stretch where that is shorter than a window
    std::size_t windows = 0;  ///< whole ones; at least one
    [[nodiscard]] double start_of(std::size_t window) const { return begin_s + static_cast<double>(window) * every_s; }
};

struct MeasuredWindow {
    double start_s = 0.0;     ///< from the recording's first sample
    std::string time_of_day;  ///< "08:14:00"; empty where the file does not know
    MeasuredRecording answer;
    bool unreadable = false;  ///< the answer is an error of reading
};

enum class WindowState : std::uint8_t {
    measured,
    refused,  ///< a flag refuses, other than for pacing or fibrillation, which are findings here
    not_measured
};
[[nodiscard]] WindowState state_of(const MeasuredWindow& window);
/// The names of the flags for which it is refused.
[[nodiscard]] std::vector<std::string> refusals_of(const MeasuredWindow& window);

/// What is kept of a window. Numbers of windows that are not `measured` are empty.
struct WindowPoint {
    double start_s = 0.0;
    WindowState state = WindowState::not_measured;
    bool fibrillation = false;
    bool paced = false;
    std::optional<float> heart_rate_bpm = {}, pr_ms = {}, qrs_ms = {}, qtc_ms = {};  ///< QTc by Fridericia
};

/// A number that is summed up over windows.
struct WindowQuantity {
    std::string_view name;   ///< "qrs_duration_ms"
    std::string_view title;  ///< "QRS, ms"
    std::optional<float> WindowPoint::*value;
};
inline constexpr std::array<WindowQuantity, 4> window_quantities{
    {{"heart_rate_bpm", "heart rate, /min", &WindowPoint::heart_rate_bpm},
     {"pr_ms", "PR, ms", &WindowPoint::pr_ms},
     {"qrs_duration_ms", "QRS, ms", &WindowPoint::qrs_ms},
     {"qtc_fridericia_ms", "QTcF, ms", &WindowPoint::qtc_ms}}};

struct WindowRange {
    std::size_t windows = 0;  ///< that gave the number
    double median = 0.0, low = 0.0, high = 0.0;
};

/// Windows one after the other (refused ones between do not count) in which QRS duration lies on one side of the
/// recording's median by more than the limit.
struct QrsDeparture {
    double begin_s = 0.0, end_s = 0.0;
    std::size_t windows = 0;
    double qrs_ms = 0.0;  ///< their median
};

struct WindowSummary {
    std::size_t planned = 0;  ///< windows of the recording
    std::size_t windows = 0;  ///< those that were looked at: fewer where the work was stopped
    std::size_t refused = 0, not_measured = 0;
    std::size_t unreadable = 0;  ///< of those not measured
    std::optional<core::Error> first_unreadable;
    std::size_t fibrillation = 0, paced = 0;      ///< of those measured
    std::map<std::string, std::size_t> refusals;  ///< windows by the name of the flag
    std::array<std::optional<WindowRange>, window_quantities.size()> ranges;
    /// ms. The repeatability of QRS duration within one recording (repeated_quantities), or, where that is more, what
    /// 95 % of windows differ by from the next (1.96 x 1.4826 x the median of absolute differences), at most 20.
    double qrs_limit_ms = 0.0;
    std::size_t departed = 0;              ///< windows beyond the limit
    std::vector<QrsDeparture> departures;  ///< in order of time
    [[nodiscard]] std::size_t measured() const { return windows - refused - not_measured; }
};

/// Sums up what windows gave: `add` each in order of time, then `summary`.
class WindowTally {
  public:
    void add(const MeasuredWindow& window);
    [[nodiscard]] WindowSummary summary(const WindowedRecording& recording) const;
    [[nodiscard]] const std::vector<WindowPoint>& points() const { return points_; }

  private:
    std::vector<WindowPoint> points_;
    WindowSummary counts_;
};

/// Receives the answers. Each function says whether there is sense in more.
class WindowTaker {
  public:
    virtual ~WindowTaker() = default;
    virtual bool begin(const WindowedRecording& recording) = 0;
    virtual bool take(const MeasuredWindow& window) = 0;  ///< in order of time
    virtual bool end(const WindowedRecording& recording, const WindowTally& tally) = 0;
    virtual bool fail(const std::filesystem::path& path, const core::Error& error) = 0;  ///< nothing could be read
};

/// Measures the windows of each recording as measure_recordings does a recording: the same numbers as of the window
/// alone. `request.reading` may narrow the recordings by start_s and length_s. Errors: cancelled.
core::Result<void> measure_windows(const MeasureRequest& request, const WindowOptions& options,
                                   const core::RunContext& context, WindowTaker& taker);

/// "0:04:10", with one decimal where `decimals` is 1.
[[nodiscard]] std::string hours_minutes_seconds(double seconds, int decimals = 0);
/// The time of day so many seconds after "08:04:00" (or "08:04:00.25"), around the clock: "08:14:00"; empty for an
/// empty clock.
[[nodiscard]] std::string time_of_day(const std::string& clock_time, double seconds);

/// Header and row of the windows' CSV: measure_csv_header with `start_s` and `time_of_day` behind the file.
[[nodiscard]] std::vector<std::string> window_csv_header();
[[nodiscard]] std::vector<std::string> window_csv_row(const MeasuredWindow& window);
/// file, format, held_whole, start_time_of_day, begin_s, every_s, window_s.
[[nodiscard]] nlohmann::ordered_json to_json(const WindowedRecording& recording);
/// start_s, time_of_day and all that is measured; or `error`.
[[nodiscard]] nlohmann::ordered_json to_json(const MeasuredWindow& window);
[[nodiscard]] nlohmann::ordered_json to_json(const WindowSummary& summary);

/// Heart rate and QRS duration over time, refused windows marked, as a picture by the name's ending (.svg, .pdf, .png).
/// Errors: those of draw::save.
[[nodiscard]] core::Result<void> draw_window_trend(const WindowedRecording& recording,
                                                   const std::vector<WindowPoint>& points, const WindowSummary& summary,
                                                   const std::filesystem::path& out);

}  // namespace synchrony::app
