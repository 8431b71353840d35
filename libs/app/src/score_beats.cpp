#include "synchrony/app/score_beats.hpp"

#include "synchrony/core/parallel.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::app {
namespace {

namespace wfdb = io::wfdb;

/// What the times of a record's annotations count.
struct RecordClock {
    double frequency_hz = 0.0;
    std::optional<std::int64_t> samples;
};

/// A WFDB record's header says it; of another format ("holter.ecg") the whole recording is read.
core::Result<RecordClock> clock_of(const std::filesystem::path& record) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(record, ignored)) {
        SYNCHRONY_ASSIGN(const auto header, wfdb::read_header(record));
        return RecordClock{header.frame_frequency_hz, header.frames};
    }
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(record));
    return RecordClock{ecg.sampling_frequency_hz, ecg.sample_count()};
}

core::Result<RecordScore> score_record(std::filesystem::path record, const ScoreBeatsRequest& request) {
    SYNCHRONY_ASSIGN(const auto clock, clock_of(record));
    std::error_code ignored;
    if (std::filesystem::is_regular_file(record, ignored)) record.replace_extension();
    SYNCHRONY_ASSIGN(auto reference, wfdb::read_annotations(record, request.reference));
    const auto test_record = request.test_folder.empty() ? record : request.test_folder / record.filename();
    SYNCHRONY_ASSIGN(auto test, wfdb::read_annotations(test_record, request.test));
    wfdb::rescale(reference, clock.frequency_hz);
    wfdb::rescale(test, clock.frequency_hz);
    beats::ScoreOptions options;
    options.sampling_frequency_hz = clock.frequency_hz;
    options.match_window_s = request.match_window_s;
    options.learning_s = request.learning_s;
    options.record_length = clock.samples;
    SYNCHRONY_ASSIGN(const auto score, beats::score_beats(reference.annotations, test.annotations, options));
    options.learning_s = 0;
    SYNCHRONY_ASSIGN(const auto whole, beats::score_beats(reference.annotations, test.annotations, options));
    return RecordScore{record.filename().string(), score, whole};
}

}  // namespace

core::Result<ScoreBeatsReport> score_beats(const ScoreBeatsRequest& request, const core::RunContext& context) {
    std::vector<core::Result<RecordScore>> scores(request.records.size(), RecordScore{});
    core::parallel_for(scores.size(), context.threads,
                       [&](std::size_t i) { scores[i] = score_record(request.records[i], request); });
    ScoreBeatsReport report;
    report.learning_s = request.learning_s;
    std::vector<beats::BeatScore> all;
    std::vector<beats::BeatScore> all_whole;
    for (auto& score : scores) {
        SYNCHRONY_ASSIGN(auto record, std::move(score));
        all.push_back(record.score);
        all_whole.push_back(record.whole);
        report.records.push_back(std::move(record));
    }
    report.summary = beats::summarise(all);
    report.whole = beats::summarise(all_whole);
    return report;
}

}  // namespace synchrony::app
