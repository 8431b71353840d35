// STFT of the two recipes' segments: FFT, matrix product and running sums, each checked before it is timed; then whole
// images and the zero-phase filter. `bench_stft --segments FILE` writes the segments and their images for peer.py.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "synchrony/dsp/sos_filter.hpp"
#include "synchrony/dsp/stft.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/spectrogram.hpp"

namespace {

using namespace synchrony;

constexpr double fs = 360.0;
constexpr std::size_t beats = 64;

// A minute of bumps and noise; what is timed does not depend on the values.
const std::vector<float>& lead() {
    static const auto samples = [] {
        std::mt19937 random(1);
        std::normal_distribution<double> noise(0.0, 0.03);
        std::vector<float> x(static_cast<std::size_t>(60 * fs));
        for (std::size_t n = 0; n < x.size(); ++n) {
            const double since = std::fmod(static_cast<double>(n) / fs, 0.8) - 0.4;
            x[n] = static_cast<float>(std::exp(-std::pow(since / 0.02, 2)) + noise(random));
        }
        return x;
    }();
    return samples;
}

std::int64_t r_sample(std::size_t beat) {
    return std::llround((0.4 + 0.8 * static_cast<double>(beat % beats)) * fs);
}

features::SpectrogramRecipe recipe(int which) {
    return features::SpectrogramRecipe::named(which == 0 ? "paper" : "fine").value();
}

std::vector<std::ptrdiff_t> column_starts(const features::SpectrogramRecipe& r, std::int64_t length) {
    std::vector<std::ptrdiff_t> starts;
    for (int k = 0; k < r.width; ++k)
        starts.push_back(std::llround(static_cast<double>(k) * static_cast<double>(length) / (r.width - 1)) -
                         r.window_samples / 2);
    return starts;
}

// The definition, in double: the truth that every method is held against.
double by_definition(std::span<const float> x, std::ptrdiff_t start, const features::SpectrogramRecipe& r, int row) {
    double re = 0, im = 0, sum = 0;
    for (int m = 0; m < r.window_samples; ++m) {
        const double w = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * m / r.window_samples);
        const double angle = 2 * std::numbers::pi * (r.first_bin + row) * m / r.fft_samples;
        const auto n = start + m;
        const double v = n >= 0 && n < std::ssize(x) ? static_cast<double>(x[static_cast<std::size_t>(n)]) : 0.0;
        re += w * v * std::cos(angle);
        im -= w * v * std::sin(angle);
        sum += w;
    }
    return std::hypot(re, im) / sum;
}

template <typename Real>
void stft(benchmark::State& state, int which, dsp::StftMethod method) {
    const auto r = recipe(which);
    auto made = dsp::StftPlan<Real>::make({.window_samples = r.window_samples,
                                           .hop = 8,
                                           .fft_samples = r.fft_samples,
                                           .first_bin = r.first_bin,
                                           .bins = r.height,
                                           .zero_edges = true,
                                           .method = method});
    auto& plan = made.value();
    const auto segment = features::segment_around(r, r_sample(3), 0.8, 0.8);
    const auto part =
        std::span(lead()).subspan(static_cast<std::size_t>(segment.begin), static_cast<std::size_t>(segment.length));
    const std::vector<Real> x(part.begin(), part.end());
    const auto starts = column_starts(r, segment.length);
    std::vector<Real> out(static_cast<std::size_t>(r.height) * static_cast<std::size_t>(r.width));
    for (auto _ : state) {
        plan.magnitude_at(x, starts, out);
        benchmark::DoNotOptimize(out.data());
    }
    double worst = 0;
    for (int row = 0; row < r.height; row += 7)
        for (int k = 0; k < r.width; k += 5) {
            const auto at = static_cast<std::size_t>(row * r.width + k);
            worst = std::max(worst, std::abs(static_cast<double>(out[at]) -
                                             by_definition(part, starts[static_cast<std::size_t>(k)], r, row)));
        }
    if (worst > (sizeof(Real) == 4 ? 1e-5 : 1e-9)) state.SkipWithError("answer differs from the definition");
    state.counters["images/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void image(benchmark::State& state, int which) {
    auto maker = features::SpectrogramMaker::create(recipe(which)).value();
    std::vector<float> pixels(maker.pixel_count());
    std::size_t beat = 0;
    for (auto _ : state) {
        maker.make(lead(), r_sample(beat++), 0.8, 0.8, pixels);
        benchmark::DoNotOptimize(pixels.data());
    }
    state.counters["images/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void image_set(benchmark::State& state, int which) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = fs;
    ecg.leads.push_back({.name = "II", .unit = "mV", .samples = lead(), .invalid = {}});
    std::vector<std::int64_t> r;
    for (std::size_t i = 0; i < beats; ++i) r.push_back(r_sample(i));
    for (auto _ : state) {
        auto images = features::build_beat_images(ecg, record::PatientId("P"), r, {}, {}, recipe(which));
        if (images->size() != beats) state.SkipWithError("images are missing");
    }
    state.counters["images/s"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * static_cast<double>(beats), benchmark::Counter::kIsRate);
}

void zero_phase(benchmark::State& state, int order, bool band) {
    using enum dsp::FilterKind;
    const auto sos =
        band ? dsp::chebyshev1(order, 0.5, bandpass, {6, 18}, fs) : dsp::butterworth(order, highpass, {0.5}, fs);
    std::vector<double> x(lead().begin(), lead().end());
    for (auto _ : state) {
        if (!dsp::sosfiltfilt(*sos, x)) state.SkipWithError("refused");
        benchmark::DoNotOptimize(x.data());
    }
    state.counters["samples/s"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * static_cast<double>(x.size()), benchmark::Counter::kIsRate);
}

// Lead, beats, image rates: what peer.py needs to do the same work and to check the answers.
int write_segments(const char* path) {
    nlohmann::json json{{"fs", fs}, {"lead", lead()}, {"rr_s", 0.8}};
    for (std::size_t i = 0; i < beats; ++i) json["r_samples"].push_back(r_sample(i));
    for (const int which : {0, 1}) {
        const auto r = recipe(which);
        auto maker = features::SpectrogramMaker::create(r).value();
        std::vector<float> pixels(maker.pixel_count());
        maker.make(lead(), r_sample(3), 0.8, 0.8, pixels);
        // Timed here, over all beats, so that the ratio comes from one moment on one machine; processor time on both
        // sides.
        const auto began = std::clock();
        const auto seconds = [&] { return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC; };
        std::size_t made = 0;
        while (seconds() < 1.0)
            for (std::size_t i = 0; i < beats; ++i, ++made) maker.make(lead(), r_sample(i), 0.8, 0.8, pixels);
        const double images_per_s = static_cast<double>(made) / seconds();
        maker.make(lead(), r_sample(3), 0.8, 0.8, pixels);
        json["recipes"].push_back({{"recipe", nlohmann::json::parse(r.to_json())},
                                   {"image_of_beat_3", pixels},
                                   {"images_per_s", images_per_s}});
    }
    std::FILE* file = std::fopen(path, "w");
    if (!file) return 1;
    std::fputs(json.dump().c_str(), file);
    return std::fclose(file);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "--segments") == 0) return write_segments(argv[2]);
    using enum dsp::StftMethod;
    for (const int which : {0, 1})
        for (const auto& way :
             {std::pair{"fft", fft}, {"product", product}, {"running_sum", running_sum}, {"automatic", automatic}}) {
            const auto method = way.second;
            const std::string base = std::string("stft/") + (which == 0 ? "paper/" : "fine/") + way.first;
            benchmark::RegisterBenchmark((base + "/float").c_str(), [=](auto& s) { stft<float>(s, which, method); });
            benchmark::RegisterBenchmark((base + "/double").c_str(), [=](auto& s) { stft<double>(s, which, method); });
        }
    for (const int which : {0, 1}) {
        const std::string name = which == 0 ? "paper" : "fine";
        benchmark::RegisterBenchmark(("image/" + name).c_str(), [=](auto& s) { image(s, which); });
        benchmark::RegisterBenchmark(("image_set/" + name).c_str(), [=](auto& s) { image_set(s, which); });
    }
    benchmark::RegisterBenchmark("sosfiltfilt/highpass_2", [](auto& s) { zero_phase(s, 2, false); });
    benchmark::RegisterBenchmark("sosfiltfilt/chebyshev_bandpass_4", [](auto& s) { zero_phase(s, 4, true); });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
}
