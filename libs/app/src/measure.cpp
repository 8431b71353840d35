#include "synchrony/app/measure.hpp"

#include "synchrony/core/files.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

core::Result<measure::Measurements> measure_one(const std::filesystem::path& path, const MeasureRequest& request,
                                                record::PrintedMeasurements& printed) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, request.reading));
    printed = ecg.facts.printed;
    measure::MeasureOptions options = request.options;
    if (const auto* row = request.clinical.find(path)) {
        options.patient = inputs::filled(*row, options.patient);
        if (row->sex != measure::Sex::unknown) options.sex = row->sex;
    }
    if (options.sex == measure::Sex::unknown) options.sex = inputs::sex_in(ecg);
    return measure::measure_ecg(ecg, options);
}

}  // namespace

std::vector<MeasuredRecording> measure_recordings(const MeasureRequest& request, const core::RunContext& context) {
    const core::Error stopped{core::ErrorKind::cancelled, "stopped before this recording", {}, {}, {}, {}};
    std::vector<MeasuredRecording> answers;
    for (const auto& path : request.recordings)
        answers.push_back({path, core::fail(core::error_in_file(stopped, path)), {}});
    context.progress->begin("measuring", answers.size());
    core::parallel_for(answers.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        answers[i].measurements =
            measure_one(answers[i].path, request, answers[i].printed).map_error([&](core::Error error) {
                return core::error_in_file(std::move(error), answers[i].path);
            });
        context.progress->advance(1);
    });
    context.progress->end();
    return answers;
}

std::vector<PrintedComparison> compare_printed(const measure::Measurements& ours,
                                               const record::PrintedMeasurements& printed) {
    std::vector<PrintedComparison> rows;
    const auto add = [&](std::string_view name, std::string_view unit, const std::optional<double>& mine,
                         const std::optional<double>& theirs) {
        if (mine && theirs) rows.push_back({name, unit, *mine, *theirs});
    };
    add("heart_rate", "1/min", ours.heart_rate_bpm, printed.heart_rate_per_min);
    add("p", "ms", ours.intervals.p_ms, printed.p_ms);
    add("pr", "ms", ours.intervals.pr_ms, printed.pr_ms);
    add("qrs", "ms", ours.intervals.qrs_ms, printed.qrs_ms);
    add("qt", "ms", ours.intervals.qt_ms, printed.qt_ms);
    add("qrs_axis", "deg", ours.axes.qrs_deg, printed.qrs_axis_deg);
    return rows;
}

}  // namespace synchrony::app
