#include "synchrony/app/measure.hpp"

#include <algorithm>
#include <cmath>

#include "measure_one.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

/// Recordings at once, a thread: so many that threads do not wait for the slowest of a batch for long.
constexpr std::size_t measured_a_thread = 16;

core::Result<measure::Measurements> measure_one(const std::filesystem::path& path, const MeasureRequest& request,
                                                record::PrintedMeasurements& printed) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, request.reading));
    printed = ecg.facts.printed;
    return measure_read(ecg, path, request);
}

}  // namespace

core::Result<measure::Measurements> measure_read(const record::Ecg& ecg, const std::filesystem::path& path,
                                                 const MeasureRequest& request) {
    measure::MeasureOptions options = request.options;
    SYNCHRONY_ASSIGN(const auto* row, request.clinical.find(path, ecg.facts.patient.id));
    if (row != nullptr) {
        options.patient = inputs::filled(*row, options.patient);
        if (row->sex != measure::Sex::unknown) options.sex = row->sex;
    }
    if (options.sex == measure::Sex::unknown) options.sex = inputs::sex_in(ecg);
    return measure::measure_ecg(ecg, options);
}

core::Result<void> measure_recordings(const MeasureRequest& request, const core::RunContext& context,
                                      const std::function<bool(const MeasuredRecording&)>& take) {
    const auto& paths = request.recordings;
    const auto batch = measured_a_thread * static_cast<std::size_t>(std::max(1, context.threads));
    context.progress->begin("measuring", paths.size());
    bool go_on = true;
    for (std::size_t begin = 0; begin < paths.size() && go_on && !context.cancel->requested(); begin += batch) {
        std::vector<std::optional<MeasuredRecording>> answers(std::min(batch, paths.size() - begin));
        core::parallel_for(answers.size(), context.threads, [&](std::size_t i) {
            if (context.cancel->requested()) return;
            const auto& path = paths[begin + i];
            record::PrintedMeasurements printed;
            auto measured = measure_one(path, request, printed).map_error([&](core::Error error) {
                return core::error_in_file(std::move(error), path);
            });
            answers[i] = MeasuredRecording{path, std::move(measured), std::move(printed)};
            context.progress->advance(1);
        });
        for (std::size_t i = 0; i < answers.size() && go_on; ++i) go_on = !answers[i] || take(*answers[i]);
    }
    context.progress->end();
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped before the last recording", {}, {}, {}, {}});
    return {};
}

double PrintedComparison::difference() const {
    constexpr double whole_turn_deg = 360.0;
    return unit == "deg" ? std::remainder(ours - printed, whole_turn_deg) : ours - printed;
}

std::vector<PrintedComparison> compare_printed(const measure::Measurements& ours,
                                               const record::PrintedMeasurements& printed) {
    // Chosen here, well beyond what two programs differ by on one ECG (QRS: 4.9 ms, SD 4.9, of ten printed ones in
    // docs/results/other-hospitals.md): what lies beyond is another beat, another rhythm or a slip.
    constexpr double rate_apart = 10.0, rate_part = 0.1, p_apart_ms = 40.0, pr_apart_ms = 40.0, qrs_apart_ms = 30.0,
                     qt_apart_ms = 60.0, axis_apart_deg = 45.0;
    std::vector<PrintedComparison> rows;
    const auto add = [&](PrintedComparison row, double most_apart, const std::optional<double>& mine,
                         const std::optional<double>& theirs) {
        if (!mine || !theirs) return;
        row.ours = *mine, row.printed = *theirs, row.most_apart = most_apart;
        rows.push_back(row);
    };
    const auto rate = printed.heart_rate_per_min;
    add({"heart_rate", "1/min", "heart rate", "/min"}, std::max(rate_apart, rate_part * rate.value_or(0.0)),
        ours.heart_rate_bpm, rate);
    add({"p", "ms", "P", "ms"}, p_apart_ms, ours.intervals.p_ms, printed.p_ms);
    add({"pr", "ms", "PR", "ms"}, pr_apart_ms, ours.intervals.pr_ms, printed.pr_ms);
    add({"qrs", "ms", "QRS", "ms"}, qrs_apart_ms, ours.intervals.qrs_ms, printed.qrs_ms);
    add({"qt", "ms", "QT", "ms"}, qt_apart_ms, ours.intervals.qt_ms, printed.qt_ms);
    add({"qrs_axis", "deg", "QRS axis", "°"}, axis_apart_deg, ours.axes.qrs_deg, printed.qrs_axis_deg);
    return rows;
}

}  // namespace synchrony::app
