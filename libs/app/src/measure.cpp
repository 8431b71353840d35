#include "synchrony/app/measure.hpp"

#include "synchrony/core/parallel.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

core::Result<measure::Measurements> measure_one(const std::filesystem::path& path, const MeasureRequest& request) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, request.reading));
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
    for (const auto& path : request.recordings) answers.push_back({path, core::fail(stopped)});
    context.progress->begin("measuring", answers.size());
    core::parallel_for(answers.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        answers[i].measurements = measure_one(answers[i].path, request);
        context.progress->advance(1);
    });
    context.progress->end();
    return answers;
}

}  // namespace synchrony::app
