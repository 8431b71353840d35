#include "synchrony/app/score_delineation.hpp"

#include <algorithm>
#include <optional>

#include "synchrony/core/parallel.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::app {
namespace {

using Waves = std::vector<std::vector<measure::ReferenceWave>>;

// What the scorer needs of a record; the signals are let go.
struct Compared {
    Waves reference, test;
    std::optional<double> qrs_of_beats_ms, qrs_of_median_beat_ms;
    std::string refusal;
};

core::Result<Compared> compare(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(auto record, datasets::read_annotated_record(path));
    Compared c;
    c.reference = std::move(record.waves);
    c.test.resize(c.reference.size());
    measure::MeasureOptions options;
    options.every_beat = true;
    const auto measured = measure::measure_ecg(record.ecg, options);
    if (!measured) {
        c.refusal = measured.error().message();
        return c;
    }
    for (std::size_t lead = 0; lead < c.test.size(); ++lead)
        c.test[lead] = measure::waves_of_lead(*measured->beatwise, lead);
    c.qrs_of_beats_ms = measure::global_qrs_duration_ms(*measured->beatwise);
    c.qrs_of_median_beat_ms = measured->intervals.qrs_ms;
    return c;
}

}  // namespace

core::Result<ScoreDelineationReport> score_delineation(const ScoreDelineationRequest& request,
                                                       const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto paths, datasets::records_of_folder(request.folder));
    const core::Error stopped{core::ErrorKind::cancelled, "stopped", {}, {}, {}, {}};
    std::vector<core::Result<Compared>> all(paths.size(), core::fail(stopped));
    context.progress->begin("delineating", paths.size());
    core::parallel_for(paths.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        all[i] = compare(paths[i]);
        context.progress->advance(1);
    });
    context.progress->end();
    ScoreDelineationReport report;
    measure::DelineationScorer scorer, of_median_beat;
    for (std::size_t i = 0; i < all.size(); ++i) {
        SYNCHRONY_ASSIGN(const Compared c, std::move(all[i]));
        ++report.records;
        report.leads += static_cast<std::size_t>(
            std::count_if(c.reference.begin(), c.reference.end(), [](const auto& lead) { return !lead.empty(); }));
        if (!c.refusal.empty()) report.not_measured.push_back({paths[i].filename().string(), c.refusal});
        scorer.add(c.reference, c.test, c.qrs_of_beats_ms);
        of_median_beat.add(c.reference, {}, c.qrs_of_median_beat_ms);
    }
    report.score = scorer.score();
    report.median_beat_qrs_duration = of_median_beat.score().qrs_duration;
    return report;
}

}  // namespace synchrony::app
