// Measurements a second on ten-second 12-lead ECGs at 500 Hz (LUDB), or on a synthetic one where LUDB is not at hand.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numbers>

#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/measure/measure.hpp"

namespace {

using namespace synchrony;

record::Ecg synthetic() {
    record::Ecg e;
    e.sampling_frequency_hz = 500.0;
    for (const auto name : record::standard_leads()) {
        record::Lead l;
        l.name = std::string(name);
        const double size = 0.4 + 0.1 * static_cast<double>(e.leads.size());
        for (int i = 0; i < 5000; ++i) {
            const double t = std::fmod(i / 500.0, 0.8);
            const auto bump = [&](double at, double sigma) {
                return std::exp(-0.5 * (t - at) * (t - at) / (sigma * sigma));
            };
            l.samples.push_back(static_cast<float>(size * (0.1 * bump(0.15, 0.025) + bump(0.32, 0.012) -
                                                           0.3 * bump(0.35, 0.012) + 0.25 * bump(0.58, 0.05))));
        }
        e.leads.push_back(std::move(l));
    }
    return e;
}

const std::vector<record::Ecg>& ecgs() {
    static const auto all = [] {
        std::vector<record::Ecg> v;
        const char* data = std::getenv("SYNCHRONY_DATA");
        if (data)
            if (auto records = datasets::read_annotated_folder(std::filesystem::path(data) / "ludb"))
                for (auto& r : *records) v.push_back(std::move(r.ecg));
        if (v.empty()) v.push_back(synthetic());
        return v;
    }();
    return all;
}

void measure_ecg(benchmark::State& state) {
    measure::MeasureOptions options;
    options.every_beat = state.range(0) != 0;
    std::size_t i = 0;
    for (auto _ : state) {
        const auto m = measure::measure_ecg(ecgs()[i++ % ecgs().size()], options);
        if (!m || !m->intervals.qrs_ms || *m->intervals.qrs_ms < 50.0 ||
            *m->intervals.qrs_ms > 300.0) {  // a bench checks its answers
            state.SkipWithError("no QRS duration");
            break;
        }
        benchmark::DoNotOptimize(m->intervals.qrs_ms);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(measure_ecg)->ArgName("every_beat")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
