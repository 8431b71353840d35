#include "synchrony/app/measure_windows.hpp"

#include <algorithm>
#include <cmath>

#include "measure_one.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/recording_parts.hpp"

namespace synchrony::app {
namespace {

/// Windows at once, a thread.
constexpr std::size_t windows_a_thread = 16;

/// Windows that lie wholly within the stretch. A rounding error of a sample's place takes none away.
std::size_t windows_within(double stretch_s, const WindowOptions& options) {
    constexpr double rounding_s = 1e-6;
    return 1 + static_cast<std::size_t>(
                   std::max(0.0, std::floor((stretch_s - options.window_s + rounding_s) / options.every_s)));
}

WindowedRecording described(const std::filesystem::path& path, const io::RecordingParts& parts,
                            const WindowOptions& options) {
    WindowedRecording recording;
    recording.path = path;
    recording.format = parts.format();
    recording.clock_time = parts.clock_time();
    recording.held_whole = parts.held_whole();
    recording.begin_s = parts.begin_s();
    recording.every_s = options.every_s;
    recording.window_s = std::min(options.window_s, parts.end_s() - parts.begin_s());
    recording.windows = windows_within(parts.end_s() - parts.begin_s(), options);
    return recording;
}

MeasuredWindow measured_window(const WindowedRecording& recording, const io::RecordingParts& parts,
                               const MeasureRequest& request, std::size_t i) {
    const double start_s = recording.start_of(i);
    const auto ecg = parts.read(start_s, recording.window_s);
    auto answer = ecg ? measure_read(*ecg, recording.path, request) : core::fail(ecg.error());
    return {start_s,
            time_of_day(recording.clock_time, start_s),
            {recording.path, std::move(answer).map_error([&](core::Error error) {
                 return core::error_in_file(std::move(error), recording.path);
             })},
            !ecg};
}

/// Whether there is sense in more recordings.
bool measure_windows_of(const std::filesystem::path& path, const MeasureRequest& request, const WindowOptions& options,
                        const core::RunContext& context, WindowTaker& taker) {
    const auto parts = io::RecordingParts::open(path, request.reading);
    if (!parts) return taker.fail(path, parts.error());
    const auto recording = described(path, *parts, options);
    WindowTally tally;
    const auto batch = windows_a_thread * static_cast<std::size_t>(std::max(1, context.threads));
    context.progress->begin("measuring " + path.filename().string(), recording.windows);
    bool go_on = taker.begin(recording);
    for (std::size_t begin = 0; begin < recording.windows && go_on && !context.cancel->requested(); begin += batch) {
        std::vector<std::optional<MeasuredWindow>> answers(std::min(batch, recording.windows - begin));
        core::parallel_for(answers.size(), context.threads, [&](std::size_t i) {
            if (context.cancel->requested()) return;
            answers[i] = measured_window(recording, *parts, request, begin + i);
            context.progress->advance(1);
        });
        for (std::size_t i = 0; i < answers.size() && go_on && answers[i]; ++i) {  // none behind a gap
            tally.add(*answers[i]);
            go_on = taker.take(*answers[i]);
        }
    }
    context.progress->end();
    return taker.end(recording, tally) && go_on;
}

}  // namespace

core::Result<void> measure_windows(const MeasureRequest& request, const WindowOptions& options,
                                   const core::RunContext& context, WindowTaker& taker) {
    for (const auto& path : request.recordings)
        if (context.cancel->requested() || !measure_windows_of(path, request, options, context, taker)) break;
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped before the last window", {}, {}, {}, {}});
    return {};
}

std::string hours_minutes_seconds(double seconds, int decimals) {
    const double unit = decimals > 0 ? 10.0 : 1.0;
    const auto units = static_cast<long long>(std::floor(seconds * unit + 1e-6));
    const auto whole = units / static_cast<long long>(unit);
    char text[48];
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    return decimals > 0 ? std::string(text) + "." + std::to_string(units % 10) : text;
}

std::string time_of_day(const std::string& clock_time, double seconds) {
    constexpr double day_s = 86'400.0;
    int hour = 0, minute = 0;
    double second = 0.0;
    const auto words = core::split(std::string_view(clock_time), ':');
    if (words.size() != 3) return {};
    hour = core::number_from<int>(words[0]).value_or(0);
    minute = core::number_from<int>(words[1]).value_or(0);
    second = core::number_from<double>(words[2]).value_or(0.0);
    const double then = std::fmod(hour * 3600.0 + minute * 60.0 + second + seconds, day_s);
    const auto text = hours_minutes_seconds(then);
    return text.size() < std::string_view("08:04:00").size() ? "0" + text : text;
}

}  // namespace synchrony::app
