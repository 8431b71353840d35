// Beat detection over the whole MIT-BIH Arrhythmia Database: from memory, from file to annotation file, and from
// long recordings; the beats found are scored before any figure is shown. Counted are samples of the leads detected in.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "support/paths.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/median_beat.hpp"
#include "synchrony/beats/score.hpp"
#include "synchrony/io/wfdb.hpp"

namespace {

using namespace synchrony;

std::vector<std::filesystem::path> mitdb() {
    std::vector<std::filesystem::path> records;
    if (const auto data = test::data_folder())
        for (const auto& entry : std::filesystem::directory_iterator(*data / "mitdb"))
            if (entry.path().extension() == ".hea") records.push_back(entry.path());
    std::sort(records.begin(), records.end());
    return records;
}

record::Ecg read(const std::filesystem::path& path) {
    return io::wfdb::to_ecg(io::wfdb::read_record(path).value()).value();
}

std::vector<record::Annotation> annotations(const std::vector<beats::Beat>& found) {
    std::vector<record::Annotation> all;
    for (const auto& beat : found) {
        record::Annotation annotation;
        annotation.sample = beat.sample;
        annotation.code = 1;
        all.push_back(annotation);
    }
    return all;
}

/// The right answer: nearly all beats of the reference, and little else.
bool good(const std::vector<beats::BeatScore>& scores, double least) {
    const auto summary = beats::summarise(scores);
    return summary.gross_sensitivity.value_or(0) >= least && summary.gross_positive_predictivity.value_or(0) >= least;
}

beats::BeatScore scored(std::filesystem::path path, const record::Ecg& ecg, const std::vector<beats::Beat>& found) {
    const auto reference = io::wfdb::read_annotations(path.replace_extension(), "atr").value();
    beats::ScoreOptions options;
    options.learning_s = 0;
    options.record_length = ecg.sample_count();
    return beats::score_beats(reference.annotations, annotations(found), options).value();
}

beats::DetectorOptions options_for(const record::Ecg& ecg, bool all_leads) {
    beats::DetectorOptions options;
    if (!all_leads) options.lead = ecg.leads.front().name;
    return options;
}

/// A day of three leads at 1000 Hz, made as it goes: 86 400 beats and a bounded memory. Runs first, because the
/// peak of memory is that of the whole process.
void day_at_1000_hz(benchmark::State& state) {
    constexpr int seconds = 24 * 3600;
    constexpr int rate_hz = 1000;
    std::vector<float> second(rate_hz);
    for (int i = 0; i < rate_hz; ++i) {
        const double t = static_cast<double>(i) / rate_hz;
        const auto wave = [&](double at, double sd) { return std::exp(-0.5 * std::pow((t - at) / sd, 2)); };
        second[static_cast<std::size_t>(i)] = static_cast<float>(wave(0.4, 0.012) + 0.25 * wave(0.7, 0.04));
    }
    const std::vector<std::span<const float>> leads(3, second);
    std::size_t found = 0;
    for (auto _ : state) {
        found = 0;
        auto detector = beats::BeatDetector::create(3, rate_hz).value();
        for (int s = 0; s < seconds; ++s) {
            if (!detector.push(leads)) return state.SkipWithError("push failed");
            found += detector.take().size();
        }
        detector.finish();
        found += detector.take().size();
    }
    if (found != seconds) return state.SkipWithError("wrong number of beats");
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["peak_memory_MB"] = static_cast<double>(usage.ru_maxrss) / 1024.0;
    state.SetItemsProcessed(state.iterations() * std::int64_t{3} * seconds * rate_hz);
}
BENCHMARK(day_at_1000_hz)->Unit(benchmark::kMillisecond)->Iterations(1);

void from_memory(benchmark::State& state, bool all_leads) {
    const auto paths = mitdb();
    if (paths.empty()) return state.SkipWithError("no recordings: set SYNCHRONY_DATA");
    std::vector<record::Ecg> recordings;
    std::vector<beats::BeatScore> scores;
    std::int64_t samples = 0;
    for (const auto& path : paths) {
        recordings.push_back(read(path));
        const auto& ecg = recordings.back();
        samples += ecg.sample_count() * (all_leads ? static_cast<std::int64_t>(ecg.leads.size()) : 1);
        scores.push_back(scored(path, ecg, beats::detect_beats(ecg, options_for(ecg, all_leads)).value()));
    }
    if (!good(scores, all_leads ? 0.998 : 0.999)) return state.SkipWithError("wrong beats");
    for (auto _ : state)
        for (const auto& ecg : recordings)
            benchmark::DoNotOptimize(beats::detect_beats(ecg, options_for(ecg, all_leads)));
    state.SetItemsProcessed(state.iterations() * samples);
}

void first_lead_from_memory(benchmark::State& state) {
    from_memory(state, false);
}
BENCHMARK(first_lead_from_memory)->Unit(benchmark::kMillisecond);

void all_leads_from_memory(benchmark::State& state) {
    from_memory(state, true);
}
BENCHMARK(all_leads_from_memory)->Unit(benchmark::kMillisecond);

/// What `synchrony detect` does: read the record, detect in one lead, write the annotations.
void file_to_file(benchmark::State& state) {
    const auto paths = mitdb();
    if (paths.empty()) return state.SkipWithError("no recordings: set SYNCHRONY_DATA");
    const auto folder = std::filesystem::temp_directory_path() / "synchrony_bench_detect";
    std::filesystem::create_directories(folder);
    std::vector<beats::BeatScore> scores;
    std::int64_t samples = 0;
    for (auto _ : state) {
        scores.clear();
        samples = 0;
        for (const auto& path : paths) {
            const auto ecg = read(path);
            const auto found = beats::detect_beats(ecg, options_for(ecg, false)).value();
            io::wfdb::AnnotationFile file;
            file.annotations = annotations(found);
            if (!io::wfdb::write_annotations(folder / path.stem(), "qrs", file))
                return state.SkipWithError("cannot write annotations");
            state.PauseTiming();
            scores.push_back(scored(path, ecg, found));
            samples += ecg.sample_count();
            state.ResumeTiming();
        }
    }
    std::filesystem::remove_all(folder);
    if (!good(scores, 0.999)) return state.SkipWithError("wrong beats");
    state.SetItemsProcessed(state.iterations() * samples);
}
BENCHMARK(file_to_file)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
